package gateway_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"makegood/gateway"
)

// endless gives out so many bytes and counts them; none is held.
type endless struct {
	left int64
	read atomic.Int64
}

func (e *endless) Read(into []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(into)), e.left)
	for i := range n {
		into[i] = ' '
	}
	e.left -= n
	e.read.Add(n)
	return int(n), nil
}

// A body of 100 MB is refused, whether or not it says its length; no more is
// read than the limit, and nothing at all where the length is known.
func TestTooLarge(t *testing.T) {
	const huge = 100 << 20
	for _, test := range []struct {
		media   string
		known   bool
		maxRead int64
	}{
		{"application/json", true, 0},
		{"application/json", false, 1<<20 + 1},
		{"application/cloudevents+json", false, 1<<20 + 1},
		{"application/x-ndjson", true, 0},
		{"application/x-ndjson", false, 32<<20 + 1},
		{"application/cloudevents-batch+json", false, 32<<20 + 1},
	} {
		t.Run(fmt.Sprintf("%s, length known: %v", test.media, test.known), func(t *testing.T) {
			d, body := newDoor(), &endless{left: huge}
			request := httptest.NewRequest(http.MethodPost, "/v1/observations", io.NopCloser(body))
			request.ContentLength = -1
			if test.known {
				request.ContentLength = huge
			}
			request.Header.Set("Content-Type", test.media)
			answer := httptest.NewRecorder()
			d.ServeHTTP(answer, request)
			if answer.Code != http.StatusRequestEntityTooLarge || answer.Header().Get("Connection") != "close" {
				t.Errorf("%d %v: %s", answer.Code, answer.Header(), answer.Body)
			}
			refusalIn(t, answer)
			if read := body.read.Load(); read > test.maxRead {
				t.Errorf("%d bytes were read", read)
			}
		})
	}
}

// What is small as it comes and large unpacked is refused at the limit.
func TestTooLargeUnpacked(t *testing.T) {
	var bomb bytes.Buffer
	zip := gzip.NewWriter(&bomb)
	_, _ = io.Copy(zip, &endless{left: 100 << 20})
	_ = zip.Close()
	bomb.Truncate(bomb.Len() - 8) // who unpacks all of it finds that its end is missing
	answer := newDoor().post(bomb.String(), asNDJSON, "Content-Encoding: gzip")
	if bomb.Len() > 1<<20 || answer.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d bytes: %d", bomb.Len(), answer.Code)
	}
}

func TestTooManyLines(t *testing.T) {
	for _, test := range []struct{ body, header string }{
		{strings.Repeat("{}\n", 100_001), asNDJSON},
		{"[" + strings.Repeat("{},", 100_000) + "{}]", asEvents},
		{good + "\n" + strings.Repeat(" ", 1<<20) + "\n" + but("Ada", strings.Repeat("a", 1<<20)), asNDJSON},
	} {
		d := newDoor()
		answer := d.post(test.body, test.header)
		if answer.Code != http.StatusRequestEntityTooLarge || len(d.temporal.taken()) != 0 {
			t.Errorf("%d: %.200s", answer.Code, answer.Body)
		}
	}
}

func TestAsMuchAsIsTaken(t *testing.T) {
	d := newDoor()
	padded := good + strings.Repeat(" ", 1<<20-len(good))
	takenIn(t, d.post(padded, asJSON))
	if answer := d.post(padded+" ", asJSON); answer.Code != http.StatusRequestEntityTooLarge {
		t.Error(answer.Code)
	}
}

// What would grow beyond what Temporal carries is refused here, where the sender
// learns of it.
func TestTooHeavyToCarry(t *testing.T) {
	d := newDoor()
	answer := d.post(but("WAW", strings.Repeat("<", 11_000)), asJSON)
	if answer.Code != http.StatusUnprocessableEntity || refusalIn(t, answer).Errors[0].Field != "attributes" {
		t.Errorf("%d: %s", answer.Code, answer.Body)
	}
	takenIn(t, d.post(but("WAW", strings.Repeat("a", 60_000)), asJSON))
}

// An upload that asks first, or that has only begun, is answered at once.
func TestTooLargeOverTheWire(t *testing.T) {
	server := httptest.NewServer(newDoor())
	defer server.Close()
	for name, head := range map[string]string{
		"asking first": "Content-Length: 104857600\r\nExpect: 100-continue\r\n\r\n",
		"only begun":   "Content-Length: 104857600\r\n\r\n{",
	} {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
		fmt.Fprintf(conn, "POST /v1/observations HTTP/1.1\r\nHost: example.com\r\nContent-Type: application/json\r\n%s", head)
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || answer.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %v, %v", name, answer, err)
		}
		_ = conn.Close()
	}
}

// late is a connection whose body does not come in time.
type late struct {
	*httptest.ResponseRecorder
	deadlines []time.Time
}

func (l *late) SetReadDeadline(at time.Time) error {
	l.deadlines = append(l.deadlines, at)
	return nil
}
func (l *late) Read([]byte) (int, error) { return 0, os.ErrDeadlineExceeded }

func TestSlowBody(t *testing.T) {
	d, connection := newDoor(), &late{ResponseRecorder: httptest.NewRecorder()}
	request := httptest.NewRequest(http.MethodPost, "/v1/observations", connection)
	request.Header.Set("Content-Type", "application/json")
	d.ServeHTTP(connection, request)
	if connection.Code != http.StatusRequestTimeout {
		t.Errorf("%d: %s", connection.Code, connection.Body)
	}
	if len(connection.deadlines) != 1 || time.Until(connection.deadlines[0]) > time.Minute {
		t.Errorf("deadlines: %v", connection.deadlines)
	}
}

// After a body has come in, its deadline is taken away: it would cancel what is
// still at work.
func TestDeadlineIsTakenAway(t *testing.T) {
	d, connection := newDoor(), &late{ResponseRecorder: httptest.NewRecorder()}
	d.ServeHTTP(connection, request(good))
	if n := len(connection.deadlines); connection.Code != 202 || n != 2 || !connection.deadlines[n-1].IsZero() {
		t.Errorf("%d, deadlines: %v", connection.Code, connection.deadlines)
	}
}

func TestServe(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	began, release := make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(began)
		<-release
		_, _ = io.WriteString(w, "done")
	})
	address, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() {
		ended <- gateway.Serve(ctx, "127.0.0.1:0", handler, time.Minute, func(at net.Addr) { address <- at })
	}()
	at := (<-address).String()
	answered := make(chan string, 1)
	go func() {
		answer, err := http.Get("http://" + at)
		if err != nil {
			answered <- err.Error()
			return
		}
		defer answer.Body.Close()
		text, _ := io.ReadAll(answer.Body)
		answered <- string(text)
	}()
	<-began
	stop() // while a request is running
	close(release)
	if text := <-answered; text != "done" {
		t.Error(text)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := gateway.Serve(context.Background(), "256.0.0.1:0", handler, 0, nil); err == nil {
		t.Error("listens where nobody can")
	}
}

func TestServeCutsOffAfterItsGrace(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	began, left := make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(began)
		<-r.Context().Done()
		close(left)
	})
	address, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() {
		ended <- gateway.Serve(ctx, "127.0.0.1:0", handler, time.Millisecond, func(at net.Addr) { address <- at })
	}()
	conn, err := net.Dial("tcp", (<-address).String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n")
	<-began
	stop()
	if err := <-ended; err == nil {
		t.Error("nil, and a request was cut off")
	}
	<-left
}
