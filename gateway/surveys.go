package gateway

import (
	"context"
	"net/http"
	"time"

	"makegood/recovery"
)

// surveyAnswer is what whoever is about to ask a customer goes by.
type surveyAnswer struct {
	Allow  bool      `json:"allow"`
	Reason string    `json:"reason,omitzero"`
	Until  time.Time `json:"until,omitzero"`
	Errors []fault   `json:"errors,omitempty"`
}

// checkSurvey says whether a customer may be asked. A suppression is the
// customer's, whichever experience the survey is about.
//
// Every answer carries "allow", also those that fail: false. Where the ledger
// cannot be read that is a 503, which is safe for both kinds of callers: who
// goes by the status has no permission, who goes by the body reads a no; and
// neither takes an outage for a suppression, which would lose the survey for
// good rather than for a moment.
func (g *Gateway) checkSurvey(w http.ResponseWriter, r *http.Request) {
	customer, problems := askedAbout(r)
	if len(problems) > 0 {
		answer := surveyAnswer{Reason: "the question cannot be read"}
		for _, problem := range problems {
			answer.Errors = append(answer.Errors, fault{Problem: problem})
		}
		g.metrics.surveyChecks.WithLabelValues("refused").Inc()
		writeJSON(w, http.StatusBadRequest, answer)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), askWithin)
	defer cancel()
	suppression, suppressed, err := g.ledger.Suppressed(ctx, customer, g.now())
	switch {
	case err != nil:
		g.log.ErrorContext(ctx, "a survey check cannot look", "error", err)
		g.metrics.surveyChecks.WithLabelValues("unknown").Inc()
		w.Header().Set("Retry-After", "5")
		writeJSON(w, http.StatusServiceUnavailable, surveyAnswer{
			Reason: "it cannot be looked up just now, so do not ask",
			Errors: []fault{{Problem: recovery.Problem{Wrong: "the ledger cannot be read", Right: "check again before asking"}}},
		})
	case suppressed:
		g.metrics.surveyChecks.WithLabelValues("suppressed").Inc()
		writeJSON(w, http.StatusOK, surveyAnswer{Reason: suppression.Reason, Until: suppression.Until})
	default:
		g.metrics.surveyChecks.WithLabelValues("allowed").Inc()
		writeJSON(w, http.StatusOK, surveyAnswer{Allow: true})
	}
}

func askedAbout(r *http.Request) (customer string, problems recovery.Problems) {
	query := r.URL.Query()
	switch customers := query["customer"]; {
	case len(customers) > 1:
		problems = append(problems, recovery.Problem{Field: "customer", Wrong: "this is given twice", Right: "ask about one customer at a time"})
	default:
		customer = query.Get("customer")
		problems = append(problems, problemsOf(recovery.CheckCustomerID("customer", customer))...)
	}
	if experience := query.Get("experience"); experience != "" {
		problems = append(problems, problemsOf(recovery.CheckOpaque("experience", experience))...)
	}
	return customer, problems
}
