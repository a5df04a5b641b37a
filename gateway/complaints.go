package gateway

import (
	"context"
	"errors"
	"net/http"

	"makegood/recovery"
	"makegood/workflows"
)

// complaintTaken is the answer to a complaint that is on record.
type complaintTaken struct {
	Recovery string         `json:"recovery"`
	Stage    recovery.Stage `json:"stage,omitzero"` // where the recovery has ended
	First    string         `json:"first,omitzero"` // who came first, where that is decided: "us" or "customer"
}

// postComplaint takes a customer's complaint, at any stage: before anything was
// observed, while it is made good, and after the end. It answers 202 once it is
// durable.
func (g *Gateway) postComplaint(w http.ResponseWriter, r *http.Request) {
	complaint, play, refused := g.readComplaint(w, r)
	if refused != nil {
		g.metrics.complaints.WithLabelValues("refused").Inc()
		refused.write(w)
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), signalWithin)
	defer cancel()
	answer, err := g.complain(ctx, complaint, play)
	if err != nil {
		g.metrics.complaints.WithLabelValues("unavailable").Inc()
		g.notAcknowledged(w, err, nil, 0)
		return
	}
	g.metrics.complaints.WithLabelValues("taken").Inc()
	writeJSON(w, http.StatusAccepted, answer)
}

func (g *Gateway) readComplaint(w http.ResponseWriter, r *http.Request) (*recovery.Complaint, *recovery.Play, *refusal) {
	if form, refused := formOf(r.Header); refused != nil || form != oneObject {
		return nil, nil, refuse(http.StatusUnsupportedMediaType, "the Content-Type is missing, or one that is not taken", "send UTF-8 as "+typeJSON).
			with("Accept-Post", typeJSON)
	}
	body, refused := readBody(w, r, maxOne, readOne)
	if refused != nil {
		return nil, nil, refused
	}
	var all faults
	complaint, err := recovery.ParseComplaint(body)
	if err != nil {
		all.unread(0, problemsOf(err)...)
		return nil, nil, all.refusal()
	}
	if err := complaint.Check(g.now()); err != nil {
		all.add(0, problemsOf(err)...)
	}
	play, _ := g.playbook.ForAll(complaint.Trigger)
	if !g.playbook.Knows(complaint.Trigger) && complaint.Trigger != "" {
		all.add(0, g.noPlay())
	}
	if !all.none() {
		return nil, nil, all.refusal()
	}
	return complaint, play, nil
}

// complain hands the complaint to the recovery that runs, else to the record of the
// one that has ended, else to a run that waits for what is observed.
func (g *Gateway) complain(ctx context.Context, complaint *recovery.Complaint, play *recovery.Play) (complaintTaken, error) {
	id := complaint.RecoveryID()
	answer := complaintTaken{Recovery: id}
	last, err := workflows.LastRun(ctx, g.temporal, id)
	if err != nil {
		return answer, err
	}
	if !last.Running {
		ended, has, err := g.ledger.Complain(ctx, complaint)
		if err != nil {
			return answer, errors.Join(errLedger, err)
		}
		if has {
			answer.Stage, answer.First = ended.Stage, ended.First
			return answer, nil
		}
	}
	options := workflows.ComplaintOptions(g.taskQueue, complaint, play, last.RunID)
	_, err = g.temporal.SignalWithStartWorkflow(ctx, id, workflows.SignalComplain, complaint, options, workflows.TypeRecovery)
	return answer, err
}

// errLedger says that the ledger, and not Temporal, is away.
var errLedger = errors.New("the ledger cannot be written")
