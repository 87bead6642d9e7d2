package main

import (
	"fmt"
	"io"
)

// check reads the settings as the server would, files that they name included,
// and opens nothing.
func check(typed *commandLine, stdout io.Writer, env lookup) error {
	if _, err := readSettings(typed, env); err != nil {
		return err
	}
	_, err := fmt.Fprintln(stdout, "config ok")
	return err
}
