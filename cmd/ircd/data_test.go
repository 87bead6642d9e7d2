package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A folder in which nothing can be kept stops the start, with one line that says which
// it is and what is wrong with it.
func TestCannotKeep(t *testing.T) {
	for name, tt := range map[string]struct {
		prepare func(t *testing.T, dir string) string // returns the folder
		limited bool                                  // to very small files
		want    string
	}{
		"a file": {func(t *testing.T, dir string) string {
			mustWrite(t, dir+"/file", "hello\n")
			return dir + "/file"
		}, false, "ircd: --data: mkdir {dir}/file: not a directory"},
		"in a file": {func(t *testing.T, dir string) string {
			mustWrite(t, dir+"/file", "hello\n")
			return dir + "/file/data"
		}, false, "ircd: --data: mkdir {dir}/file: not a directory"},
		"not ours": {func(t *testing.T, dir string) string {
			mustMkdir(t, dir+"/data", 0o500)
			return dir + "/data"
		}, false, "ircd: --data: open {dir}/data/lock: permission denied"},
		"in what is not ours": {func(t *testing.T, dir string) string {
			mustMkdir(t, dir+"/root", 0o500)
			return dir + "/root/data"
		}, false, "ircd: --data: mkdir {dir}/root/data: permission denied"},
		"full": {func(_ *testing.T, dir string) string { return dir + "/data" }, true,
			"ircd: --data: {dir}/data/linnet.db: the disk is full, or has no more room for it"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			cmd := asProgram("--data", tt.prepare(t, dir), "--irc", "127.0.0.1:0", "--web=")
			if tt.limited {
				cmd.Args = append([]string{"sh", "-c", `ulimit -f 8 && exec "$0" "$@"`, cmd.Path}, cmd.Args[1:]...)
				cmd.Path, _ = exec.LookPath("sh")
			} else {
				asNobody(t, cmd, dir)
			}
			said, err := cmd.CombinedOutput()
			got := strings.ReplaceAll(strings.TrimSpace(string(said)), dir, "{dir}")
			if got != tt.want || err == nil || cmd.ProcessState.ExitCode() != 1 {
				t.Errorf("\n got %q, %v\nwant %q", got, err, tt.want)
			}
		})
	}
}

func mustMkdir(t *testing.T, name string, mode os.FileMode) {
	t.Helper()
	if err := os.Mkdir(name, mode); err != nil {
		t.Fatal(err)
	}
}

// mustCopy copies a program.
func mustCopy(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Clean(from))
	if err == nil {
		err = os.WriteFile(to, text, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
}
