package activities

import (
	"context"
	"strings"

	"github.com/stripe/stripe-go/v76"

	"makegood/recovery"
)

// Credit lowers the customer's next invoice, once. It has arrived when it stands
// on the customer's balance. It is worth nothing to someone who is never
// invoiced; whether a customer is, is the play's to know.
func (r *Remedies) Credit(ctx context.Context, order CreditOrder) (recovery.Receipt, error) {
	return r.give(ctx, transfer{
		step: order.Step, money: order.Money,
		make: func(ctx context.Context, key string) (recovery.Receipt, error) { return r.credit(ctx, order, key) },
		find: func(ctx context.Context) (recovery.Receipt, bool, error) { return r.findCredit(ctx, order) },
	})
}

func (r *Remedies) credit(ctx context.Context, order CreditOrder, key string) (recovery.Receipt, error) {
	params := &stripe.CustomerBalanceTransactionParams{
		Customer: stripe.String(order.Customer),
		Amount:   stripe.Int64(-order.Money.Amount), // negative is credit
		Currency: stripe.String(string(order.Money.Currency)),
		Metadata: metadata(order.Step),
	}
	params.Context = ctx
	params.SetIdempotencyKey(key)
	made, err := r.stripe.CustomerBalanceTransactions.New(params)
	if err != nil {
		return recovery.Receipt{}, err
	}
	return r.creditReceipt(made)
}

// findCredit reads through the customer's balance; there is no filter by metadata.
func (r *Remedies) findCredit(ctx context.Context, order CreditOrder) (recovery.Receipt, bool, error) {
	params := &stripe.CustomerBalanceTransactionListParams{Customer: stripe.String(order.Customer)}
	params.Context = ctx
	params.Limit = stripe.Int64(100)
	made := r.stripe.CustomerBalanceTransactions.List(params)
	for made.Next() {
		if one := made.CustomerBalanceTransaction(); isOf(order.Step, one.Metadata) {
			receipt, err := r.creditReceipt(one)
			return receipt, err == nil, err
		}
	}
	return recovery.Receipt{}, false, made.Err()
}

func (r *Remedies) creditReceipt(made *stripe.CustomerBalanceTransaction) (recovery.Receipt, error) {
	if made == nil || made.ID == "" {
		return recovery.Receipt{}, errEmpty
	}
	return recovery.Receipt{
		Provider: ProviderStripe, ID: made.ID, Status: "applied", Word: recovery.Arrived, At: r.Now().UTC(),
		Money: recovery.Money{Amount: -made.Amount, Currency: recovery.Currency(strings.ToLower(string(made.Currency)))},
	}, nil
}
