package callback

import "container/heap"

// queue is the callbacks that are not under way, the one due first on top.
type queue []*Callback

func (q queue) Len() int { return len(q) }

func (q queue) Less(i, j int) bool {
	if d := q[i].Due.Compare(q[j].Due); d != 0 {
		return d < 0
	}
	return q[i].seq < q[j].seq
}

func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push is for container/heap alone.
func (q *queue) Push(c any) { *q = append(*q, c.(*Callback)) }

// Pop is for container/heap alone.
func (q *queue) Pop() any {
	last := len(*q) - 1
	c := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	return c
}

func (q *queue) add(c *Callback) { heap.Push(q, c) }

func (q *queue) take() *Callback { return heap.Pop(q).(*Callback) }
