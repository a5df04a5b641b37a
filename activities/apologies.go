package activities

import (
	"context"
	"errors"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"makegood/recovery"
)

// Apologies sends the words, each at most once per step: neither provider knows
// idempotency, so after an unknown outcome it looks before it sends again.
type Apologies struct {
	twilio   *Twilio
	sendgrid *SendGrid
	sender   Sender
	books    Books
	Options
}

// Sender is in whose name the words go out.
type Sender struct {
	Phone   string // a number in E.164, a sender's name, or a messaging service (MG…)
	Mail    string // an address, or a name with an address: Harbour Air <care@example.com>
	Webhook string // where Makegood is reached from outside; empty where providers cannot call us
}

// NewApologies makes the apologies over clients from NewTwilio and NewSendGrid.
// Either may be nil: its words are then refused, and take the next channel.
func NewApologies(twilio *Twilio, sendgrid *SendGrid, sender Sender, books Books, options Options) (*Apologies, error) {
	if twilio != nil && sender.Phone == "" {
		return nil, errors.New("texts need a sender: set a phone number or a messaging service")
	}
	if _, err := mail.ParseAddress(sender.Mail); sendgrid != nil && err != nil {
		return nil, errors.New("mails need a sender: set an address such as Harbour Air <care@example.com>")
	}
	return &Apologies{twilio: twilio, sendgrid: sendgrid, sender: sender, books: books, Options: options.filled()}, nil
}

// service is the messaging service that sends, if one does.
func (s Sender) service() string {
	if strings.HasPrefix(s.Phone, "MG") && len(s.Phone) > 11 { // a sender's name has 11 characters at most
		return s.Phone
	}
	return ""
}

// Callback is where Twilio reports what becomes of one sending of one message. It
// is of that sending alone: the callback carries the message's SID, and so tells
// that it went through even where the answer was lost.
func (s Sender) Callback(step Step, number int, sentCounts bool) string {
	if s.Webhook == "" {
		return ""
	}
	query := url.Values{"recovery": {step.Recovery}, "step": {step.Name}, "try": {strconv.Itoa(number)}}
	if sentCounts {
		query.Set("sent", "counts")
	}
	return strings.TrimRight(s.Webhook, "/") + "/webhooks/twilio?" + query.Encode()
}

// notSet is the refusal of a channel that this Makegood was not set up for.
func notSet(provider string) *Verdict {
	return &Verdict{
		Provider: provider, Kind: Final, Code: codeNotSetUp, Then: recovery.ThenNext, Operator: true,
		Why: "This channel is not set up here.",
	}
}

// errand is one message on its way through one provider.
type errand interface {
	provider() string
	looks() []time.Duration
	quietFrom() time.Time // from when on it is not sent; zero: it may be at any time
	// send sends it, whatever may have been before. A verdict means that it was
	// not accepted, or that this is not known.
	send(ctx context.Context, number int) (recovery.Receipt, *Verdict)
	// find looks for it among what was sent since a moment. It is not one of those
	// that other steps own.
	find(ctx context.Context, since time.Time, owned func(id string) bool) (receipt recovery.Receipt, found bool, verdict *Verdict)
	// read says what has become of one that was accepted.
	read(ctx context.Context, id string) (recovery.Receipt, *Verdict)
}
