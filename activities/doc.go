// Package activities holds every side effect, each over its provider's own SDK:
// refunds, coupons and credit by Stripe, texts by Twilio, mail and survey groups
// by SendGrid, and the ledger's records. One classifier maps what a provider
// answers to what the workflow does next.
//
// Each activity may be run any number of times, at once or days apart, by any
// worker, and does its work once. Money rests on Stripe's idempotency keys, and on
// looking where a key is not enough (give). Words have no such keys: they rest on
// the ledger, which lets one attempt send, and on looking before another does
// (deliver). A provider's final no comes back as an error of the type FailRefused
// with a recovery.Refusal; every other error is tried again.
package activities
