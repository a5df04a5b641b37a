package sandbox

import (
	"log/slog"
	"math"
	"net"
	"net/http"
	"strconv"
	"time"

	"makegood/internal/sandbox/fault"
	"makegood/internal/sandbox/twin"
)

const htmlPage = "<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"

// serve carries out one call to a provider, with whatever fault strikes it.
func (s *Sandbox) serve(w http.ResponseWriter, c *twin.Call, p *provider, route twin.Route, readOnly bool) {
	f, struck, err := s.judge(c, p, route, readOnly)
	if err != nil {
		send(w, twin.Broken(err))
		return
	}
	if struck {
		s.logger.Info("fault", slog.String("fault", string(f.Fault)), slog.String("code", f.Code),
			slog.String("provider", p.name), slog.String("endpoint", route.Endpoint))
	}
	switch f.Fault {
	case fault.Unavailable:
		s.sendDurable(w, p.unavailable())
		return
	case fault.RateLimited:
		seconds := int(math.Ceil(f.Duration().Seconds()))
		s.sendDurable(w, p.rateLimited().With("Retry-After", strconv.Itoa(seconds)))
		return
	case fault.NotJSON:
		s.sendDurable(w, twin.Response{
			Status: http.StatusBadGateway,
			Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte(htmlPage),
		})
		return
	case fault.Slow:
		c.Trouble.Pause = f.Duration()
	case fault.Error:
		c.Trouble.Code = f.Code
	case fault.Accept500:
		c.Trouble.Break = true
	}
	answer := route.Handle(c)
	switch f.Fault {
	case fault.AcceptTimeout:
		s.hold(c, f.Duration())
		reset(w)
	case fault.AcceptReset:
		reset(w)
	default:
		send(w, answer)
	}
}

// judge lets the faults count this call.
func (s *Sandbox) judge(c *twin.Call, p *provider, route twin.Route, readOnly bool) (f fault.Fault, struck bool, err error) {
	_, err = s.world.Start(func(tx *twin.Tx) {
		f, struck = s.faults.Judge(tx, fault.Request{
			Provider: p.name, Endpoint: route.Endpoint, Method: c.Method, Write: route.Write, ReadOnlyEndpoint: readOnly,
			Body: c.Body, Query: c.URL.RawQuery,
		})
	})
	return f, struck, err
}

// sendDurable answers once the fault's count is on disk.
func (s *Sandbox) sendDurable(w http.ResponseWriter, r twin.Response) {
	if err := s.world.Do(func(*twin.Tx) {}); err != nil {
		r = twin.Broken(err)
	}
	send(w, r)
}

// hold keeps the connection, silent, until the time is over or the client is
// gone.
func (s *Sandbox) hold(c *twin.Call, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-c.Context().Done():
	case <-s.open.Done():
	}
}

// reset ends the connection with a TCP RST, and no answer.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // no TCP beneath: the best that is left
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
