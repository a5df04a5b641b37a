package rehearsal

import (
	"context"
	"os"
	"path/filepath"

	"makegood/internal/ledger"
)

// openLedger makes a ledger that lives as long as its scenario, in memory where the
// machine has a folder for that.
func openLedger(ctx context.Context) (*ledger.Ledger, func(), error) {
	dir, err := os.MkdirTemp(memoryFolder(), "makegood-scenario-")
	if err != nil {
		return nil, nil, err
	}
	books, err := ledger.Open(ctx, filepath.Join(dir, "ledger.db"))
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, nil, err
	}
	return books, func() {
		_ = books.Close()
		_ = os.RemoveAll(dir)
	}, nil
}

// memoryFolder is where Linux keeps files that never go to a disk; elsewhere it is
// empty, for the usual folder of temporary files.
func memoryFolder() string {
	const shared = "/dev/shm"
	if info, err := os.Stat(shared); err == nil && info.IsDir() {
		return shared
	}
	return ""
}
