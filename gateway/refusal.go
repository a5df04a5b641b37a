package gateway

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"makegood/recovery"
)

// refusal is an answer that says no.
type refusal struct {
	status int
	header http.Header
	Errors []fault `json:"errors"`
	More   int     `json:"more,omitzero"`  // faults beyond those told
	Taken  *int    `json:"taken,omitzero"` // how many of many were acknowledged all the same
}

// fault is one thing that is wrong, and in which of many.
type fault struct {
	Line int `json:"line,omitzero"`
	recovery.Problem
}

func refuse(status int, wrong, right string) *refusal {
	return &refusal{status: status, Errors: []fault{{Problem: recovery.Problem{Wrong: wrong, Right: right}}}}
}

func (r *refusal) with(name, value string) *refusal {
	if r.header == nil {
		r.header = http.Header{}
	}
	r.header.Set(name, value)
	return r
}

func (r *refusal) later(after time.Duration) *refusal {
	return r.with("Retry-After", strconv.Itoa(int(after.Seconds())))
}

func (r *refusal) write(w http.ResponseWriter) {
	for name, values := range r.header {
		w.Header()[name] = values
	}
	writeJSON(w, r.status, r)
}

// faults gathers what is wrong with a request. Its status is 413 where there was
// too much, else 400 where anything could not be read, else 422.
type faults struct {
	told   []fault
	more   int
	status int
}

func (f *faults) none() bool { return len(f.told) == 0 }

func (f *faults) add(line int, problems ...recovery.Problem) {
	for _, problem := range problems {
		if len(f.told) == maxFaults {
			f.more++
			continue
		}
		f.told = append(f.told, fault{Line: line, Problem: problem})
	}
}

func (f *faults) unread(line int, problems ...recovery.Problem) {
	if f.status == 0 {
		f.status = http.StatusBadRequest
	}
	f.add(line, problems...)
}

// tooMuch is all that is told: what follows is not looked at.
func (f *faults) tooMuch(line int, problem recovery.Problem) {
	*f = faults{status: http.StatusRequestEntityTooLarge}
	f.add(line, problem)
}

func (f *faults) refusal() *refusal {
	status := f.status
	if status == 0 {
		status = http.StatusUnprocessableEntity
	}
	return &refusal{status: status, Errors: f.told, More: f.more}
}

// only serves one method, and HEAD where that is GET.
func only(method string, next http.HandlerFunc) http.Handler {
	allowed := []string{method}
	if method == http.MethodGet {
		allowed = append(allowed, http.MethodHead)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slices.Contains(allowed, r.Method) {
			next(w, r)
			return
		}
		refuse(http.StatusMethodNotAllowed, "this method is not taken here", "use "+method).
			with("Allow", strings.Join(allowed, ", ")).write(w)
	})
}

func notFound(w http.ResponseWriter, _ *http.Request) {
	refuse(http.StatusNotFound, "there is nothing at this address", "see /v1/openapi.yaml").write(w)
}

func tooLarge(limit int) *refusal {
	return refuse(http.StatusRequestEntityTooLarge, "this is larger than is taken",
		fmt.Sprintf("send at most %d MiB, unpacked", limit>>20)).with("Connection", "close")
}
