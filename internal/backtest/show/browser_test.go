package show

import (
	"context"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"makegood/internal/backtest"
)

var pictures = flag.String("pictures", "", "write what the browser shows into this folder")

// browse opens a real browser, or skips where there is none.
func browse(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here: the page is not looked at")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-background-networking", true), chromedp.WSURLReadTimeout(time.Minute))
	allocator, cancelAllocator := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancelAllocator)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	return ctx
}

// opened opens every table of figures.
const opened = `document.querySelectorAll("details").forEach(each => each.open = true)`

// tooWide names whatever leaves the window at the right or the left, or the box that it
// scrolls in.
const tooWide = `[...document.querySelectorAll("body *")].filter(each => {
	const own = each.getBoundingClientRect();
	return own.width > 0 && (own.left < -1 || own.right > innerWidth + 1);
}).map(each => each.tagName + ": " + each.textContent.slice(0, 60)).concat(document.documentElement.scrollWidth > innerWidth ? ["the page"] : [])
	.concat([...document.querySelectorAll(".wide")].filter(each => each.scrollWidth > each.clientWidth + 1).map(each => "scrolls: " + each.textContent.slice(0, 60)))`

// outside names every label that leaves its picture, and every two that cover one another.
const outside = `[...document.querySelectorAll("svg")].filter(svg => svg.getBoundingClientRect().width > 0).flatMap(svg => {
	const box = svg.getBoundingClientRect(), all = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
	return all.filter(([, own]) => own.left < box.left - 1 || own.right > box.right + 1 || own.top < box.top - 1 || own.bottom > box.bottom + 1).map(([text]) => text).concat(
		all.flatMap(([a, x], i) => all.slice(i + 1).filter(([, y]) => x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 4 && y.top < x.bottom - 4).map(([b]) => a + " | " + b)));
})`

// longSample is two plays side by side for some weeks, with long words and great sums.
func longSample() *backtest.Result {
	r := sample()
	first := time.Date(2026, 10, 12, 0, 0, 0, 0, time.UTC)
	for i := range r.Plays {
		play := &r.Plays[i]
		play.Name += "-of-those-who-travel-with-a-season-ticket-for-the-whole-network"
		play.Days = nil
		for day := range 35 {
			play.Days = append(play.Days, backtest.Day{Date: first.AddDate(0, 0, day).Format(time.DateOnly), Recoveries: int64(day%7) + 1, Cost: backtest.Money{"eur": 1_234_567_89, "jpy": 12_345_678}})
		}
		play.Tiers = append(play.Tiers, backtest.Tier{AtLeast: 180, Label: "180", Remedy: "refund of 12.5%, at most 60.00 EUR; else a coupon for the same, which can be used for 30 days", Given: backtest.Given{Recoveries: 7, Refunds: backtest.Money{"eur": 123_456_789}}})
		play.Cost = backtest.Money{"eur": 123_456_789_01, "jpy": 432_098_730}
		play.Curve[0].AddedCost = backtest.Money{"eur": 1_234_567_89}
		play.Curve[1].AddedCost = backtest.Money{"eur": -1_234_567_89}
		play.Curve[1].CostShares = backtest.Shares{"eur": -0.0123}
	}
	r.Read.FirstUnusable[0].File = "/srv/records/" + strings.Repeat("october", 20) + ".ndjson"
	return r
}

// On a phone, on a small tablet and on a desk all of the page is to be seen, and each
// label of a picture in it.
func TestThePageFitsEveryWindow(t *testing.T) {
	alone := longSample()
	alone.Plays, alone.Sides = alone.Plays[:1], alone.Sides[:1]
	browser := browse(t)
	for name, r := range map[string]*backtest.Result{"sample": sample(), "long": longSample(), "alone": alone} {
		file := filepath.Join(t.TempDir(), name+".html")
		if err := os.WriteFile(file, []byte(pageOf(t, r)), 0o600); err != nil {
			t.Fatal(err)
		}
		address := url.URL{Scheme: "file", Path: file}
		for _, width := range []int64{360, 390, 500, 719, 721, 900, 1280} {
			var over, out []string
			var drawn int
			var shown []byte
			if err := chromedp.Run(browser, emulation.SetDeviceMetricsOverride(width, 900, 1, false), chromedp.Navigate(address.String()), chromedp.Evaluate(opened, nil),
				chromedp.Evaluate(tooWide, &over), chromedp.Evaluate(outside, &out),
				chromedp.Evaluate(`[...document.querySelectorAll(".picture")].filter(each => [...each.querySelectorAll("svg")].filter(svg => svg.getBoundingClientRect().width > 0).length == 1).length - document.querySelectorAll(".picture").length`, &drawn),
				chromedp.FullScreenshot(&shown, 100)); err != nil {
				t.Fatal(err)
			}
			if len(over)+len(out) > 0 || drawn != 0 {
				t.Errorf("%s at %d: too wide: %q; out of its picture, or over another: %q; %d pictures are not there once", name, width, over, out, -drawn)
			}
			if *pictures != "" {
				if err := os.WriteFile(filepath.Join(*pictures, fmt.Sprintf("%s-%d.png", name, width)), shown, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
