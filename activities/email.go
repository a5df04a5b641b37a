package activities

import (
	"context"
	"encoding/json"
	"net/http"
	netmail "net/mail"
	"strings"
	"time"

	"github.com/sendgrid/rest"
	"github.com/sendgrid/sendgrid-go/helpers/mail"

	"makegood/recovery"
)

// Email mails the words, once. The receipt is pending where SendGrid has not said
// within the patience what became of them.
func (a *Apologies) Email(ctx context.Context, order EmailOrder) (recovery.Receipt, error) {
	if a.sendgrid == nil {
		return recovery.Receipt{}, notSet(ProviderSendGrid).failure()
	}
	return a.deliver(ctx, order.Step, &letter{order: order, sendgrid: a.sendgrid, from: a.sender.Mail, Options: a.Options})
}

// letter is one mail on its way.
type letter struct {
	order    EmailOrder
	sendgrid *SendGrid
	from     string
	Options
}

func (l *letter) provider() string       { return ProviderSendGrid }
func (l *letter) looks() []time.Duration { return l.MailLooks }
func (l *letter) quietFrom() time.Time   { return l.order.QuietFrom }

// send asks SendGrid to send. 202 with an X-Message-Id means queued, no more.
func (l *letter) send(ctx context.Context, _ int) (recovery.Receipt, *Verdict) {
	response, verdict := l.sendgrid.call(ctx, rest.Post, "/v3/mail/send", l.mail(), http.StatusAccepted)
	if verdict != nil {
		return recovery.Receipt{}, verdict
	}
	id := http.Header(response.Headers).Get("X-Message-Id")
	if id == "" {
		// Queued, and we do not know as what: the logs will say.
		return recovery.Receipt{}, sendgridTable.noAnswer(0)
	}
	return recovery.Receipt{Provider: ProviderSendGrid, ID: id, Status: "queued", Word: recovery.Pending, At: l.Now().UTC()}, nil
}

// mail is the mail itself: plain words, our marks in the personalization's
// custom_args so that every event carries them, no survey group, and no bypass of
// what the customer has chosen.
func (l *letter) mail() *mail.SGMailV3 {
	sender, _ := netmail.ParseAddress(l.from) // NewApologies has seen to it
	to := mail.NewPersonalization()
	to.AddTos(mail.NewEmail("", l.order.To))
	for name, value := range metadata(l.order.Step) {
		to.SetCustomArg(name, value)
	}
	letter := mail.NewV3Mail()
	letter.SetFrom(mail.NewEmail(sender.Name, sender.Address))
	letter.Subject = l.order.Subject
	letter.AddPersonalizations(to)
	letter.AddContent(mail.NewContent("text/plain", l.order.Text))
	return letter
}

func (l *letter) find(ctx context.Context, since time.Time, owned func(id string) bool) (recovery.Receipt, bool, *Verdict) {
	return searchMail(ctx, l.sendgrid, l.Now(), l.order.To, since, func(logged *loggedMail) bool {
		return strings.Contains(logged.Subject, l.order.Ref) && !owned(MessageID(logged.ID))
	})
}

func (l *letter) read(ctx context.Context, id string) (recovery.Receipt, *Verdict) {
	receipt, found, verdict := searchMail(ctx, l.sendgrid, l.Now(), l.order.To, l.order.Step.Since, func(logged *loggedMail) bool {
		return MessageID(logged.ID) == id
	})
	if verdict == nil && !found {
		receipt = recovery.Receipt{Provider: ProviderSendGrid, ID: id, Status: "queued", Word: recovery.Pending, At: l.Now().UTC()}
	}
	return receipt, verdict
}

// loggedMail is a mail as the e-mail logs show it.
type loggedMail struct {
	ID      string `json:"sg_message_id"`
	Subject string `json:"subject"`
	To      string `json:"to_email"`
	Status  string `json:"status"`
	Created string `json:"sg_message_id_created_at"`
}

// searchMail goes through the e-mail logs of one address since a moment. They can
// be filtered by address and time, and not by custom_args.
func searchMail(ctx context.Context, way *SendGrid, now time.Time, to string, since time.Time, is func(*loggedMail) bool) (recovery.Receipt, bool, *Verdict) {
	query := "to_email = " + quoted(to)
	if !since.IsZero() {
		query += ` AND sg_message_id_created_at >= TIMESTAMP "` + since.Add(-dateSlack).UTC().Format(time.RFC3339) + `"`
	}
	return search(ctx, way, now, map[string]any{"limit": 1000, "query": query}, is)
}

func search(ctx context.Context, way *SendGrid, now time.Time, query map[string]any, is func(*loggedMail) bool) (recovery.Receipt, bool, *Verdict) {
	response, verdict := way.call(ctx, rest.Post, "/v3/logs", query, http.StatusOK)
	if verdict != nil {
		return recovery.Receipt{}, false, verdict
	}
	var page struct {
		Messages *[]loggedMail `json:"messages"`
	}
	if err := json.Unmarshal([]byte(response.Body), &page); err != nil || page.Messages == nil {
		return recovery.Receipt{}, false, sendgridTable.noAnswer(0)
	}
	for i := range *page.Messages {
		if logged := &(*page.Messages)[i]; is(logged) {
			return SendGridStatus(recovery.Receipt{
				Provider: ProviderSendGrid, ID: MessageID(logged.ID), Status: logged.Status, At: now.UTC(),
			}), true, nil
		}
	}
	return recovery.Receipt{}, false, nil
}

// SendGridStatus reads what a mail's status comes to. It is for the e-mail logs
// and for events alike.
func SendGridStatus(receipt recovery.Receipt) recovery.Receipt {
	receipt.Word = recovery.Pending
	switch receipt.Status {
	case "delivered", "open", "click":
		receipt.Word = recovery.Arrived
	default:
		if verdict := sendgridStatus.verdict(0, 0, receipt.Status); verdict.Kind == Final {
			return verdict.refusedReceipt(receipt)
		}
	}
	return receipt
}

// MessageID is the X-Message-Id that a message's longer id, its sg_message_id,
// begins with.
func MessageID(id string) string {
	short, _, _ := strings.Cut(id, ".")
	return short
}

// quoted is a string as the logs' queries write it. An address may hold an
// apostrophe.
func quoted(text string) string {
	if !strings.Contains(text, "'") {
		return "'" + text + "'"
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
