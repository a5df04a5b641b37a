package activities

import (
	"context"
	"time"
)

// Options are what the side effects have in common. The zero value is right for
// production; tests and demonstrations shorten the schedules.
type Options struct {
	// Lanes is shared by all, so that the operator is told once.
	Lanes *Lanes

	// Patience is how long a message's status is asked for right after it was
	// accepted, so that most need no AwaitReceipt; 3 s where zero, not at all
	// where negative. FirstPoll is the first interval, 150 ms; it doubles.
	Patience  time.Duration
	FirstPoll time.Duration

	// SMSLooks and MailLooks say when to look after an unknown outcome: the waits
	// before each look. Only when all have found nothing, and their whole time is
	// over, is it believed that nothing was sent. How soon a message shows in
	// Twilio's list is not documented; SendGrid's logs lag more. What a provider
	// carries out later than the last look is sent twice: a minute and two. From the first
	// look to the last it has to take longer than a call may live, 15 s, wherever
	// calls can be slow.
	SMSLooks  []time.Duration
	MailLooks []time.Duration

	// GiveUpLooking is how long to go on when every look fails. After it the
	// words take another way: never a blind repeat. Half an hour where zero.
	GiveUpLooking time.Duration

	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error
}

func (o Options) filled() Options {
	if o.Lanes == nil {
		o.Lanes = &Lanes{}
	}
	if o.Patience == 0 {
		o.Patience = 3 * time.Second
	}
	if o.FirstPoll == 0 {
		o.FirstPoll = 150 * time.Millisecond
	}
	if o.SMSLooks == nil {
		o.SMSLooks = []time.Duration{3 * time.Second, 4 * time.Second, 6 * time.Second, 7 * time.Second, 10 * time.Second, 15 * time.Second, 15 * time.Second}
	}
	if o.MailLooks == nil {
		o.MailLooks = []time.Duration{5 * time.Second, 10 * time.Second, 15 * time.Second, 25 * time.Second, 30 * time.Second, 35 * time.Second}
	}
	if o.GiveUpLooking == 0 {
		o.GiveUpLooking = 30 * time.Minute
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = pause
	}
	return o
}
