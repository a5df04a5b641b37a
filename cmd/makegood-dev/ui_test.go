package main

import (
	"context"
	"flag"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"makegood/recovery"
	"makegood/workflows"
)

var pictures = flag.Bool("pictures", false, "take the pictures of the Temporal UI for docs/support-leads.md")

// browser opens a real one, without a window.
func browser(t *testing.T) context.Context {
	t.Helper()
	found := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			found = path
			break
		}
	}
	if found == "" {
		t.Skip("no chromium here: the Temporal UI is not looked at")
	}
	allocator, cancelAllocator := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(found), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1360, 1250),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.WSURLReadTimeout(2*time.Minute))...)
	t.Cleanup(cancelAllocator)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	return ctx
}

// look opens a page, waits until it says every one of the words, and takes its picture.
func look(t *testing.T, browser context.Context, page, picture string, words ...string) {
	t.Helper()
	if err := chromedp.Run(browser, chromedp.Navigate(page)); err != nil {
		t.Fatal(err)
	}
	for _, word := range words {
		says(t, browser, word)
	}
	take(t, browser, picture)
}

// pageText is all that a page says; the UI renders what workflows write in frames.
const pageText = `(() => [document, ...[...document.querySelectorAll("iframe")].map(frame => frame.contentDocument)]
	.map(page => page?.body?.innerText ?? "").join(" ").replace(/\s+/g, " "))()`

// says waits until the page has a text.
func says(t *testing.T, browser context.Context, words string) {
	t.Helper()
	within, cancel := context.WithTimeout(browser, time.Minute)
	defer cancel()
	if err := chromedp.Run(within, chromedp.Poll(pageText+`.includes(`+quoted(words)+`)`, nil, chromedp.WithPollingTimeout(0))); err != nil {
		var there string
		_ = chromedp.Run(browser, chromedp.Evaluate(pageText, &there)) // only to say what is there instead
		t.Fatalf("the page does not say %q: %v\n%s", words, err, there)
	}
}

// click presses the first of what a selector finds that bears the words, once it has
// stopped moving.
func click(t *testing.T, browser context.Context, selector, words string) {
	t.Helper()
	within, cancel := context.WithTimeout(browser, 30*time.Second)
	defer cancel()
	where := `(() => { const found = [...document.querySelectorAll("` + selector + `")].find(e => e.innerText.includes(` + quoted(words) + `) && e.getBoundingClientRect().width > 0);
		if (!found) return null; found.scrollIntoView({block: "nearest"}); const box = found.getBoundingClientRect(), at = [box.x + box.width / 2, box.y + box.height / 2];
		const still = "" + at === window.stood; window.stood = "" + at; return still ? at : null })()`
	var at []float64
	if err := chromedp.Run(within, chromedp.Poll(where, &at, chromedp.WithPollingTimeout(0), chromedp.WithPollingInterval(150*time.Millisecond))); err != nil {
		t.Fatalf("nothing to press says %q: %v", words, err)
	}
	if err := chromedp.Run(within, chromedp.MouseClickXY(at[0], at[1])); err != nil {
		t.Fatal(err)
	}
}

func quoted(s string) string { return "`" + strings.ReplaceAll(s, "`", "") + "`" }

func take(t *testing.T, browser context.Context, picture string) {
	t.Helper()
	if picture == "" || !*pictures {
		return
	}
	var png []byte
	if err := chromedp.Run(browser, chromedp.Sleep(1500*time.Millisecond), chromedp.CaptureScreenshot(&png)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("..", "..", "docs", "pictures", picture+".png")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestTheUIIsASupportLeadsDesk looks at the real UI in a real browser.
func TestTheUIIsASupportLeadsDesk(t *testing.T) {
	web := browser(t)
	h := live(t)
	deliveredID := h.reported(t, "ui-delivered", func(o *recovery.Observation) {
		o.Resolved, o.ObservedAt = false, time.Now().Add(-10*time.Minute+2*time.Second).UTC()
		o.OccurredAt, o.Incident = o.ObservedAt, "storm-23"
	})
	h.ended(t, deliveredID)
	h.fault(t, `{"provider": "stripe", "endpoint": "refunds", "fault": "error", "code": "charge_disputed"}`)
	personID := h.reported(t, "ui-person", nil)
	h.ended(t, personID)
	h.listed(t, personID)

	base := h.temporal.UIAddress() + "/namespaces/default/workflows"
	look(t, web, base+"?query="+url.QueryEscape("WorkflowType = 'Recovery' AND MakegoodStage = 'needs_person'"), "list", personID)

	page := func(id, tab string) string {
		run, err := h.client.DescribeWorkflowExecution(t.Context(), id, "")
		if err != nil {
			t.Fatal(err)
		}
		return base + "/" + url.PathEscape(id) + "/" + run.GetWorkflowExecutionInfo().GetExecution().GetRunId() + "/" + tab
	}
	look(t, web, page(deliveredID, "timeline"), "timeline", "Refund 25% of 19.99 EUR", "Apologize by text", "Holding 10m: is it really this bad?")
	look(t, web, page(deliveredID, "user-metadata"), "details", "Delivered", "Surveys are kept away for 90d", "Reference in the words")
	look(t, web, page(personID, "user-metadata"), "person", "A person is needed", "disputed")

	// The updates are offered by name, with what they are for; what breaks a promise is not offered.
	click(t, web, "button", "More Actions")
	says(t, web, "Send an Update")
	var menu string
	if err := chromedp.Run(web, chromedp.Evaluate(`[...document.querySelectorAll('[role=menu] [role=menuitem]:not([aria-disabled=true]):not([disabled])')].map(e => e.innerText).join("; ")`, &menu)); err != nil {
		t.Fatal(err)
	}
	for _, broken := range []string{"Terminate", "Reset"} {
		if strings.Contains(menu, broken) {
			t.Errorf("the UI offers %s: %s", broken, menu)
		}
	}
	click(t, web, "[role=menuitem]", "Send an Update")
	says(t, web, "Update ID")

	h.update(t, personID, "resolve", workflows.Resolve{Who: "sam", Why: "paid by bank transfer", Proof: "bank-7781"})
	look(t, web, page(personID, "user-metadata"), "", "made it good by hand", "bank-7781")

	look(t, web, h.sandboxURL+"/", "sandbox", "+12025550143")
}
