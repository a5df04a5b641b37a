package gateway

import (
	"crypto/sha256"
	"sync"
)

// acknowledged remembers the latest observations that Temporal has taken, each
// by a digest, so that a repeat needs no second signal while its recovery runs.
// What it has forgotten, or what another process took, the workflow drops.
type acknowledged struct {
	mu     sync.Mutex
	known  map[digest]struct{}
	latest []digest // a ring: next is the oldest
	next   int
	limit  int
}

type digest [16]byte

func newAcknowledged(limit int) *acknowledged {
	return &acknowledged{known: make(map[digest]struct{}), limit: limit}
}

func digestOf(recovery, observation string) digest {
	sum := sha256.Sum256([]byte(recovery + "\x00" + observation))
	return digest(sum[:16])
}

func (a *acknowledged) has(one digest) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	_, known := a.known[one]
	return known
}

func (a *acknowledged) add(one digest) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, known := a.known[one]; known {
		return
	}
	if len(a.latest) < a.limit {
		a.latest = append(a.latest, one)
	} else {
		delete(a.known, a.latest[a.next])
		a.latest[a.next] = one
		a.next = (a.next + 1) % a.limit
	}
	a.known[one] = struct{}{}
}
