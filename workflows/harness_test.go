package workflows

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/stretchr/testify/mock"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
	"pgregory.net/rapid"

	"makegood/activities"
	"makegood/recovery"
)

// stage is one recovery in skipped time, with providers that the test directs.
type stage struct {
	*testsuite.TestWorkflowEnvironment
	t     rapid.TB
	start time.Time
	play  *recovery.Play

	mu       sync.Mutex
	ledger   map[string]recovery.State
	keptAway time.Time // until when surveys are, by the claim
	refunds  []activities.RefundOrder
	coupons  []activities.CouponOrder
	credits  []activities.CreditOrder
	texts    []activities.SMSOrder
	mails    []activities.EmailOrder
	suppress []activities.SurveyMailOrder
	order    []string // of all side effects

	onRefund  func(int) (recovery.Receipt, error)
	onText    func(int) (recovery.Receipt, error)
	onMail    func(int) (recovery.Receipt, error)
	onReceipt func(activities.ReceiptOrder) (recovery.Receipt, error)
	lastLook  func(step string) recovery.Receipt // nil: it finds out nothing
	surveyOn  bool
	steps     []recovery.Receipt // what the ledger knows an earlier run to have begun

	ledgerAway   func() error                   // why the ledger cannot be used just now, or nil
	atLedger     func(happened, recovery.State) // hears what is tried at the ledger
	onSurveyMail func(int) (recovery.Receipt, error)
	onCredit     func(int) (recovery.Receipt, error)
	onCoupon     func(int) (recovery.Receipt, error)
	past         Recalled            // what Temporal remembers of the run before
	notices      []activities.Notice // what the team was told
}

const flightID = "recovery/flight.delayed/LO391-2026-11-21/c-1042"

func newStage(t rapid.TB, play *recovery.Play) *stage {
	t.Helper()
	s := newBareStage(t, play)
	s.keepRecords()
	s.directProviders()
	return s
}

// newBareStage has the workflow alone.
func newBareStage(t rapid.TB, play *recovery.Play) *stage {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(silent)
	s := &stage{TestWorkflowEnvironment: suite.NewTestWorkflowEnvironment(), t: t, play: play, ledger: map[string]recovery.State{}}
	s.start = time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)
	s.RegisterWorkflowWithOptions(Recovery, workflow.RegisterOptions{Name: TypeRecovery})
	s.SetStartTime(s.start)
	// A busy machine takes its time: nothing here is decided by a clock on the wall.
	s.SetTestTimeout(5 * time.Minute)
	s.SetWorkerOptions(worker.Options{DeadlockDetectionTimeout: 5 * time.Minute})
	s.SetWorkflowRunTimeout(90 * 24 * time.Hour)
	s.SetStartWorkflowOptions(startOptionsFor(flightID))
	s.ledgerAway = func() error { return nil }
	s.atLedger = func(happened, recovery.State) {}
	return s
}

// noLedgerFor has the ledger be away for so long.
func (s *stage) noLedgerFor(long time.Duration) {
	s.ledgerAway = func() error {
		if s.Now().Before(s.start.Add(long)) {
			return errors.New("the ledger is away")
		}
		return nil
	}
}

// keepRecords registers the playbook, the ledger and what Temporal remembers.
func (s *stage) keepRecords() {
	s.OnActivity(records.PinPlay, mock.Anything, mock.Anything, mock.Anything).Return(func(_ context.Context, trigger string, observed []*recovery.Observation) (activities.Pinned, error) {
		if s.play == nil || s.play.Trigger != trigger {
			return activities.Pinned{}, nil
		}
		if s.play.When != "" && len(observed) == 0 { // nothing to ask it of yet
			return activities.Pinned{Known: true}, nil
		}
		return activities.Pinned{Play: s.play, Known: true}, nil
	}).Maybe()
	s.OnActivity(records.ConfirmOnRecord, mock.Anything, mock.Anything, mock.Anything, mock.Anything).Return(func(_ context.Context, state recovery.State, until time.Time, _ recovery.Asked) (activities.Claimed, error) {
		s.did("claim")
		s.atLedger(claimed, state)
		if err := s.ledgerAway(); err != nil {
			return activities.Claimed{}, err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		answer := activities.Claimed{SurveyMail: s.surveyOn}
		prior, there := s.ledger[state.ID]
		givesWay := prior.Stage == recovery.Dismissed && (prior.DismissedBy == "" || state.ConfirmedBy != "") && state.Seen.Covers(prior.Seen)
		if there && !givesWay {
			answer.Prior, answer.Steps = &prior, s.steps
			return answer, nil
		}
		s.ledger[state.ID], s.keptAway = state, until
		s.atLedger(stands, state)
		return answer, nil
	}).Maybe()
	s.OnActivity(records.PutOnRecord, mock.Anything, mock.Anything).Return(func(_ context.Context, state recovery.State) (*recovery.State, error) {
		s.did("record " + string(state.Stage))
		s.atLedger(recorded, state)
		if err := s.ledgerAway(); err != nil {
			return nil, err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if stands, there := s.ledger[state.ID]; there && state.Stage == recovery.Dismissed && stands.Stage != recovery.Dismissed {
			return &stands, nil
		}
		if stands, there := s.ledger[state.ID]; there && stands.Stage == recovery.Delivered && state.Stage != recovery.Delivered && !cameBack(stands, state) {
			return nil, nil // an older word that comes late
		}
		s.ledger[state.ID] = state
		return nil, nil
	}).Maybe()
	s.OnActivity(records.ReadRecord, mock.Anything, mock.Anything).Return(func(_ context.Context, id string) (activities.Claimed, error) {
		if err := s.ledgerAway(); err != nil {
			return activities.Claimed{}, err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if prior, there := s.ledger[id]; there {
			return activities.Claimed{Prior: &prior, Steps: s.steps, SurveyMail: s.surveyOn}, nil
		}
		return activities.Claimed{}, nil
	}).Maybe()
	s.OnActivity(memory.RecallEarlierRun, mock.Anything, mock.Anything, mock.Anything).Return(func(context.Context, string, string) (Recalled, error) {
		return s.past, nil
	}).Maybe()
}

// directProviders registers providers, and a team, that do what the test directs.
func (s *stage) directProviders() {
	arrived := func(provider, id string) recovery.Receipt {
		return recovery.Receipt{Provider: provider, ID: id, Status: "done", Word: recovery.Arrived, At: s.Now().UTC()}
	}
	s.onRefund = func(int) (recovery.Receipt, error) { return arrived("stripe", "re_1"), nil }
	s.onText = func(int) (recovery.Receipt, error) { return arrived("twilio", "SM1"), nil }
	s.onMail = func(int) (recovery.Receipt, error) { return arrived("sendgrid", "mail-1"), nil }
	s.onCredit = func(int) (recovery.Receipt, error) { return arrived("stripe", "cbtxn_1"), nil }
	s.onCoupon = func(int) (recovery.Receipt, error) { return arrived("stripe", "promo_1"), nil }
	s.onSurveyMail = func(int) (recovery.Receipt, error) { return arrived("sendgrid", "group/1"), nil }
	s.onReceipt = func(order activities.ReceiptOrder) (recovery.Receipt, error) {
		return arrived(order.Provider, order.ID), nil
	}

	s.OnActivity(remedies.Refund, mock.Anything, mock.Anything).Return(func(_ context.Context, order activities.RefundOrder) (recovery.Receipt, error) {
		s.did(order.Step.Name)
		s.mu.Lock()
		s.refunds = append(s.refunds, order)
		n := len(s.refunds)
		s.mu.Unlock()
		receipt, err := s.onRefund(n)
		receipt.Step = order.Step.Name
		if receipt.Money == (recovery.Money{}) {
			receipt.Money = order.Money
		}
		return receipt, err
	}).Maybe()
	s.OnActivity(remedies.Coupon, mock.Anything, mock.Anything).Return(func(_ context.Context, order activities.CouponOrder) (recovery.Receipt, error) {
		s.did(order.Step.Name)
		s.coupons = append(s.coupons, order)
		receipt, err := s.onCoupon(len(s.coupons))
		receipt.Step = order.Step.Name
		if receipt.Money == (recovery.Money{}) {
			receipt.Money = order.Money
		}
		return receipt, err
	}).Maybe()
	s.OnActivity(remedies.Credit, mock.Anything, mock.Anything).Return(func(_ context.Context, order activities.CreditOrder) (recovery.Receipt, error) {
		s.did(order.Step.Name)
		s.credits = append(s.credits, order)
		receipt, err := s.onCredit(len(s.credits))
		receipt.Step = order.Step.Name
		if receipt.Money == (recovery.Money{}) {
			receipt.Money = order.Money
		}
		return receipt, err
	}).Maybe()
	s.OnActivity(apologies.SMS, mock.Anything, mock.Anything).Return(func(_ context.Context, order activities.SMSOrder) (recovery.Receipt, error) {
		s.did(order.Step.Name)
		s.texts = append(s.texts, order)
		receipt, err := s.onText(len(s.texts))
		receipt.Step = order.Step.Name
		return receipt, err
	}).Maybe()
	s.OnActivity(apologies.Email, mock.Anything, mock.Anything).Return(func(_ context.Context, order activities.EmailOrder) (recovery.Receipt, error) {
		s.did(order.Step.Name)
		s.mails = append(s.mails, order)
		receipt, err := s.onMail(len(s.mails))
		receipt.Step = order.Step.Name
		return receipt, err
	}).Maybe()
	lastLook := func(step activities.Step) (recovery.Receipt, error) {
		s.did("last look at " + step.Name)
		receipt := recovery.Receipt{Word: recovery.Pending}
		if s.lastLook != nil {
			receipt = s.lastLook(step.Name)
		}
		receipt.Step = step.Name
		return receipt, nil
	}
	s.OnActivity(apologies.SMSLastLook, mock.Anything, mock.Anything).Return(func(_ context.Context, order activities.SMSOrder) (recovery.Receipt, error) {
		return lastLook(order.Step)
	}).Maybe()
	s.OnActivity(apologies.EmailLastLook, mock.Anything, mock.Anything).Return(func(_ context.Context, order activities.EmailOrder) (recovery.Receipt, error) {
		return lastLook(order.Step)
	}).Maybe()
	s.OnActivity(receipts.AwaitReceipt, mock.Anything, mock.Anything).Return(func(_ context.Context, order activities.ReceiptOrder) (recovery.Receipt, error) {
		s.did("read " + order.Step.Name)
		receipt, err := s.onReceipt(order)
		receipt.Step = order.Step.Name
		return receipt, err
	}).Maybe()
	s.OnActivity(surveys.KeepSurveyMailAway, mock.Anything, mock.Anything).Return(func(_ context.Context, order activities.SurveyMailOrder) (recovery.Receipt, error) {
		s.did("survey mail")
		s.mu.Lock()
		s.suppress = append(s.suppress, order)
		n := len(s.suppress)
		s.mu.Unlock()
		receipt, err := s.onSurveyMail(n)
		receipt.Step = order.Step.Name
		return receipt, err
	}).Maybe()
	s.OnActivity(notices.TellTeam, mock.Anything, mock.Anything).Return(func(_ context.Context, notice activities.Notice) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.notices = append(s.notices, notice)
		return nil
	}).Maybe()
}

// resuming has the run take up the work of an earlier one.
func (s *stage) resuming() {
	if err := s.SetMemoOnStart(map[string]any{MemoResumes: "run-before"}); err != nil {
		s.t.Fatal(err)
	}
}

// call sends the news of a provider after a while.
func (s *stage) call(after time.Duration, step, provider, id string) {
	news := recovery.Receipt{Step: step, Provider: provider, ID: id}
	s.RegisterDelayedCallback(func() { s.SignalWorkflow(SignalReceipt, news) }, after)
}

// complain sends the customer's complaint after a while; it was made at a time
// after the start, which may be before it.
func (s *stage) complain(after, made time.Duration) {
	complaint := recovery.Complaint{
		ID: "t-" + made.String(), Trigger: "flight.delayed", Experience: "LO391-2026-11-21", ComplainedAt: s.start.Add(made),
		Channel: "phone", Customer: recovery.Complains{ID: "c-1042"},
	}
	s.RegisterDelayedCallback(func() { s.SignalWorkflow(SignalComplain, complaint) }, after)
}

func (s *stage) did(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.order = append(s.order, what)
}

// raw signals bytes as they are, after a while.
func (s *stage) raw(after time.Duration, data string) {
	payload := converter.NewRawValue(jsonPayload(data))
	s.RegisterDelayedCallback(func() { s.SignalWorkflow(SignalObserve, payload) }, after)
}

// see signals an observation, after a while.
func (s *stage) see(after time.Duration, o recovery.Observation) {
	s.RegisterDelayedCallback(func() { s.SignalWorkflow(SignalObserve, o) }, after)
}

// ask sends an update after a while and notes how it was answered.
func (s *stage) ask(after time.Duration, name string, argument any) *answer {
	a := &answer{}
	s.RegisterDelayedCallback(func() { s.UpdateWorkflow(name, name+after.String(), a, argument) }, after)
	return a
}

type answer struct {
	rejected, failed error
	said             any
}

func (a *answer) Accept()          {}
func (a *answer) Reject(err error) { a.rejected = err }
func (a *answer) Complete(said any, err error) {
	a.said, a.failed = said, err
}

// run plays it to the end, and fails the test where the workflow does not end well.
func (s *stage) run() *Ending {
	s.t.Helper()
	s.ExecuteWorkflow(TypeRecovery)
	if !s.IsWorkflowCompleted() {
		s.t.Fatal("the recovery did not end")
	}
	if err := s.GetWorkflowError(); err != nil {
		s.t.Fatalf("a recovery never fails: %v", err)
	}
	ending := new(Ending)
	if err := s.GetWorkflowResult(ending); err != nil {
		s.t.Fatal(err)
	}
	return ending
}

func (s *stage) state() recovery.State {
	s.t.Helper()
	value, err := s.QueryWorkflow(QueryState)
	if err != nil {
		s.t.Fatal(err)
	}
	var state recovery.State
	if err := value.Get(&state); err != nil {
		s.t.Fatal(err)
	}
	return state
}

func refused(refusal recovery.Refusal) error {
	return temporal.NewNonRetryableApplicationError("refused", activities.FailRefused, nil, refusal)
}

func flightPlay() *recovery.Play {
	return &recovery.Play{
		Name: "late-flight", Version: 3, About: "A flight lands late.", Trigger: "flight.delayed", Measure: "delay_minutes",
		Hold: recovery.Duration(10 * time.Minute), CloseAfter: recovery.Duration(36 * time.Hour), Grace: recovery.DefaultGrace,
		Tiers: []recovery.Tier{
			{AtLeast: 120, Remedy: recovery.Remedy{Coupon: &recovery.Coupon{Percent: 100_000, Valid: recovery.DefaultCouponValid}}},
			{AtLeast: 180, Remedy: recovery.Remedy{Refund: &recovery.Refund{Percent: 250_000}}},
		},
		Apology: recovery.Apology{
			Channels: []recovery.Channel{recovery.SMS, recovery.Email}, ReceiptWithin: recovery.DefaultReceiptWithin,
			Subject: map[string]string{"en": "We let you down"},
			Text:    map[string]string{"en": "{{.Customer.Name}}, your flight landed {{.Measure}} late. We are sorry. {{.Remedy}} Ref {{.Ref}}"},
		},
		Surveys: recovery.Surveys{Suppress: recovery.Duration(90 * 24 * time.Hour)},
	}
}

func (s *stage) flight(id string, after time.Duration, delay float64) recovery.Observation {
	return recovery.Observation{
		ID: id, Trigger: "flight.delayed", Experience: "LO391-2026-11-21", ObservedAt: s.start.Add(after),
		Measures: map[string]float64{"delay_minutes": delay},
		Customer: recovery.Customer{ID: "c-1042", Name: "Ada", Phone: "+12025550143", Email: "ada@example.com", Locale: "en"},
		Payment:  &recovery.Payment{PaymentIntent: "pi_3Nx", Customer: "cus_9s6", Amount: 4961, Currency: "eur"},
	}
}

func mustJSON(t rapid.TB, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// cameBack is the ledger's rule: what is delivered stays so, unless a step's arrival
// has become its refusal.
func cameBack(stands, told recovery.State) bool {
	for _, is := range told.Receipts {
		if was, arrived := stands.Proven(is.Step); arrived && was.ID == is.ID && is.Word == recovery.Refused {
			return true
		}
	}
	return false
}
