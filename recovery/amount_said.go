package recovery

import (
	"fmt"
	"strings"
)

// said is the amount as the play has it: "25%", "the greater of 5.00 EUR and 10% for each
// 1d from 2d to 4d, at most 100.00 EUR". reading writes a value of the measure.
func (a Amount) said(reading func(Threshold) string) string {
	var parts []string
	switch flat := a.flatSaid(); {
	case flat != "" && a.Percent > 0:
		parts = append(parts, fmt.Sprintf("the greater of %s and %s%%", flat, a.Percent))
	case flat != "":
		parts = append(parts, flat)
	case a.Percent > 0:
		parts = append(parts, a.Percent.String()+"%")
	}
	for _, part := range a.Sum {
		parts = append(parts, part.said(reading))
	}
	said := strings.Join(parts, " and ")
	if a.Per > 0 {
		said += " for each " + a.periodsSaid(reading)
	}
	if a.AtMost != nil {
		said += ", at most " + a.AtMost.String()
	}
	return said
}

// flatSaid is the flat amount, or each row of its table.
func (a Amount) flatSaid() string {
	if a.Amount != nil {
		return a.Amount.String()
	}
	var rows []string
	for i, row := range a.Dated {
		if i == 0 {
			rows = append(rows, row.Money.String())
			continue
		}
		rows = append(rows, fmt.Sprintf("%s since %s", row.Money, row.From))
	}
	return strings.Join(rows, ", ")
}

func (a Amount) periodsSaid(reading func(Threshold) string) string {
	said := reading(a.Per)
	if a.Completed {
		said = "full " + said
	}
	switch {
	case a.After > 0 && a.Until > 0:
		said += " from " + reading(a.After) + " to " + reading(a.Until)
	case a.After > 0:
		said += " from " + reading(a.After) + " on"
	case a.Until > 0:
		said += " up to " + reading(a.Until)
	}
	return said
}
