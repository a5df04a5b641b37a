package backtest

import (
	"math"
	"time"
)

// moment is a time as nanoseconds since 1970, or unknown.
type moment int64

const unknown moment = math.MinInt64

func (m moment) time() time.Time {
	if m == unknown {
		return time.Time{}
	}
	return time.Unix(0, int64(m)).UTC()
}

func momentOf(t time.Time) moment {
	if t.IsZero() {
		return unknown
	}
	return moment(t.UnixNano())
}

// moment is a time in RFC 3339, from 1971 on: what lies before is left to those who
// can say what is wrong with it.
func (s *scanner) moment() moment {
	text := s.text()
	if len(text) < len("2006-01-02T15:04:05Z") || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' {
		s.odd = true
		return unknown
	}
	year := s.pair(text[0:])*100 + s.pair(text[2:])
	month, day := s.pair(text[5:]), s.pair(text[8:])
	hour, minute, second := s.pair(text[11:]), s.pair(text[14:]), s.pair(text[17:])
	if s.odd || year < 1971 || year > 2200 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59 {
		s.odd = true
		return unknown
	}
	fraction, rest := s.fraction(text[19:])
	offset := s.offset(rest)
	seconds := int64(daysSince1970(year, month, day))*86400 + int64(hour*3600+minute*60+second-offset)
	return moment(seconds*1e9 + fraction)
}

func (s *scanner) pair(text []byte) int {
	tens, ones := text[0]-'0', text[1]-'0'
	if tens > 9 || ones > 9 {
		s.odd = true
	}
	return int(tens)*10 + int(ones)
}

// fraction is the part of a second that stands behind a point, in nanoseconds.
func (s *scanner) fraction(text []byte) (nanoseconds int64, rest []byte) {
	if text[0] != '.' {
		return 0, text
	}
	unit, i := int64(1e8), 1
	for ; i < len(text) && text[i]-'0' <= 9; i++ {
		nanoseconds += int64(text[i]-'0') * unit
		unit /= 10
	}
	if i == 1 || i > 10 || i == len(text) {
		s.odd = true
		return 0, text
	}
	return nanoseconds, text[i:]
}

// offset is how far a zone is ahead of UTC, in seconds.
func (s *scanner) offset(text []byte) int {
	if len(text) == 1 && text[0] == 'Z' {
		return 0
	}
	if len(text) != len("+01:00") || text[3] != ':' || text[0] != '+' && text[0] != '-' {
		s.odd = true
		return 0
	}
	hours, minutes := s.pair(text[1:]), s.pair(text[4:])
	if hours > 14 || minutes > 59 {
		s.odd = true
	}
	offset := hours*3600 + minutes*60
	if text[0] == '-' {
		return -offset
	}
	return offset
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// daysSince1970 counts as if the year began in March, so that the day that comes every
// four years is its last.
func daysSince1970(year, month, day int) int {
	if month <= 2 {
		year, month = year-1, month+12
	}
	return year*365 + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1 - 719468
}
