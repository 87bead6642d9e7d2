//go:build linux

package main

import "time"

// workload is something that servers are made to do.
type workload struct {
	name  string
	unit  string // of its cost
	needs []string
	goal  float64 // to be reached: the ratio to the best other or, of memory, so many KB
	run   func(*stage) (measurement, error)
	by    door
}

const (
	cpu = "µs"
	kb  = "KB"
)

var (
	irc  = []string{"irc"}
	tags = []string{"irc", "tags"}
	many = []string{"irc", "many"}
)

// tagged are the capabilities of a client that wants to know when, and of which message.
const tagged = "message-tags server-time"

var workloads = []workload{
	{"fan-out to 100, 1 in flight", cpu, irc, 0, fanOut(100, 1, 300_000, ""), plain},
	{"fan-out to 100, 4 in flight", cpu, irc, 0.7, fanOut(100, 4, 500_000, ""), plain},
	{"fan-out to 100, 64 in flight", cpu, irc, 0, fanOut(100, 64, 1_000_000, ""), plain},
	{"fan-out to 1000, 1 in flight", cpu, irc, 0.8, fanOut(1000, 1, 500_000, ""), plain},
	{"fan-out to 1000, 4 in flight", cpu, irc, 0.6, fanOut(1000, 4, 1_000_000, ""), plain},
	{"fan-out to 1000, 64 in flight", cpu, irc, 0.7, fanOut(1000, 64, 2_000_000, ""), plain},
	{"fan-out to 5000, 1 in flight", cpu, irc, 0, fanOut(5000, 1, 500_000, ""), plain},
	{"fan-out to 5000, 4 in flight", cpu, irc, 0.5, fanOut(5000, 4, 2_000_000, ""), plain},
	{"fan-out to 5000, 64 in flight", cpu, irc, 0, fanOut(5000, 64, 2_000_000, ""), plain},
	{"fan-out to 1000 among 15000, 4 in flight", cpu, many, 0, fanOutAmong(14_000, 1000, 4, 1_000_000, ""), plain},
	{"tags: fan-out to 100, 1 in flight", cpu, tags, 0, fanOut(100, 1, 300_000, tagged), plain},
	{"tags: fan-out to 100, 4 in flight", cpu, tags, 0, fanOut(100, 4, 500_000, tagged), plain},
	{"tags: fan-out to 100, 64 in flight", cpu, tags, 0, fanOut(100, 64, 1_000_000, tagged), plain},
	{"tags: fan-out to 1000, 1 in flight", cpu, tags, 0, fanOut(1000, 1, 500_000, tagged), plain},
	{"tags: fan-out to 1000, 4 in flight", cpu, tags, 0.6, fanOut(1000, 4, 1_000_000, tagged), plain},
	{"tags: fan-out to 1000, 64 in flight", cpu, tags, 0, fanOut(1000, 64, 2_000_000, tagged), plain},
	{"tags: fan-out to 5000, 1 in flight", cpu, tags, 0, fanOut(5000, 1, 500_000, tagged), plain},
	{"tags: fan-out to 5000, 4 in flight", cpu, tags, 0, fanOut(5000, 4, 2_000_000, tagged), plain},
	{"tags: fan-out to 5000, 64 in flight", cpu, tags, 0, fanOut(5000, 64, 2_000_000, tagged), plain},
	{"200 channels of ten, 1000 lines/s", cpu, irc, 0.95, smallChannels(200, 1000, 10*time.Second), plain},
	{"200 pairs in private", cpu, irc, 0.85, pingPong(200, 200_000), plain},
	{"connect and register", cpu, irc, 0.9, connecting(5000), plain},
	{"join storm of 1000", cpu, irc, 0.7, joinStorm(1000), plain},
	{"replay of 100 lines", cpu, []string{"irc", "replay"}, 0.4, replay(1000), plain},
	{"memory, registered", kb, irc, 1.5, memory(idlers, 0), plain},
	{"memory, in a channel of 1000", kb, irc, 2, memory(idlers, 1000), plain},
	{"memory, 15000 registered", kb, many, 0, memory(3*idlers, 0), plain},
	{"WebSocket: fan-out to 500", cpu, []string{"websocket"}, 0.6, fanOut(500, 4, 300_000, ""), websocket},
	{"WebSocket: memory", kb, []string{"websocket"}, 10, memory(idlers, 0), websocket},
	{"TLS: fan-out to 200", cpu, []string{"tls"}, 0.7, fanOut(200, 4, 300_000, ""), secure},
	{"TLS: memory", kb, []string{"tls"}, 9, memory(idlers, 0), secure},
	{"TLS: connect and register", cpu, []string{"tls"}, 1.0, connecting(2000), secure},
}
