// Package workflows holds the life of a recovery, and the names by which others
// start, signal, update and query it.
package workflows
