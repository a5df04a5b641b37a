package config_test

import (
	"strings"
	"testing"

	"makegood/config"
	"makegood/recovery"
)

func TestWithPutsAPlayInThePlaceOfTheOneOfItsName(t *testing.T) {
	play := func(name, trigger, when string) *recovery.Play {
		return &recovery.Play{Name: name, Version: 1, Trigger: trigger, When: when}
	}
	for name, c := range map[string]struct {
		with *recovery.Play
		want string
	}{
		"the same name":               {play("gold", "late", "resolved"), "gold* silver all lost"},
		"the same name, for all":      {play("all", "late", ""), "gold silver all* lost"},
		"a new name":                  {play("staff", "late", "resolved"), "gold silver staff* all lost"},
		"a new name, for all":         {play("everyone", "late", ""), "gold silver everyone* lost"},
		"one of some that is for all": {play("gold", "late", ""), "silver gold* lost"},
		"another trigger":             {play("gold", "early", "resolved"), "gold* silver all lost"},
	} {
		t.Run(name, func(t *testing.T) {
			book := config.NewPlaybook(play("gold", "late", "!resolved"), play("silver", "late", "!resolved"), play("all", "late", ""), play("lost", "lost", ""))
			var got []string
			for _, one := range book.With(c.with).Plays() {
				if one == c.with {
					one = &recovery.Play{Name: one.Name + "*"}
				}
				got = append(got, one.Name)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if len(book.Plays()) != 4 {
				t.Error("the playbook itself has changed")
			}
		})
	}
}
