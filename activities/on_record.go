package activities

import (
	"makegood/internal/ledger"
	"makegood/recovery"
)

// settledBefore is the final word on a step that stands in the ledger: a receipt, or the
// refusal of what was never accepted.
func settledBefore(row ledger.Delivery) (recovery.Receipt, error) {
	if row.Word == recovery.Refused && row.ProviderID == "" {
		return recovery.Receipt{}, refusalOf(row.Provider, row.Status, row.Code).failure()
	}
	return toldBy(row), nil
}

// toldBy is what a provider is known to have said of a step; what a refusal means the
// tables say.
func toldBy(row ledger.Delivery) recovery.Receipt {
	at := row.SettledAt
	if at.IsZero() {
		at = row.AcceptedAt
	}
	told := recovery.Receipt{
		Step: row.Step, Provider: row.Provider, ID: row.ProviderID, Status: row.Status, Code: row.Code, Word: row.Word,
		Money: recovery.Money{Amount: row.Amount, Currency: recovery.Currency(row.Currency)}, At: at,
	}
	if row.Word == recovery.Refused {
		return refusalOf(row.Provider, row.Status, row.Code).refusedReceipt(told)
	}
	return told
}
