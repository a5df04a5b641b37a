package journey

// Standing is how well a failure is looked after.
type Standing int

// The standings there are, from the best to the worst.
const (
	Watched   Standing = iota // it has a play, and a monitor that notices silence
	Unwatched                 // it has a play; where the trigger comes from nobody wrote down
	Fixed                     // it is fixed while the customer is still in it
	Noticed                   // it has a monitor of its own, and no play yet
	Neither                   // it has no play and no monitor
)

var standings = []Standing{Watched, Unwatched, Fixed, Noticed, Neither}

// String says the standing in the words of the legend.
func (s Standing) String() string {
	switch s {
	case Watched:
		return "play and monitor"
	case Unwatched:
		return "play, no monitor"
	case Fixed:
		return "fixed on the spot"
	case Noticed:
		return "monitor, no play"
	}
	return "neither play nor monitor"
}

// Map is a journey with the plays that stand by it.
type Map struct {
	journey Journey
	marks   [][]mark // by stage, then by failure
	outside []Play   // their triggers stand nowhere in the journey
}

// mark is one failure and its plays.
type mark struct {
	Failure
	plays    []Play
	standing Standing
}

// Draw puts each play to the failures that have its trigger. The plays keep their
// order.
func Draw(journey Journey, plays []Play) *Map {
	journey, plays = journey.printable(), printablePlays(plays)
	m := &Map{journey: journey}
	byTrigger, named := map[string][]Play{}, map[string]bool{}
	for _, play := range plays {
		byTrigger[play.Trigger] = append(byTrigger[play.Trigger], play)
	}
	for _, stage := range journey.Stages {
		var marks []mark
		for _, failure := range stage.Failures {
			one := mark{Failure: failure}
			if failure.Trigger != "" {
				one.plays, named[failure.Trigger] = byTrigger[failure.Trigger], true
			}
			one.standing = standingOf(failure, one.plays)
			marks = append(marks, one)
		}
		m.marks = append(m.marks, marks)
	}
	for _, play := range plays {
		if !named[play.Trigger] {
			m.outside = append(m.outside, play)
		}
	}
	return m
}

// standingOf holds a failure for watched where any of its plays names the monitor:
// one source reports the trigger, whichever play says so. A monitor of its own makes
// up for no play's: that would be watched by workers, and this is not.
func standingOf(failure Failure, plays []Play) Standing {
	switch {
	case len(plays) == 0 && failure.Fixed:
		return Fixed
	case len(plays) == 0 && failure.Monitor != "":
		return Noticed
	case len(plays) == 0:
		return Neither
	}
	for _, play := range plays {
		if play.Monitor != "" {
			return Watched
		}
	}
	return Unwatched
}

// noMonitor is what is said of a play that names no monitor.
const noMonitor = "none"

// lacking is what is said of a failure's plays where none names a monitor.
func (m mark) lacking() string {
	if m.Monitor != "" {
		return "none in the play; there it would be watched"
	}
	return noMonitor
}

// Alone says whether there are only plays, and no journey that they could stand in.
func (m *Map) Alone() bool { return len(m.journey.Stages) == 0 }

// beside is how the plays whose triggers stand nowhere in the journey are headed.
func (m *Map) beside() (heading, said string) {
	if m.Alone() {
		return "Plays that stand beside no journey", "With a journey it would show what else can go wrong, and what of it has no play."
	}
	return "Plays beside the journey", "Their triggers stand nowhere in it: name the failure in journey.yaml, or remove the play."
}

// Neither is the failures that have neither a play nor a monitor and are not
// fixed on the spot, each with its stage: "Landing: the bags are lost".
func (m *Map) Neither() []string {
	var names []string
	for i, marks := range m.marks {
		for _, one := range marks {
			if one.standing == Neither {
				names = append(names, m.journey.Stages[i].Name+": "+one.Name)
			}
		}
	}
	return names
}

// count is how many failures stand so.
func (m *Map) count(standing Standing) int {
	n := 0
	for _, marks := range m.marks {
		for _, one := range marks {
			if one.standing == standing {
				n++
			}
		}
	}
	return n
}
