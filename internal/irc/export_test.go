package irc

import (
	"maps"
	"slices"
)

// CommandNames lists the table's commands for tests that see only clients.
func CommandNames() []string { return slices.Sorted(maps.Keys(commands)) }
