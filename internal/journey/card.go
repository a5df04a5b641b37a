package journey

import "fmt"

// Inside a card: its sign and words keep away from its edges.
const (
	padLeft  = 18.0
	padRight = 16.0
	padTop   = 24.0 // to the first baseline
	signRoom = 24.0
)

// card is a box of words. Its height is known before it is drawn.
type card struct {
	class  string
	sign   Standing
	signed bool
	lines  []cardLine
	rules  []float64 // lines across, from the card's top
	across float64
	height float64
}

// cardLine is one line of words, from the card's corner.
type cardLine struct {
	x, y float64
	in   style
	text string
}

func newCard(of mark, across float64) *card {
	c := &card{class: of.standing.class(), sign: of.standing, signed: true, across: across, height: padTop}
	c.write(nameStyle, of.Name, signRoom)
	if of.Trigger != "" {
		c.write(triggerStyle, of.Trigger, 0)
	} else {
		c.write(smallStyle, "no trigger: nothing reports it yet", 0)
	}
	if of.Cause != "" {
		c.write(smallStyle, "Cause: "+of.Cause, 0)
	}
	if of.Monitor != "" {
		c.write(smallStyle, "Monitor: "+of.Monitor, 0)
	}
	switch {
	case of.Fixed && of.Fix != "":
		c.rule()
		c.write(smallStyle, "Fixed on the spot: "+of.Fix, 0)
	case of.Fixed:
		c.rule()
		c.write(smallStyle, "Fixed on the spot", 0)
	case of.standing == Noticed:
		c.rule()
		c.write(noticedStyle, "No play", 0)
	case len(of.plays) == 0:
		c.rule()
		c.write(bareStyle, "No play, no monitor", 0)
	}
	for _, play := range of.plays {
		c.rule()
		c.play(play, of.standing == Watched, of.lacking())
	}
	c.close()
	return c
}

func newOutsideCard(play Play, across float64) *card {
	c := &card{class: "o", across: across, height: padTop}
	c.write(triggerStyle, play.Trigger, 0)
	c.play(play, false, noMonitor)
	c.close()
	return c
}

const tiersShown = 4

// play writes a play down. Where another play of the same trigger names the
// monitor, this one need not.
func (c *card) play(play Play, watched bool, lacking string) {
	c.write(playStyle, fmt.Sprintf("%s, version %d", play.Name, play.Version), 0)
	if play.When != "" {
		c.write(smallStyle, "Where "+play.When, 0)
	}
	for i, tier := range play.Tiers {
		if i == tiersShown-1 && len(play.Tiers) > tiersShown {
			c.write(smallStyle, fmt.Sprintf("and %d more tiers", len(play.Tiers)-i), 0)
			break
		}
		c.write(smallStyle, tier, 0)
	}
	if play.Clock != "" {
		c.write(smallStyle, play.Clock, 0)
	}
	switch {
	case play.Monitor != "":
		c.height += 3
		c.write(smallStyle, "Monitor: "+play.Monitor, 0)
	case !watched:
		c.height += 3
		c.write(lackStyle, "Monitor: "+lacking, 0)
	}
}

// write adds a text at the left, moved in by so much.
func (c *card) write(in style, text string, inset float64) {
	for _, line := range in.wrap(text, c.across-padLeft-padRight-inset) {
		c.lines = append(c.lines, cardLine{padLeft + inset, c.height, in, line})
		c.height += in.lead
	}
}

// rule draws a line between what is above and what comes next.
func (c *card) rule() {
	c.rules = append(c.rules, c.height-7)
	c.height += 10
}

// close leaves as much room under the last line as there is over the first.
func (c *card) close() { c.height -= 2 }

func (s *sheet) card(c *card, x, y float64) {
	s.printf(`<g class="k"><rect x="%s" y="%s" width="%s" height="%s" rx="9" class="%s"/>`+"\n", px(x), px(y), px(c.across), px(c.height), c.class)
	s.printf(`<path d="M%s %sv%s" class="%s w"/>`+"\n", px(x+6), px(y+11), px(c.height-22), c.class)
	if c.signed {
		s.sign(x+padLeft+7.5, y+padTop-5, c.sign)
	}
	for _, at := range c.rules {
		s.printf(`<path d="M%s %sh%s" class="r"/>`+"\n", px(x+padLeft), px(y+at), px(c.across-padLeft-padRight))
	}
	for _, line := range c.lines {
		s.words(x+line.x, y+line.y, line.in, []string{line.text})
	}
	s.printf("</g>\n")
}
