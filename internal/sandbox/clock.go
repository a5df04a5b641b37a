package sandbox

import (
	"net/http"
	"time"

	"makegood/internal/sandbox/field"
	"makegood/internal/sandbox/twin"
)

func (s *Sandbox) showClock(w http.ResponseWriter, _ *http.Request) {
	now, offset := s.world.Clock()
	send(w, twin.JSON(http.StatusOK, map[string]string{"now": now.UTC().Format(time.RFC3339Nano), "offset": offset.String()}))
}

// advanceClock moves the clock forward, never back: what has happened stays.
func (s *Sandbox) advanceClock(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r)
	if !ok {
		return
	}
	var in struct {
		Advance string `json:"advance"`
	}
	if err := field.Read("", body, &in, []string{"advance"}); err != nil {
		sendWrong(w, http.StatusBadRequest, err)
		return
	}
	by, err := time.ParseDuration(in.Advance)
	if err != nil || by < 0 {
		sendWrong(w, http.StatusBadRequest, field.Wrong("advance", "%q is no duration forward such as 25h", in.Advance))
		return
	}
	if _, err := s.world.Advance(by); err != nil {
		send(w, twin.Broken(err))
		return
	}
	s.outbox.Wake()
	s.showClock(w, r)
}
