package gateway

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// readBody takes in a body, unpacked, and never more than the limit and one byte.
// A body that says beforehand that it is larger is refused unread.
func readBody(w http.ResponseWriter, r *http.Request, limit int, within time.Duration) ([]byte, *refusal) {
	if r.ContentLength > int64(limit) {
		return nil, tooLarge(limit)
	}
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(within))
	var packed io.Reader = http.MaxBytesReader(w, r.Body, int64(limit))
	switch strings.ToLower(r.Header.Get("Content-Encoding")) {
	case "", "identity":
	case "gzip", "x-gzip":
		unpacked, err := gzip.NewReader(packed)
		if err != nil {
			return nil, refusalOfRead(err, limit)
		}
		packed = unpacked
	default:
		return nil, refuse(http.StatusUnsupportedMediaType, "this Content-Encoding is not taken", "send gzip, or none").with("Accept-Encoding", "gzip")
	}
	body, err := io.ReadAll(io.LimitReader(packed, int64(limit)+1))
	if err != nil {
		return nil, refusalOfRead(err, limit)
	}
	if len(body) > limit {
		return nil, tooLarge(limit)
	}
	// Left standing, the deadline would later cancel the request's context; after
	// a refusal it is left, for what the server may still have to read.
	_ = control.SetReadDeadline(time.Time{})
	return body, nil
}

func refusalOfRead(err error, limit int) *refusal {
	var larger *http.MaxBytesError
	switch {
	case errors.As(err, &larger):
		return tooLarge(limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return refuse(http.StatusRequestTimeout, "the body came too slowly", "send it again").with("Connection", "close")
	}
	return refuse(http.StatusBadRequest, "the body breaks off, or is not packed as it says", "send it again").with("Connection", "close")
}
