package journey

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

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var pictures = flag.String("pictures", "", "write what the browser shows into this folder")

// browse opens a real browser, or skips where there is none.
func browse(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here: the drawing is not looked at")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-background-networking", true), chromedp.WSURLReadTimeout(time.Minute))
	allocator, cancelAllocator := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancelAllocator)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	return ctx
}

// overflowing names every text that leaves its card, or the drawing.
const overflowing = `[...document.querySelectorAll("text")].filter(text => {
	const box = (text.closest("g.k")?.querySelector("rect") ?? document.documentElement).getBoundingClientRect(), own = text.getBoundingClientRect();
	return own.left < box.left || own.right > box.right || own.top < box.top || own.bottom > box.bottom;
}).map(text => text.textContent)`

// overlapping names every two texts that cover one another.
const overlapping = `(() => { const all = [...document.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
	return all.flatMap(([a, x], i) => all.slice(i + 1).filter(([b, y]) => x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 3 && y.top < x.bottom - 3).map(([b]) => a + " | " + b)); })()`

// What a browser makes of the drawing stays in its boxes: in the font it is
// measured in, and in one that is among the widest that a machine may put there.
func TestNothingOverflowsInABrowser(t *testing.T) {
	drawn := Draw(sample(), samplePlays()).SVG()
	wide := strings.NewReplacer(`Arial,Helvetica,"Liberation Sans"`, `"DejaVu Sans","Liberation Sans"`).Replace(drawn)
	if wide == drawn {
		t.Fatal("the fonts are written otherwise")
	}
	browser := browse(t)
	for name, c := range map[string]struct{ svg, scheme string }{
		"light": {drawn, "light"}, "dark": {drawn, "dark"}, "wide": {wide, "light"},
	} {
		file := filepath.Join(t.TempDir(), name+".svg")
		if err := os.WriteFile(file, []byte(c.svg), 0o600); err != nil {
			t.Fatal(err)
		}
		address := url.URL{Scheme: "file", Path: file}
		var over, covered []string
		var shown []byte
		media := emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: c.scheme}})
		if err := chromedp.Run(browser, media, chromedp.Navigate(address.String()), chromedp.Evaluate(overflowing, &over), chromedp.Evaluate(overlapping, &covered), chromedp.FullScreenshot(&shown, 100)); err != nil {
			t.Fatal(err)
		}
		if len(over)+len(covered) > 0 {
			t.Errorf("%s: out of its box: %q; over one another: %q", name, over, covered)
		}
		if *pictures != "" {
			if err := os.WriteFile(filepath.Join(*pictures, name+".png"), shown, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
