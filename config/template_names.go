package config

import (
	"slices"
	"strings"
)

// calledInWords is what people write in texts for the names that there are.
var calledInWords = map[string]string{
	"delay": ".Measure", "duration": ".Measure", "lateness": ".Measure", "value": ".Measure", "time": ".Measure", "how_long": ".Measure",
	"seconds": ".Measure", "minutes": ".Measure", "hours": ".Measure", "days": ".Measure",
	"name": ".Customer.Name", "firstname": ".Customer.Name", "first_name": ".Customer.Name", "fullname": ".Customer.Name", "customername": ".Customer.Name", "customer": ".Customer.Name",
	"reference": ".Ref", "refund": ".Amount", "credit": ".Amount", "money": ".Amount", "sum": ".Amount", "compensation": ".Remedy", "coupon": ".Code", "voucher": ".Code",
}

// meantInWords is the one among names that a text most likely meant by another.
func meantInWords(typed string, names []string) string {
	called := strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(typed, ".Customer"), "."))
	if meant := calledInWords[called]; slices.Contains(names, meant) {
		return meant
	}
	if at := strings.LastIndex(called, "_"); at >= 0 && calledInWords[called[at+1:]] == ".Measure" {
		return ".Measure" // by the measure's own name
	}
	return nearest(typed, names)
}
