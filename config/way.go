package config

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"

	"makegood/recovery"
)

// remedies reads what a tier owes: one remedy, or a list of ways to give it, of
// which the first says how much.
func (f field) remedies(measure string) (recovery.Remedy, []recovery.Way) {
	if _, several := f.node.(*ast.SequenceNode); !several {
		return f.remedy(measure), nil
	}
	items := f.list()
	if len(items) == 0 {
		f.refuse("this names no remedy", oneRemedy)
		return recovery.Remedy{}, nil
	}
	remedy := items[0].remedy(measure)
	if remedy.Custom != nil && len(items) > 1 {
		items[1].refuse("a remedy of your own has no amount that could be given another way", "remove this")
		return remedy, nil
	}
	if remedy.Coupon != nil && len(items) > 1 {
		items[1].refuse("a coupon never fails for lack of a payment, so no way follows it", "remove this, or begin with refund or credit")
		return remedy, nil
	}
	taken := map[recovery.RemedyKind]bool{remedy.Kind(): true}
	var ways []recovery.Way
	for _, item := range items[1:] {
		way := item.way()
		if way.Kind == "" {
			continue
		}
		if taken[way.Kind] {
			item.refuse(fmt.Sprintf("%s stands in this list before", way.Kind), "name each way once")
		}
		taken[way.Kind] = true
		ways = append(ways, way)
	}
	return remedy, ways
}

// way reads another way to give what the first could not: the word alone, or a
// coupon with how long it is valid.
func (f field) way() (way recovery.Way) {
	const right = "write credit, coupon, or coupon: {valid: 365d}; the amount is what is left of the first"
	if _, named := f.node.(ast.ScalarNode); named {
		written, ok := f.raw(right)
		if !ok {
			return way
		}
		way.Kind = recovery.RemedyKind(written)
	} else {
		m := f.mapping("coupon")
		one := m.may("coupon")
		if !one.exists() {
			if f.doc.sound(f.path) && len(m.meant) == 0 {
				f.refuse("this names no way", right)
			}
			return way
		}
		way.Kind, way.Valid = recovery.KindCoupon, recovery.DefaultCouponValid
		one.mapping("valid").may("valid").duration(&way.Valid, span{positive: true, most: fiveYears})
	}
	switch way.Kind {
	case recovery.KindCredit:
	case recovery.KindCoupon:
		if way.Valid == 0 {
			way.Valid = recovery.DefaultCouponValid
		}
	default:
		f.refuse(fmt.Sprintf("%q is no other way", cut(string(way.Kind))), right)
		way.Kind = ""
	}
	return way
}
