package main

import "makegood/recovery"

// reckoned says how a play's clock counts; nothing where it counts as clocks do.
func reckoned(clock *recovery.Clock) string {
	said := ""
	switch {
	case clock.Days == recovery.WorkingDays && clock.For > 0:
		said = "by working days until " + clock.For.String() + " have passed, then by all days"
	case clock.Days == recovery.WorkingDays:
		said = "by working days"
	}
	if clock.Starts == recovery.StartsNextDay {
		if said != "" {
			said += ", "
		}
		said += "from the next day on"
	}
	if said == "" {
		return ""
	}
	if clock.Zone != "" {
		said += ", in " + clock.Zone
	}
	return "time is counted " + said
}
