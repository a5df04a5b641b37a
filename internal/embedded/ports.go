package embedded

import (
	"fmt"
	"net"
	"strconv"
)

// loopback is the only address anything here listens on.
const loopback = "127.0.0.1"

// PortTakenError says that something else listens where the server should.
type PortTakenError struct {
	// For is what would have listened there: "Temporal frontend", "Temporal UI".
	For  string
	Port int
	Err  error
}

func (e *PortTakenError) Error() string {
	return fmt.Sprintf("embedded: port %d of %s, wanted for the %s, cannot be opened: %v; stop the program that holds it or choose another port",
		e.Port, loopback, e.For, e.Err)
}

func (e *PortTakenError) Unwrap() error { return e.Err }

// addresses are where the parts of one server listen.
type addresses struct {
	frontend, history, matching, worker int
	// ui is open already, or nil: the UI can be given its listener, the
	// services open theirs themselves.
	ui net.Listener
}

// choosePorts finds a port for everything before anything starts, so that a
// conflict is an error with a name. All are held open until all are chosen:
// none is chosen twice.
func choosePorts(o Options) (at addresses, err error) {
	var held []net.Listener
	defer func() {
		for _, l := range held {
			l.Close()
		}
		if err != nil && at.ui != nil {
			at.ui.Close()
		}
	}()
	if o.UIPort >= 0 {
		if at.ui, err = listen(o.UIPort, "Temporal UI"); err != nil {
			return at, err
		}
	}
	for _, service := range []struct {
		name string
		port int
		at   *int
	}{
		{"Temporal frontend", o.FrontendPort, &at.frontend},
		{"Temporal history service", 0, &at.history},
		{"Temporal matching service", 0, &at.matching},
		{"Temporal worker service", 0, &at.worker},
	} {
		l, err := listen(service.port, service.name)
		if err != nil {
			return at, err
		}
		held = append(held, l)
		*service.at = l.Addr().(*net.TCPAddr).Port
	}
	return at, nil
}

func listen(port int, what string) (net.Listener, error) {
	l, err := net.Listen("tcp", hostPort(port)) //nolint:noctx // taking a port does not wait
	if err != nil {
		return nil, &PortTakenError{For: what, Port: port, Err: err}
	}
	return l, nil
}

func hostPort(port int) string { return net.JoinHostPort(loopback, strconv.Itoa(port)) }
