// Package activities holds every side effect, each over its provider's own SDK:
// refunds, coupons and credit by Stripe, texts by Twilio, mail and survey groups
// by SendGrid, and the ledger's records. One classifier maps what a provider
// answers to what the workflow does next.
package activities
