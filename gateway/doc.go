// Package gateway is the door of Makegood: HTTP in for observations, a look at a
// recovery, the survey check, health and metrics.
//
// What it promises:
//
//   - An observation is acknowledged (202) only after Temporal has it. Every
//     other answer means: not acknowledged, and sending it again is harmless.
//   - One observation is one signal: repeats and parallel posts of the same id
//     for the same recovery are answered, and not signalled again.
//   - Nothing is started from a request that holds anything wrong; the answer
//     names every field, what is wrong with it and what would be right.
//   - No request can make it read more than its limit, or wait for ever.
//   - Names, numbers and addresses stand in no log line, metric or span.
//
// Every answer that says no has one shape: {"errors": [{"field", "wrong",
// "right"}]}; where many were sent, each with its "line" (from 1).
package gateway
