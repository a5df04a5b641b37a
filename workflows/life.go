package workflows

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// life is one recovery while it runs.
type life struct {
	play   *recovery.Play // pinned; nil while none is known
	state  recovery.State
	facts  recovery.Facts
	parked []*recovery.Observation // good ones that came while no play was known
	// Where plays of the trigger are known and by what came so far none is chosen: why
	// none applies, as of how many parked.
	unchosen     bool
	inapplicable string
	weighed      int
	closesAfter  time.Duration // how long a later report may still change that

	holding     int                            // the tier met while watching, or -1
	value       float64                        // of the measure, when confirmed
	covered     *covered                       // the tier that another recovery of the incident gives all of
	missing     missing                        // once confirmed: what is still to be proven
	blocked     blocked                        // why a missing part cannot be had automatically
	looked      map[recovery.Channel]time.Time // when the last look at the words was
	unsure      map[recovery.Channel]bool      // words were ordered there, and it is not known that they were refused
	spent       map[recovery.Channel]bool      // the words took this channel, and do not take it again by themselves
	tries       map[string]int                 // how often each kind of step was ordered
	answerless  map[string]bool                // kinds of remedy that an earlier run had ordered, and whose answer nobody knows
	onOrder     string                         // the step of a remedy that is ordered, and whose answer has not come
	observe     workflow.ReceiveChannel
	alarm       alarm
	orders      orders    // what people asked for, not yet done
	beside      beside    // what goes on beside the words
	news        news      // what providers and customers called in with
	customUntil time.Time // until when an author's activity is waited for
	askedFor    missing   // what a person was asked for last
	apologizing bool      // the words take one channel after the other just now
	tooQuiet    bool      // quiet hours began before the words were out
	surveyMail  bool      // surveys are mailed by a group that has to be told whom to leave alone
	noticed     bool      // the support team was told that a person is needed
}

func begin(ctx workflow.Context, carried *Carried) *life {
	info := workflow.GetInfo(ctx)
	l := &life{tries: map[string]int{}, answerless: map[string]bool{}, news: news{awaited: map[string]bool{}, reading: map[string]bool{}}, looked: map[recovery.Channel]time.Time{}, unsure: map[recovery.Channel]bool{}, spent: map[recovery.Channel]bool{}}
	l.observe = workflow.GetSignalChannelWithOptions(ctx, SignalObserve, workflow.SignalChannelOptions{
		Description: "What a backend saw of this experience: an observation as JSON.",
	})
	l.news.receipts = workflow.GetSignalChannelWithOptions(ctx, SignalReceipt, workflow.SignalChannelOptions{
		Description: "A provider has news of a step: a receipt as JSON, of which step, provider and id are read. It is read back at the provider.",
	})
	l.news.complaints = workflow.GetSignalChannelWithOptions(ctx, SignalComplain, workflow.SignalChannelOptions{
		Description: "The customer came to us: a complaint as JSON.",
	})
	if carried != nil {
		l.takeOver(carried)
		return l
	}
	id := info.WorkflowExecution.ID
	l.state = recovery.State{ID: id, Ref: recovery.Ref(id), Stage: recovery.Watching, OpenedAt: info.WorkflowStartTime.UTC()}
	if parts, ok := recovery.ParseID(id); ok {
		l.state.Trigger, l.state.Experience, l.state.Customer = parts.Trigger, parts.Experience, parts.Customer
	} else {
		l.problem(ctx, "The workflow id is not recovery/<trigger>/<experience>/<customer id>, so nothing can be decided here.")
	}
	return l
}

// note adds a line to the story.
func (l *life) note(ctx workflow.Context, what, proof string) {
	l.state.Story = append(l.state.Story, recovery.Happened{At: workflow.Now(ctx).UTC(), What: what, Proof: proof})
}

// problem puts on record what came in and could not be used. A person sees it.
func (l *life) problem(ctx workflow.Context, what string) {
	const most = 20 // a sender that goes wrong does so often
	if len(l.state.Problems) < most {
		l.state.Problems = append(l.state.Problems, what)
		l.note(ctx, what, "")
	}
	if l.state.Stage == recovery.Watching {
		l.enter(ctx, recovery.NeedsPerson, "Something came in that could not be used.")
		l.state.Next = personBeforeVerdict
	}
}

// enter takes the recovery to a stage.
func (l *life) enter(ctx workflow.Context, stage recovery.Stage, why string) {
	if l.state.Stage == stage && l.state.Why == why {
		return
	}
	if stage == recovery.NeedsPerson && l.state.AttendBy.IsZero() {
		l.state.AttendBy = workflow.Now(ctx).Add(l.personWithin()).UTC()
	}
	if stage != recovery.NeedsPerson {
		l.state.AttendBy, l.noticed = time.Time{}, false
	}
	l.state.Stage, l.state.Why = stage, why
	workflow.GetMetricsHandler(ctx).WithTags(map[string]string{"stage": string(stage), "play": l.playName()}).
		Counter("makegood_recoveries_entered").Inc(1)
}

func (l *life) playName() string {
	if l.play == nil {
		return "none"
	}
	return l.play.Name
}

// noteCancellation answers a request to cancel: it stays, and a person is asked what
// was meant by it.
func (l *life) noteCancellation(cancellable workflow.Context) {
	workflow.Go(cancellable, func(ctx workflow.Context) {
		ctx.Done().Receive(ctx, nil)
		ctx, _ = workflow.NewDisconnectedContext(ctx)
		l.problem(ctx, "Someone asked to cancel this workflow. What is owed is not cancelled: use dismiss while nothing is confirmed, and resolve when it was made good by hand.")
		if l.state.Stage == recovery.Confirmed && hasNotices(ctx) {
			l.notify(ctx, "Someone asked to cancel this while it was being made good. It goes on; what was meant?", false)
		}
		l.flush(ctx)
	})
}

// flush shows where the recovery stands to whoever looks: the search attributes
// that changed, in one billable action, and the current details.
func (l *life) flush(ctx workflow.Context) {
	l.renewWhy(ctx)
	if changes := changesTo(workflow.GetTypedSearchAttributes(ctx), &l.state); len(changes) > 0 {
		if err := workflow.UpsertTypedSearchAttributes(ctx, changes...); err != nil {
			workflow.GetLogger(ctx).Error("search attributes were not taken", "error", err)
		}
	}
	l.tell(ctx)
}

// tell puts the current details in front of whoever looks; it leaves no event.
func (l *life) tell(ctx workflow.Context) { workflow.SetCurrentDetails(ctx, details(&l.state)) }

// alarm is a timer that is set anew only when the time changes: every timer costs.
type alarm struct {
	at     time.Time
	rings  workflow.Future
	cancel workflow.CancelFunc
}

func (a *alarm) set(ctx workflow.Context, at time.Time, summary string) {
	if a.rings != nil && a.at.Equal(at) && !a.rings.IsReady() {
		return
	}
	a.clear()
	timer, cancel := workflow.WithCancel(ctx)
	a.at, a.cancel = at, cancel
	a.rings = workflow.NewTimerWithOptions(timer, at.Sub(workflow.Now(ctx)), workflow.TimerOptions{Summary: summary})
}

func (a *alarm) rang() bool { return a.rings != nil && a.rings.IsReady() }

func (a *alarm) clear() {
	if a.rings != nil && !a.rings.IsReady() {
		a.cancel()
	}
	*a = alarm{}
}

// sentence makes a sentence of what people, and errors, say.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if first, size := utf8.DecodeRuneInString(s); size > 0 {
		s = string(unicode.ToUpper(first)) + s[size:]
	}
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
