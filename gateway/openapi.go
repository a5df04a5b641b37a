package gateway

import (
	_ "embed" // holds openapi.yaml
	"net/http"
)

//go:embed openapi.yaml
var openAPI []byte

// getOpenAPI gives out the description of these endpoints.
func getOpenAPI(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, "application/yaml", openAPI)
}
