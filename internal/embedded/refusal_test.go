package embedded_test

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"makegood/internal/embedded"
)

func TestFolderIsHeldByOne(t *testing.T) {
	o := options(t, t.TempDir())
	first := start(t, o)

	_, err := embedded.Start(t.Context(), o)
	var inUse *embedded.FolderInUseError
	if !errors.As(err, &inUse) || inUse.Dir != o.Dir || !strings.Contains(err.Error(), "stop it or choose another folder") {
		t.Fatalf("got %v", err)
	}
	first.Stop()
	start(t, o)
}

func TestPortTakenIsNamed(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port

	for what, set := range map[string]func(*embedded.Options){
		"Temporal frontend": func(o *embedded.Options) { o.FrontendPort = port },
		"Temporal UI":       func(o *embedded.Options) { o.UIPort = port },
	} {
		t.Run(what, func(t *testing.T) {
			o := options(t, t.TempDir())
			set(&o)
			_, err := embedded.Start(t.Context(), o)
			var portTaken *embedded.PortTakenError
			if !errors.As(err, &portTaken) || portTaken.Port != port || portTaken.For != what {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), "choose another port") {
				t.Errorf("the error does not help: %v", err)
			}
			// Nothing of the attempt is left: the folder is free.
			o.FrontendPort, o.UIPort = 0, -1
			start(t, o)
		})
	}
}

func TestUnusableFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := embedded.Start(t.Context(), options(t, filepath.Join(file, "state")))
	var unusable *embedded.FolderError
	if !errors.As(err, &unusable) || !strings.Contains(err.Error(), "choose another folder") {
		t.Fatalf("got %v", err)
	}
}

func TestNotADatabase(t *testing.T) {
	o := options(t, t.TempDir())
	if err := os.WriteFile(filepath.Join(o.Dir, "temporal.db"), []byte(strings.Repeat("this is no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := embedded.Start(t.Context(), o); err == nil || !strings.Contains(err.Error(), "temporal.db") {
		t.Fatalf("got %v", err)
	}
}

func TestLostIndexIsRefused(t *testing.T) {
	o := options(t, t.TempDir())
	start(t, o).Stop()
	for _, file := range []string{"visibility.db", "visibility.db-wal", "visibility.db-shm"} {
		if err := os.Remove(filepath.Join(o.Dir, file)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	_, err := embedded.Start(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "no visibility.db beside it") {
		t.Fatalf("got %v", err)
	}
}

func TestOtherSchemaIsRefused(t *testing.T) {
	o := options(t, t.TempDir())
	start(t, o).Stop()
	db := open(t, o.Dir, "temporal.db")
	if _, err := db.Exec(`UPDATE makegood_schema SET version = '0.1/0.1'`); err != nil {
		t.Fatal(err)
	}
	_, err := embedded.Start(t.Context(), o)
	var other *embedded.SchemaError
	if !errors.As(err, &other) || other.Has != "0.1/0.1" || !strings.Contains(err.Error(), "temporal.db") {
		t.Fatalf("got %v", err)
	}
}
