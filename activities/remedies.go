package activities

import (
	"github.com/stripe/stripe-go/v76/client"
)

// Remedies gives back what is owed, at Stripe. Each of its activities may be run
// any number of times, at once or days apart, and moves money once.
type Remedies struct {
	stripe *client.API
	books  Books
	Options
}

// NewRemedies makes the remedies over a client from NewStripe.
func NewRemedies(stripe *client.API, books Books, options Options) *Remedies {
	return &Remedies{stripe: stripe, books: books, Options: options.filled()}
}
