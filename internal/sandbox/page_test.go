package sandbox

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// browse opens the page in a real browser, or skips where there is none.
func (f *fixture) browse(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("lang", "en-GB"))
	alloc, cancelAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancelAlloc)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	ctx, cancelTimeout := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancelTimeout)
	if err := chromedp.Run(ctx, chromedp.Navigate(f.server.URL+"/")); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func TestThePageShowsWhatArrives(t *testing.T) {
	f := start(t)
	ctx := f.browse(t)
	// shows waits until a part of the page has the words.
	shows := func(part string, words ...string) {
		t.Helper()
		for _, w := range words {
			js := `document.querySelector("` + part + `").innerText.includes(` + "`" + w + "`" + `)`
			if err := chromedp.Run(ctx, chromedp.Poll(js, nil)); err != nil {
				t.Fatalf("%s never shows %q: %v", part, w, err)
			}
		}
	}
	shows("#phones", "No phone has received anything yet")
	shows("#inboxes", "No inbox has received anything yet")
	shows("#payments", "Nobody has paid anything yet")

	// All that follows comes in while the page is open.
	const wicked = `<img src=x onerror="document.title='broken into'">`
	f.pay(`[` + ada + `, {"id": "pi_jun", "amount": 4960, "currency": "jpy"}]`)
	if _, err := f.stripe().Refunds.New(refund(1240, "")); err != nil {
		t.Fatal(err)
	}
	if _, err := f.twilio().Api.CreateMessage(sms(adaPhone, "Sorry "+wicked)); err != nil {
		t.Fatal(err)
	}
	f.mailed(email(adaMail, "Subject "+wicked))
	shows("#phones", adaPhone, "Sorry "+wicked, "queued")
	shows("#inboxes", adaMail, "Subject "+wicked, "on its way")
	shows("#payments", "49.60", "12.40", "37.20", "succeeded", "4,960")
	f.clock.advance(3 * pace)
	shows("#phones", "delivered")
	shows("#inboxes", "delivered")

	if err := chromedp.Run(ctx, chromedp.SendKeys("#search", "nobody")); err != nil {
		t.Fatal(err)
	}
	shows("#phones", "Nothing here has what you are looking for")
	var title string
	var strangers int
	if err := chromedp.Run(ctx, chromedp.Title(&title), chromedp.Evaluate(`document.querySelectorAll("main img").length`, &strangers)); err != nil {
		t.Fatal(err)
	}
	if title != "Makegood sandbox" || strangers != 0 {
		t.Errorf("words became HTML: title %q, %d images", title, strangers)
	}
}

func TestTheViewIsCutAndSearched(t *testing.T) {
	f := start(t)
	for _, to := range []string{adaPhone, beaPhone, "+12025550144", adaPhone} {
		if _, err := f.twilio().Api.CreateMessage(sms(to, "to "+to)); err != nil {
			t.Fatal(err)
		}
	}
	phones := func(query string) (numbers string, matching any) {
		v := f.must(200, "GET", "/sandbox/view"+query, "")["sms"].(map[string]any)
		for _, p := range v["phones"].([]any) {
			numbers += " " + p.(map[string]any)["number"].(string)
		}
		return numbers, v["phones_matching"]
	}
	for query, want := range map[string]struct {
		numbers  string
		matching float64
	}{
		"":                      {adaPhone + " +12025550144 " + beaPhone, 3},
		"?limit=1":              {adaPhone, 3},
		"?search=TO%20%2B4477":  {beaPhone, 1},
		"?search=x":             {"", 0},
		"?limit=0&search=55014": {adaPhone + " +12025550144", 2},
	} {
		if numbers, matching := phones(query); strings.TrimSpace(numbers) != want.numbers || matching != want.matching {
			t.Errorf("%s: got%s of %v, want %+v", query, numbers, matching, want)
		}
	}
}
