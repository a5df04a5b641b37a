package ledger

import "makegood/recovery"

// spend takes an amount out of the play's budget of a day, and says whether that is
// over. What is over is not taken: it waits, and smaller amounts may still pass.
func spend(s session, play string, asked recovery.Asked, money recovery.Money) (over bool, err error) {
	spent, err := addSpending(s, play, asked.Day, money)
	if err != nil || spent <= asked.Budget.Amount {
		return false, err
	}
	money.Amount = -money.Amount
	_, err = addSpending(s, play, asked.Day, money)
	return true, err
}

// giveBack gives back to its day what was taken and not given, now that the recovery's
// debt is another.
func (a *allowance) giveBack(s session, play string, given []recovery.Debt) error {
	if a.taken == 0 {
		return nil
	}
	money := a.gives[0].Money
	left, _ := a.gives[0].Beyond(given)
	money.Amount = -min(a.taken, max(0, left.Money.Amount))
	_, err := addSpending(s, play, a.day, money)
	return err
}

// addSpending answers what a play has given on a day, with what is added.
func addSpending(s session, play string, day recovery.Date, money recovery.Money) (spent int64, err error) {
	spent, _, err = first(s, scanNumber, `INSERT INTO spending (play, day, currency, amount) VALUES ($1, $2, $3, $4)
		ON CONFLICT (play, day, currency) DO UPDATE SET amount = spending.amount + excluded.amount RETURNING amount`,
		play, string(day), string(money.Currency), money.Amount)
	return spent, err
}
