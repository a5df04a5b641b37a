package backtest

import (
	"time"

	"makegood/recovery"
)

// sound are the checks of recovery.Observation.Check, for what the scanner has found.
// Like the scanner it only says yes or that it cannot tell.
type sound struct {
	now                            time.Time
	latest                         moment // what lies behind it is ahead of our clock
	phones, locales, zones, monies known
}

func newSound(now time.Time) *sound {
	return &sound{
		now: now, latest: momentOf(now),
		phones:  known{is: func(number string) bool { _, err := recovery.NormalPhone(number); return err == nil }},
		locales: known{is: func(tag string) bool { return whole(recovery.Customer{ID: "c", Locale: tag}) }},
		zones:   known{is: func(name string) bool { return whole(recovery.Customer{ID: "c", TimeZone: name}) }},
		monies:  known{is: func(code string) bool { return recovery.Currency(code).Known() }},
	}
}

// whole says whether a customer's fields can be used.
func whole(c recovery.Customer) bool {
	o := recovery.Observation{Customer: c}
	return o.CheckCorrection() == nil
}

// known remembers texts that were found good. It never grows beyond its places: each
// text has four that it may take, and the last one that came takes the first of them.
type known struct {
	is     func(string) bool
	places [16384][4]string
}

func (k *known) has(text []byte) bool {
	hash := uint32(2166136261)
	for _, sign := range text {
		hash = (hash ^ uint32(sign)) * 16777619
	}
	places := &k.places[(hash^hash>>16)%uint32(len(k.places))]
	for i := range places {
		if places[i] == string(text) {
			return true
		}
	}
	if !k.is(string(text)) {
		return false
	}
	copy(places[1:], places[:])
	places[0] = string(text)
	return true
}
