package backtest

import (
	"encoding/binary"
	"math"
)

// key says where a record belongs: the observations of one customer come together, of
// those the ones of one recovery, and of those the earlier one first. Customer and
// recovery are hashes of 64 bits each; together they tell recoveries apart.
type key struct {
	customer, recovery uint64
	at                 moment
}

func (k key) compare(other key) int {
	switch {
	case k.customer != other.customer:
		return order(k.customer < other.customer)
	case k.recovery != other.recovery:
		return order(k.recovery < other.recovery)
	case k.at != other.at:
		return order(k.at < other.at)
	}
	return 0
}

func order(less bool) int {
	if less {
		return -1
	}
	return 1
}

// record is what a decision needs of one observation, and nothing of whom it is about.
type record struct {
	key
	place    uint64 // where it stood in what was read: of two with one id the first counts
	occurred moment
	resolved bool
	plays    [2]uint16 // the play that each side chooses, counted from 1; or noPlay, inapplicable, unusable, elsewhere
	measured uint64    // a bit for each of the trigger's measures that is given
	values   [maxMeasures]float64
	causes   [maxExempts]uint16 // for each of the trigger's plays that exempt: what was said of causes, counted from 1
	incident uint64             // a hash of its name; 0 where it has none, or where no play asks
	payment  paid
	route    uint16 // its number, where on one side no play applies; else 0
	id       []byte
}

// What stands instead of a play's number.
const (
	noPlay       uint16 = 0      // the side has none for the trigger
	inapplicable uint16 = 0xffff // none of them applies
	unusable     uint16 = 0xfffe // it has not what the play decides by
	elsewhere    uint16 = 0xfffd // none of the plays that are asked about answers to its trigger
	aside        uint16 = 0xfffc // as elsewhere, and none of those that answer applies
	maxTrials           = 0xfff0
)

// paid is what a debt is worked out against.
type paid struct {
	given, refundable, creditable bool
	amount                        int64
	currency                      [3]byte
}

// maxMeasures and maxExempts are how many measures the plays of one trigger may decide
// by, and how many of those plays may exempt.
const (
	maxMeasures = 8
	maxExempts  = 8
)

const (
	flagResolved = 1 << iota
	flagPaid
	flagRefundable
	flagCreditable
	flagCauses
	flagIncident
	flagRoute
)

// append writes all but the key.
func (r *record) append(to []byte) []byte {
	flags := byte(0)
	for i, set := range [...]bool{r.resolved, r.payment.given, r.payment.refundable, r.payment.creditable, r.causes != [maxExempts]uint16{}, r.incident != 0, r.route != 0} {
		if set {
			flags |= 1 << i
		}
	}
	to = append(to, flags, byte(r.measured), byte(len(r.id)))
	to = binary.LittleEndian.AppendUint16(to, r.plays[0])
	to = binary.LittleEndian.AppendUint16(to, r.plays[1])
	to = binary.LittleEndian.AppendUint64(to, r.place)
	to = binary.LittleEndian.AppendUint64(to, uint64(r.occurred))
	for i, value := range r.values {
		if r.measured&(1<<i) != 0 {
			to = binary.LittleEndian.AppendUint64(to, math.Float64bits(value))
		}
	}
	if r.payment.given {
		to = binary.LittleEndian.AppendUint64(to, uint64(r.payment.amount))
		to = append(to, r.payment.currency[:]...)
	}
	if flags&flagCauses != 0 {
		for _, cause := range r.causes {
			to = binary.LittleEndian.AppendUint16(to, cause)
		}
	}
	if flags&flagIncident != 0 {
		to = binary.LittleEndian.AppendUint64(to, r.incident)
	}
	if flags&flagRoute != 0 {
		to = binary.LittleEndian.AppendUint16(to, r.route)
	}
	return append(to, r.id...)
}

// read is the reverse of append. The id stays part of what is read from.
func (r *record) read(from []byte) {
	flags := from[0]
	r.resolved = flags&flagResolved != 0
	r.payment = paid{given: flags&flagPaid != 0, refundable: flags&flagRefundable != 0, creditable: flags&flagCreditable != 0}
	r.measured = uint64(from[1])
	id := from[len(from)-int(from[2]):]
	r.plays = [2]uint16{binary.LittleEndian.Uint16(from[3:]), binary.LittleEndian.Uint16(from[5:])}
	r.place = binary.LittleEndian.Uint64(from[7:])
	r.occurred = moment(binary.LittleEndian.Uint64(from[15:]))
	from = from[23:]
	for i := range r.values {
		if r.measured&(1<<i) == 0 {
			r.values[i] = 0
		} else {
			r.values[i] = math.Float64frombits(binary.LittleEndian.Uint64(from))
			from = from[8:]
		}
	}
	if r.payment.given {
		r.payment.amount = int64(binary.LittleEndian.Uint64(from))
		copy(r.payment.currency[:], from[8:])
		from = from[11:]
	}
	r.causes, r.incident, r.route = [maxExempts]uint16{}, 0, 0
	if flags&flagCauses != 0 {
		for i := range r.causes {
			r.causes[i] = binary.LittleEndian.Uint16(from[2*i:])
		}
		from = from[2*maxExempts:]
	}
	if flags&flagIncident != 0 {
		r.incident = binary.LittleEndian.Uint64(from)
		from = from[8:]
	}
	if flags&flagRoute != 0 {
		r.route = binary.LittleEndian.Uint16(from)
	}
	r.id = id
}
