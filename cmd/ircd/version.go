package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
)

// versionName is one word, as it stands in 002 and 004.
func versionName() string {
	version, commit := "devel", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; v != "" && v != "(devel)" {
			version = v
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 && !strings.Contains(version, s.Value[:12]) {
				commit = "+" + s.Value[:12]
			}
		}
	}
	return "linnet-" + version + commit
}

func printVersion(stdout io.Writer) error {
	_, err := fmt.Fprintf(stdout, "%s %s %s/%s\n", versionName(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
