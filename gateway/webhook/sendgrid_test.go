package webhook_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"makegood/config"
	"makegood/gateway/webhook"
	"makegood/recovery"
)

func newKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return key
}

var (
	oldKey, nextKey = newKey(), newKey()
	ourSendGrid     = webhook.SendGrid{Keys: config.PublicKeys{nil, &oldKey.PublicKey, &nextKey.PublicKey}}
)

const (
	sendgridSignature = "X-Twilio-Email-Event-Webhook-Signature"
	sendgridTimestamp = "X-Twilio-Email-Event-Webhook-Timestamp"
)

func bySendGrid(body string, key *ecdsa.PrivateKey, at time.Time) webhook.Call {
	return bySendGridAt(body, key, strconv.FormatInt(at.Unix(), 10))
}

func bySendGridAt(body string, key *ecdsa.PrivateKey, at string) webhook.Call {
	digest := sha256.Sum256([]byte(at + body))
	signature, err := ecdsa.SignASN1(rand.Reader, key, digest[:])
	if err != nil {
		panic(err)
	}
	return webhook.Call{
		URI: "/webhooks/sendgrid", Body: []byte(body),
		Header: headers(sendgridSignature, base64.StdEncoding.EncodeToString(signature), sendgridTimestamp, at),
	}
}

// mailEvent is one event of ours, with more fields or others.
func mailEvent(name, more string) string {
	return fmt.Sprintf(`{"email": "ada@example.com", "event": %q, "sg_event_id": "ev_%s", "sg_message_id": "14c5d75ce93.recvd-1.2", "timestamp": %d, "makegood_recovery": %q, "makegood_step": "email", "makegood_ref": "K7PX2QRS"%s}`,
		name, name, noon.Add(-time.Second).Unix(), id, more)
}

func mailHeard(name, status string, word recovery.Word, why string) webhook.Heard {
	heard := webhook.Heard{Event: "ev_" + name, Recovery: id, Step: "email", Receipt: recovery.Receipt{
		Step: "email", Provider: "sendgrid", ID: "14c5d75ce93", Status: status, Word: word, At: noon.Add(-time.Second),
	}}
	if word == recovery.Refused {
		heard.Receipt.Code, heard.Receipt.Then, heard.Receipt.Why = status, recovery.ThenNext, why
	}
	return heard
}

func TestSendGridIsBelieved(t *testing.T) {
	body := "[" + mailEvent("delivered", "") + "]\r\n" // as SendGrid ends it
	good := bySendGrid(body, nextKey, noon)
	signature, at := good.Header.Get(sendgridSignature), good.Header.Get(sendgridTimestamp)
	with := func(pairs ...string) webhook.Call {
		return webhook.Call{URI: good.URI, Header: headers(pairs...), Body: good.Body}
	}
	for _, c := range []struct {
		name string
		call webhook.Call
		want error
	}{
		{"as it should be", good, nil},
		{"the first key", bySendGrid(body, oldKey, noon), nil},
		{"10 min old", bySendGrid(body, nextKey, noon.Add(-10*time.Minute)), nil},
		{"10 min ahead", bySendGrid(body, nextKey, noon.Add(10*time.Minute)), nil},
		{"older", bySendGrid(body, nextKey, noon.Add(-10*time.Minute-time.Second)), webhook.ErrStale},
		{"further ahead", bySendGrid(body, nextKey, noon.Add(10*time.Minute+time.Second)), webhook.ErrStale},
		{"in milliseconds", bySendGridAt(body, nextKey, at+"000"), webhook.ErrStale},
		{"another key", bySendGrid(body, newKey(), noon), webhook.ErrForged},
		{"another key, and old", bySendGrid(body, newKey(), noon.Add(-time.Hour)), webhook.ErrForged},
		{"a time with a sign", bySendGridAt(body, nextKey, "+"+at), webhook.ErrForged},
		{"a time before 1970", bySendGridAt(body, nextKey, "-1"), webhook.ErrForged},
		{"a time that runs into the body", with(sendgridSignature, signature, sendgridTimestamp, at+"["), webhook.ErrForged},
		{"no header", with(), webhook.ErrForged},
		{"no time", with(sendgridSignature, signature), webhook.ErrForged},
		{"no signature", with(sendgridTimestamp, at), webhook.ErrForged},
		{"empty headers", with(sendgridSignature, "", sendgridTimestamp, ""), webhook.ErrForged},
		{"the signature twice", with(sendgridSignature, signature, sendgridSignature, signature, sendgridTimestamp, at), webhook.ErrForged},
		{"the time twice", with(sendgridSignature, signature, sendgridTimestamp, at, sendgridTimestamp, at), webhook.ErrForged},
		{"another time", with(sendgridSignature, signature, sendgridTimestamp, strconv.FormatInt(noon.Unix()+1, 10)), webhook.ErrForged},
		{"garbage", with(sendgridSignature, "garbage", sendgridTimestamp, at), webhook.ErrForged},
		{"base64 of garbage", with(sendgridSignature, "Z2FyYmFnZQ==", sendgridTimestamp, at), webhook.ErrForged},
		{"zeros", with(sendgridSignature, ofNumbers(0, 0), sendgridTimestamp, at), webhook.ErrForged},
		{"numbers below zero", with(sendgridSignature, ofNumbers(-1, -1), sendgridTimestamp, at), webhook.ErrForged},
		{"another body", webhook.Call{Header: good.Header, Body: append([]byte(body), ' ')}, webhook.ErrForged},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.want != nil {
				hears(t, ourSendGrid, c.call, c.want)
				return
			}
			hears(t, ourSendGrid, c.call, nil, mailHeard("delivered", "delivered", recovery.Arrived, ""))
		})
	}
	hears(t, webhook.SendGrid{}, good, webhook.ErrNotSetUp)
}

func ofNumbers(r, s int64) string {
	der, err := asn1.Marshal([]*big.Int{big.NewInt(r), big.NewInt(s)})
	if err != nil {
		panic(err)
	}
	return base64.StdEncoding.EncodeToString(der)
}

// The call of the SDK's own tests, which SendGrid signed: none of ours.
func TestSendGridSignsAsTheSDKKnowsIt(t *testing.T) {
	var keys config.PublicKeys
	if err := keys.UnmarshalText([]byte("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==")); err != nil {
		t.Fatal(err)
	}
	call := webhook.Call{
		Header: headers(sendgridTimestamp, "1600112502", sendgridSignature, "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM="),
		Body:   []byte(`[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]` + "\r\n"),
	}
	if heard, err := (webhook.SendGrid{Keys: keys}).Read(call, time.Unix(1600112502, 0)); err != nil || heard != nil {
		t.Errorf("%v, %v", heard, err)
	}
	hears(t, webhook.SendGrid{Keys: keys}, call, webhook.ErrStale)
	hears(t, ourSendGrid, call, webhook.ErrForged)
}

func TestSendGridSays(t *testing.T) {
	const (
		sentBack   = "The customer's mailbox sent the mail back."
		turnedAway = "The customer's mail provider turned the mail away."
		suppressed = "SendGrid did not send the mail: the address is on one of its lists."
		foreign    = `{"event": "delivered", "sg_event_id": "ev_9", "type": {"theirs": 1}, "timestamp": "now"}`
	)
	for _, c := range []struct {
		name, body string
		kind       error
		want       []webhook.Heard
	}{
		{"processed", mailEvent("processed", ""), nil, []webhook.Heard{mailHeard("processed", "processed", recovery.Pending, "")}},
		{"deferred", mailEvent("deferred", `, "attempt": "5"`), nil, []webhook.Heard{mailHeard("deferred", "deferred", recovery.Pending, "")}},
		{"delivered", mailEvent("delivered", `, "response": "250 OK"`), nil, []webhook.Heard{mailHeard("delivered", "delivered", recovery.Arrived, "")}},
		{"open", mailEvent("open", `, "useragent": "x"`), nil, []webhook.Heard{mailHeard("open", "open", recovery.Arrived, "")}},
		{"click", mailEvent("click", ""), nil, []webhook.Heard{mailHeard("click", "click", recovery.Arrived, "")}},
		{"bounce", mailEvent("bounce", `, "type": "bounce", "status": "5.1.1", "reason": "550 no such ada@example.com"`), nil, []webhook.Heard{mailHeard("bounce", "bounce", recovery.Refused, sentBack)}},
		{"bounce without a type", mailEvent("bounce", ""), nil, []webhook.Heard{mailHeard("bounce", "bounce", recovery.Refused, sentBack)}},
		{"blocked", mailEvent("bounce", `, "type": "blocked"`), nil, []webhook.Heard{mailHeard("bounce", "blocked", recovery.Refused, turnedAway)}},
		{"dropped", mailEvent("dropped", `, "reason": "Unsubscribed Address"`), nil, []webhook.Heard{mailHeard("dropped", "dropped", recovery.Refused, suppressed)}},
		{"spam report", mailEvent("spamreport", ""), nil, []webhook.Heard{mailHeard("spamreport", "spamreport", recovery.Pending, "")}},
		{"unsubscribe", mailEvent("unsubscribe", ""), nil, []webhook.Heard{mailHeard("unsubscribe", "unsubscribe", recovery.Pending, "")}},
		{"group unsubscribe", mailEvent("group_unsubscribe", `, "asm_group_id": 1`), nil, []webhook.Heard{mailHeard("group_unsubscribe", "group_unsubscribe", recovery.Pending, "")}},
		{"group resubscribe", mailEvent("group_resubscribe", ""), nil, []webhook.Heard{mailHeard("group_resubscribe", "group_resubscribe", recovery.Pending, "")}},
		{"many, some not ours", foreign + ", null, 7, " + mailEvent("processed", "") + `, {"makegood_recovery": 7}, {"makegood_recovery": "theirs", "makegood_step": "email"}, ` + mailEvent("delivered", ""), nil, []webhook.Heard{
			mailHeard("processed", "processed", recovery.Pending, ""), mailHeard("delivered", "delivered", recovery.Arrived, ""),
		}},
		{"none", "", nil, nil},
		{"without a step", strings.Replace(mailEvent("open", ""), "makegood_step", "step", 1), nil, nil},
		{"an event without its id", strings.Replace(mailEvent("open", ""), "sg_event_id", "id", 1), webhook.ErrUnreadable, nil},
		{"an event without its message", strings.Replace(mailEvent("open", ""), "sg_message_id", "id", 1), webhook.ErrUnreadable, nil},
		{"an event without its time", strings.Replace(mailEvent("open", ""), `"timestamp"`, `"at"`, 1), webhook.ErrUnreadable, nil},
		{"an event without its name", strings.Replace(mailEvent("open", ""), `"event"`, `"name"`, 1), webhook.ErrUnreadable, nil},
		{"an event of the year 10000", mailEvent("open", `, "timestamp": 253402300800`), webhook.ErrUnreadable, nil},
		{"an event with a time that is none", mailEvent("open", `, "timestamp": "now"`), webhook.ErrUnreadable, nil},
		{"no JSON", "]", webhook.ErrUnreadable, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			hears(t, ourSendGrid, bySendGrid("["+c.body+"]", nextKey, noon), c.kind, c.want...)
		})
	}
	for _, body := range []string{"", "{}", "7", mailEvent("delivered", "")} {
		hears(t, ourSendGrid, bySendGrid(body, nextKey, noon), webhook.ErrUnreadable)
	}
}
