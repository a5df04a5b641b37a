package embedded_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestUIServesAndSparesRecoveries(t *testing.T) {
	o := options(t, t.TempDir())
	o.UIPort = 0
	s := start(t, o)

	if status, page := get(t, s.UIAddress()+"/namespaces/default/workflows"); status != http.StatusOK || !strings.Contains(page, "<html") {
		t.Fatalf("status %d: %.200s", status, page)
	}
	if status, info := get(t, s.UIAddress()+"/api/v1/namespaces/default"); status != http.StatusOK || !strings.Contains(info, `"NAMESPACE_STATE_REGISTERED"`) {
		t.Fatalf("status %d: %.200s", status, info)
	}
	_, settings := get(t, s.UIAddress()+"/api/v1/settings")
	var has map[string]any
	if err := json.Unmarshal([]byte(settings), &has); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"WorkflowTerminateDisabled": true,
		"WorkflowCancelDisabled":    true,
		"WorkflowResetDisabled":     true,
		"WorkflowSignalDisabled":    false,
		"WorkflowUpdateDisabled":    false,
		"DisableWriteActions":       false,
		"DisableNewsFetch":          true,
		"NotifyOnNewVersion":        false,
	} {
		if has[name] != want {
			t.Errorf("%s is %v, want %v", name, has[name], want)
		}
	}
	s.Stop()
	if _, err := http.Get(s.UIAddress()); err == nil {
		t.Error("the UI still answers after Stop")
	}
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}
