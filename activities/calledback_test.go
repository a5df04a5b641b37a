package activities

import (
	"context"
	"errors"
	"testing"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// A message that its provider has called back about is not asked for again: what the
// ledger has is the receipt, and a refusal says what the tables say.
func TestAwaitReceiptThatWasCalledBack(t *testing.T) {
	for _, test := range []struct {
		name  string
		told  recovery.Receipt
		order ReceiptOrder
		want  recovery.Receipt // empty where the provider has to be asked
	}{
		{
			"a text arrived",
			recovery.Receipt{Step: "sms", Provider: ProviderTwilio, ID: "SM1", Status: "delivered", Word: recovery.Arrived},
			ReceiptOrder{Provider: ProviderTwilio, ID: "SM1"},
			recovery.Receipt{Step: "sms", Provider: ProviderTwilio, ID: "SM1", Status: "delivered", Word: recovery.Arrived},
		},
		{
			"a text was refused",
			recovery.Receipt{Step: "sms", Provider: ProviderTwilio, ID: "SM1", Status: "undelivered", Code: "30003", Word: recovery.Refused},
			ReceiptOrder{Provider: ProviderTwilio, ID: "SM1"},
			recovery.Receipt{Step: "sms", Provider: ProviderTwilio, ID: "SM1", Status: "undelivered", Code: "30003", Word: recovery.Refused, Then: recovery.ThenLater, Why: twilioTable.verdict(0, 0, "30003").Why},
		},
		{
			"a mail arrived",
			recovery.Receipt{Step: "email", Provider: ProviderSendGrid, ID: "m1", Status: "delivered", Word: recovery.Arrived},
			ReceiptOrder{Provider: ProviderSendGrid, ID: "m1", To: address},
			recovery.Receipt{Step: "email", Provider: ProviderSendGrid, ID: "m1", Status: "delivered", Word: recovery.Arrived},
		},
		{
			"it is on its way",
			recovery.Receipt{Step: "sms", Provider: ProviderTwilio, ID: "SM1", Status: "sent", Word: recovery.Pending},
			ReceiptOrder{Provider: ProviderTwilio, ID: "SM1"},
			recovery.Receipt{},
		},
		{
			"another text is meant",
			recovery.Receipt{Step: "sms", Provider: ProviderTwilio, ID: "SM2", Status: "delivered", Word: recovery.Arrived},
			ReceiptOrder{Provider: ProviderTwilio, ID: "SM1"},
			recovery.Receipt{},
		},
		{
			"another step is meant",
			recovery.Receipt{Step: "sms:2", Provider: ProviderTwilio, ID: "SM1", Status: "delivered", Word: recovery.Arrived},
			ReceiptOrder{Provider: ProviderTwilio, ID: "SM1"},
			recovery.Receipt{},
		},
		{
			"money is always asked for",
			recovery.Receipt{Step: "refund", Provider: ProviderStripe, ID: "re_1", Status: "succeeded", Word: recovery.Arrived},
			ReceiptOrder{Provider: ProviderStripe, ID: "re_1"},
			recovery.Receipt{},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				test.told.At = time.Now().UTC()
				ctx := context.Background()
				if _, _, err := s.books.Begin(ctx, ledger.Delivery{Recovery: recoveryID, Step: test.told.Step, Provider: test.told.Provider}); err != nil {
					t.Fatal(err)
				}
				if err := s.books.Settle(ctx, recoveryID, test.told.Step, test.told); err != nil {
					t.Fatal(err)
				}
				test.order.Step = s.step(test.told.Step)
				if test.told.Step == "sms:2" {
					test.order.Step = s.step("sms")
				}
				got, err := s.receipts.AwaitReceipt(ctx, test.order)
				if test.want == (recovery.Receipt{}) {
					if err == nil || s.server.calls.Load() == 0 {
						t.Errorf("the provider was not asked: %+v", got)
					}
					return
				}
				test.want.At = test.told.At
				if err != nil || got != test.want || s.server.calls.Load() != 0 {
					t.Errorf("%d calls: %+v, %v; want %+v", s.server.calls.Load(), got, err, test.want)
				}
			})
		})
	}
}

// blindBooks cannot be read.
type blindBooks struct{ *shakyBooks }

func (blindBooks) Deliveries(context.Context, string) ([]ledger.Delivery, error) {
	return nil, errors.New("disk full")
}

// A ledger that cannot be read is no reason not to ask.
func TestAwaitReceiptOfABlindLedger(t *testing.T) {
	onStage(t, func(s *stage) {
		t := s.t
		step := s.step("sms")
		sent, err := s.apologies.SMS(context.Background(), smsOrder(step))
		if err != nil {
			t.Fatal(err)
		}
		asked := s.server.calls.Load()
		receipts := NewReceipts(s.stripe, s.twilio, s.mail, blindBooks{s.books}, s.options)
		got, err := receipts.AwaitReceipt(context.Background(), ReceiptOrder{Step: step, Provider: ProviderTwilio, ID: sent.ID})
		if err != nil || got.Word != recovery.Arrived || s.server.calls.Load() == asked {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}
