package sandbox

import "net/http"

func (s *Sandbox) registerPage(mux *http.ServeMux) {}
