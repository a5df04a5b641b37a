// Package proof reads plays the way a proofreader does: how many text messages the
// words come to, and what in them, or in the play around them, is known to make a
// failure worse. What is wrong with a play is the reader's business, in package
// config; what is remarked here can be carried out, and had better not.
package proof

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"makegood/recovery"
)

// Work is a play and where its fields stand. A path is that of a field, such as
// apology.text.en; lines and columns count from 1.
type Work struct {
	Play *recovery.Play
	File string
	// Unsure says that its condition may come to be neither true nor false.
	Unsure bool
	// Place is where a field stands or, where it is not written, what it would stand in.
	Place func(path string) (line, column int)
	// PlaceIn is where a piece stands that begins at a byte of a field's text.
	PlaceIn func(path, text string, begins int, piece string) (line, column int)
}

// Proof is what there is to say about one play.
type Proof struct {
	File    string   `json:"file"`
	Play    string   `json:"play"`
	Version int      `json:"version"`
	Locales []Length `json:"locales"` // sorted
	Remarks []Remark `json:"-"`       // by place
}

// Kind is a sort of remark.
type Kind string

// The sorts of remarks there are.
const (
	Promises  Kind = "promises"   // words that promise to do better
	Sells     Kind = "sells"      // words that sell
	LongLink  Kind = "long_link"  // a link in a text message of more than two parts
	LongCode  Kind = "long_code"  // a code in one
	Costly    Kind = "costly"     // a sign that makes parts shorter, and need not stand there
	NoMonitor Kind = "no_monitor" // the play does not say where its trigger comes from
	OneWay    Kind = "one_way"    // the words cannot go by e-mail
	LeftOut   Kind = "left_out"   // a text leaves out what others say
	Foreign   Kind = "foreign"    // Makegood has no sentences in a text's language
	UnitTwice Kind = "unit_twice" // a unit stands behind a measure that says its own

	Placeholder Kind = "placeholder" // what was meant to be replaced, and is not
	NoCode      Kind = "no_code"     // a coupon's code, in a play that gives no coupon

	FlatRefund Kind = "flat_refund" // a refund that may be more than was paid
	Growth     Kind = "growth"      // an amount that grows, in a play that settles at once
	BelowZero  Kind = "below_zero"  // a tier that everything may meet
	IdleBudget Kind = "idle_budget" // a budget of a play that gives no money
	LowBudget  Kind = "low_budget"  // a budget below a single remedy of the play
	UnsureWhen Kind = "unsure_when" // a condition that may be neither true nor false
	Unchosen   Kind = "unchosen"    // a play that no customer comes to
)

// Remark is one thing that had better be otherwise.
type Remark struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Field  string `json:"field"`
	Kind   Kind   `json:"kind"`
	Piece  string `json:"piece,omitempty"` // of the text, where it is about a piece
	What   string `json:"what"`
	Why    string `json:"why"`
	Mend   string `json:"mend"`
}

// Read reads a play. It fails where the play's words do not render, which a play
// that config has accepted does not.
func Read(work Work) (Proof, error) {
	play := work.Play
	proof := Proof{File: work.File, Play: play.Name, Version: play.Version}
	for _, locale := range slices.Sorted(maps.Keys(play.Apology.Text)) {
		length, err := lengthOf(play, locale)
		if err != nil {
			return Proof{}, err
		}
		proof.Locales = append(proof.Locales, length)
	}
	r := reader{work: work}
	r.play()
	r.money()
	r.budget()
	r.unsure()
	for _, text := range textsOf(play) {
		r.words(text)
		r.units(text)
		r.placeholders(text)
		r.codes(text)
	}
	for _, length := range proof.Locales {
		r.long(length)
		r.costly(length)
	}
	r.leftOut()
	r.foreign()
	slices.SortStableFunc(r.remarks, func(a, b Remark) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Kind, b.Kind))
	})
	proof.Remarks = r.remarks
	return proof, nil
}

// reader collects the remarks on one play.
type reader struct {
	work    Work
	remarks []Remark
}

// at remarks on a field.
func (r *reader) at(path string, remark Remark) {
	remark.File, remark.Field = r.work.File, path
	remark.Line, remark.Column = r.work.Place(path)
	r.remarks = append(r.remarks, remark)
}

// in remarks on a piece of a text.
func (r *reader) in(text written, begins int, piece string, remark Remark) {
	remark.File, remark.Field, remark.Piece = r.work.File, text.path, piece
	remark.Line, remark.Column = r.work.PlaceIn(text.path, text.text, begins, piece)
	r.remarks = append(r.remarks, remark)
}

// written is a text of a play, where it stands and in which locale it is.
type written struct{ path, locale, text string }

// textsOf is every text of a play, by field and locale.
func textsOf(play *recovery.Play) (all []written) {
	for _, field := range []struct {
		path  string
		texts map[string]string
	}{
		{"apology.subject", play.Apology.Subject},
		{"apology.text", play.Apology.Text},
		{"apology.more", play.Apology.More},
	} {
		for _, locale := range slices.Sorted(maps.Keys(field.texts)) {
			all = append(all, written{field.path + "." + locale, locale, field.texts[locale]})
		}
	}
	for i, tier := range play.Tiers {
		if tier.Remedy.Custom == nil {
			continue
		}
		for _, locale := range slices.Sorted(maps.Keys(tier.Remedy.Custom.Words)) {
			path := fmt.Sprintf("tiers[%d].remedy.custom.words.%s", i, locale)
			all = append(all, written{path, locale, tier.Remedy.Custom.Words[locale]})
		}
	}
	return all
}
