package callback

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// refused is a real failure to connect.
func refused(t *testing.T) error {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	res, err := newClient().Post("http://"+address, "", nil)
	if err == nil {
		res.Body.Close()
		t.Fatal("somebody answers at a closed port")
	}
	return err
}

func TestPatience(t *testing.T) {
	answered, refused := errors.New("answered 500"), refused(t)
	born := time.Date(2026, 11, 21, 18, 2, 0, 0, time.UTC)
	day := Provider{Lifetime: 24 * time.Hour}
	for name, c := range map[string]struct {
		who   Provider
		tries int
		after time.Duration // since it was due
		err   error
		wait  time.Duration // -1 is no other try
	}{
		"first":                         {day, 1, 0, answered, time.Second},
		"second":                        {day, 2, 0, answered, 2 * time.Second},
		"twelfth":                       {day, 12, 0, answered, 2048 * time.Second},
		"thirteenth":                    {day, 13, 0, answered, time.Hour},
		"five hundredth":                {day, 500, 0, answered, time.Hour},
		"at the end of its life":        {day, 13, 23 * time.Hour, answered, time.Hour},
		"after its life":                {day, 13, 23*time.Hour + 1, answered, -1},
		"best effort, answered":         {Provider{}, 1, 0, answered, -1},
		"best effort, no connection":    {Provider{}, 1, 0, refused, 0},
		"best effort, no connection, 2": {Provider{}, 2, 0, refused, -1},
	} {
		wait, again := c.who.patience(&Callback{Born: born, Tries: c.tries}, born.Add(c.after), c.err)
		if again != (c.wait >= 0) || (again && wait != c.wait) {
			t.Errorf("%s: got %s %t, want %s", name, wait, again, c.wait)
		}
	}
	if _, again := day.patience(&Callback{Born: born, Tries: 1, Forged: true}, born, answered); again {
		t.Error("a forged one is tried again")
	}
}

func TestTheClientStaysOnThisMachine(t *testing.T) {
	c := newClient()
	c.Timeout = time.Second
	if res, err := c.Get("http://192.0.2.1/"); err == nil || !strings.Contains(err.Error(), "not on this machine") {
		if res != nil {
			res.Body.Close()
		}
		t.Errorf("got %v, want a refusal before it connects", err)
	}
	if err := c.CheckRedirect(nil, nil); !errors.Is(err, http.ErrUseLastResponse) {
		t.Errorf("a redirect is followed: %v", err)
	}
}
