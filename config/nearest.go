package config

// Suggestion names the one among names that was most likely meant by a mistyped one,
// where one is near, and everything that there is.
func Suggestion(typed string, names []string) string { return suggestion(nearest(typed, names), names) }
