package gateway_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/client"

	"makegood/gateway"
)

// What the gateway costs beyond the Temporal call: Temporal and the ledger
// answer at once here. Each post is a new observation. In the process, and over
// a TCP connection that is kept; beside it, in the same run, a handler that only
// reads the body, for what the machine and the network make of it.
func BenchmarkPost(b *testing.B) {
	b.Run("handler", func(b *testing.B) {
		d := newDoor(forgetful)
		quantiles(b, func(body string) int { return d.post(body, asJSON).Code })
	})
	b.Run("tcp", func(b *testing.B) {
		overTCP(b, newDoor(forgetful))
	})
	b.Run("bare tcp", func(b *testing.B) {
		overTCP(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(http.StatusAccepted)
		}))
	})
}

// forgetful is a Temporal that holds on to nothing, as the one over the wire.
func forgetful(o *gateway.Options) { o.Temporal = forgetfulTemporal{} }

type forgetfulTemporal struct{ gateway.Temporal }

func (forgetfulTemporal) SignalWithStartWorkflow(context.Context, string, string, any, client.StartWorkflowOptions, any, ...any) (client.WorkflowRun, error) {
	return nil, nil
}

func overTCP(b *testing.B, handler http.Handler) {
	server := httptest.NewServer(handler)
	defer server.Close()
	quantiles(b, func(body string) int {
		answer, err := http.Post(server.URL+"/v1/observations", "application/json", strings.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		defer answer.Body.Close()
		_, _ = io.Copy(io.Discard, answer.Body)
		return answer.StatusCode
	})
}

func quantiles(b *testing.B, post func(body string) int) {
	b.ReportAllocs()
	took := make([]time.Duration, 0, b.N)
	for i := 0; b.Loop(); i++ {
		body := strings.NewReplacer("ops-77120", fmt.Sprintf("ops-%d", i), "c-1042", fmt.Sprintf("c-%d", i%5000)).Replace(good)
		began := time.Now()
		if status := post(body); status != http.StatusAccepted {
			b.Fatal(status)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns")
}
