//go:build linux

package main

// workload is something that servers are made to do.
type workload struct {
	name  string
	unit  string // of its cost
	needs []string
	goal  float64 // the ratio to the best other that is to be reached
	run   func(*stage) (measurement, error)
}

const cpu = "µs"

var irc = []string{"irc"}

var workloads = []workload{
	{"fan-out to 100, 1 in flight", cpu, irc, 0, fanOut(100, 1, 300_000, "")},
	{"fan-out to 100, 4 in flight", cpu, irc, 0.7, fanOut(100, 4, 500_000, "")},
	{"fan-out to 1000, 1 in flight", cpu, irc, 0.8, fanOut(1000, 1, 500_000, "")},
	{"fan-out to 1000, 4 in flight", cpu, irc, 0.6, fanOut(1000, 4, 1_000_000, "")},
	{"fan-out to 1000, 64 in flight", cpu, irc, 0.7, fanOut(1000, 64, 2_000_000, "")},
	{"fan-out to 5000, 4 in flight", cpu, irc, 0.5, fanOut(5000, 4, 2_000_000, "")},
	{"fan-out to 1000 with tags", cpu, []string{"irc", "tags"}, 0.6, fanOut(1000, 4, 1_000_000, "message-tags server-time")},
}
