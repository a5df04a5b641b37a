package config

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"makegood/recovery"
)

// each is the values of a list, or the one value that stands in its place.
func (f field) each() []field {
	switch f.node.(type) {
	case nil:
		return nil
	case *ast.SequenceNode:
		return f.list()
	}
	return []field{f}
}

// updates are what people may ask for, and what they may say with it.
var updates = map[string][]string{
	"confirm": {"who", "why", "tier"},
	"dismiss": {"who", "why"},
	"retry":   {"who", "why", "phone", "email", "payment"},
	"resolve": {"who", "why", "proof"},
}

// ordered reads what a person asks for. Who and why have defaults: they are not what
// a scenario is about.
func (f field) ordered(start time.Time) Ordered {
	o := Ordered{Path: f.path, Line: nodePlace(f.node).line, Says: map[string]any{"who": "sam", "why": "as the scenario says"}}
	m := f.mapping("at", "confirm", "dismiss", "retry", "resolve", "rejected", "trigger", "experience", "customer")
	m.need("at", "say when, such as at: 1h").moment(start, false, &o.At)
	m.which(&o.Which)
	m.may("rejected").text(&o.Rejected)
	asked := slices.DeleteFunc(m.named(), func(name string) bool { return updates[name] == nil })
	switch {
	case len(asked) == 1:
	case len(asked) > 1:
		f.refuse("a person asks for one thing at a time, and these are "+strings.Join(asked, " and "), "write a line for each")
		return o
	default:
		if f.doc.sound(f.path) && len(m.meant) == 0 {
			f.refuse("this does not say what is asked for", "write confirm, dismiss, retry or resolve, as in retry: {phone: \"+12025550144\"}")
		}
		return o
	}
	o.Update = asked[0]
	if o.Update == "resolve" {
		o.Says["proof"] = "ticket-1"
	}
	argument := m.may(o.Update)
	if argument.isNull() {
		return o
	}
	parts := argument.mapping(updates[o.Update]...)
	for _, name := range parts.named() {
		one := parts.may(name)
		if name != "payment" {
			var written string
			one.text(&written)
			o.Says[name] = written
			continue
		}
		var d draft
		one.payment(&d)
		if paid := d.observation().Payment; paid != nil {
			o.Says[name] = paid
		}
	}
	return o
}

func (m mapping) which(into *Which) {
	m.may("trigger").text(&into.Trigger)
	m.may("experience").text(&into.Experience)
	m.may("customer").text(&into.Customer)
}

// stepKinds are the kinds of steps that providers are asked for.
var stepKinds = []string{"sms", "email", "refund", "credit", "coupon", "survey_mail"}

// StepKinds lists what providers are asked for, save by activities of an author's own.
func StepKinds() []string { return slices.Clone(stepKinds) }

const writeConduct = "write delivered, silent or down, or such as {refused: \"21610\"}, {delivered: 5m}, {failed: \"30003\", after: 2m}"

// conducts reads how providers take what they are asked for.
func (f field) conducts() map[string][]Conduct {
	all := map[string][]Conduct{}
	for _, one := range f.entries() {
		if meant := nearest(one.key, stepKinds); !slices.Contains(stepKinds, one.key) && (meant != "" || !activityForm.MatchString(one.key)) {
			f.doc.refuseAt(one.at, one.path, "providers are not asked for this", suggestion(meant, stepKinds))
			continue
		}
		for _, item := range one.each() {
			all[one.key] = append(all[one.key], item.conduct(one.key))
		}
		if one.exists() && len(all[one.key]) == 0 {
			one.refuse("this says nothing", writeConduct)
		}
	}
	return all
}

func (f field) conduct(kind string) Conduct {
	c := Conduct{Path: f.path}
	if _, scalar := f.node.(ast.ScalarNode); scalar {
		written, ok := f.raw(writeConduct)
		if c.Kind = written; ok && !slices.Contains([]string{Delivers, Silent, Down}, written) {
			f.refuse(fmt.Sprintf("%q is not how a provider takes an order", cut(written)), writeConduct)
		}
		return c
	}
	kinds := []string{Delivers, Refuses, Fails, Returns, Down, Partial}
	m := f.mapping(append(slices.Clone(kinds), "after")...)
	given := slices.DeleteFunc(m.named(), func(name string) bool { return name == "after" })
	if len(given) != 1 {
		if f.doc.sound(f.path) && len(m.meant) == 0 {
			f.refuse("this is not one way to take an order", writeConduct)
		}
		return c
	}
	c.Kind = given[0]
	var length recovery.Duration
	bound := span{most: recovery.Duration(longestScenario)}
	m.may("after").duration(&length, bound)
	switch value := m.may(c.Kind); c.Kind {
	case Delivers, Down:
		value.duration(&length, bound)
	case Partial:
		value.money(&c.Money)
		if kind != "refund" {
			value.refuse("only of a payment a part can be left", "write this of refund")
		}
	default:
		value.text(&c.Code)
	}
	if c.Kind == Returns && length == 0 {
		f.doc.refuse(f.path+".after", "this is missing: what arrived comes back later", "write after: 3d")
	}
	c.After = length.Std()
	return c
}
