// Package demo holds the example failures that makegood-dev demo plays: four
// hundred real flights with made-up passengers.
//
// The flights and their delays are from the "Airline On-Time Performance Data"
// of the US Bureau of Transportation Statistics, January to March 2001, in the
// public domain: every flight of a sample of 20,000 that was two hours late or
// later, and about a hundred that were one to two hours late. Names, numbers,
// addresses and payments are fictional.
package demo
