package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"makegood/recovery"
)

func TestPlaysNeverSeenDoWhatTheySay(t *testing.T) {
	h := live(t)
	tests := map[string]struct {
		observe func(id string) []*recovery.Observation
		stage   recovery.Stage
		want    provided
	}{
		"below every tier and over": {
			func(id string) []*recovery.Observation {
				o := observation("1", "meal.chilled", id, "degrees_lost", 9.9)
				o.Resolved = true
				return []*recovery.Observation{o}
			}, recovery.Dismissed, provided{},
		},
		"credit of a fixed amount": {
			func(id string) []*recovery.Observation {
				return []*recovery.Observation{observation("1", "meal.chilled", id, "degrees_lost", 10)}
			}, recovery.Delivered, provided{credits: []int64{-350}, mails: []string{"10 degrees"}},
		},
		"an eighth of 19.99, rounded up": {
			func(id string) []*recovery.Observation {
				return []*recovery.Observation{observation("1", "meal.chilled", id, "degrees_lost", 25.5)}
			}, recovery.Delivered, provided{refunds: []int64{250}, mails: []string{"25.5 degrees"}},
		},
		"never more than was paid, in the customer's language": {
			func(id string) []*recovery.Observation {
				o := observation("1", "meal.chilled", id, "degrees_lost", 55)
				o.Customer.Locale = "de-AT"
				return []*recovery.Observation{o}
			}, recovery.Delivered, provided{refunds: []int64{1999}, mails: []string{"55 Grad zu kalt"}},
		},
		"open for longer than the tier": {
			func(id string) []*recovery.Observation {
				o := observation("1", "power.gone", id, "", 0)
				o.OccurredAt = time.Now().Add(-13 * time.Hour).UTC()
				return []*recovery.Observation{o}
			}, recovery.Delivered, provided{codes: []string{"code"}, texts: []string{"13"}},
		},
		"three times within a day": {
			func(id string) []*recovery.Observation {
				return []*recovery.Observation{observation("1", "call.broke", id, "", 0), observation("2", "call.broke", id, "", 0), observation("3", "call.broke", id, "", 0)}
			}, recovery.Delivered, provided{credits: []int64{-200}, texts: []string{"broke 3 times"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			experience := "unseen-" + strings.NewReplacer(" ", "-", ",", "", "'", "", ".", "-").Replace(name)
			observations := test.observe(experience)
			h.paid(t, observations[0])
			if status, answer := h.post(t, observations...); status != http.StatusAccepted {
				t.Fatalf("%d %s", status, answer)
			}
			id := observations[0].RecoveryID()
			if state := h.ended(t, id); state.Stage != test.stage {
				t.Fatalf("it is %s: %s", state.Stage, state.Why)
			}
			got := h.provided(t, id)
			if fmt.Sprint(got.refunds, got.credits, len(got.codes), len(got.texts), len(got.mails)) !=
				fmt.Sprint(test.want.refunds, test.want.credits, len(test.want.codes), len(test.want.texts), len(test.want.mails)) {
				t.Fatalf("got %+v, want %+v", got, test.want)
			}
			for i, text := range test.want.texts {
				if !strings.Contains(got.texts[i], text) {
					t.Errorf("texted %q, want %q in it", got.texts[i], text)
				}
			}
			for i, text := range test.want.mails {
				if !strings.Contains(got.mails[i], text) {
					t.Errorf("mailed %q, want %q in it", got.mails[i], text)
				}
			}
		})
	}
}

func TestFiveTimesShuffledAndInParallelIsOnce(t *testing.T) {
	h := live(t)
	var all []*recovery.Observation
	for i := range 12 {
		experience := fmt.Sprintf("five-%d", i)
		for n, degrees := range []float64{5, 30, 31} {
			o := observation(fmt.Sprint(n), "meal.chilled", experience, "degrees_lost", degrees)
			o.ObservedAt = o.ObservedAt.Add(time.Duration(n-3) * time.Minute)
			all = append(all, o)
		}
	}
	for i := 0; i < len(all); i += 3 {
		h.paid(t, all[i])
	}
	var wait sync.WaitGroup
	for round := range 5 {
		shuffled := append([]*recovery.Observation{}, all...)
		random := rand.New(rand.NewPCG(uint64(round), 7))
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		wait.Go(func() {
			for _, o := range shuffled {
				if status, answer := h.post(t, o); status != http.StatusAccepted {
					t.Errorf("%d %s", status, answer)
				}
			}
		})
	}
	wait.Wait()
	for i := 0; i < len(all); i += 3 {
		id := all[i].RecoveryID()
		if state := h.ended(t, id); state.Stage != recovery.Delivered {
			t.Fatalf("%s is %s: %s", id, state.Stage, state.Why)
		}
	}
	h.post(t, all...) // and once more, after the end
	for i := 0; i < len(all); i += 3 {
		got := h.provided(t, all[i].RecoveryID())
		if fmt.Sprint(got.refunds) != "[250]" || len(got.mails) != 1 || len(got.texts) != 0 {
			t.Errorf("got %+v, want one refund of 250 and one mail", got)
		}
	}
}
