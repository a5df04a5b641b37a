package house

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"makegood/internal/exam/crew"
)

// Keys are those by which a crew's gateway believes its callers. The sandbox signs
// with the first of each, and the exam itself with any.
type Keys struct {
	Twilio   []string
	Stripe   []string
	SendGrid *ecdsa.PrivateKey // the second; the first is the sandbox's own

	sandboxMail string // the public half of that one
}

// beCalled has providers call the crew back.
func (c *Crew) beCalled(ctx context.Context, listed bool) (err error) {
	c.Keys = &Keys{Twilio: []string{crew.Token, "exam-next"}, Stripe: []string{"whsec_exam", "whsec_exam_next"}}
	if c.Keys.SendGrid, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return err
	}
	if c.Keys.sandboxMail, err = c.House.list(ctx, c.GatewayURL, listed, c.Keys.Stripe[:1]); err != nil {
		return err
	}
	return c.believe(0, 0)
}

// believe sets what the gateway believes by: the keys from a first one on.
func (c *Crew) believe(stripe, twilio int) error {
	der, err := x509.MarshalPKIXPublicKey(c.Keys.SendGrid.Public())
	if err != nil {
		return err
	}
	c.setup.Called = &crew.Called{
		PublicURL: c.GatewayURL, TwilioTokens: c.Keys.Twilio[twilio:], StripeSecrets: c.Keys.Stripe[stripe:],
		SendGridKeys: c.Keys.sandboxMail + "," + base64.StdEncoding.EncodeToString(der),
	}
	return nil
}

// Rotate drops the first of Stripe's secrets and of Twilio's tokens: the gateway is
// killed, and started again with the second ones alone.
func (c *Crew) Rotate(ctx context.Context) error {
	if err := c.believe(1, 1); err != nil {
		return err
	}
	c.Gateway.Environ = []string{c.setup.Environ()}
	return c.House.Restart(ctx, c.Gateway)
}

// list tells the sandbox where to call, if it is to, and returns SendGrid's public key.
func (h *House) list(ctx context.Context, gateway string, listed bool, stripe []string) (string, error) {
	type endpoint struct {
		Provider string   `json:"provider"`
		URL      string   `json:"url"`
		Secrets  []string `json:"secrets,omitempty"`
	}
	method, body := http.MethodGet, []byte(nil)
	if listed {
		var err error
		method = http.MethodPost
		if body, err = json.Marshal([]endpoint{
			{"stripe", gateway + "/webhooks/stripe", stripe}, {"sendgrid", gateway + "/webhooks/sendgrid", nil},
		}); err != nil {
			return "", err
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, h.sandboxURL+"/sandbox/webhooks", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", fmt.Errorf("the sandbox cannot be told where to call: %w", err)
	}
	defer response.Body.Close()
	var answer struct {
		PublicKey string `json:"public_key"`
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return "", fmt.Errorf("the sandbox answered %d to where it should call", response.StatusCode)
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer.PublicKey == "" {
		return "", errors.Join(err, errors.New("the sandbox tells no public key"))
	}
	return answer.PublicKey, nil
}
