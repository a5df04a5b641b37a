package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"makegood/recovery"
)

func flightsOf(t *testing.T) []*recovery.Observation {
	t.Helper()
	observations, err := Flights()
	if err != nil {
		t.Fatal(err)
	}
	return observations
}

func TestEveryFlightIsAnObservationOfAFictionalCustomer(t *testing.T) {
	fictional := regexp.MustCompile(`^(\+120255501\d\d|\+447700900\d\d\d)?$`)
	seen := map[string]bool{}
	for _, o := range flightsOf(t) {
		if err := o.Check(time.Now()); err != nil {
			t.Errorf("%s: %v", o.ID, err)
		}
		if !fictional.MatchString(o.Customer.Phone) || (o.Customer.Email != "" && !strings.HasSuffix(o.Customer.Email, "@example.com")) {
			t.Errorf("%s may reach somebody: %+v", o.ID, o.Customer)
		}
		if o.Customer.Phone == "" && o.Customer.Email == "" {
			t.Errorf("%s has nobody to apologize to", o.ID)
		}
		for _, once := range []string{o.ID, o.RecoveryID(), o.Payment.PaymentIntent} {
			if seen[once] {
				t.Errorf("%s stands twice", once)
			}
			seen[once] = true
		}
	}
}

// TestTheFlightsAreReal holds every kept flight against the sample it is from,
// where that lies beside the project.
func TestTheFlightsAreReal(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "flights-20k.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Log("the sample of 20,000 flights is not beside the project; nothing to hold them against")
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var sample []struct {
		Date, Origin, Destination string
		Delay, Distance           float64
	}
	if err := json.Unmarshal(data, &sample); err != nil {
		t.Fatal(err)
	}
	real, late := map[string]bool{}, 0
	for _, flight := range sample {
		departs, err := time.Parse("2006/01/02 15:04", flight.Date)
		if err != nil {
			t.Fatal(err)
		}
		real[fmt.Sprintf("%s-%s-%s/%g/%g", flight.Origin, flight.Destination, departs.Format("20060102T1504"), flight.Delay, flight.Distance)] = true
		if flight.Delay >= 120 {
			late++
		}
	}
	for _, o := range flightsOf(t) {
		if !real[fmt.Sprintf("%s/%g/%g", o.Experience, o.Measures["delay_minutes"], o.Attributes["distance_miles"])] {
			t.Errorf("%s is not among the sample", o.Experience)
		}
		if o.Measures["delay_minutes"] >= 120 {
			late--
		}
	}
	if late != 0 {
		t.Errorf("%d flights of two hours or more are missing", late)
	}
}

func TestRedatedFlightsLandAroundTheStart(t *testing.T) {
	observations := flightsOf(t)
	start := time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)
	hold := 10 * time.Minute
	Redate(observations, hold, start, 3)
	var held, past int
	for _, o := range observations {
		switch ends := o.ObservedAt.Add(hold); {
		case o.ObservedAt.After(start):
			t.Errorf("%s is observed before it happens", o.ID)
		case ends.After(start):
			held++
		default:
			past++
		}
		if late := o.ObservedAt.Sub(o.OccurredAt).Minutes(); late != o.Measures["delay_minutes"] {
			t.Errorf("%s: %g minutes became %g", o.ID, o.Measures["delay_minutes"], late)
		}
	}
	if held < 50 || past < 200 {
		t.Errorf("%d are still held and %d are past: there is nothing to watch", held, past)
	}
}

func TestWhatIsExpectedIsPlainArithmetic(t *testing.T) {
	play := &recovery.Play{
		Measure: "delay_minutes", Hold: recovery.Duration(10 * time.Minute), CloseAfter: recovery.DefaultCloseAfter,
		Tiers: []recovery.Tier{{AtLeast: 180, Remedy: recovery.Remedy{Refund: &recovery.Refund{Percent: 250_000}}}},
	}
	for _, o := range flightsOf(t) {
		got := Expect(play, o)
		if o.Measures["delay_minutes"] < 180 {
			want := recovery.Watching
			if o.Resolved {
				want = recovery.Dismissed
			}
			if got.Stage != want {
				t.Errorf("%s: %s, want %s", o.ID, got.Stage, want)
			}
			continue
		}
		if quarter := (o.Payment.Amount + 3) / 4; got.Stage != recovery.Delivered || got.Owed.Money.Amount != quarter {
			t.Errorf("%s: %+v, want a quarter of %d: %d", o.ID, got, o.Payment.Amount, quarter)
		}
	}
}
