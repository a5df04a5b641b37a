package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"makegood/recovery"
)

const maxLocales = 100

func (f field) apology() recovery.Apology {
	a := recovery.Apology{ReceiptWithin: recovery.DefaultReceiptWithin}
	if !f.exists() {
		return a
	}
	m := f.mapping("channels", "receipt_within", "sent_counts", "default", "quiet", "at_most", "subject", "text", "more")
	a.Channels = m.need("channels", "say how the words travel, such as channels: [sms, email]").channels()
	m.may("receipt_within").duration(&a.ReceiptWithin, span{positive: true})
	m.may("sent_counts").truth(&a.SentCounts)
	a.Subject = m.may("subject").texts()
	a.Text = m.need("text", "write the words by locale, such as text: {en: …}").texts()
	a.More = m.may("more").texts()
	a.Quiet = m.may("quiet").quiet(a.Channels)
	a.AtMost = m.may("at_most").fatigue()
	f.checkLocales(m, a)
	if fallback := m.may("default"); fallback.exists() {
		fallback.text(&a.Default)
		if _, written := a.Text[a.Default]; !written && f.doc.sound(fallback.path, f.path+".text") {
			fallback.refuse(fmt.Sprintf("there is no text in %q", cut(a.Default)), "write one of "+strings.Join(slices.Sorted(maps.Keys(a.Text)), ", "))
		}
	}
	return a
}

// quiet reads when channels do not ring.
func (f field) quiet(channels []recovery.Channel) map[recovery.Channel]recovery.Quiet {
	if !f.exists() {
		return nil
	}
	quiet := map[recovery.Channel]recovery.Quiet{}
	for _, one := range f.entries() {
		written, ok := one.raw(quietRight)
		hours, err := recovery.ParseQuiet(written)
		switch channel := recovery.Channel(one.key); {
		case !slices.Contains(channels, channel):
			one.doc.refuseAt(one.at, one.path, fmt.Sprintf("%q is no channel of this play", cut(one.key)), "write one of its channels")
		case !ok:
		case err != nil:
			one.refuse(fmt.Sprintf("%q are no hours", cut(written)), quietRight)
		default:
			quiet[channel] = hours
		}
	}
	return quiet
}

const quietRight = "write from-to, such as \"21:00-08:00\""

// fatigue reads how many apologies one customer gets.
func (f field) fatigue() *recovery.Fatigue {
	if !f.exists() {
		return nil
	}
	m, fatigue := f.mapping("apologies", "within"), new(recovery.Fatigue)
	m.need("apologies", "write how many, such as apologies: 2").whole(&fatigue.Apologies, 1, "write a whole number from 1 on")
	m.need("within", "write within which time, such as within: 30d").duration(&fatigue.Within, span{positive: true, most: fiveYears})
	return fatigue
}

func (f field) channels() []recovery.Channel {
	items := f.list()
	if f.exists() && len(items) == 0 && f.doc.sound(f.path) {
		f.refuse("there is no channel", "write at least one of "+channelNames())
	}
	var channels []recovery.Channel
	for _, item := range items {
		name, ok := item.raw("write one of " + channelNames())
		channel := recovery.Channel(name)
		switch {
		case !ok:
		case !slices.Contains(recovery.Channels(), channel):
			item.refuse(fmt.Sprintf("there is no channel %q", cut(name)), "write one of "+channelNames())
		case slices.Contains(channels, channel):
			item.refuse(name+" stands here twice", "keep one of them")
		default:
			channels = append(channels, channel)
		}
	}
	return channels
}

func channelNames() string {
	var names []string
	for _, channel := range recovery.Channels() {
		names = append(names, string(channel))
	}
	return strings.Join(names, ", ")
}

// texts reads templates by locale.
func (f field) texts() map[string]string {
	all := f.entries()
	switch {
	case f.exists() && len(all) == 0 && f.doc.sound(f.path):
		f.refuse("there are no words", "write them by locale, such as {en: …}")
	case len(all) > maxLocales:
		f.refuse(fmt.Sprintf("there are %d locales", len(all)), fmt.Sprintf("write at most %d", maxLocales))
		return nil
	}
	if len(all) == 0 {
		return nil
	}
	texts := make(map[string]string, len(all))
	for _, one := range all {
		if !one.isLocale() {
			f.doc.refused[f.path] = true
		}
		if written, ok := one.raw("write the words, in quotes"); ok {
			one.checkTemplate(one.key, written)
			texts[one.key] = written
		}
	}
	return texts
}

// isLocale refuses a name that is no locale, or not the form of it that everyone
// else uses.
func (e entry) isLocale() bool {
	tag, err := language.Parse(e.key)
	switch proper := tag.String(); {
	case err != nil || tag.IsRoot():
		e.doc.refuseAt(e.at, e.path, fmt.Sprintf("%q is not a locale", cut(e.key)), "write BCP 47, such as en or pt-BR")
	case proper != e.key:
		e.doc.refuseAt(e.at, e.path, fmt.Sprintf("%q is not how this locale is written", cut(e.key)), "write "+proper)
	default:
		return true
	}
	return false
}

func (f field) checkTemplate(locale, text string) {
	err := recovery.CheckTemplate(locale, text)
	if err == nil {
		return
	}
	f.doc.refused[f.path] = true
	var all recovery.TemplateErrors
	if !errors.As(err, &all) {
		f.refuse(err.Error(), "")
		return
	}
	for _, one := range all {
		right := one.Right
		if len(one.Among) > 0 {
			right = suggestion(meantInWords(one.Near, one.Among), one.Among)
		}
		f.doc.refuseAt(f.placeInText(text, one), f.path, one.Wrong, right)
	}
}

// checkLocales sees that every locale has all the words that its channels need.
func (f field) checkLocales(m mapping, a recovery.Apology) {
	subject, text := m.may("subject"), m.may("text")
	f.checkMore(m.may("more"), text, a)
	mailed := slices.Contains(a.Channels, recovery.Email)
	if mailed && !subject.exists() {
		f.doc.refuse(f.path+".subject", "this is missing: an e-mail needs a subject", "write one for each locale of text")
	}
	if !subject.exists() || !text.exists() || !f.doc.sound(subject.path, text.path) {
		return
	}
	for _, locale := range slices.Sorted(maps.Keys(a.Subject)) {
		if path := text.path + "." + locale; !f.doc.written(path) {
			f.doc.refuse(path, "this is missing: subject has the locale "+locale, "write it, or take it out of subject")
		}
	}
	for _, locale := range slices.Sorted(maps.Keys(a.Text)) {
		if path := subject.path + "." + locale; mailed && !f.doc.written(path) {
			f.doc.refuse(path, "this is missing: text has the locale "+locale, "write it: an e-mail needs a subject")
		}
	}
}

// checkMore sees that what is said later is in a language of what was said before.
func (f field) checkMore(more, text field, a recovery.Apology) {
	if !more.exists() || !f.doc.sound(more.path, text.path) {
		return
	}
	for _, locale := range slices.Sorted(maps.Keys(a.More)) {
		if _, written := a.Text[locale]; !written {
			f.doc.refuse(more.path+"."+locale, "there is no text in this locale, so nothing is added to it", "write one of "+strings.Join(slices.Sorted(maps.Keys(a.Text)), ", "))
		}
	}
}
