package backtest

import (
	"bytes"
	"fmt"
	"hash/maphash"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"makegood/config"
	"makegood/recovery"
)

// flights writes made-up observations of flights, as a backend would report them: most
// of them once, when they have landed; some several times; a few of them again.
type flights struct {
	random    *rand.Rand
	customers int
}

var firstFlight = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

func newFlights(seed uint64, customers int) *flights {
	return &flights{random: rand.New(rand.NewPCG(seed, 1)), customers: customers}
}

// write appends the observations of the flight of a number.
func (f *flights) write(to []byte, number int) []byte {
	departs := firstFlight.Add(time.Duration(number) * 20 * time.Second)
	late := max(0, int(f.random.NormFloat64()*40+f.random.ExpFloat64()*35))
	customer := f.random.IntN(f.customers)
	amount := 4000 + f.random.IntN(60000)
	one := func(to []byte, part, minutes int, resolved bool) []byte {
		seen := departs.Add(time.Duration(minutes) * time.Minute).Format(time.RFC3339)
		to = fmt.Appendf(to, `{"id":"bts-%07d-%d","trigger":"flight.delayed","experience":"DTW-LAS-%d","observed_at":"%s","occurred_at":"%s","measures":{"delay_minutes":%d}`,
			number, part, number, seen, departs.Format(time.RFC3339), minutes)
		if resolved {
			to = append(to, `,"resolved":true`...)
		}
		to = fmt.Appendf(to, `,"attributes":{"origin":"DTW","destination":"LAS","distance_miles":%d}`, 200+number%2000)
		to = fmt.Appendf(to, `,"customer":{"id":"c-%d","name":"Ada","phone":"+120255501%02d","email":"c-%d@example.com","locale":"en-US","time_zone":"America/New_York"}`, customer, customer%100, customer)
		to = fmt.Appendf(to, `,"payment":{"payment_intent":"pi_%07d","customer":"cus_%d","amount":%d,"currency":"%s"}}`, number, customer, amount, [...]string{"usd", "eur", "gbp", "jpy"}[customer%4])
		return append(to, '\n')
	}
	switch f.random.IntN(20) {
	case 0: // reported while it waits
		for minutes := 30; minutes < late; minutes += 30 {
			to = one(to, minutes, minutes, false)
		}
	case 1: // never said to be over
		return one(to, 0, late, false)
	case 2: // reported again
		again := one(nil, 0, late, true)
		return append(append(to, again...), again...)
	}
	return one(to, 0, late, true)
}

// lines is the observations of so many flights.
func (f *flights) lines(count int) []byte {
	all := make([]byte, 0, count*600)
	for number := range count {
		all = f.write(all, number)
	}
	return all
}

func input(text []byte) Input {
	return Input{Name: "flights.ndjson", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
}

// shipped is one of the plays that ship.
func shipped(t testing.TB, name string) Playbook {
	t.Helper()
	playbook, err := config.LoadPlaybookFS(config.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	for _, play := range playbook.Plays() {
		if play.Name == name {
			return config.NewPlaybook(play)
		}
	}
	t.Fatalf("no play %s ships", name)
	return nil
}

func lateFlight(t testing.TB) *recovery.Play { return shipped(t, "late-flight").Plays()[0] }

func bookOf(play *recovery.Play) Playbook { return config.NewPlaybook(play) }

func quietReader(t testing.TB, playbook Playbook) *reader {
	t.Helper()
	b, err := newBook([]Playbook{playbook}, nil, func(string) uint64 { return 1 })
	if err != nil {
		t.Fatal(err)
	}
	return newReader(Options{Now: time.Now(), Workers: 1, Memory: defaultMemory}, b, maphash.MakeSeed())
}
