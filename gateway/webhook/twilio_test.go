package webhook_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"makegood/activities"
	"makegood/gateway/webhook"
	"makegood/recovery"
)

var ourTwilio = webhook.Twilio{Tokens: secrets("", "0ld", "n3w"), PublicURL: "https://makegood.example.com/in"}

// byTwilio signs as Twilio's documentation says: HMAC-SHA1 over the address and
// each field's name and value, sorted by name.
func byTwilio(uri, body, token string) webhook.Call {
	return signedFor(ourTwilio.PublicURL, uri, body, token)
}

func signedFor(public, uri, body, token string) webhook.Call {
	form, _ := url.ParseQuery(body)
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(public + uri))
	for _, name := range slices.Sorted(maps.Keys(form)) {
		mac.Write([]byte(name + form.Get(name)))
	}
	return webhook.Call{URI: uri, Header: headers("X-Twilio-Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil))), Body: []byte(body)}
}

// ourCallback is the address that Twilio is told to call, without the public part.
var ourCallback = strings.TrimPrefix(activities.Sender{Webhook: ourTwilio.PublicURL}.Callback(activities.Step{Recovery: id, Name: "sms:2"}, 1, false), ourTwilio.PublicURL)

const ourForm = "ApiVersion=2010-04-01&AccountSid=AC1&MessageSid=SM1&SmsSid=SM1&MessageStatus=delivered&SmsStatus=delivered&From=%2B12025550100&To=%2B12025550143"

func textHeard(status string, change func(*recovery.Receipt)) webhook.Heard {
	heard := webhook.Heard{Event: "SM1:" + status, Recovery: id, Step: "sms:2", Receipt: recovery.Receipt{
		Step: "sms:2", Provider: "twilio", ID: "SM1", Status: status, Word: recovery.Pending, At: noon,
	}}
	if change != nil {
		change(&heard.Receipt)
	}
	return heard
}

func arrived(r *recovery.Receipt) { r.Word = recovery.Arrived }

func TestTwilioIsBelieved(t *testing.T) {
	good := byTwilio(ourCallback, ourForm, "n3w")
	signature := good.Header.Get("X-Twilio-Signature")
	but := func(change func(*webhook.Call)) webhook.Call {
		call := good
		change(&call)
		return call
	}
	with := func(signatures ...string) webhook.Call {
		return but(func(c *webhook.Call) { c.Header = map[string][]string{"X-Twilio-Signature": signatures} })
	}
	for _, c := range []struct {
		name string
		call webhook.Call
		want error
	}{
		{"as it should be", good, nil},
		{"the first token", byTwilio(ourCallback, ourForm, "0ld"), nil},
		{"signed with the port", signedFor("https://makegood.example.com:443/in", ourCallback, ourForm, "n3w"), nil},
		{"another token", byTwilio(ourCallback, ourForm, "f0rged"), webhook.ErrForged},
		{"the empty token", byTwilio(ourCallback, ourForm, ""), webhook.ErrForged},
		{"another host", signedFor("https://example.com/in", ourCallback, ourForm, "n3w"), webhook.ErrForged},
		{"http", signedFor("http://makegood.example.com/in", ourCallback, ourForm, "n3w"), webhook.ErrForged},
		{"no header", with(), webhook.ErrForged},
		{"an empty header", with(""), webhook.ErrForged},
		{"the header twice", with(signature, signature), webhook.ErrForged},
		{"garbage", with("garbage"), webhook.ErrForged},
		{"a signature cut short", with(signature[:27]), webhook.ErrForged},
		{"another step", but(func(c *webhook.Call) { c.URI = strings.Replace(c.URI, "sms%3A2", "sms", 1) }), webhook.ErrForged},
		{"sent made to count", but(func(c *webhook.Call) { c.URI += "&sent=counts" }), webhook.ErrForged},
		{"no query", but(func(c *webhook.Call) { c.URI = "/webhooks/twilio" }), webhook.ErrForged},
		{"an address that is none", but(func(c *webhook.Call) { c.URI = "%zz\x00" }), webhook.ErrForged},
		{"another status", but(func(c *webhook.Call) { c.Body = []byte(strings.Replace(ourForm, "=delivered", "=failed", 1)) }), webhook.ErrForged},
		{"one field more", but(func(c *webhook.Call) { c.Body = []byte(ourForm + "&ErrorCode=30003") }), webhook.ErrForged},
		{"a field twice, as the SDK would pass it", but(func(c *webhook.Call) { c.Body = []byte(ourForm + "&MessageStatus=failed") }), webhook.ErrForged},
		{"no form", but(func(c *webhook.Call) { c.Body = []byte("%zz") }), webhook.ErrForged},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.want != nil {
				hears(t, ourTwilio, c.call, c.want)
				return
			}
			hears(t, ourTwilio, c.call, nil, textHeard("delivered", arrived))
		})
	}
	hears(t, webhook.Twilio{PublicURL: ourTwilio.PublicURL}, good, webhook.ErrNotSetUp)
	hears(t, webhook.Twilio{Tokens: ourTwilio.Tokens}, good, webhook.ErrNotSetUp)
}

// The call of the SDK's own tests: signed by Twilio's algorithm, and none of ours.
func TestTwilioSignsAsTheSDKKnowsIt(t *testing.T) {
	call := webhook.Call{
		URI:    "/myapp.php?foo=1&bar=2",
		Header: headers("X-Twilio-Signature", "vOEb5UThFn24KEfnOFLQY2AE5FY="),
		Body:   []byte("Digits=1234&CallSid=CA1234567890ABCDE&To=%2B18005551212&Caller=%2B14158675309&From=%2B14158675309&ReasonConferenceEnded=test&Reason=Participant"),
	}
	hears(t, webhook.Twilio{Tokens: secrets("12345"), PublicURL: "https://mycompany.com/"}, call, nil)
	hears(t, webhook.Twilio{Tokens: secrets("12346"), PublicURL: "https://mycompany.com/"}, call, webhook.ErrForged)
}

// A hash in the query, with which Twilio signs JSON, lets no other body through.
func TestTwilioBodyByItsHash(t *testing.T) {
	uri := ourCallback + "&bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
	call := byTwilio(uri, "", "n3w")
	call.Body = []byte("{}") // whose hash it is
	hears(t, ourTwilio, call, webhook.ErrForged)
}

func TestTwilioSays(t *testing.T) {
	status := func(status, more string) string {
		return strings.ReplaceAll(ourForm, "=delivered", "="+status) + more
	}
	refused := func(code string, then recovery.Then, why string) func(*recovery.Receipt) {
		return func(r *recovery.Receipt) { r.Word, r.Code, r.Then, r.Why = recovery.Refused, code, then, why }
	}
	unreachable := refused("30003", recovery.ThenLater, "The customer's phone could not be reached.")
	unknown := refused("no answer", recovery.ThenNext, "Twilio could not deliver the text, for a reason that we do not know.")
	for _, c := range []struct {
		name, uri, body string
		kind            error
		want            []webhook.Heard
	}{
		{"queued", ourCallback, status("queued", ""), nil, []webhook.Heard{textHeard("queued", nil)}},
		{"sent", ourCallback, status("sent", ""), nil, []webhook.Heard{textHeard("sent", nil)}},
		{"sent, which counts", ourCallback + "&sent=counts", status("sent", ""), nil, []webhook.Heard{textHeard("sent", arrived)}},
		{"sent, which counts as something else", ourCallback + "&sent=countsAccountSidAC1", status("sent", ""), nil, []webhook.Heard{textHeard("sent", nil)}},
		{"read", ourCallback, status("read", ""), nil, []webhook.Heard{textHeard("read", arrived)}},
		{"undelivered", ourCallback, status("undelivered", "&ErrorCode=30003"), nil, []webhook.Heard{textHeard("undelivered", unreachable)}},
		{"failed for no reason", ourCallback, status("failed", ""), nil, []webhook.Heard{textHeard("failed", unknown)}},
		{"failed for a reason that is no code", ourCallback, status("failed", "&ErrorCode=%2B12025550143x"), nil, []webhook.Heard{textHeard("failed", unknown)}},
		{"a status that is new to us", ourCallback, status("partially_delivered", ""), nil, []webhook.Heard{textHeard("partially_delivered", nil)}},
		{"not ours", "/webhooks/twilio?recovery=theirs&step=sms", ourForm, nil, nil},
		{"no step", "/webhooks/twilio?recovery=" + url.QueryEscape(id), ourForm, nil, nil},
		{"no query", "/webhooks/twilio", ourForm, nil, nil},
		{"a query that is none", "/webhooks/twilio?%zz", ourForm, webhook.ErrUnreadable, nil},
		{"no status", ourCallback, "MessageSid=SM1", webhook.ErrUnreadable, nil},
		{"no id", ourCallback, "MessageStatus=delivered", webhook.ErrUnreadable, nil},
		{"nothing", ourCallback, "", webhook.ErrUnreadable, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			hears(t, ourTwilio, byTwilio(c.uri, c.body, "n3w"), c.kind, c.want...)
		})
	}
}

// Twilio signs no time: an old call is told as of now, and Event tells it apart.
func TestTwilioTellsNoTime(t *testing.T) {
	later := noon.Add(365 * 24 * time.Hour)
	heard, err := ourTwilio.Read(byTwilio(ourCallback, ourForm, "n3w"), later)
	if err != nil || len(heard) != 1 || !heard[0].Receipt.At.Equal(later) || heard[0].Event != "SM1:delivered" {
		t.Errorf("%+v, %v", heard, err)
	}
}
