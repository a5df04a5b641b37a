package recovery

import "golang.org/x/text/feature/plural"

var english = phrases{
	refund: told{
		done:   "We have refunded {amount} to your original payment method.",
		coming: "Your refund of {amount} to your original payment method is on its way.",
		person: "A colleague is arranging your refund of {amount}.",
	},
	coupon: told{
		done:   "As compensation, the code {code} takes {amount} off your next purchase.",
		coming: "As compensation, the code {code} takes {amount} off your next purchase. It will work shortly.",
		person: "A colleague is arranging your compensation, {amount} off your next purchase.",
	},
	credit: told{
		done:   "As compensation, we have credited {amount} to your next invoice.",
		coming: "As compensation, we are crediting {amount} to your next invoice.",
		person: "A colleague is arranging your credit of {amount} as compensation.",
	},
	valid:  "It is valid for {valid}.",
	person: "A colleague is arranging your compensation.",
	coming: "Your compensation is on its way.",
	more:   "This comes in addition to the earlier compensation.",

	day:    map[plural.Form]string{plural.One: "day", plural.Other: "days"},
	hour:   "h",
	minute: "min",
	second: "s",
}
