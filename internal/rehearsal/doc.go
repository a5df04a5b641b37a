// Package rehearsal carries out the scenarios of a playbook: it runs the real
// workflow in skipped time, with the real records over a ledger of its own and with
// providers that answer as the scenario says, compares what happened with what was
// expected, and tells the difference as a story. There is no second model of a
// recovery here: what a scenario shows is what will run.
package rehearsal
