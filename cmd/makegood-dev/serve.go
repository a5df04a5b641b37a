package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"
)

// serve answers on a port of this machine until close; it returns the address.
func (h *house) serve(ctx context.Context, what string, port int, handler http.Handler) (string, error) {
	listener, err := listen(ctx, what, port, "--"+what+"-port")
	if err != nil {
		return "", err
	}
	h.serveOn(listener, what, handler)
	return address(listener), nil
}

func address(listener net.Listener) string { return "http://" + listener.Addr().String() }

// serveOn answers what comes to a listener until close.
func (h *house) serveOn(listener net.Listener, what string, handler http.Handler) {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			h.failed <- fmt.Errorf("the %s stopped: %w", what, err)
		}
	}()
	h.onClose(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			server.Close()
		}
	})
}

func listen(ctx context.Context, what string, port int, flag string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, fmt.Errorf("the %s cannot have port %d: %w; choose another with %s", what, port, errors.Unwrap(err), flag)
	}
	return listener, nil
}
