package show

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"makegood/internal/backtest"
)

// sample is a result with everything in it that can be shown.
func sample() *backtest.Result {
	at := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	play := func(name string, against bool, recoveries int64) backtest.Play {
		return backtest.Play{
			Name: name, Version: 2, Against: against, Trigger: "flight.delayed", Measure: "delay_minutes",
			Observations: 1_234_567, Recoveries: recoveries, Dismissed: 1_000_000, Watching: 7, NeedsPerson: 3, Customers: 900, Repeats: 90,
			Tiers: []backtest.Tier{{AtLeast: 120, Label: "120", Remedy: `refund <of> 25%`, Given: backtest.Given{Recoveries: recoveries, Refunds: backtest.Money{"eur": 123_456}, Coupons: 5}}},
			Cost:  backtest.Money{"eur": 123_456, "jpy": 5000},
			Days: []backtest.Day{
				{Date: "2026-01-01", Recoveries: 12, Cost: backtest.Money{"eur": 100_000}},
				{Date: "2026-01-31", Recoveries: recoveries - 12, Cost: backtest.Money{"eur": 23_456, "jpy": 5000}},
			},
			Confirmed: backtest.Lengths{Median: 8220, P90: 200_000, Max: 400_000, Grain: 1},
			Curve: []backtest.Shift{
				{AtLeast: 105, Label: "105", Recoveries: recoveries + 10, Added: 10, Share: 0.0066, AddedCost: backtest.Money{"eur": 999}, CostShares: backtest.Shares{"eur": 0.0081}, Coupons: 5},
				{AtLeast: 135, Label: "135", Recoveries: recoveries - 10, Added: -10, AddedCost: backtest.Money{"eur": -1_999_00}, Coupons: 2},
			},
			Budget: &backtest.Budget{PerDay: backtest.Money{"eur": 50_000}, Recoveries: 4, Money: backtest.Money{"eur": 60_000}, Days: 1},
		}
	}
	return &backtest.Result{
		Plays: []backtest.Play{play("late-flight", false, 1500), play("quiet", false, 0), play("late-flight", true, 1600)},
		Sides: []backtest.Side{{Recoveries: 1500, Cost: backtest.Money{"eur": 123_456}}, {Against: true, Recoveries: 1600, Cost: backtest.Money{"eur": 123_456}}},
		Until: at,
		Read: backtest.Reading{
			Lines: 1_234_570, Observations: 1_234_567, From: at.AddDate(0, -1, 0), To: at, Unusable: 12,
			FirstUnusable: []backtest.Fault{{File: "<script>.ndjson", Line: 7, Why: "this is no JSON"}}, Triggers: map[string]int64{"flight.lost": 3},
		},
	}
}

func pageOf(t *testing.T, r *backtest.Result) string {
	t.Helper()
	var out strings.Builder
	if err := Page(&out, r); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestThePageStandsByItself(t *testing.T) {
	text := pageOf(t, sample())
	if found := regexp.MustCompile(`(?i)https?:|<script|<link|<img|@import|url\(|src=`).FindString(text); found != "" {
		t.Errorf("the page has %q in it", found)
	}
	for _, words := range []string{"&lt;script&gt;.ndjson:7", "refund &lt;of&gt; 25%", "prefers-color-scheme: dark", `lang="en"`} {
		if !strings.Contains(text, words) {
			t.Errorf("%q is missing", words)
		}
	}
}

// Each picture says what it shows, and has its figures in a table below it.
func TestEachPictureHasItsWordsAndItsTable(t *testing.T) {
	text := pageOf(t, sample())
	ids := map[string]bool{}
	pictures := strings.Split(text, `<div class="picture">`)[1:]
	if len(pictures) < 8 {
		t.Fatalf("there are %d pictures", len(pictures))
	}
	for _, picture := range pictures {
		drawing := regexp.MustCompile(`(?s)<svg.*?</svg>`).FindString(picture)
		label := regexp.MustCompile(`role="img" aria-labelledby="(\S+) (\S+)"`).FindStringSubmatch(drawing)
		if label == nil || ids[label[1]] || !strings.Contains(drawing, `<title id="`+label[1]+`">`) || !strings.Contains(drawing, `<desc id="`+label[2]+`">`) {
			t.Errorf("the picture has no words of its own: %.200s", drawing)
			continue
		}
		ids[label[1]] = true
		if strings.Count(picture, "<table") != 1 || !strings.Contains(picture, "<td") {
			t.Errorf("%s has no table", label[1])
		}
		if !regexp.MustCompile(`<rect [^>]*(width|height)="[1-9]`).MatchString(drawing) {
			t.Errorf("%s shows nothing", label[1])
		}
		decoder := xml.NewDecoder(strings.NewReader(drawing))
		for {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: %v", label[1], err)
				break
			}
		}
	}
	if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
		t.Error("a drawing divides by nothing")
	}
}

// One play alone is drawn too, and one to which nothing came is only named.
func TestOnePlayAlone(t *testing.T) {
	r := sample()
	r.Plays[1].Observations = 0
	r.Plays, r.Sides = r.Plays[:2], r.Sides[:1]
	text := pageOf(t, r)
	if !strings.Contains(text, `<rect class="s0"`) || strings.Contains(text, `class="s1"`) || !strings.Contains(text, "No observations came for quiet, version 2") {
		t.Error("the page is not that of one play")
	}
	r.Plays = nil
	if text := pageOf(t, &backtest.Result{}); !strings.Contains(text, "No observations") {
		t.Error("nothing is not said to be nothing")
	}
}

func TestTheTablesSayEverything(t *testing.T) {
	var out strings.Builder
	Tables(&out, sample(), 0)
	for _, words := range []string{
		"1,234,567 observations, 2025-12-31 12:00:00 to 2026-01-31 12:00:00", "12 of 1,234,570 lines cannot be used", "<script>.ndjson:7: this is no JSON", "and 11 more",
		"3 observations of flight.lost have no play", "1,234.56 EUR", "+9.99 EUR (+0.8%)", "+10 (+0.7%)", "-1,999.00 EUR", "2h17m", "+100", "5,000 JPY", "have had 4 recoveries wait for a person, with 600.00 EUR, on 1 of 2 days with recoveries",
	} {
		if !strings.Contains(out.String(), words) {
			t.Errorf("%q is missing in\n%s", words, out.String())
		}
	}
}

func TestPlaysToWhichNothingCameAreNamedInOneLine(t *testing.T) {
	r := sample()
	r.Plays = append(r.Plays, backtest.Play{Name: "quieter"}, backtest.Play{Name: "quietest", Trigger: "t", Against: true})
	r.Plays[1].Observations = 0
	var out strings.Builder
	Tables(&out, r, 0)
	if !strings.Contains(out.String(), "\nno observations came for quiet, quieter, quietest\n") {
		t.Error(out.String())
	}
}

// The first date is there, however few there is room for.
func TestTheFirstDateIsWritten(t *testing.T) {
	labels := make([]string, 35)
	for i := range labels {
		labels[i] = time.Date(2026, 10, 12+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	values := make([]float64, len(labels))
	values[3] = 7
	for _, drawing := range strings.SplitAfter(string(overTime("x", "over time", labels, []series{{"", values}}, func(float64) string { return "7" })), "</svg>")[:2] {
		if !strings.Contains(drawing, ">2026-10-12</text>") {
			t.Error(drawing)
		}
	}
}

func TestSpansFitAPicture(t *testing.T) {
	day := func(date string) backtest.Day {
		return backtest.Day{Date: date, Recoveries: 1, Cost: backtest.Money{"eur": 1}}
	}
	for _, test := range []struct {
		days  []backtest.Day
		each  string
		count int
		first string
	}{
		{[]backtest.Day{day("2026-01-01"), day("2026-01-03")}, "day", 3, "2026-01-01"},
		{[]backtest.Day{day("2026-01-01"), day("2026-06-01")}, "week", 23, "2025-12-29"},
		{[]backtest.Day{day("2020-01-15"), day("2026-01-03")}, "month", 73, "2020-01-01"},
	} {
		all, each := spans(test.days, nil)
		if each != test.each || len(all) != test.count || all[0].label != test.first {
			t.Errorf("%v: %d of a %s from %s", test.days, len(all), each, all[0].label)
		}
		sum := int64(0)
		for _, one := range all {
			sum += one.one.Recoveries
		}
		if sum != 2 {
			t.Errorf("%d of 2 recoveries are shown", sum)
		}
	}
}

// A remedy that is a long sentence is read to its end, in the terminal and on the page.
func TestLongRemediesAreWrapped(t *testing.T) {
	r := sample()
	remedy := "refund of 12.5%, at most 60.00 EUR; else credit of the same; else a coupon for the same, which can be used for 30 days from the day on which it is sent"
	for i := range r.Plays {
		r.Plays[i].Tiers[0].Remedy = remedy
	}
	var out strings.Builder
	Tables(&out, r, 0)
	for line := range strings.Lines(out.String()) {
		if len([]rune(line)) > 140 && !strings.Contains(line, "a budget of") { // a sentence wraps by itself
			t.Errorf("this line is %d wide: %s", len([]rune(line)), line)
		}
	}
	drawing := regexp.MustCompile(`(?s)<svg viewBox="0 0 760 (\d+)"[^>]*aria-labelledby="p0-0-tiers.*?</svg>`).FindStringSubmatch(pageOf(t, r))
	if drawing == nil {
		t.Fatal("there is no picture of the tiers")
	}
	var words []string
	for _, line := range regexp.MustCompile(`<text class="label" x="0" y="[\d.]+">(.*?)</text>`).FindAllStringSubmatch(drawing[0], -1) {
		words = append(words, line[1])
		if len(line[1]) > labelled {
			t.Errorf("%q is longer than a line", line[1])
		}
	}
	if got := strings.Join(words, " "); got != "from 120: "+remedy {
		t.Errorf("the label is %q", got)
	}
	if want := fmt.Sprintf("%g", barLine+nextLine*float64(len(words)-1)); drawing[1] != want {
		t.Errorf("the picture is %s high, want %s", drawing[1], want)
	}
}
