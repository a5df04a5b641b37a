package stripe

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"makegood/internal/sandbox/journal"
	"makegood/internal/sandbox/twin"
)

const (
	keyHeader = "Idempotency-Key"
	keyKind   = "stripe/idempotency_key"
	// keyLife is when a key may be pruned; here it always is.
	keyLife = 24 * time.Hour
)

// saved is the first answer that a key got: status and body, whatever they
// were, 500 included.
type saved struct {
	Path    string    `json:"path"`
	Params  string    `json:"params"` // a digest
	Request string    `json:"request"`
	Status  int       `json:"status"`
	Body    []byte    `json:"body"`
	Created time.Time `json:"created"`
}

// keys is the idempotency layer's memory. A key belongs to the account, which
// here is the API key; neither is kept in clear.
type keys struct {
	saved     map[string]*saved
	order     []string // oldest first, to prune
	executing map[string]bool
}

func newKeys() keys {
	return keys{saved: map[string]*saved{}, executing: map[string]bool{}}
}

func (k *keys) load(c journal.Change) (bool, error) {
	if c.Kind != keyKind {
		return false, nil
	}
	s := new(saved)
	if err := json.Unmarshal(c.Body, s); err != nil {
		return true, err
	}
	k.saved[c.ID] = s
	k.order = append(k.order, c.ID)
	return true, nil
}

func (k *keys) save(tx *twin.Tx, id string, s *saved) {
	k.saved[id] = s
	k.order = append(k.order, id)
	tx.Put(keyKind, id, s)
}

func (k *keys) prune(tx *twin.Tx) {
	for len(k.order) > 0 && tx.Now.Sub(k.saved[k.order[0]].Created) >= keyLife {
		delete(k.saved, k.order[0])
		tx.Remove(keyKind, k.order[0])
		k.order = k.order[1:]
	}
}

// once is the idempotency layer. The state's change and the saved answer are
// one commit: after a crash there are both or neither.
func (t *Twin) once(c *twin.Call, p *params, request string, execute func(*twin.Tx) twin.Response) (r twin.Response) {
	key := c.Header.Get(keyHeader)
	if len(key) > 255 {
		return (&Error{Status: http.StatusBadRequest, Type: idempotencyError, Message: "Idempotency keys may be at most 255 characters long."}).response()
	}
	if key == "" {
		return t.read(c, execute)
	}
	id := digest(apiKey(c), key)
	mine := saved{Path: c.URL.Path, Params: p.digest(), Request: request}
	claim := func(tx *twin.Tx) (claimed bool) {
		r, claimed = t.keys.claim(tx, id, key, mine)
		return claimed
	}
	finish := func(tx *twin.Tx) {
		r = execute(tx)
		mine.Status, mine.Body, mine.Created = r.Status, r.Body, tx.Now
		t.keys.save(tx, id, &mine)
		delete(t.keys.executing, id)
	}
	if err := t.claimAndFinish(c, id, claim, finish, &r); err != nil {
		return twin.Broken(err)
	}
	return r
}

// claimAndFinish needs the lock twice where execution takes time, so that
// others can meet the key in use; else once.
func (t *Twin) claimAndFinish(c *twin.Call, id string, claim func(*twin.Tx) bool, finish func(*twin.Tx), r *twin.Response) error {
	if c.Trouble.Pause == 0 {
		return t.world.Do(func(tx *twin.Tx) {
			if claim(tx) {
				finish(tx)
			}
		})
	}
	claimed := false
	if err := t.world.Do(func(tx *twin.Tx) { claimed = claim(tx) }); err != nil || !claimed {
		return err
	}
	if !c.Sleep(c.Trouble.Pause) {
		*r = Unavailable()
		return t.world.Do(func(*twin.Tx) { delete(t.keys.executing, id) })
	}
	return t.world.Do(finish)
}

// claim either takes the key for this request, or says what it gets instead.
func (k *keys) claim(tx *twin.Tx, id, key string, mine saved) (twin.Response, bool) {
	k.prune(tx)
	first := k.saved[id]
	switch {
	case k.executing[id]:
		e := errorOf("idempotency_key_in_use")
		e.Message = fmt.Sprintf("There is currently another in-progress request using this idempotency key (that probably means you submitted twice, and the other request is still going through): %s. Please try again later.", key)
		return e.response(), false
	case first == nil:
		k.executing[id] = true
		return twin.Response{}, true
	case first.Path != mine.Path:
		return mismatch("Keys for idempotent requests can only be used for the same endpoint they were first used for ('%s' vs '%s'). Try using a key other than '%s' if you meant to execute a different request.", mine.Path, first.Path, key), false
	case first.Params != mine.Params:
		return mismatch("Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '%s' if you meant to execute a different request.", key), false
	}
	return twin.Response{
		Status: first.Status,
		Header: http.Header{"Content-Type": {"application/json"}, "Idempotent-Replayed": {"true"}, "Original-Request": {first.Request}},
		Body:   first.Body,
	}, false
}

func mismatch(format string, args ...any) twin.Response {
	return (&Error{Status: http.StatusBadRequest, Type: idempotencyError, Message: fmt.Sprintf(format, args...)}).response()
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}
