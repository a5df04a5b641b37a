package ledger

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// lockFolder keeps other processes from opening a ledger in the same folder
// until unlock is called: making the file, turning it to a write-ahead log and
// bringing its schema up to date are then one process's at a time. The folder
// itself is locked, so that nothing is left lying about, and the kernel lets go
// of it when the process ends. The database's file must not be used for it:
// closing it would let go of SQLite's own locks.
func lockFolder(ctx context.Context, folder string) (unlock func(), err error) {
	file, err := os.Open(folder)
	if err != nil {
		return nil, because(ErrUnreachable, err)
	}
	const again = 5 * time.Millisecond
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return func() { file.Close() }, nil
		case !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR):
			file.Close()
			return nil, because(ErrUnreachable, fmt.Errorf("lock the folder %s: %w", folder, err))
		}
		select {
		case <-time.After(again):
		case <-ctx.Done():
			file.Close()
			return nil, because(ErrLocked, ended(ctx))
		}
	}
}
