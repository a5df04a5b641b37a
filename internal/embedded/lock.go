package embedded

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// FolderInUseError says that another process, or another server in this one,
// holds the state folder. PID is who wrote itself down as the holder, or empty.
type FolderInUseError struct {
	Dir, PID string
}

func (e *FolderInUseError) Error() string {
	who := "another process"
	if e.PID != "" {
		who = "process " + e.PID
	}
	return fmt.Sprintf("embedded: the state folder %s is in use by %s; stop it or choose another folder", e.Dir, who)
}

// folderLock is an flock on a file in the folder. The kernel lets go of it when
// the process ends, so a kill leaves nothing behind to clean up. The file
// itself stays: removing it would let two processes each lock their own.
type folderLock struct{ file *os.File }

func holdFolder(dir string) (*folderLock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, &FolderError{Dir: dir, Err: err}
	}
	file, err := os.OpenFile(filepath.Join(dir, "temporal.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, &FolderError{Dir: dir, Err: err}
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer file.Close()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, &FolderError{Dir: dir, Err: err}
		}
		pid, _ := io.ReadAll(io.LimitReader(file, 20))
		return nil, &FolderInUseError{Dir: dir, PID: strings.TrimSpace(string(pid))}
	}
	if err := writeHolder(file); err != nil {
		file.Close()
		return nil, &FolderError{Dir: dir, Err: err}
	}
	return &folderLock{file: file}, nil
}

func writeHolder(file *os.File) error {
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := fmt.Fprintf(file, "%d\n", os.Getpid())
	return err
}

func (l *folderLock) release() {
	if l != nil {
		l.file.Close()
	}
}
