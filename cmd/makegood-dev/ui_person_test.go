package main

import (
	"context"
	"net/url"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"makegood/recovery"
)

// A support lead takes a recovery from "needs a person" to delivered, in the
// Temporal UI alone: found in the list, read, sent back to work with the right
// number.
func TestAPersonWorksARecoveryInTheUI(t *testing.T) {
	web := browser(t)
	h := live(t)
	o := observation("1", "boat.late", "ui-worked", "minutes", 40)
	o.Resolved = true
	id := o.RecoveryID()
	h.fault(t, `{"provider": "twilio", "endpoint": "messages", "fault": "error", "code": "21211", "match": "`+recovery.Ref(id)+`"}`)
	h.paid(t, o)
	h.post(t, o)
	if state := h.ended(t, id); state.Stage != recovery.NeedsPerson {
		t.Fatalf("it is %s", state.Stage)
	}
	h.listed(t, id)
	base := h.temporal.UIAddress() + "/namespaces/default/workflows"
	look(t, web, base+"?query="+url.QueryEscape("WorkflowType = 'Recovery' AND MakegoodStage = 'needs_person'"), "", id)
	click(t, web, "a", id)
	says(t, web, "User Metadata")
	click(t, web, "a, button, [role=tab]", "User Metadata")
	says(t, web, "The number cannot be texted")
	says(t, web, "To be seen to by")
	take(t, web, "worked-before")

	click(t, web, "button", "More Actions")
	click(t, web, "[role=menuitem]", "Send an Update")
	says(t, web, "Update ID")
	click(t, web, "[data-testid=update-select-button]", "")
	take(t, web, "update")
	press(t, web, "dialog[open] [role=option]", "retry")
	if err := chromedp.Run(web,
		chromedp.Focus("dialog[open] .cm-content", chromedp.ByQuery),
		input.InsertText(`{"who": "sam", "why": "found the right number", "phone": "+12025550177"}`)); err != nil {
		t.Fatal(err)
	}
	take(t, web, "worked-update")
	press(t, web, "dialog[open] button", "Submit")
	until(t, "delivered", func() bool {
		state, _, err := h.ledger.Recovery(t.Context(), id)
		return err == nil && state.Stage == recovery.Delivered
	})
	if err := chromedp.Run(web, chromedp.Reload()); err != nil {
		t.Fatal(err)
	}
	says(t, web, "Delivered")
	says(t, web, "sam sent it back to work, with another phone number")
	take(t, web, "worked-after")
	if state := h.ended(t, id); state.Stage != recovery.Delivered {
		t.Errorf("it is %s: %s", state.Stage, state.Why)
	}
	if got := h.provided(t, id); len(got.texts) != 1 || len(got.refunds) != 1 {
		t.Errorf("got %+v", got)
	}
}

// press chooses by the keyboard what a selector finds and that begins with the words:
// in a dialog that lays itself out anew the pointer misses at times.
func press(t *testing.T, browser context.Context, selector, words string) {
	t.Helper()
	focus := `(() => { const found = [...document.querySelectorAll("` + selector + `")].find(e => e.innerText.trim().startsWith(` + quoted(words) + `) && !e.disabled);
		found?.focus(); return !!found })()`
	within, cancel := context.WithTimeout(browser, 30*time.Second)
	defer cancel()
	if err := chromedp.Run(within, chromedp.Poll(focus, nil, chromedp.WithPollingTimeout(0)), chromedp.KeyEvent(kb.Enter)); err != nil {
		t.Fatalf("nothing to press says %q: %v", words, err)
	}
}
