package config_test

import (
	"testing"
	"time"

	"makegood/config"
)

func TestMoment(t *testing.T) {
	for at, want := range map[time.Duration]string{
		0: "0s", 90 * time.Minute: "1h30m", 24 * time.Hour: "1d", 49 * time.Hour: "2d1h", 72*time.Hour + 30*time.Second: "3d30s",
		-2 * time.Hour: "-2h", -25 * time.Hour: "-1d1h",
	} {
		if got := config.Moment(at); got != want {
			t.Errorf("%s is written %s, not %s", at, got, want)
		}
	}
}
