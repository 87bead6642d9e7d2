package main

import (
	"io"

	"github.com/pelletier/go-toml/v2"
)

// printSample prints every setting with its documentation and its default.
func printSample(stdout io.Writer) error {
	return toml.NewEncoder(stdout).Encode(defaultFile())
}
