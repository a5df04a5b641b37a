package workflows

import (
	"go.temporal.io/sdk/temporal"

	"makegood/recovery"
)

// The search attributes of a recovery. None holds personal data.
var (
	AttributePlay     = temporal.NewSearchAttributeKeyKeyword("MakegoodPlay")
	AttributeStage    = temporal.NewSearchAttributeKeyKeyword("MakegoodStage")
	AttributeTier     = temporal.NewSearchAttributeKeyKeyword("MakegoodTier")
	AttributeRemedy   = temporal.NewSearchAttributeKeyKeyword("MakegoodRemedy")
	AttributeAmount   = temporal.NewSearchAttributeKeyInt64("MakegoodAmount")
	AttributeCurrency = temporal.NewSearchAttributeKeyKeyword("MakegoodCurrency")
	AttributeCustomer = temporal.NewSearchAttributeKeyKeyword("MakegoodCustomer")
	AttributeIncident = temporal.NewSearchAttributeKeyKeyword("MakegoodIncident")
	AttributeFirst    = temporal.NewSearchAttributeKeyKeyword("MakegoodFirst")
)

// SearchAttributes lists every search attribute, for whoever registers them.
func SearchAttributes() []temporal.SearchAttributeKey {
	return []temporal.SearchAttributeKey{
		AttributePlay, AttributeStage, AttributeTier, AttributeRemedy, AttributeAmount,
		AttributeCurrency, AttributeCustomer, AttributeIncident, AttributeFirst,
	}
}

// changesTo is what of a recovery's search attributes is not there already: each
// change costs. What there is nothing to say of any more is unset.
func changesTo(there temporal.SearchAttributes, s *recovery.State) []temporal.SearchAttributeUpdate {
	var owed recovery.Debt
	if s.Owed != nil {
		owed = *s.Owed
	}
	if owed.Money.Amount == 0 {
		owed.Money.Currency = ""
	}
	var changes []temporal.SearchAttributeUpdate
	for _, word := range []struct {
		key   temporal.SearchAttributeKeyKeyword
		value string
	}{
		{AttributePlay, s.Play},
		{AttributeStage, string(s.Stage)},
		{AttributeTier, s.Tier},
		{AttributeRemedy, string(owed.Kind)},
		{AttributeCurrency, string(owed.Money.Currency)},
		{AttributeCustomer, s.Customer},
		{AttributeIncident, s.Incident},
		{AttributeFirst, s.First},
	} {
		switch stands, _ := there.GetKeyword(word.key); {
		case stands == word.value:
		case word.value == "":
			changes = append(changes, word.key.ValueUnset())
		default:
			changes = append(changes, word.key.ValueSet(word.value))
		}
	}
	switch stands, _ := there.GetInt64(AttributeAmount); {
	case stands == owed.Money.Amount:
	case owed.Money.Amount == 0:
		changes = append(changes, AttributeAmount.ValueUnset())
	default:
		changes = append(changes, AttributeAmount.ValueSet(owed.Money.Amount))
	}
	return changes
}
