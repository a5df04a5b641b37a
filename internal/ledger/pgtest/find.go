package pgtest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// binaries finds the folder of the server's programs, which many systems keep
// off the path.
func binaries() (string, error) {
	var folders []string
	if said, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		folders = append(folders, strings.TrimSpace(string(said)))
	}
	if found, err := exec.LookPath("initdb"); err == nil {
		folders = append(folders, filepath.Dir(found))
	}
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.Reverse(debian)
	folders = append(folders, debian...)
	for _, folder := range folders {
		_, initdb := os.Stat(filepath.Join(folder, "initdb"))
		_, server := os.Stat(filepath.Join(folder, "postgres"))
		if initdb == nil && server == nil {
			return folder, nil
		}
	}
	return "", errors.New("its server is not installed")
}

// owner is the user that the server runs as: ourselves, or where we are root,
// whom the server refuses, somebody else.
type owner struct{ credential *syscall.Credential }

func ownerOfServer() (owner, error) {
	if os.Geteuid() != 0 {
		return owner{}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.ParseUint(found.Uid, 10, 32)
		gid, errGID := strconv.ParseUint(found.Gid, 10, 32)
		if errUID != nil || errGID != nil {
			return owner{}, fmt.Errorf("the user %s has no number", name)
		}
		return owner{&syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
	}
	return owner{}, errors.New("it does not run as root, and there is no user postgres or nobody")
}

func (o owner) give(dir string) error {
	if o.credential == nil {
		return nil
	}
	return os.Chown(dir, int(o.credential.Uid), int(o.credential.Gid))
}

func (o owner) command(dir, program string, args ...string) *exec.Cmd {
	command := exec.Command(program, args...)
	command.Dir = dir
	command.SysProcAttr = &syscall.SysProcAttr{
		Credential: o.credential,
		Setpgid:    true, // a Ctrl-C for the test is not one for the server: the pipe ends it
	}
	return command
}
