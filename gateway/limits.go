package gateway

import "time"

const (
	maxOne   = 1 << 20  // bytes of one observation, unpacked
	maxCall  = 8 << 20  // bytes of a provider's call
	maxMany  = 32 << 20 // bytes of a body of many, unpacked
	maxLines = 100_000  // observations in one body

	maxFaults = 100 // how many are told in one answer

	readOne  = 15 * time.Second // for the body of one to come in
	readMany = 2 * time.Minute
	writeIn  = 30 * time.Second // for an answer to go out

	signalWithin = 10 * time.Second
	lookWithin   = 500 * time.Millisecond // in the ledger, before a signal
	queryWithin  = 2 * time.Second
	askWithin    = 2 * time.Second // the ledger, for those who wait for its answer

	parallel = 32 // signals at a time for one request

	retryAfter = 5 * time.Second

	rememberAcknowledged = 200_000
)
