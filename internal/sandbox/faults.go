package sandbox

import (
	"net/http"

	"makegood/internal/sandbox/fault"
	"makegood/internal/sandbox/field"
	"makegood/internal/sandbox/twin"
)

func (s *Sandbox) listFaults(w http.ResponseWriter, _ *http.Request) {
	s.do(w, func(*twin.Tx) twin.Response {
		return twin.JSON(http.StatusOK, map[string]any{"faults": s.faults.All()})
	})
}

func (s *Sandbox) addFaults(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r)
	if !ok {
		return
	}
	providers := s.faultable()
	faults, err := field.Each(body, func(raw []byte) (*fault.Fault, error) { return fault.Parse(raw, providers) })
	if err != nil {
		sendWrong(w, http.StatusBadRequest, err)
		return
	}
	s.do(w, func(tx *twin.Tx) twin.Response {
		for _, f := range faults {
			s.faults.Add(tx, f)
		}
		return twin.JSON(http.StatusCreated, map[string]any{"faults": faults})
	})
}

func (s *Sandbox) clearFaults(w http.ResponseWriter, _ *http.Request) {
	s.do(w, func(tx *twin.Tx) twin.Response {
		s.faults.Clear(tx)
		return twin.Response{Status: http.StatusNoContent}
	})
}
