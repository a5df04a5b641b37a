package gateway

import (
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strconv"
	"time"
)

// An id from outside is kept only where it can be no name, number or address.
var requestID = regexp.MustCompile(`^[0-9a-fA-F-]{20,64}$`)

// observed gives each request an id, measures and logs it, and turns a panic
// into a 500. The log has the route and never the path or the query.
func (g *Gateway) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		id := r.Header.Get("X-Request-Id")
		if !requestID.MatchString(id) {
			id = newRequestID()
		}
		w.Header().Set("X-Request-Id", id)
		answer := &recorder{ResponseWriter: w}
		defer func() {
			if fallen := recover(); fallen != nil {
				if fallen == http.ErrAbortHandler { //nolint:errorlint // it is thrown as it is, never wrapped
					panic(fallen)
				}
				g.log.ErrorContext(r.Context(), "a request panicked", "request", id, "stack", string(debug.Stack()))
				if answer.status == 0 {
					refuse(http.StatusInternalServerError, "something broke here", "send it again; if it stays so, report the request id "+id).write(answer)
				}
			}
			g.finished(r, id, answer, time.Since(began))
		}()
		next.ServeHTTP(answer, r)
	})
}

func (g *Gateway) finished(r *http.Request, id string, answer *recorder, took time.Duration) {
	method, route := methodOf(r), routeOf(r)
	g.metrics.requests.WithLabelValues(route, method, strconv.Itoa(answer.status)).Observe(took.Seconds())
	level := slog.LevelInfo
	switch route {
	case "/healthz", "/readyz", "/metrics":
		level = slog.LevelDebug
	}
	g.log.Log(r.Context(), level, "request", "request", id, "method", method, "route", route, "status", answer.status, "ms", float64(took.Microseconds())/1000)
}

// routeOf is one of the routes there are, once a request has been answered.
func routeOf(r *http.Request) string {
	if r.Pattern == "" || r.Pattern == "/" {
		return "none"
	}
	return r.Pattern
}

// methodOf is one of the methods there are: anyone can make up another.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch:
		return r.Method
	}
	return "other"
}

func newRequestID() string {
	var random [16]byte
	_, _ = rand.Read(random[:])
	return hex.EncodeToString(random[:])
}

// recorder remembers which status was answered.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(body []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(body)
}

// Unwrap lets http.ResponseController through.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
