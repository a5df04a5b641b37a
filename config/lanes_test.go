package config_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"makegood/config"
)

// What paces the lanes, names and promotes the workers' version, and tells the team.
func TestSettingsOfWorkers(t *testing.T) {
	s, err := config.LoadSettings(nil)
	if err != nil || s.Rate("stripe") != 25 || s.Rate("twilio") != 0 || s.Rate("sendgrid") != 0 || s.Promote != config.PromoteAuto || s.BuildID != "" || s.NoticeURL.Set() {
		t.Errorf("%+v, %v", s, err)
	}
	s, err = config.LoadSettings([]string{
		"MAKEGOOD_STRIPE_RATE=0", "MAKEGOOD_TWILIO_RATE=1.5", "MAKEGOOD_SENDGRID_RATE=1e3", "MAKEGOOD_PROMOTE=manual",
		"MAKEGOOD_BUILD_ID=v1.2.3-abc_d", "MAKEGOOD_NOTICE_URL=https://chat.example.com/hush?token=hush", "MAKEGOOD_UI_URL=https://ui.example.com/namespaces/default/workflows",
	})
	if err != nil || s.Rate("stripe") != 0 || s.Rate("twilio") != 1.5 || s.Rate("sendgrid") != 1000 || s.Rate("acme") != 0 || s.Promote != config.PromoteManual || s.BuildID != "v1.2.3-abc_d" {
		t.Errorf("%+v, %v", s, err)
	}
	if s.NoticeURL.Reveal() != "https://chat.example.com/hush?token=hush" || strings.Contains(fmt.Sprintf("%v %+v %#v", s, s, s), "hush") {
		t.Error("where notices go is lost, or shown")
	}
}

func TestSettingsOfWorkersRefuse(t *testing.T) {
	for _, c := range []struct{ variable, wrong string }{
		{"MAKEGOOD_STRIPE_RATE=fast", "this is not a number"},
		{"MAKEGOOD_TWILIO_RATE=1,5", "this is not a number"},
		{"MAKEGOOD_SENDGRID_RATE=10/s", "this is not a number"},
		{"MAKEGOOD_STRIPE_RATE=-1", "this is not a rate"},
		{"MAKEGOOD_TWILIO_RATE=NaN", "this is not a rate"},
		{"MAKEGOOD_SENDGRID_RATE=+Inf", "this is not a rate"},
		{"MAKEGOOD_STRIPE_RATE=1000001", "this is not a rate"},
		{"MAKEGOOD_PROMOTE=hush", "this is neither auto nor manual"},
		{"MAKEGOOD_PROMOTE=Auto", "this is neither auto nor manual"},
		{"MAKEGOOD_BUILD_ID=v1 hush", "this is not a version"},
		{"MAKEGOOD_BUILD_ID=hush/1", "this is not a version"},
		{"MAKEGOOD_BUILD_ID=" + strings.Repeat("v", 101), "this is not a version"},
		{"MAKEGOOD_NOTICE_URL=chat.example.com/hush", "this is not an address on the web"},
		{"MAKEGOOD_NOTICE_URL=ftp://chat.example.com/hush", "this is not an address on the web"},
		{"MAKEGOOD_NOTICE_URL=https:///hush", "this is not an address on the web"},
		{"MAKEGOOD_NOTICE_URL=https://hush%zz", "this is not an address on the web"},
		{"MAKEGOOD_UI_URL=hush", "this is not an address on the web"},
		{"MAKEGOOD_PROMOT=auto", "there is no such setting"},
	} {
		_, err := config.LoadSettings([]string{c.variable})
		name, _, _ := strings.Cut(c.variable, "=")
		var all config.SettingErrors
		if !errors.As(err, &all) || len(all) != 1 || all[0].Name != name || all[0].Wrong != c.wrong || all[0].Right == "" || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %v, want %q", c.variable, err, c.wrong)
		}
	}
}
