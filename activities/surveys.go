package activities

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/sendgrid/rest"
	"go.temporal.io/sdk/activity"

	"makegood/recovery"
)

// Surveys keeps the provider's own survey mail away, through the unsubscribe
// group that surveys are sent with.
type Surveys struct {
	sendgrid *SendGrid
	group    int // 0 where there is none

	byLane bool // every call goes by the lane, since that has a rate

	mu   sync.Mutex
	seen time.Time // when the group was last known to exist
	Options
}

// groupKnown is how long a group that was seen is taken to be there still.
const groupKnown = 5 * time.Minute

// NewSurveys makes the surveys over a client from NewSendGrid and the number of
// the group that surveys are sent with. With byLane every call goes by the
// provider's lane, which knows its rate: one beside the workflow leaves at once.
func NewSurveys(sendgrid *SendGrid, group int, byLane bool, options Options) *Surveys {
	return &Surveys{sendgrid: sendgrid, group: group, byLane: byLane, Options: options.filled()}
}

// KeepSurveyMailAway puts an address into the survey group, which stops mail that is
// sent with that group and nothing else. It may be repeated. The group is looked
// up first: SendGrid would put the address of an unknown group on the global
// list, and so stop the apology too.
func (s *Surveys) KeepSurveyMailAway(ctx context.Context, order SurveyMailOrder) (recovery.Receipt, error) {
	if s.sendgrid == nil || s.group == 0 {
		return recovery.Receipt{}, notSet(ProviderSendGrid).failure()
	}
	if isLocal(ctx) && (s.byLane || s.Lanes.IsPaused(ProviderSendGrid)) {
		return recovery.Receipt{}, again(FailPaused, "It waits for its lane.", 0)
	}
	verdict := s.groupExists(ctx)
	if verdict == nil {
		verdict = s.add(ctx, order.Email)
	}
	s.Lanes.saw(ctx, ProviderSendGrid, verdict)
	if verdict != nil {
		return recovery.Receipt{}, verdict.failure()
	}
	return recovery.Receipt{
		Step: order.Step.Name, Provider: ProviderSendGrid, ID: "group/" + strconv.Itoa(s.group),
		Status: "suppressed", Word: recovery.Arrived, At: s.Now().UTC(),
	}, nil
}

// groupExists asks for the group unless it was seen a short while ago.
func (s *Surveys) groupExists(ctx context.Context) *Verdict {
	s.mu.Lock()
	known := !s.seen.IsZero() && s.Now().Sub(s.seen) < groupKnown
	s.mu.Unlock()
	if known {
		return nil
	}
	if verdict := s.sendgrid.group(ctx, s.group); verdict != nil {
		return verdict
	}
	s.mu.Lock()
	s.seen = s.Now()
	s.mu.Unlock()
	return nil
}

// group asks whether an unsubscribe group exists.
func (s *SendGrid) group(ctx context.Context, group int) *Verdict {
	response, verdict := s.call(ctx, rest.Get, "/v3/asm/groups/"+strconv.Itoa(group), nil, http.StatusOK)
	var there struct {
		ID int `json:"id"`
	}
	switch {
	case verdict != nil && verdict.Code == "404":
		return &Verdict{
			Provider: ProviderSendGrid, Kind: Final, Code: codeNoGroup, Then: recovery.ThenPerson, Operator: true,
			Why: "SendGrid knows no such survey group, so no address is put into it; the operator has to correct its number.",
		}
	case verdict != nil:
		return verdict
	case json.Unmarshal([]byte(response.Body), &there) != nil || there.ID != group:
		return sendgridTable.noAnswer(0)
	}
	return nil
}

// add puts the address into the group. The answer names what was taken.
func (s *Surveys) add(ctx context.Context, address string) *Verdict {
	body := map[string][]string{"recipient_emails": {address}}
	response, verdict := s.sendgrid.call(ctx, rest.Post, "/v3/asm/groups/"+strconv.Itoa(s.group)+"/suppressions", body, http.StatusCreated)
	if verdict != nil {
		return verdict
	}
	var taken struct {
		Addresses []string `json:"recipient_emails"`
	}
	same := func(other string) bool { return strings.EqualFold(other, address) }
	if json.Unmarshal([]byte(response.Body), &taken) != nil || !slices.ContainsFunc(taken.Addresses, same) {
		return sendgridTable.noAnswer(0)
	}
	return nil
}

func isLocal(ctx context.Context) bool {
	return activity.IsActivity(ctx) && activity.GetInfo(ctx).IsLocalActivity
}
