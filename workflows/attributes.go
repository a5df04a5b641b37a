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

// attributesOf is every search attribute as a recovery stands; what there is
// nothing to say of is unset.
func attributesOf(s *recovery.State) []temporal.SearchAttributeUpdate {
	var owed recovery.Debt
	if s.Owed != nil {
		owed = *s.Owed
	}
	amount, currency := AttributeAmount.ValueUnset(), ""
	if owed.Money.Amount > 0 {
		amount, currency = AttributeAmount.ValueSet(owed.Money.Amount), string(owed.Money.Currency)
	}
	return []temporal.SearchAttributeUpdate{
		keyword(AttributePlay, s.Play),
		keyword(AttributeStage, string(s.Stage)),
		keyword(AttributeTier, s.Tier),
		keyword(AttributeRemedy, string(owed.Kind)),
		amount,
		keyword(AttributeCurrency, currency),
		keyword(AttributeCustomer, s.Customer),
		keyword(AttributeIncident, s.Incident),
		keyword(AttributeFirst, s.First),
	}
}

func keyword(key temporal.SearchAttributeKeyKeyword, value string) temporal.SearchAttributeUpdate {
	if value == "" {
		return key.ValueUnset()
	}
	return key.ValueSet(value)
}

// changesTo is what of the attributes is not there already: each change costs.
func changesTo(there temporal.SearchAttributes, updates []temporal.SearchAttributeUpdate) []temporal.SearchAttributeUpdate {
	known := there.GetUntypedValues()
	var changes []temporal.SearchAttributeUpdate
	for _, update := range updates {
		for key, value := range temporal.NewSearchAttributes(update).GetUntypedValues() {
			if known[key] != value {
				changes = append(changes, update)
			}
		}
	}
	return changes
}
