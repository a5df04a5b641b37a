package backtest

import (
	"bytes"
	"fmt"
	"hash/maphash"
	"time"

	"makegood/recovery"
)

// reader reads chunks of lines, checks them, and puts what a decision needs on its
// piles. Each worker has one of its own.
type reader struct {
	book   *book
	seed   maphash.Seed
	until  moment // unknown: whatever is newest
	now    time.Time
	strict bool
	names  []string // of the inputs
	sound  *sound
	piles  []pile // by customer

	remembered remembered

	fields fields
	slow   *recovery.Observation // what was read, where it was the slow way
	record record
	counts reading
}

// reading is what was found in the lines.
type reading struct {
	lines, observations, later int64
	elsewhere                  int64 // to whose trigger no play answers that is asked about
	oldest, newest             moment
	faults                     faults
	others                     others
}

func newReading() reading { return reading{oldest: unknown, newest: unknown} }

func (r *reading) merge(other *reading) {
	r.lines += other.lines
	r.observations += other.observations
	r.later += other.later
	r.elsewhere += other.elsewhere
	if other.newest != unknown {
		r.saw(other.newest)
		r.saw(other.oldest)
	}
	r.faults.merge(&other.faults)
	r.others.merge(&other.others)
}

func (r *reading) saw(at moment) {
	if r.newest == unknown || at > r.newest {
		r.newest = at
	}
	if r.oldest == unknown || at < r.oldest {
		r.oldest = at
	}
}

var errLine = fmt.Errorf("this line is larger than is taken; a line has at most %d MiB", maxLine>>20)

// read takes in a chunk.
func (r *reader) read(piece chunk) error {
	if piece.tooLong {
		r.counts.lines++
		return r.refuse(piece.input, piece.first, errLine)
	}
	text := piece.text
	for number := piece.first; len(text) > 0; number++ {
		if text[0] == '\n' { // a file may be nothing but these
			text = text[1:]
			continue
		}
		line := text
		if end := bytes.IndexByte(text, '\n'); end >= 0 {
			line, text = text[:end], text[end+1:]
		} else {
			text = nil
		}
		if line[0] <= ' ' && len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		r.counts.lines++
		if err := r.line(piece.input, number, line); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) line(input, number int, line []byte) error {
	f := &r.fields
	if err := r.parse(line); err != nil {
		return r.refuse(input, number, err)
	}
	r.counts.observations++
	r.counts.saw(f.observed)
	if r.until != unknown && f.observed > r.until {
		r.counts.later++
		return nil
	}
	to := r.book.routes[string(f.trigger)]
	switch {
	case to == nil && !r.book.some:
		r.counts.others.add(f.trigger)
		return nil
	case to == nil || !to.asked:
		r.counts.elsewhere++
		if to == nil || !to.incidents {
			return nil
		}
	}
	if why := r.fill(to, uint64(input)<<48|uint64(number)); why != nil {
		if !to.asked {
			return nil
		}
		return r.refuse(input, number, why)
	}
	pile := &r.piles[r.record.customer>>32*uint64(len(r.piles))>>32]
	return pile.add(&r.record)
}

// parse reads a line into the fields, the quick way where it can.
func (r *reader) parse(line []byte) error {
	r.slow = nil
	if len(line) <= maxPlain && r.fields.scan(line) && r.sound.check(&r.fields) {
		return nil
	}
	if len(line) > maxLine {
		return errLine
	}
	observation, err := recovery.ParseObservation(line)
	if err == nil {
		err = observation.Check(r.now)
	}
	if err != nil {
		return err
	}
	r.slow = observation
	r.fields.take(observation)
	return nil
}

// fill makes the record of what was read. It says why where no side can use it.
func (r *reader) fill(to *route, place uint64) error {
	f, rec := &r.fields, &r.record
	rec.key = key{maphash.Bytes(r.seed, f.customer.id), maphash.Bytes(r.seed, f.experience), f.observed}
	rec.recovery ^= to.salt
	rec.incident = 0
	if to.incidents && len(f.incident) > 0 {
		rec.incident = maphash.Bytes(r.seed, f.incident) | 1
	}
	rec.place, rec.occurred, rec.resolved, rec.id = place, f.occurred, f.resolved, f.id
	rec.measured = 0
	for i, name := range to.measures {
		if value, given := f.measures.of(name); given {
			rec.measured |= 1 << i
			rec.values[i] = value
		}
	}
	rec.payment = paid{given: f.payment.given}
	if f.payment.given {
		rec.payment.refundable = len(f.payment.intent) > 0 || len(f.payment.charge) > 0
		rec.payment.creditable = len(f.payment.customer) > 0
		rec.payment.amount = f.payment.amount
		copy(rec.payment.currency[:], f.payment.currency)
	}
	if rec.causes = [maxExempts]uint16{}; len(to.exempting) > 0 {
		r.exempt(to)
	}
	return r.choose(to)
}

// choose notes the play of each side. Where that cannot use the observation, the
// gateway would not take it.
func (r *reader) choose(to *route) (why error) {
	rec := &r.record
	rec.plays = to.plays
	taken := false
	if to.choices[0] || to.choices[1] {
		for side, chosen := range r.chosen(to) {
			if to.choices[side] {
				rec.plays[side] = chosen
			}
		}
	}
	for side := range r.book.sides {
		switch play := rec.plays[side]; {
		case play == noPlay:
		case play == inapplicable || rec.usable(r.book.trials[play-1]):
			taken = true
		default:
			rec.plays[side] = unusable
			why = r.book.trials[play-1].play.Check(&recovery.Observation{Resolved: rec.resolved})
		}
	}
	rec.route = 0
	if rec.plays[0] == inapplicable || rec.plays[1] == inapplicable {
		rec.route = to.number
	}
	if !to.asked {
		r.leaveAside()
	}
	if taken {
		return nil
	}
	return why
}

// leaveAside keeps what no play that is asked about is for out of every figure: it is
// there only for what it gives for an incident.
func (r *reader) leaveAside() {
	for side, play := range r.record.plays {
		switch play {
		case inapplicable:
			r.record.plays[side] = aside
		case noPlay, unusable:
			r.record.plays[side] = elsewhere
		}
	}
}

// exempt notes what was said of causes.
func (r *reader) exempt(to *route) {
	if r.slow == nil && r.fields.attributes == nil {
		return
	}
	var key []byte
	if r.slow == nil {
		key = append(append(append(r.remembered.key[:0], to.trigger...), 0), r.fields.attributes...)
		r.remembered.key = key
		if causes, known := r.remembered.causes[string(key)]; known {
			r.record.causes = causes
			return
		}
	}
	whole := r.observation()
	for i, t := range to.exempting {
		r.record.causes[i] = r.book.causes.number(t.play.SightingOf(whole).Causes)
	}
	r.remembered.rememberCauses(key, r.record.causes)
}

// observation is what was read, whole.
func (r *reader) observation() *recovery.Observation {
	if r.slow != nil {
		return r.slow
	}
	return r.fields.observation()
}

// usable is recovery.Play.Check.
func (r *record) usable(t *trial) bool {
	return r.resolved || !needs(t.play) || r.measured&(1<<t.column) != 0
}

func (r *reader) refuse(input, line int, why error) error {
	fault := Fault{File: r.names[input], Line: line, Why: why.Error(), input: input}
	if r.strict {
		return fault
	}
	r.counts.faults.add(fault)
	return nil
}
