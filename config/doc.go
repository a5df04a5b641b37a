// Package config reads what people write: plays from YAML, and settings from the
// environment.
//
// It refuses early and completely. A playbook that loads can be carried out, and
// one that does not is refused with everything that is wrong with it at once,
// each with its file, line, column and field, and with what would be right.
package config
