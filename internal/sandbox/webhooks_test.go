package sandbox

import (
	"context"
	"strings"
	"testing"
)

func TestWrongWebhooksAreRefused(t *testing.T) {
	f := start(t)
	const here = `"url": "http://127.0.0.1:8080/webhooks"`
	for body, field := range map[string]string{
		`{"provider": "twilio", ` + here + `}`:                                   "provider",
		`{"provider": "paypal", ` + here + `}`:                                   "provider",
		`{` + here + `}`:                                                         "provider",
		`{"provider": "stripe", ` + here + `}`:                                   "secrets",
		`{"provider": "stripe", ` + here + `, "secrets": ["whsec_a", "secret"]}`: "secrets.1",
		`{"provider": "sendgrid", ` + here + `, "secrets": ["whsec_a"]}`:         "secrets",
		`{"provider": "sendgrid", "url": "https://example.com/webhooks"}`:        "url",
		`{"provider": "sendgrid", "url": "http://localhost.example.com/"}`:       "url",
		`{"provider": "sendgrid", "url": "127.0.0.1:8080"}`:                      "url",
		`{"provider": "sendgrid"}`:                                               "url",
		`[{"provider": "sendgrid", ` + here + `}, {"provider": "stripe", "url": "http://192.0.2.1/", "secrets": ["whsec_a"]}]`: "1.url",
		`{"provider": "sendgrid", ` + here + `, "key": "x"}`:                                                                   "key",
		`nonsense`: "body",
	} {
		if out := f.must(400, "POST", "/sandbox/webhooks", body); out["field"] != field {
			t.Errorf("%s: %v, want %s", body, out, field)
		}
	}
	if got := f.must(200, "GET", "/sandbox/webhooks", "")["webhooks"].([]any); len(got) != 0 {
		t.Errorf("set all the same: %v", got)
	}
	for _, within := range []string{"soon", "-1s", "2h"} {
		for _, name := range []string{"within", "ahead"} {
			if out := f.must(400, "POST", "/sandbox/webhooks/deliver?"+name+"="+within, ""); out["field"] != name {
				t.Errorf("%s=%s: %v", name, within, out)
			}
		}
	}
	for _, url := range []string{"http://localhost:1/", "http://[::1]:1/x?y=z", "https://127.0.0.2/"} {
		f.must(201, "POST", "/sandbox/webhooks", `{"provider": "sendgrid", "url": "`+url+`"}`)
	}
}

func TestWebhooksAreSetAtOpen(t *testing.T) {
	r := listen(t)
	box, err := Open(context.Background(), Options{Webhooks: []Webhook{
		{Provider: "stripe", URL: r.server.URL, Secrets: []string{"whsec_one"}},
		{Provider: "sendgrid", URL: r.server.URL},
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	all, err := box.Webhooks()
	if err != nil || len(all.Webhooks) != 2 || all.Webhooks[0].Secrets[0] != "whsec_one" || all.PublicKey == "" {
		t.Errorf("%+v, %v", all, err)
	}
	_, err = Open(context.Background(), Options{Webhooks: []Webhook{{Provider: "sendgrid", URL: "https://example.com"}}})
	if err == nil || !strings.Contains(err.Error(), "not on this machine") {
		t.Errorf("got %v, want a refusal", err)
	}
}
