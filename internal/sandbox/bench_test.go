package sandbox

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// BenchmarkWrites is durable writes a second over HTTP from 64 clients, with
// the client in the same process.
func BenchmarkWrites(b *testing.B) {
	auth := http.Header{"Authorization": {"Bearer " + stripeKey}, "Content-Type": {"application/x-www-form-urlencoded"}}
	basic, err := http.NewRequest("POST", "http://example.com", nil)
	if err != nil {
		b.Fatal(err)
	}
	basic.SetBasicAuth(accountSID, twilioToken)
	var n atomic.Int64
	for name, request := range map[string]func() (path, body string, h http.Header){
		"refunds": func() (string, string, http.Header) {
			h := auth.Clone()
			h.Set("Idempotency-Key", fmt.Sprint(n.Add(1)))
			return "/v1/refunds", fmt.Sprintf("payment_intent=pi_%d&amount=1&metadata[recovery]=r", n.Load()%1000), h
		},
		"messages": func() (string, string, http.Header) {
			h := basic.Header.Clone()
			return "/2010-04-01/Accounts/" + accountSID + "/Messages.json", "To=%2B12025550143&From=%2B12025550100&Body=We+are+sorry", h
		},
	} {
		b.Run(name, func(b *testing.B) {
			box, err := Open(context.Background(), Options{Path: filepath.Join(b.TempDir(), "s.db")})
			if err != nil {
				b.Fatal(err)
			}
			defer box.Close()
			server := httptest.NewServer(box.Handler())
			defer server.Close()
			var payments strings.Builder
			for i := range 1000 {
				fmt.Fprintf(&payments, `,{"id": "pi_%d", "amount": 9000000, "currency": "eur"}`, i)
			}
			if _, err := http.Post(server.URL+"/sandbox/payments", "application/json", strings.NewReader("["+payments.String()[1:]+"]")); err != nil {
				b.Fatal(err)
			}
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}
			b.SetParallelism(32) // times GOMAXPROCS
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					path, body, h := request()
					r, _ := http.NewRequest("POST", server.URL+path, strings.NewReader(body))
					r.Header = h
					res, err := client.Do(r)
					if err != nil {
						b.Error(err)
						return
					}
					_, _ = io.Copy(io.Discard, res.Body)
					res.Body.Close()
					if res.StatusCode >= 300 {
						b.Error(res.Status)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
		})
	}
}
