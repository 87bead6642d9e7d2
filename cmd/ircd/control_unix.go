//go:build unix

package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// longest is how many bytes the path of a socket may have on every system, with its
// own name left out.
const longest = 90

// shortPath does something with a name of a folder that is short enough for a socket
// in it: Linux knows folders that are open by a short one.
func shortPath(dir string, do func(dir string) error) error {
	if len(dir) <= longest {
		return do(dir)
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	return do(fmt.Sprintf("/proc/self/fd/%d", f.Fd()))
}

// isRefused says that nobody listens at a socket any more.
func isRefused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }
