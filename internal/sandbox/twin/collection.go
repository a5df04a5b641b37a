package twin

import (
	"encoding/json"
	"iter"
	"slices"

	"makegood/internal/sandbox/journal"
)

// Collection keeps documents of one kind in the order in which they came.
// Nothing is ever removed from it. Its methods need the world's lock.
type Collection[T any] struct {
	kind  string
	items []*T
	at    map[string]int
}

// NewCollection names the kind under which the journal keeps the documents.
func NewCollection[T any](kind string) *Collection[T] {
	return &Collection[T]{kind: kind, at: map[string]int{}}
}

// Add appends a document whose id is new.
func (c *Collection[T]) Add(tx *Tx, id string, item *T) {
	c.insert(id, item)
	tx.Put(c.kind, id, item)
}

// Get finds a document, or nil.
func (c *Collection[T]) Get(id string) *T {
	i, ok := c.at[id]
	if !ok {
		return nil
	}
	return c.items[i]
}

// Len counts.
func (c *Collection[T]) Len() int { return len(c.items) }

// All is everything, oldest first.
func (c *Collection[T]) All() []*T { return c.items }

// Newest is everything, newest first.
func (c *Collection[T]) Newest() iter.Seq[*T] { return Newest(c.items) }

// Load takes a document of this kind back from the journal; ok is false where
// it is of another kind.
func (c *Collection[T]) Load(change journal.Change) (item *T, ok bool, err error) {
	if change.Kind != c.kind {
		return nil, false, nil
	}
	item = new(T)
	if err := json.Unmarshal(change.Body, item); err != nil {
		return nil, true, err
	}
	c.insert(change.ID, item)
	return item, true, nil
}

func (c *Collection[T]) insert(id string, item *T) {
	c.at[id] = len(c.items)
	c.items = append(c.items, item)
}

// Newest walks a slice from its end.
func Newest[T any](items []T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, item := range slices.Backward(items) {
			if !yield(item) {
				return
			}
		}
	}
}
