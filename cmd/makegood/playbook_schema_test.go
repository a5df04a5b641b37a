package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestSchemasArePrinted(t *testing.T) {
	for _, args := range [][]string{{"playbook", "schema"}, {"playbook", "schema", "--of", "journey"}} {
		printed, err := run(t, args...)
		var schema struct {
			Schema string `json:"$schema"`
			ID     string `json:"$id"`
		}
		if err != nil || json.Unmarshal([]byte(printed), &schema) != nil {
			t.Fatalf("%q: %v\n%.300s", args, err, printed)
		}
		if kind := args[len(args)-1]; schema.Schema != "https://json-schema.org/draft/2020-12/schema" || (kind == "journey") != (schema.ID == "urn:makegood:journey") {
			t.Errorf("%q: %+v", args, schema)
		}
	}
	if _, err := run(t, "playbook", "schema", "--of", "plays"); err == nil || !strings.Contains(err.Error(), `there is no schema of "plays": there are journey, play`) {
		t.Error(err)
	}
}
