package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// packages are the Debian packages of what is not named like its package.
var packages = map[string]string{
	"Xvfb":          "xvfb",
	"supybot":       "limnoria",
	hexChatPerl:     "hexchat-perl",
	pythonIRCModule: "python3-irc",
	debianPython:    "python3",
}

// needs skips a test that lacks a program or a file; where nobody would see the
// skip, it fails.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, name := range programs {
		_, err := exec.LookPath(name)
		if found, _ := filepath.Glob(name); err == nil || len(found) > 0 {
			continue
		}
		from := name
		if other, differs := packages[name]; differs {
			from = other
		}
		missing := fmt.Sprintf("%s is not here: apt-get install %s", name, from)
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
}

// spawn runs a client until the test ends.
func spawn(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

// spawnUnprivileged runs a client with a folder of its own, as nobody if this is
// root: HexChat asks root a question first, in a window, and ZNC makes root wait
// for half a minute.
func spawnUnprivileged(t *testing.T, cmd *exec.Cmd, dir string) {
	t.Helper()
	if os.Geteuid() == 0 {
		const nobody = 65534
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		err := filepath.WalkDir(dir, func(name string, _ os.DirEntry, err error) error {
			return errors.Join(err, os.Chown(name, nobody, nobody))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	spawn(t, cmd)
}

// openTempDir is a folder that others can be given, which one within
// t.TempDir cannot.
func openTempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ircd-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// post writes a line into a FIFO, without waiting for a reader: a client that is
// gone must not hang the test.
func post(t *testing.T, fifo, line string) {
	t.Helper()
	var open *os.File
	eventually(t, "somebody reads "+fifo, func() (bool, string) {
		f, err := os.OpenFile(fifo, os.O_WRONLY|syscall.O_NONBLOCK, 0)
		open = f
		return err == nil, fmt.Sprint(err)
	})
	_, err := open.WriteString(line + "\n")
	if err := errors.Join(err, open.Close()); err != nil {
		t.Fatal(err)
	}
}

// fileText is what a file holds, nothing if there is none yet.
func fileText(name string) string {
	text, _ := os.ReadFile(name)
	return string(text)
}
