package sandbox

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"
	"strings"

	stripesdk "github.com/stripe/stripe-go/v76"
	"github.com/sendgrid/rest"
)

func TestZZDemo(t *testing.T) {
	dir := os.Getenv("SHOTS")
	if dir == "" { t.Skip() }
	box, err := Open(context.Background(), Options{Pace: 400 * time.Millisecond})
	if err != nil { t.Fatal(err) }
	srv := httptest.NewServer(box.Handler())
	f := &fixture{t: t, box: box, server: srv, clock: newClockHand()}
	shot := func(name string, extra ...string) {
		args := append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars", "--virtual-time-budget=4000", "--lang=en-GB", "--screenshot=" + dir + "/" + name + ".png"}, extra...)
		if !strings.HasPrefix(name, "m-") { args = append(args, srv.URL+"/") } else { args = append(args, srv.URL+"/#"+name[2:]) }
		if out, err := exec.Command("/usr/bin/chromium", args...).CombinedOutput(); err != nil { t.Log(string(out)) }
	}
	shot("empty", "--window-size=1500,700")
	names := strings.Fields("Ada Bea Carlos Dina Emeka Fatima Goran Hana Ivo Jun Kaya Lena Marek Nia Omar Petra Quinn Rosa Sami Tove")
	api := f.stripe()
	var pays []string
	for i := range 40 {
		cur := []string{"eur", "gbp", "jpy", "pln", "usd"}[i%5]
		pays = append(pays, fmt.Sprintf(`{"id":"pi_3NxLO%04d","amount":%d,"currency":"%s","customer":"cus_%04d","behaviour":"%s"}`, i, 1500+rand.IntN(40000), cur, 1042+i, map[int]string{7: "fails", 12: "pending", 20: "disputed"}[i]))
	}
	f.pay("[" + strings.Join(pays, ",") + "]")
	f.fault(`[{"provider":"twilio","endpoint":"messages","fault":"error","code":"30003","match":"+12025550114","when":{"all":true}},{"provider":"twilio","endpoint":"messages","fault":"error","code":"30007","match":"+12025550113","when":{"all":true}},{"provider":"sendgrid","endpoint":"mail","fault":"error","code":"bounce","match":"goran@","when":{"all":true}},{"provider":"stripe","endpoint":"refunds","fault":"accept_500","when":{"nth":9}}]`)
	for i, n := range names {
		to := fmt.Sprintf("+120255501%02d", i)
		if i%4 == 3 { to = fmt.Sprintf("+447700900%03d", i) }
		body := fmt.Sprintf("%s, your flight landed 3 h 12 min late. We are sorry. €%d.40 is on its way back to your card. Ref MG%04d", n, i+3, i)
		if i%5 == 2 { body = fmt.Sprintf("%s, przepraszamy. Kod na 10%%: SORRY%d. Ważny do 21 listopada. Ref MG%04d", n, 1000+i, i) }
		if i < 15 { _, err := f.twilio().Api.CreateMessage(sms(to, body)); if err != nil { t.Log(err) } }
		if i%6 == 1 { f.twilio().Api.CreateMessage(sms(to, "And for the wait on the phone before that: we are sorry too. The €5.00 credit is on your account.")) }
		if i%3 != 1 {
			m := email(strings.ToLower(n)+"@example.com", []string{"We let you down", "Zawiedliśmy", "Your order came apart <b>on the way</b>"}[i%3]+fmt.Sprintf(" [MG%04d]", i))
			m.Personalizations[0].To[0].Name = n
			m.Content[0].Value = n + ",\n\nyour flight landed 3 h 12 min late. We are sorry.\n\n" + "A quarter of what you paid is on its way back to your card.\n\nRef MG0001 <script>alert(1)</script>"
			f.sendgrid(rest.Post, "/v3/mail/send", m)
		}
		f.sendgrid(rest.Post, "/v3/asm/groups/7001/suppressions", map[string]any{"recipient_emails": []string{strings.ToLower(n) + "@example.com"}})
		pi := fmt.Sprintf("pi_3NxLO%04d", i)
		if i%2 == 0 || i == 7 {
			p := &stripesdk.RefundParams{PaymentIntent: &pi}
			if i%4 == 0 { p.Amount = stripesdk.Int64(int64(400 + i*13)) }
			if _, err := api.Refunds.New(p); err != nil { t.Log(err) }
			if i == 8 { api.Refunds.New(&stripesdk.RefundParams{PaymentIntent: &pi, Amount: stripesdk.Int64(99)}) }
		}
		if i%5 == 2 {
			id := fmt.Sprintf("mg_%04d", i); by := time.Now().AddDate(1, 0, 0).Unix()
			cp := &stripesdk.CouponParams{ID: &id, RedeemBy: &by, PercentOff: stripesdk.Float64(10)}
			if i > 10 { cp.PercentOff = nil; cp.AmountOff = stripesdk.Int64(1034); cp.Currency = stripesdk.String("gbp") }
			api.Coupons.New(cp)
			api.PromotionCodes.New(&stripesdk.PromotionCodeParams{Coupon: &id, Code: stripesdk.String(fmt.Sprintf("SORRY%d", 1000+i)), ExpiresAt: &by, Customer: stripesdk.String(fmt.Sprintf("cus_%04d", 1042+i))})
		}
		if i%6 == 1 {
			api.CustomerBalanceTransactions.New(&stripesdk.CustomerBalanceTransactionParams{Customer: stripesdk.String(fmt.Sprintf("cus_%04d", 1042+i)), Amount: stripesdk.Int64(-500), Currency: stripesdk.String("eur")})
		}
	}
	time.Sleep(2 * time.Second)
	f.twilio().Api.CreateMessage(sms("+12025550133", "Zoe, your line was down for 9 h. We are sorry. Ref MG0099"))
	shot("desktop", "--window-size=1300,900"); if os.Getenv("QUICK") != "" { return }
	shot("dark", "--window-size=1500,1300", "--blink-settings=preferredColorScheme=0")
	shot("m-phones", "--window-size=500,950"); shot("m-money", "--window-size=500,950"); shot("m-inboxes", "--window-size=500,950");shot("tall", "--window-size=1500,3000")
	if os.Getenv("HOLD") != "" { fmt.Println(srv.URL); http.ListenAndServe("127.0.0.1:8099", box.Handler()) }
}
