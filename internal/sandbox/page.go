package sandbox

import (
	"embed"
	"io/fs"
	"net/http"
	"strconv"
	"time"

	"makegood/internal/sandbox/fault"
	"makegood/internal/sandbox/sendgrid"
	"makegood/internal/sandbox/stripe"
	"makegood/internal/sandbox/twilio"
	"makegood/internal/sandbox/twin"
)

//go:embed page
var pageFiles embed.FS

func (s *Sandbox) registerPage(mux *http.ServeMux) {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		// Nothing from elsewhere, and no script that is not the page's own.
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:")
		http.ServeFileFS(w, r, files, "index.html")
	})
	mux.Handle("GET /sandbox/page/", http.StripPrefix("/sandbox/page/", http.FileServerFS(files)))
	mux.HandleFunc("GET /sandbox/view", s.view)
}

// View is what the page shows: as much of it as fits, newest first.
type View struct {
	Now    time.Time     `json:"now"`
	Offset string        `json:"offset,omitempty"` // how far the clock is ahead
	Phones twilio.View   `json:"sms"`
	Mail   sendgrid.View `json:"mail"`
	Money  stripe.View   `json:"money"`
	Faults []fault.Fault `json:"faults"`
}

// mostShown is the largest limit a view takes.
const mostShown = 1000

// view answers ?search= with what contains it, at most ?limit= of each kind.
func (s *Sandbox) view(w http.ResponseWriter, r *http.Request) {
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || limit < 1 {
		limit = 30
	}
	limit = min(limit, mostShown)
	search := twin.NewSearch(r.URL.Query().Get("search"))
	var v View
	err = s.world.Do(func(tx *twin.Tx) {
		v = View{
			Now: tx.Now, Phones: s.twilio.View(tx, search, limit), Mail: s.sendgrid.View(tx, search, limit),
			Money: s.stripe.View(tx, search, limit), Faults: s.faults.All(),
		}
	})
	if err != nil {
		send(w, twin.Broken(err))
		return
	}
	if _, offset := s.world.Clock(); offset > 0 {
		v.Offset = offset.String()
	}
	send(w, twin.JSON(http.StatusOK, v).With("Cache-Control", "no-store"))
}
