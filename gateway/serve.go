package gateway

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// Serve answers HTTP at an address until the context ends. It calls announce,
// where that is not nil, with the address it listens at, before the first
// request is taken.
//
// When the context ends it takes no more requests, lets those that are running
// finish for as long as the grace, and returns nil; those still running then are
// cut off, and it returns an error. It returns an error at once where it cannot
// listen.
func Serve(ctx context.Context, address string, handler http.Handler, grace time.Duration, announce func(net.Addr)) error {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       readOne, // for what reads no body; readBody sets its own
		WriteTimeout:      readOne + readMany + writeIn,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	if announce != nil {
		announce(listener.Addr())
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := server.Shutdown(within); err != nil {
		return errors.Join(err, server.Close())
	}
	return nil
}
