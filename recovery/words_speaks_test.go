package recovery

import "testing"

// A language is named where its sentences are, and only there.
func TestTheLanguagesAreThoseWithSentences(t *testing.T) {
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			code := string([]rune{a, b})
			own := phrasesIn(code) != &english || baseOf(code) == "en"
			if SpeaksItself(code) != own {
				t.Errorf("%s: named %v, has sentences %v", code, SpeaksItself(code), own)
			}
		}
	}
	for locale, want := range map[string]bool{"de-AT": true, "nn-NO": true, "pt-BR": true, "hu-HU": false, "ja": false} {
		if SpeaksItself(locale) != want {
			t.Errorf("%q: %v", locale, !want)
		}
	}
}

func TestWhichMeasuresSayTheirUnit(t *testing.T) {
	for measure, want := range map[string]bool{"open": true, "hours": true, "slow_hours": true, "delay_minutes": true, "wait_seconds": true, "days": true, "occurrences": false, "delay": false, "openhours": false, "hours_late": false} {
		if SaysUnit(measure) != want {
			t.Errorf("%s: %v", measure, !want)
		}
	}
}
