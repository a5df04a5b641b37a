package faults

// end is what an error's code leads to.
type end int

const (
	arrives end = iota // by the same way, at once or after a while
	person             // a person is asked
)

// code is one representative of each row of a provider's table in activities.
type code struct {
	code string
	end  end
	long bool // it takes minutes until it is tried again
}

var refundCodes = []code{
	{code: "idempotency_key_in_use"},
	{code: "rate_limit"},
	{code: "idempotency_error", end: person},
	{code: "charge_already_refunded", end: person},
	{code: "charge_disputed", end: person},
	{code: "refund_disputed_payment", end: person},
	{code: "charge_not_refundable", end: person},
	{code: "resource_missing", end: person},
	{code: "amount_too_large", end: person},
	{code: "parameter_missing", end: person},
	{code: "payment_intent_unexpected_state", end: person}, // one that no row names
	{code: "balance_insufficient", long: true},
	{code: "api_key_expired", long: true},
}

// addedCodes are of what is added: as of any other refund, and one of each end is enough.
var addedCodes = []code{
	{code: "idempotency_key_in_use"},
	{code: "rate_limit"},
	{code: "charge_disputed", end: person},
	{code: "balance_insufficient", long: true},
}

var couponCodes = []code{
	{code: "resource_already_exists", end: person}, // and none of ours is there
	{code: "parameter_missing", end: person},
	{code: "rate_limit"},
}

var creditCodes = []code{
	{code: "resource_missing", end: person},
	{code: "parameter_missing", end: person},
	{code: "rate_limit"},
}

var textCodes = []code{
	{code: "20429"},
	{code: "20500"},
	{code: "20003", long: true},
	{code: "21211"},
	{code: "21212"},
	{code: "21408"},
	{code: "21610"},
	{code: "21612"},
	{code: "21617"},
	{code: "21611", long: true},
	{code: "30001", long: true},
	{code: "30002", long: true},
	{code: "30003", long: true},
	{code: "30004"},
	{code: "30007"},
	{code: "30008"},
	{code: "30034"},
	{code: "30036"},
	{code: "30410"},
	{code: "30610", long: true},
	{code: "30999"}, // one that no row names
}

var mailCodes = []code{
	{code: "400"},
	{code: "413"},
	{code: "404"}, // one that no row names
	{code: "401", long: true},
	{code: "429"},
	{code: "500"},
	{code: "bounce"},
	{code: "blocked"},
	{code: "dropped"},
	{code: "deferred", long: true},
}
