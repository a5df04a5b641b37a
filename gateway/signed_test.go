package gateway_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	stripehook "github.com/stripe/stripe-go/v76/webhook"

	"makegood/activities"
	"makegood/config"
	"makegood/gateway"
	"makegood/gateway/webhook"
)

const publicURL = "https://makegood.example.com"

var sendgridKey = func() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return key
}()

func ourWebhooks() gateway.Webhooks {
	return gateway.Webhooks{
		"stripe":   webhook.Stripe{Secrets: config.Secrets{config.NewSecret("whsec_ours")}},
		"twilio":   webhook.Twilio{Tokens: config.Secrets{config.NewSecret("t0ken")}, PublicURL: publicURL},
		"sendgrid": webhook.SendGrid{Keys: config.PublicKeys{&sendgridKey.PublicKey}},
	}
}

// provided is a provider's call, signed.
type provided struct {
	target, body string
	headers      []string
}

func (o *office) call(from provided) *httptest.ResponseRecorder {
	return o.ask(http.MethodPost, from.target, from.body, from.headers...)
}

func signedByTwilio(target, form, token string) provided {
	fields, _ := url.ParseQuery(form)
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(publicURL + target))
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		mac.Write([]byte(name + fields.Get(name)))
	}
	return provided{target, form, []string{"X-Twilio-Signature: " + base64.StdEncoding.EncodeToString(mac.Sum(nil)), "Content-Type: application/x-www-form-urlencoded"}}
}

// byTwilio says what became of a text of the step sms.
func byTwilio(sid, status string) provided { return byTwilioOf("sms", sid, status) }

func byTwilioOf(step, sid, status string) provided {
	target := strings.TrimPrefix(activities.Sender{Webhook: publicURL}.Callback(activities.Step{Recovery: goodRecovery, Name: step}, 1, false), publicURL)
	return signedByTwilio(target, "MessageSid="+sid+"&MessageStatus="+status+"&From=%2B12025550100&To=%2B12025550143", "t0ken")
}

func signedBySendGrid(body string, at time.Time) provided {
	seconds := strconv.FormatInt(at.Unix(), 10)
	digest := sha256.Sum256([]byte(seconds + body))
	signature, err := ecdsa.SignASN1(rand.Reader, sendgridKey, digest[:])
	if err != nil {
		panic(err)
	}
	return provided{"/webhooks/sendgrid", body, []string{
		"X-Twilio-Email-Event-Webhook-Signature: " + base64.StdEncoding.EncodeToString(signature),
		"X-Twilio-Email-Event-Webhook-Timestamp: " + seconds,
	}}
}

// mailed is an event about a mail of the step email.
func mailed(event, id string) string {
	return fmt.Sprintf(`{"email": "ada@example.com", "event": %q, "sg_event_id": %q, "sg_message_id": "mail1.recvd-1", "timestamp": %d, "makegood_recovery": %q, "makegood_step": "email"}`,
		event, id, noon.Unix(), goodRecovery)
}

func bySendGrid(events ...string) provided {
	return signedBySendGrid("["+strings.Join(events, ",")+"]", noon)
}

func signedByStripe(body string, at time.Time) provided {
	signed := stripehook.GenerateTestSignedPayload(&stripehook.UnsignedPayload{Payload: []byte(body), Secret: "whsec_ours", Timestamp: at})
	return provided{"/webhooks/stripe", string(signed.Payload), []string{"Stripe-Signature: " + signed.Header}}
}

// byStripe says what became of a refund of the step refund.
func byStripe(event, status string) provided {
	return signedByStripe(fmt.Sprintf(`{"id": %q, "type": "refund.updated", "created": %d, "data": {"object": {"id": "re_1", "status": %q, "amount": 1240, "currency": "eur", "metadata": {"makegood_recovery": %q, "makegood_step": "refund"}}}}`,
		event, noon.Unix(), status, goodRecovery), noon)
}
