package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"makegood/internal/demo"
	"makegood/recovery"
)

// summary is what a round came to: what the ledger says, held against what the
// play says and against what the providers' twins have on record.
type summary struct {
	observed, dismissed, texted, mailed, coupons, credits, surveys, person int
	tiers                                                                  []tierCount
	refunded                                                               map[string]int64 // by currency
	differs                                                                []string
}

type tierCount struct {
	label, remedy string
	count         int
}

// accepted is the part of the sandbox's record that a summary is held against.
type accepted struct {
	Messages []struct{ Body, Status string }
	Emails   []struct{ Subject, Status string }
	Refunds  []struct {
		Amount   int64
		Currency string
		Status   string
		Metadata map[string]string
	}
	PromotionCodes     []struct{ Code string }  `json:"promotion_codes"`
	SurveySuppressions []struct{ Email string } `json:"survey_suppressions"`
}

func (h *house) summarize(ctx context.Context, round *round, ended map[string]*recovery.State) (*summary, error) {
	provided, err := h.accepted(ctx)
	if err != nil {
		return nil, err
	}
	s := &summary{observed: len(round.flights), refunded: map[string]int64{}}
	for i := range round.Play.Tiers {
		s.tiers = append(s.tiers, tierCount{label: round.Play.Label(i), remedy: round.Play.Gives(i)})
	}
	for _, flight := range round.flights {
		id := flight.RecoveryID()
		state := ended[id]
		if state == nil {
			continue // still watched, as the play says
		}
		if difference := demo.Expect(round.Play, flight).Differs(state); difference != "" {
			s.differs = append(s.differs, id+": "+difference)
		}
		if difference := provided.differs(state); difference != "" {
			s.differs = append(s.differs, id+": "+difference)
		}
		if err := s.count(ctx, h, state); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *summary) count(ctx context.Context, h *house, state *recovery.State) error {
	switch state.Stage {
	case recovery.Dismissed:
		s.dismissed++
		return nil
	case recovery.NeedsPerson:
		s.person++
	default:
	}
	for i := range s.tiers {
		if s.tiers[i].label == state.Tier {
			s.tiers[i].count++
		}
	}
	for _, receipt := range state.Receipts {
		if receipt.Word != recovery.Arrived {
			continue
		}
		switch kind, _, _ := strings.Cut(receipt.Step, ":"); kind {
		case string(recovery.SMS):
			s.texted++
		case string(recovery.Email):
			s.mailed++
		case string(recovery.KindCoupon):
			s.coupons++
		case string(recovery.KindCredit):
			s.credits++
		case string(recovery.KindRefund):
			s.refunded[string(state.Owed.Money.Currency)] += state.Owed.Money.Amount
		}
	}
	_, kept, err := h.ledger.Suppressed(ctx, state.Customer, state.ConfirmedAt)
	if kept {
		s.surveys++
	}
	return err
}

func (h *house) accepted(ctx context.Context) (*accepted, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, h.sandboxURL+"/sandbox/state", nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	state := new(accepted)
	if err := json.NewDecoder(response.Body).Decode(state); err != nil {
		return nil, fmt.Errorf("the sandbox's state cannot be read: %w", err)
	}
	return state, nil
}

// differs says how the providers' record of a delivered recovery is otherwise
// than one apology and one remedy, or "".
func (a *accepted) differs(state *recovery.State) string {
	if state.Stage != recovery.Delivered {
		return ""
	}
	words := 0
	for _, message := range a.Messages {
		if strings.Contains(message.Body, state.Ref) && message.Status == "delivered" {
			words++
		}
	}
	for _, mail := range a.Emails {
		if strings.Contains(mail.Subject, state.Ref) && mail.Status == "delivered" {
			words++
		}
	}
	money, codes := int64(0), 0
	for _, refund := range a.Refunds {
		if refund.Metadata["makegood_recovery"] == state.ID {
			money += refund.Amount
		}
	}
	for _, code := range a.PromotionCodes {
		if code.Code == recovery.Code(state.ID) {
			codes++
		}
	}
	switch {
	case words != 1:
		return fmt.Sprintf("%d apologies arrived, not one", words)
	case state.Owed.Kind == recovery.KindRefund && money != state.Owed.Money.Amount:
		return fmt.Sprintf("%d was refunded, and %d is owed", money, state.Owed.Money.Amount)
	case state.Owed.Kind == recovery.KindCoupon && codes != 1:
		return fmt.Sprintf("%d promotion codes were made, not one", codes)
	}
	return ""
}

func (s *summary) print(out output) {
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.SetStyle(table.StyleLight)
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 2, Align: text.AlignRight}})
	t.AppendRow(table.Row{"observed", s.observed})
	t.AppendRow(table.Row{"dismissed", s.dismissed})
	t.AppendSeparator()
	for _, tier := range s.tiers {
		t.AppendRow(table.Row{"recovered from " + tier.label + ": " + tier.remedy, tier.count})
	}
	t.AppendSeparator()
	t.AppendRow(table.Row{"texted", s.texted})
	t.AppendRow(table.Row{"e-mailed", s.mailed})
	for _, currency := range slices.Sorted(maps.Keys(s.refunded)) {
		t.AppendRow(table.Row{"refunded", recovery.Money{Amount: s.refunded[currency], Currency: recovery.Currency(currency)}.String()})
	}
	t.AppendRow(table.Row{"coupons", s.coupons})
	if s.credits > 0 {
		t.AppendRow(table.Row{"credits", s.credits})
	}
	t.AppendRow(table.Row{"surveys kept away", s.surveys})
	t.AppendSeparator()
	t.AppendRow(table.Row{"needs a person", s.person})
	t.AppendRow(table.Row{"ended otherwise than the play says", len(s.differs)})
	fmt.Fprintln(out)
	t.Render()
	for _, difference := range s.differs {
		fmt.Fprintln(out, "  "+difference)
	}
}
