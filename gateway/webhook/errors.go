package webhook

import (
	"errors"
	"fmt"
)

// Why a call was not heard. Each error of this package is one of them to errors.Is;
// none repeats anything that the call held.
var (
	// ErrNotSetUp is for a provider whose secret is not set: nobody can be believed.
	ErrNotSetUp = errors.New("no secret is set for this provider's webhooks")
	// ErrForged is for a call that no secret of ours has signed as it stands.
	ErrForged = errors.New("the call is not signed by its provider as it stands")
	// ErrStale is for a call that was signed, but too long ago or too far ahead.
	ErrStale = errors.New("the call was signed at another time")
	// ErrUnreadable is for a call that was signed and is not what its provider sends.
	ErrUnreadable = errors.New("the call is signed and cannot be read")
)

func unreadable(what string) error { return fmt.Errorf("%w: %s", ErrUnreadable, what) }
