package oracle

import (
	"strings"
	"time"

	"makegood/internal/exam/plays"
)

// Given is what one recovery's customer got, by the providers' record.
type Given struct {
	Money []Money
	Words []Words
}

// Money is one remedy.
type Money struct {
	Kind, ID string
	Step     string // as Makegood wrote it on what it made
	Amount   int64
	Percent  float64
	Currency string
	Status   string
	Dead     bool      // it came back
	GivenAt  time.Time // of a refund, by the provider's clock, to the second
}

// Words is one apology that a provider accepted.
type Words struct {
	Channel, ID, Status string
	Arrived             bool
	Dead                bool      // it is known not to have arrived
	More                bool      // it says that something was added to what an earlier one told of
	AcceptedAt          time.Time // by the provider's clock, to the second
	ArrivedAt           time.Time // likewise; no later than this, where it has arrived
}

func wordsOf(channel, id, text, status string, accepted, changed time.Time) Words {
	words := Words{Channel: channel, ID: id, Status: status, AcceptedAt: accepted, More: strings.Contains(text, plays.More)}
	switch status {
	case "delivered", "read", "open", "click":
		words.Arrived, words.ArrivedAt = true, changed
	case "undelivered", "failed", "canceled", "bounced", "blocked", "dropped", "not_delivered":
		// Not "deferred": the provider has taken it and still tries.
		words.Dead = true
	}
	return words
}

func (g *Given) liveMoney() (live []Money) {
	for _, money := range g.Money {
		if !money.Dead {
			live = append(live, money)
		}
	}
	return live
}

// sum is what all that did not come back amounts to.
func (g *Given) sum() (sum int64) {
	for _, money := range g.liveMoney() {
		sum += money.Amount
	}
	return sum
}

func (g *Given) liveWords() (live []Words) {
	for _, words := range g.Words {
		if !words.Dead {
			live = append(live, words)
		}
	}
	return live
}

// proves says whether an id is that of something which has surely arrived.
func (g *Given) proves(id string) bool {
	for _, words := range g.Words {
		if words.ID == id {
			return words.Arrived
		}
	}
	for _, money := range g.Money {
		if money.ID == id {
			return !money.Dead && money.Status != "pending"
		}
	}
	return false
}
