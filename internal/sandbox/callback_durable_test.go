package sandbox

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"makegood/internal/sandbox/twin"
)

// killed is the file that a kill -9 at this moment would leave.
func (f *fixture) killed() string {
	f.t.Helper()
	path := filepath.Join(f.t.TempDir(), "killed.db")
	_, err := f.box.world.Start(func(*twin.Tx) { // under the lock, so that nothing is written meanwhile
		commit, err := f.box.journal.Append()
		if err == nil {
			err = commit.Wait()
		}
		for _, suffix := range []string{"", "-wal"} {
			err = errors.Join(err, copyFile(f.path+suffix, path+suffix))
		}
		if err != nil {
			f.t.Error(err)
		}
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return path
}

func copyFile(from, to string) error {
	all, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, all, 0o600)
}

func TestNoCallbackIsLostInAKill(t *testing.T) {
	f, r := startOnDisk(t), listen(t)
	hang := make(chan struct{})
	r.answers(func(int) int { <-hang; return 200 })
	f.callsStripe(r)
	f.callsSendGrid(r)
	f.texted(sms(adaPhone, "Hello").SetStatusCallback(r.server.URL))
	f.mailed(email(adaMail, "Hello"))
	f.refunded("fails")
	left := f.killed() // before a single one was answered
	close(hang)
	f.deliver()
	f.stop()
	r.take()
	dead := startAt(t, left, f.clock)
	dead.deliver()
	got := dead.names(append(r.take(), dead.after(4*pace, r)...))
	slices.Sort(got)
	want := "[charge.refund.updated charge.refunded delivered delivered processed queued refund.created refund.failed sending sent]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
	dead = dead.reopen()
	if again := dead.after(time.Hour, r); len(again) != 0 {
		t.Errorf("%v told again, though answered", dead.names(again))
	}
	dead.counted("sent 0 failed 0 waiting 0")
}

func TestWebhooksOutliveTheProcess(t *testing.T) {
	f, r := startOnDisk(t), listen(t)
	f.callsStripe(r)
	f.callsSendGrid(r)
	before := fmt.Sprint(f.must(200, "GET", "/sandbox/webhooks", ""))
	f = f.reopen()
	if after := fmt.Sprint(f.must(200, "GET", "/sandbox/webhooks", "")); after != before {
		t.Errorf("got %s, want %s", after, before)
	}
	f.mailed(email(adaMail, "Hello"))
	f.refunded("pending")
	f.deliver()
	f.must(204, "DELETE", "/sandbox/webhooks", "")
	f = f.reopen()
	f.counted("sent 0 failed 0 waiting 0")
	if got := f.must(200, "GET", "/sandbox/webhooks", "")["webhooks"].([]any); len(got) != 0 {
		t.Errorf("after clearing: %v", got)
	}
	r.take()
	if got := f.after(time.Hour, r); len(got) != 0 {
		t.Errorf("%v told after clearing", f.names(got))
	}
}

func TestNothingIsKeptWhereNobodyListens(t *testing.T) {
	f := startOnDisk(t)
	f.texted(sms(adaPhone, "Hello"))
	f.mailed(email(adaMail, "Hello"))
	f.refunded("fails")
	f.clock.advance(time.Hour)
	f.deliver()
	f.counted("sent 0 failed 0 waiting 0")
}

func TestACallbackThatHangsHoldsUpNoOther(t *testing.T) {
	f, r := start(t), listen(t)
	hang := make(chan struct{})
	arrived := make(chan struct{}, 100)
	r.answers(func(n int) int {
		arrived <- struct{}{}
		if n == 1 {
			<-hang
		}
		return 200
	})
	for range 5 {
		f.texted(sms(adaPhone, "Hello").SetStatusCallback(r.server.URL))
	}
	for range 5 {
		<-arrived
	}
	if out := f.must(504, "POST", "/sandbox/webhooks/deliver?within=1ms", ""); out["due"] == 0.0 {
		t.Errorf("nothing is due, says %v", out)
	}
	close(hang)
	f.deliver()
	f.counted("sent 5 failed 0 waiting 15")
}

func TestAJumpOfTheClockDoesNotUseUpTheTries(t *testing.T) {
	f, r := start(t), listen(t)
	f.callsStripe(r)
	f.refunded("fails")
	f.deliver() // its creation; that it failed is not due yet
	r.take()
	r.answers(func(int) int { return 503 })
	if got := f.after(73*time.Hour, r); len(got) != 2 {
		t.Fatalf("tried %v", f.names(got))
	}
	r.answers(nil)
	if got := f.names(f.after(time.Minute, r)); len(got) != 2 {
		t.Errorf("first tried after a jump of three days, and then told %v", got)
	}
	f.counted("sent 4 failed 0 waiting 0")
}

func TestDeliverWaitsForWhatWillBeDue(t *testing.T) {
	f, r := start(t), listen(t)
	f.callsStripe(r)
	f.refunded("fails")
	f.must(200, "POST", "/sandbox/webhooks/deliver", "")
	f.must(504, "POST", "/sandbox/webhooks/deliver?within=1ms&ahead=1m", "")
	f.clock.advance(2 * pace)
	f.must(200, "POST", "/sandbox/webhooks/deliver?ahead=1m", "")
	f.counted("sent 4 failed 0 waiting 0")
}

func TestAClosedSandboxNotesNoFailure(t *testing.T) {
	f, r := startOnDisk(t), listen(t)
	hang, arrived := make(chan struct{}), make(chan struct{}, 2)
	r.answers(func(int) int { arrived <- struct{}{}; <-hang; return 200 })
	f.texted(sms(adaPhone, "Hello").SetStatusCallback(r.server.URL))
	<-arrived
	_ = f.box.Close()
	close(hang)
	r.take()
	f = f.reopen()
	f.deliver()
	if got := fmt.Sprint(f.names(r.take())); got != "[queued]" {
		t.Errorf("told after the restart: %s, want the one that was under way", got)
	}
}

func TestWhatIsClearedUnderWayStaysCleared(t *testing.T) {
	f, r := startOnDisk(t), listen(t)
	hang, arrived := make(chan struct{}), make(chan struct{}, 2)
	r.answers(func(int) int { arrived <- struct{}{}; <-hang; return 500 })
	f.callsStripe(r)
	f.refunded("")
	<-arrived
	f.must(204, "DELETE", "/sandbox/webhooks", "")
	close(hang)
	f.deliver()
	f.counted("sent 0 failed 0 waiting 0")
}

// eventID is of an event of SendGrid's or Stripe's.
var eventID = regexp.MustCompile(`"(?:sg_event_id|id)":"((?:evt_|[^"]*-sandbox-)[^"]*)`)

// TestEveryCallbackIsHeardWhateverHappens: texts, mails and refunds, while the
// receiver answers at random and the sandbox is killed in between.
func TestEveryCallbackIsHeardWhateverHappens(t *testing.T) {
	for seed := range uint64(15) {
		f, r := startOnDisk(t), listen(t)
		f.callsStripe(r)
		f.callsSendGrid(r)
		f.pay(`{"id": "pi_ada", "amount": 4960, "currency": "eur", "behaviour": "fails"}`)
		chance, want := rand.New(rand.NewPCG(seed, 0)), 0
		for range 30 {
			switch chance.IntN(7) {
			case 0:
				f.texted(sms(adaPhone, "Hello").SetStatusCallback(r.server.URL))
				want += 4
			case 1:
				f.mailed(email(adaMail, "Hello"))
				want += 2
			case 2:
				if _, err := f.stripe().Refunds.New(refund(1, "")); err != nil {
					t.Fatal(err)
				}
				want += 4
			case 3:
				status := []int{200, 200, 302, 500}[chance.IntN(4)]
				r.answers(func(int) int { return status })
			case 4, 5:
				f.clock.advance(time.Duration(chance.IntN(5000)) * time.Millisecond)
				f.deliver()
			case 6:
				left := f.killed()
				f.stop()
				f = startAt(t, left, f.clock)
			}
		}
		r.answers(nil)
		for range 2 { // the longest wait, and what fell due meanwhile
			f.clock.advance(time.Hour)
			f.deliver()
		}
		heard := map[string]bool{}
		for _, h := range r.take() {
			if form, _ := f.twilioHeard(h); form.Has("MessageSid") {
				heard[form.Get("MessageSid")+form.Get("MessageStatus")] = true
			}
			for _, id := range eventID.FindAllStringSubmatch(h.body, -1) {
				heard[id[1]] = true
			}
		}
		if waiting := f.deliver()["waiting"]; len(heard) != want || waiting != 0.0 {
			t.Errorf("seed %d: %d heard and %v waiting, want %d and none", seed, len(heard), waiting, want)
		}
		f.stop()
	}
}
