package config

import (
	"time"

	"makegood/recovery"
)

// What a play means where it is silent, and what bounds it.
const (
	defaultSuppress = recovery.Duration(90 * day)
	fiveYears       = recovery.Duration(5 * 365 * day)
	day             = 24 * 60 * 60 * 1e9
	maxTiers        = 50
)

// ParsePlay reads one play. The file is only named in errors. It returns Errors
// with everything that is wrong; a play that it returns can be carried out: its
// tiers ascend and can be met, and its words render in each of its locales.
func ParsePlay(file string, data []byte) (*recovery.Play, error) {
	read, errs := parsePlay(file, data)
	if err := errs.sorted(); err != nil {
		return nil, err
	}
	return read.play, nil
}

// readPlay is a play and where its fields stand.
type readPlay struct {
	play *recovery.Play
	doc  *document
}

func parsePlay(file string, data []byte) (readPlay, Errors) {
	doc := newDocument(file)
	body := doc.parse(data)
	if body == nil {
		return readPlay{}, doc.errors
	}
	doc.places[""] = nodePlace(body)
	play := field{doc: doc, node: doc.resolve(body)}.play()
	if doc.soundIn("measure", "tiers", "apology") {
		doc.checkLengths(play)
	}
	return readPlay{play, doc}, doc.errors
}

func (f field) play() *recovery.Play {
	p := &recovery.Play{
		CloseAfter: recovery.DefaultCloseAfter,
		Grace:      recovery.DefaultGrace,
		Surveys:    recovery.Surveys{Suppress: defaultSuppress},

		PersonWithin: recovery.DefaultPersonWithin,
	}
	m := f.mapping("play", "version", "about", "source", "as_of", "trigger", "when", "measure", "within", "hold", "settle", "top_up", "once_per", "exempt", "clock",
		"close_after", "grace", "person_within", "tiers", "apology", "surveys", "budget", "monitor", "fix_when")
	m.need("play", "name the play, such as late-flight").name(&p.Name, "late-flight")
	m.need("version", "write 1, and one more with every change").whole(&p.Version, 1, "write a whole number from 1 on")
	m.may("about").text(&p.About)
	m.may("source").text(&p.Source)
	m.may("as_of").date(&p.AsOf)
	m.need("trigger", "name the kind of failure, such as flight.delayed").name(&p.Trigger, "flight.delayed")
	m.may("when").when(&p.When)
	m.need("measure", "name what decides: a measure such as delay_minutes, or open, or occurrences").name(&p.Measure, "delay_minutes")
	m.may("within").duration(&p.Within, span{positive: true})
	m.may("hold").duration(&p.Hold, span{})
	m.may("settle").oneOf((*string)(&p.Settle), string(recovery.SettleReached), string(recovery.SettleResolved))
	m.may("top_up").truth(&p.TopUp)
	m.may("once_per").oneOf((*string)(&p.OncePer), string(recovery.OncePerExperience), string(recovery.OncePerIncident))
	p.Exempt = m.may("exempt").exempt()
	p.Clock = m.may("clock").clock()
	m.may("close_after").duration(&p.CloseAfter, span{positive: true})
	m.may("grace").duration(&p.Grace, span{})
	m.may("person_within").duration(&p.PersonWithin, span{positive: true})
	p.Tiers = m.need("tiers", "say from when what is owed: - {at_least: 120, remedy: {refund: {percent: 25}}}").tiers(p.Measure)
	p.Apology = m.need("apology", "write channels and text").apology()
	if surveys := m.may("surveys"); surveys.exists() {
		surveys.mapping("suppress").may("suppress").duration(&p.Surveys.Suppress, span{positive: true, most: fiveYears})
	}
	p.Budget = m.may("budget").budget()
	p.Monitor = m.may("monitor").monitor()
	p.FixWhen = m.may("fix_when").fixWhen()
	m.checkTimes(p)
	m.checkSettling(p)
	m.checkCustomWords(p)
	m.checkAmounts(p)
	return p
}

// checkTimes refuses thresholds that can never be met.
func (m mapping) checkTimes(p *recovery.Play) {
	doc := m.of.doc
	counted := p.Measure == recovery.MeasureOccurrences
	switch _, given := m.fields["within"]; {
	case counted && !given:
		doc.refused["within"] = true
		doc.refuseAt(doc.placeOf("measure"), "within", "this is missing: the measure occurrences counts within a time", "write within: 24h")
	case given && !counted && doc.sound("measure"):
		doc.refuse("within", "only the measure occurrences counts within a time", "remove it, or write measure: occurrences")
	}
	if !doc.sound("hold", "close_after") {
		return
	}
	if counted && doc.sound("within") && p.Within > p.CloseAfter {
		doc.refuse("within", "nothing is counted for "+p.Within.String()+": the play closes after "+p.CloseAfter.String(), "write close_after: "+p.Within.String()+" or more, or a shorter within")
	}
	if p.Hold > p.CloseAfter {
		doc.refuse(m.firstOf("hold", "close_after"), "nothing can hold for "+p.Hold.String()+": the play closes after "+p.CloseAfter.String(), "shorten hold, or write a later close_after")
		return
	}
	if p.Measure != recovery.MeasureOpen || !doc.sound("tiers") {
		return
	}
	timed := *p
	if !doc.sound("clock") {
		timed.Clock = recovery.Clock{}
	}
	for i := range timed.Tiers {
		path := tierPath(i, "at_least")
		if doc.sound(path) && !timed.CanBeMet(i) {
			met := timed.OpensLongest(i)
			held := ""
			if p.Hold > 0 {
				held = " and held for " + p.Hold.String()
			}
			doc.refuse(path, "this can never be met"+held+": the play closes after "+p.CloseAfter.String(), "write close_after: "+roundedUp(met+p.Hold).String()+" or more, or a lower at_least")
		}
	}
}

// firstOf is the first of these fields that is written, so that an error points
// at something that is there.
func (m mapping) firstOf(names ...string) string {
	for _, name := range names {
		if _, there := m.fields[name]; there {
			return name
		}
	}
	return names[0]
}

// roundedUp is a length of time without odd seconds, so that it can be written into a
// play.
func roundedUp(length recovery.Duration) recovery.Duration {
	const unit = recovery.Duration(time.Minute)
	return (length + unit - 1) / unit * unit
}
