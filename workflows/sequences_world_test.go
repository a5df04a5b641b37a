package workflows

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/stretchr/testify/mock"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"pgregory.net/rapid"

	"makegood/recovery"
)

// world is one sequence as it is played: the truth at the providers, which the
// workflow can only ask for, and everything that happened, in order.
type world struct {
	*stage
	plan    *plan
	moves   map[string]*move
	over    bool // it has ended
	telling sync.Mutex
	log     []happening
	state   recovery.State // as it was looked at last
	until   time.Time      // the ledger is away

	ending *Ending
	final  recovery.State
	failed error
	wrong  string // what no provider was to be asked
}

// happening is one line of the log: in words, and as the laws read it.
type happening struct {
	at   time.Time
	what happened
	said string

	step    string
	order   any // as it was given to the provider
	money   recovery.Money
	fresh   bool             // ordered, and not tried again by Temporal
	receipt recovery.Receipt // as a provider told it
	state   recovery.State
	event   *event
}

type happened string

const (
	ordered  happened = "ordered"
	told     happened = "told"     // a provider's word
	unknown  happened = "unknown"  // a provider gave no answer
	claimed  happened = "claimed"  // tried to put on record as confirmed
	stands   happened = "stands"   // the claim stands
	recorded happened = "recorded" // tried to put on record
	noticed  happened = "noticed"
	came     happened = "outside" // an event
	accepted happened = "accepted"
	rejected happened = "rejected"
	looked   happened = "looked"
)

type often int

const (
	once  often = 1
	twice often = 2
)

func play(t *rapid.T, plan *plan, often often) *world {
	w := &world{stage: newBareStage(t, plan.play), plan: plan, moves: map[string]*move{}}
	w.surveyOn = plan.survey
	w.SetWorkflowRunTimeout(400 * 24 * time.Hour)
	w.ledgerAway = w.awayUntil
	w.atLedger = func(what happened, state recovery.State) {
		w.add(happening{what: what, state: state, said: fmt.Sprintf("%s: %s, tier %s, owed %s, rest %v, first %s", what, state.Stage, state.Tier, state.Owed, state.Rest, state.First)})
	}
	w.RegisterActivityWithOptions(w.refund, activity.RegisterOptions{Name: "Refund"})
	w.RegisterActivityWithOptions(w.coupon, activity.RegisterOptions{Name: "Coupon"})
	w.RegisterActivityWithOptions(w.credit, activity.RegisterOptions{Name: "Credit"})
	w.RegisterActivityWithOptions(w.text, activity.RegisterOptions{Name: "SMS"})
	w.RegisterActivityWithOptions(w.mail, activity.RegisterOptions{Name: "Email"})
	w.RegisterActivityWithOptions(w.lastLookAtText, activity.RegisterOptions{Name: "SMSLastLook"})
	w.RegisterActivityWithOptions(w.lastLookAtMail, activity.RegisterOptions{Name: "EmailLastLook"})
	w.RegisterActivityWithOptions(w.read, activity.RegisterOptions{Name: "AwaitReceipt"})
	w.RegisterActivityWithOptions(w.tellTeam, activity.RegisterOptions{Name: "TellTeam"})
	w.keepRecords()
	w.OnActivity(surveys.KeepSurveyMailAway, mock.Anything, mock.Anything).Return(w.surveyMail).Maybe()
	w.happen(often)
	w.ExecuteWorkflow(TypeRecovery)
	w.end()
	return w
}

var silent = log.NewStructuredLogger(slog.New(slog.DiscardHandler))

// end takes what has happened; a notice that is still on its way is not told any more.
func (w *world) end() {
	w.telling.Lock()
	w.over = true
	w.telling.Unlock()
	if w.failed = w.GetWorkflowError(); w.failed != nil {
		return
	}
	w.ending = new(Ending)
	if w.failed = w.GetWorkflowResult(w.ending); w.failed == nil {
		w.final = w.stage.state()
	}
}

func (w *world) add(h happening) {
	w.telling.Lock()
	defer w.telling.Unlock()
	if w.over {
		return
	}
	h.at = w.Now().UTC()
	w.log = append(w.log, h)
}

func (w *world) awayUntil() error {
	if w.Now().Before(w.until) {
		return temporal.NewNonRetryableApplicationError("the ledger is away until "+clock(w.until), "away", nil) // the workflow asks again
	}
	return nil
}

// String tells a sequence in words: the play, the providers, and what happened.
func (w *world) String() string {
	var b strings.Builder
	b.WriteString(w.plan.String())
	b.WriteString("WHAT HAPPENED\n")
	said := ""
	for _, h := range w.log {
		if h.what == looked || h.said == said { // the same again, as while the ledger is away
			continue
		}
		said = h.said
		fmt.Fprintf(&b, "  %s %s\n", clock(h.at), said)
	}
	b.WriteString("THE STORY\n")
	for _, line := range w.last().Story {
		fmt.Fprintf(&b, "  %s %s [%s]\n", clock(line.At), line.What, line.Proof)
	}
	fmt.Fprintf(&b, "AT LAST %s, %s\n", w.last().Stage, w.last().Why)
	return b.String()
}

func (w *world) last() recovery.State {
	if w.final.ID != "" {
		return w.final
	}
	return w.state
}

// all is what happened of one kind.
func (w *world) all(what happened) []happening {
	var found []happening
	for _, h := range w.log {
		if h.what == what {
			found = append(found, h)
		}
	}
	return found
}

func idOf(step string) string { return "id-" + step }

func isMoney(step string) bool {
	kind, _, ok := stepNamed(step)
	return ok && !isChannel(kind)
}

func isWords(step string) bool {
	kind, _, ok := stepNamed(step)
	return ok && isChannel(kind)
}

func kindOf(step string) string {
	kind, _, _ := strings.Cut(step, ":")
	return kind
}

// lastWord is what the workflow was last told of each step before a time.
func (w *world) lastWords(before int) map[string]recovery.Receipt {
	words := map[string]recovery.Receipt{}
	for _, h := range w.log[:before] {
		if h.what == told {
			words[h.step] = h.receipt
		}
	}
	return words
}
