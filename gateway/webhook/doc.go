// Package webhook reads what providers call with: who signed it, and what it says
// of our recoveries.
//
// What it promises:
//
//   - The signature comes first. Nothing of a call is believed, and nothing is told
//     of what it holds, before a secret that is set has signed it.
//   - What is none of ours is not heard: one account at a provider serves others too.
//   - What is heard comes to the same word as what the provider answers when it is
//     asked; the tables are those of package activities.
//   - It remembers nothing. Providers repeat themselves and tell late things last:
//     whoever listens drops what it has heard by Event, and lets no word go back.
//
// It reaches out to nothing and asks no clock.
package webhook
