package sandbox

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// killed is the file that a kill -9 at this moment would leave.
func (f *fixture) killed() string {
	f.t.Helper()
	path := filepath.Join(f.t.TempDir(), "killed.db")
	for _, suffix := range []string{"", "-wal"} {
		from, err := os.Open(f.path + suffix)
		if err != nil {
			f.t.Fatal(err)
		}
		to, err := os.Create(path + suffix)
		if err != nil {
			f.t.Fatal(err)
		}
		if _, err := io.Copy(to, from); err != nil {
			f.t.Fatal(err)
		}
		from.Close()
		to.Close()
	}
	return path
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
