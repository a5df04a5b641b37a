package activities

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"makegood/recovery"
)

func TestSuppressMail(t *testing.T) {
	order := func(s *stage) SurveyMailOrder {
		return SurveyMailOrder{Step: s.step("survey_mail"), Email: address}
	}
	posts := func(s *stage) (looked, added int) {
		for _, request := range s.server.seen {
			if strings.HasPrefix(request.URL.Path, "/v3/asm/groups/") {
				if request.Method == http.MethodGet {
					looked++
				} else {
					added++
				}
			}
		}
		return looked, added
	}
	t.Run("keeps the address away, and the apology still goes out", func(t *testing.T) {
		onStage(t, func(s *stage) {
			t := s.t
			for range 3 {
				receipt, err := s.surveys.KeepSurveyMailAway(context.Background(), order(s))
				if err != nil || receipt.Word != recovery.Arrived || receipt.ID != "group/7001" {
					t.Fatalf("got %+v, %v", receipt, err)
				}
			}
			if looked, added := posts(s); looked != 1 || added != 3 {
				t.Errorf("it looked the group up %d times for %d addresses", looked, added)
			}
			pass(groupKnown)
			if _, err := s.surveys.KeepSurveyMailAway(context.Background(), order(s)); err != nil {
				t.Fatal(err)
			}
			if looked, _ := posts(s); looked != 2 {
				t.Error("it believes for ever that the group is there")
			}
			s.must(1, "survey_suppressions")
			if receipt, err := s.apologies.Email(context.Background(), emailOrder(s.step("email"))); err != nil || receipt.Word != recovery.Arrived {
				t.Errorf("the apology: %+v, %v", receipt, err)
			}
		})
	})
	t.Run("never puts an address on the global list", func(t *testing.T) {
		onStage(t, func(s *stage) {
			t := s.t
			s.surveys = NewSurveys(s.mail, 4711, false, s.options)
			_, err := s.surveys.KeepSurveyMailAway(context.Background(), order(s))
			if no := refusal(t, err); no.Code != codeNoGroup || !no.Operator {
				t.Errorf("refused with %+v", no)
			}
			if _, added := posts(s); added != 0 {
				t.Error("it added the address all the same")
			}
		})
	})
	t.Run("through faults", func(t *testing.T) {
		for _, fault := range []string{"accept_timeout", "accept_500", "unavailable", "rate_limited", "not_json"} {
			onStage(t, func(s *stage) {
				t := s.t
				s.fault(ProviderSendGrid, "*", fault, map[string]any{"method": "*", "when": map[string]any{"first": 2}})
				receipt, err := persist(t, func(ctx context.Context) (recovery.Receipt, error) {
					return s.surveys.KeepSurveyMailAway(ctx, order(s))
				})
				if err != nil || receipt.Word != recovery.Arrived {
					t.Errorf("%s: %+v, %v", fault, receipt, err)
				}
				s.must(1, "survey_suppressions")
			})
		}
	})
}

func TestChecks(t *testing.T) {
	onStage(t, func(s *stage) {
		t := s.t
		ctx, web := context.Background(), &http.Client{Transport: s.server}
		if err := CheckStripe(ctx, s.stripe); err != nil {
			t.Error(err)
		}
		if err := s.twilio.Check(ctx); err != nil {
			t.Error(err)
		}
		if err := s.mail.Check(ctx, surveyGroup); err != nil {
			t.Error(err)
		}
		wrong, _ := NewTwilio(accountSID, "", "", web)
		for name, err := range map[string]error{
			"STRIPE_API_KEY":        CheckStripe(ctx, NewStripe("sk_live_made_up", "http://stripe.test", web)),
			"TWILIO_AUTH_TOKEN":     wrong.Check(ctx),
			"SENDGRID_API_KEY":      NewSendGrid("made up", "http://sendgrid.test", web).Check(ctx, 0),
			"MAKEGOOD_SURVEY_GROUP": s.mail.Check(ctx, 4711),
		} {
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("the error does not say to set %s: %v", name, err)
			}
			if err != nil && strings.Contains(err.Error(), "made up") {
				t.Errorf("the key is in %v", err)
			}
		}
		s.server.tamper = func(*http.Request) bool { return true }
		s.server.spoil = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(neverDialled) })
		for _, err := range []error{CheckStripe(ctx, s.stripe), s.twilio.Check(ctx), s.mail.Check(ctx, surveyGroup)} {
			if err == nil || !strings.Contains(err.Error(), "cannot be reached") && !strings.Contains(err.Error(), "no clear answer") {
				t.Errorf("unreachable: %v", err)
			}
		}
		if !strings.Contains(s.twilio.Check(ctx).Error(), "cannot be reached") {
			t.Error("Twilio that cannot be reached is not called so")
		}
		s.server.spoil = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"scopes":["mail.send"]}`)) })
		if err := s.mail.Check(ctx, 0); err == nil || !strings.Contains(err.Error(), "messages.read") {
			t.Errorf("a key without the right to read: %v", err)
		}
	})
}
