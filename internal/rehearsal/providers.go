package rehearsal

import (
	"context"
	"strings"
	"sync"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"

	"makegood/activities"
	"makegood/config"
	"makegood/internal/ledger"
	"makegood/recovery"
)

// providers take orders as the scenario says, each step once however often it is
// asked for, and remember what they gave and said.
type providers struct {
	now   func() time.Time
	call  func(after time.Duration, id string, news recovery.Receipt, restarts bool) // calls in with news, later
	books activities.Books
	plays map[string][]config.Conduct

	mu     sync.Mutex
	orders map[string]*order // by recovery and step
	nth    map[string]int    // orders of a kind so far, by recovery and kind
	asked  map[string]time.Time
	quiets map[string]time.Time // by recovery and step: from when on words do not go out
	said   []Message
	given  []Gift
}

// order is one step and what has become of it.
type order struct {
	config.Conduct
	id       string
	provider string
	first    time.Time
	taken    time.Time // zero: not yet
	receipt  recovery.Receipt
}

// Message is words that a provider accepted.
type Message struct {
	Recovery string
	At       time.Time
	Channel  recovery.Channel
	To       string
	Subject  string
	Words    string
	order    *order
}

// Gift is something that a provider accepted to give.
type Gift struct {
	Recovery string
	At       time.Time
	Remedy   string
	Money    recovery.Money
	Percent  recovery.Percent
	order    *order
}

// never is longer than any scenario.
const never = 20 * 365 * 24 * time.Hour

// take answers an order, and keeps it in the ledger as the activities do. The first time that the provider takes it accepted is
// called, which remembers what went out.
func (p *providers) take(ctx context.Context, provider, kind string, step activities.Step, money recovery.Money, accepted func(o *order)) (recovery.Receipt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	intent := ledger.Delivery{Recovery: step.Recovery, Step: step.Name, Provider: provider, BegunAt: now.UTC(), Amount: money.Amount, Currency: string(money.Currency)}
	if _, _, err := p.books.Begin(ctx, intent); err != nil {
		return recovery.Receipt{}, err
	}
	o := p.orderOf(provider, kind, step, now)
	switch {
	case o.Kind == config.Refuses:
		refusal := refusalBy(provider, o.Code, false)
		told := recovery.Receipt{Step: step.Name, Provider: provider, Status: "refused", Code: o.Code, Word: recovery.Refused, At: now.UTC()}
		if err := p.books.Settle(ctx, step.Recovery, step.Name, told); err != nil {
			return recovery.Receipt{}, err
		}
		return recovery.Receipt{}, temporal.NewNonRetryableApplicationError(refusal.Error(), activities.FailRefused, nil, refusal)
	case o.Kind == config.Down && (o.After == 0 || now.Before(o.first.Add(o.After))):
		back := now.Add(never)
		if o.After > 0 {
			back = o.first.Add(o.After)
		}
		if quiet := p.quiets[step.Recovery+" "+step.Name]; quiet.After(now) && quiet.Before(back) {
			back = quiet
		}
		return recovery.Receipt{}, p.again(ctx, activities.FailBusy, "The provider does not answer.", step, back)
	}
	if o.taken.IsZero() {
		o.taken = now
		if o.Kind == config.Partial && o.Money.Amount < money.Amount {
			money = o.Money
		}
		o.receipt = recovery.Receipt{Step: step.Name, Provider: provider, ID: o.id, Status: "accepted", Money: money}
		accepted(o)
		p.follow(step, o)
	}
	receipt := o.word(now)
	return receipt, p.books.Settle(ctx, step.Recovery, step.Name, receipt)
}

// orderOf is the order of a step: a new one takes the next of the conducts written
// for its kind.
func (p *providers) orderOf(provider, kind string, step activities.Step, now time.Time) *order {
	key := step.Recovery + " " + step.Name
	if known := p.orders[key]; known != nil {
		return known
	}
	o := &order{provider: provider, first: now, Conduct: config.Conduct{Kind: config.Delivers}}
	nth := p.nth[step.Recovery+" "+kind]
	p.nth[step.Recovery+" "+kind]++
	if conducts := p.plays[kind]; len(conducts) > 0 {
		o.Conduct = conducts[min(nth, len(conducts)-1)]
	}
	o.id = idOf(provider, kind, len(p.orders)+1)
	p.orders[key] = o
	return o
}

// follow has the provider call when something becomes of what it took. Its call
// about what came back begins a recovery anew that had ended.
func (p *providers) follow(step activities.Step, o *order) {
	if o.After > 0 && (o.Kind == config.Delivers || o.Kind == config.Fails || o.Kind == config.Returns) {
		p.call(o.After, step.Recovery, recovery.Receipt{Step: step.Name, Provider: o.provider, ID: o.id}, o.Kind == config.Returns)
	}
}

// word is what the provider says of an accepted order by now.
func (o *order) word(now time.Time) recovery.Receipt {
	receipt, final := o.receipt, !now.Before(o.taken.Add(o.After))
	receipt.Word, receipt.At = recovery.Pending, o.taken
	switch {
	case o.Kind == config.Silent:
	case o.Kind == config.Returns && !final, final && o.Kind != config.Fails && o.Kind != config.Returns, o.Kind == config.Down, o.Kind == config.Partial:
		receipt.Word, receipt.Status = recovery.Arrived, "delivered"
		if o.Kind == config.Delivers {
			receipt.At = o.taken.Add(o.After)
		}
	case final:
		refusal := refusalBy(o.provider, o.Code, true)
		receipt.Word, receipt.Status, receipt.Code, receipt.Then, receipt.Why = recovery.Refused, "failed", o.Code, refusal.Then, refusal.Why
		receipt.At = o.taken.Add(o.After)
	}
	receipt.At = receipt.At.UTC()
	return receipt
}

// await reads an order back until the provider's word is final.
func (p *providers) await(ctx context.Context, asked activities.ReceiptOrder) (recovery.Receipt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	o := p.orders[asked.Step.Recovery+" "+asked.Step.Name]
	if o == nil || o.taken.IsZero() || o.id != asked.ID {
		return recovery.Receipt{}, p.again(ctx, activities.FailPending, "The provider knows nothing of it.", asked.Step, p.now().Add(never))
	}
	receipt := o.word(p.now())
	if receipt.Word == recovery.Pending && asked.SentCounts {
		receipt.Word, receipt.Status = recovery.Arrived, "sent"
	}
	if receipt.Word != recovery.Pending {
		return receipt, p.books.Settle(ctx, asked.Step.Recovery, asked.Step.Name, receipt)
	}
	final := p.now().Add(never)
	if o.Kind != config.Silent {
		final = o.taken.Add(o.After)
	}
	return recovery.Receipt{}, p.again(ctx, activities.FailPending, "Accepted, and not yet known to have arrived.", asked.Step, final)
}

// look is the last look at words.
func (p *providers) look(step activities.Step) recovery.Receipt {
	p.mu.Lock()
	defer p.mu.Unlock()
	o := p.orders[step.Recovery+" "+step.Name]
	if o == nil || o.taken.IsZero() {
		return recovery.Receipt{Step: step.Name, Word: recovery.Pending}
	}
	return o.word(p.now())
}

// again is an error that is tried again at a time. Where the activity has to be over
// before, it is tried at the very end of its time: the test environment, like the
// server, would else give up at once, and the time would not pass.
func (p *providers) again(ctx context.Context, kind, message string, step activities.Step, at time.Time) error {
	const edge = time.Millisecond
	info, now := activity.GetInfo(ctx), p.now()
	key := step.Recovery + " " + info.ActivityID
	if info.Attempt <= 1 {
		p.asked[key] = now
	}
	wait := at.Sub(now)
	if within := info.ScheduleToCloseTimeout; within > 0 {
		if left := p.asked[key].Add(within - edge).Sub(now); left > 0 {
			wait = min(wait, left)
		}
	}
	return temporal.NewApplicationErrorWithOptions(message, kind, temporal.ApplicationErrorOptions{NextRetryDelay: max(wait, edge)})
}

// idOf is an id of the kind that a provider gives.
func idOf(provider, kind string, n int) string {
	prefix := map[string]string{"sms": "SM", "email": "mail-", "refund": "re_", "credit": "cbtxn_", "coupon": "promo_", "survey_mail": "group/"}[kind]
	if prefix == "" {
		prefix = strings.ToLower(provider) + "-"
	}
	return prefix + itoa(n)
}

// refusalBy is what a provider's code means. An author's own activity says no in words of
// its own.
func refusalBy(provider, code string, later bool) recovery.Refusal {
	refusal, known := activities.RefusalOf(provider, code, later)
	if !known {
		refusal = recovery.Refusal{Provider: provider, Code: code, Then: recovery.ThenPerson, Why: "The activity said no: " + code}
	}
	return refusal
}
