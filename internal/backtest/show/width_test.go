package show

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"

	"makegood/config"
	"makegood/internal/backtest"
	"makegood/recovery"
)

// shipped is the plays that ship on recorded flights, beside themselves with one play
// that begins later and gives more.
func shipped(t *testing.T) *backtest.Result {
	t.Helper()
	playbook, err := config.LoadPlaybookFS(config.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	before, _ := playbook.Named("late-flight")
	changed := *before
	changed.Version++
	changed.Tiers = append([]recovery.Tier{}, before.Tiers...)
	changed.Tiers[0].AtLeast += 15
	result, err := backtest.Run(t.Context(), backtest.Options{
		Inputs: []backtest.Input{backtest.File(filepath.Join("..", "..", "demo", "flights.ndjson"), nil)}, Play: playbook, Against: playbook.With(&changed),
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// No line is wider than the terminal, and no figure is lost where it is narrow.
func TestTheTablesFitTheTerminal(t *testing.T) {
	for name, r := range map[string]*backtest.Result{"shipped": shipped(t), "sample": sample(), "long": longSample()} {
		var whole strings.Builder
		Tables(&whole, r, 0)
		for _, across := range []int{40, 60, 80, 100, 140} {
			var out strings.Builder
			Tables(&out, r, across)
			for line := range strings.Lines(out.String()) {
				if wide := text.StringWidth(strings.TrimSuffix(line, "\n")); wide > across {
					t.Errorf("%s at %d: this line is %d wide: %s", name, across, wide, line)
				}
			}
			for figure := range strings.FieldsSeq(whole.String()) {
				if strings.ContainsAny(figure, "0123456789") && len(figure) < 30 && !strings.Contains(out.String(), figure) {
					t.Errorf("%s at %d: %s is missing in\n%s", name, across, figure, out.String())
				}
			}
		}
	}
}
