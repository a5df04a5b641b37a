package gateway

import (
	"net/http"
	"time"

	"github.com/go-json-experiment/json"
)

// writeJSON answers with one JSON value on one line.
func writeJSON(w http.ResponseWriter, status int, value any) {
	line, err := json.Marshal(value, json.Deterministic(true))
	if err != nil {
		status, line = http.StatusInternalServerError, []byte(`{"errors":[{"field":"","wrong":"the answer cannot be written"}]}`)
	}
	write(w, status, typeJSON, append(line, '\n'))
}

func write(w http.ResponseWriter, status int, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if w.Header().Get("Cache-Control") == "" {
		w.Header().Set("Cache-Control", "no-store")
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeIn))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
