package activities

import (
	"slices"

	"makegood/recovery"
)

// RefusalOf is what a provider's no with this code means to the workflow: at once, or,
// with later, of something that it had accepted. It returns false for a code that the
// tables do not know, and for one that is no final no.
func RefusalOf(provider, code string, later bool) (recovery.Refusal, bool) {
	row := refusals(provider, later).find(code)
	if row == nil || row.kind != Final && row.kind != Existing && !later {
		return recovery.Refusal{}, false
	}
	verdict := row.verdict(provider, code, 0)
	refusal := verdict.Refusal()
	if later {
		refusal.Then = verdict.refusedReceipt(recovery.Receipt{}).Then
	}
	return refusal, true
}

// RefusalCodes lists the codes that RefusalOf knows, in the order of the provider's
// table. Those that stand for several are left out.
func RefusalCodes(provider string, later bool) (codes []string) {
	for _, row := range refusals(provider, later).rows {
		for _, code := range row.codes {
			if _, known := RefusalOf(provider, code, later); known && code[len(code)-1] != '*' && !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	return codes
}

// refusals is the table of a provider's answers, or of what becomes of what it took.
func refusals(provider string, later bool) *table {
	switch {
	case provider == ProviderTwilio:
		return &twilioTable
	case provider == ProviderSendGrid && later:
		return &sendgridStatus
	case provider == ProviderSendGrid:
		return &sendgridTable
	case provider == ProviderStripe && later:
		return &stripeRefundFailed
	case provider == ProviderStripe:
		return &stripeTable
	}
	return &table{}
}
