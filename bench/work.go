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
	// goesOn says that it goes on with the server and the clients of the one before it.
	goesOn bool
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
	{name: "fan-out to 100, 1 in flight", unit: cpu, needs: irc, run: fanOut(100, 1, 300_000, "")},
	{name: "fan-out to 100, 4 in flight", unit: cpu, needs: irc, goal: 0.7, run: fanOut(100, 4, 500_000, ""), goesOn: true},
	{name: "fan-out to 100, 64 in flight", unit: cpu, needs: irc, run: fanOut(100, 64, 1_000_000, ""), goesOn: true},
	{name: "fan-out to 1000, 1 in flight", unit: cpu, needs: irc, goal: 0.8, run: fanOut(1000, 1, 500_000, "")},
	{name: "fan-out to 1000, 4 in flight", unit: cpu, needs: irc, goal: 0.6, run: fanOut(1000, 4, 1_000_000, ""), goesOn: true},
	{name: "fan-out to 1000, 64 in flight", unit: cpu, needs: irc, goal: 0.7, run: fanOut(1000, 64, 2_000_000, ""), goesOn: true},
	{name: "fan-out to 5000, 1 in flight", unit: cpu, needs: irc, run: fanOut(5000, 1, 500_000, "")},
	{name: "fan-out to 5000, 4 in flight", unit: cpu, needs: irc, goal: 0.5, run: fanOut(5000, 4, 2_000_000, ""), goesOn: true},
	{name: "fan-out to 5000, 64 in flight", unit: cpu, needs: irc, run: fanOut(5000, 64, 2_000_000, ""), goesOn: true},
	{name: "fan-out to 1000 among 15000, 4 in flight", unit: cpu, needs: many, run: fanOutAmong(14_000, 1000, 4, 1_000_000, "")},
	{name: "tags: fan-out to 100, 1 in flight", unit: cpu, needs: tags, run: fanOut(100, 1, 300_000, tagged)},
	{name: "tags: fan-out to 100, 4 in flight", unit: cpu, needs: tags, run: fanOut(100, 4, 500_000, tagged), goesOn: true},
	{name: "tags: fan-out to 100, 64 in flight", unit: cpu, needs: tags, run: fanOut(100, 64, 1_000_000, tagged), goesOn: true},
	{name: "tags: fan-out to 1000, 1 in flight", unit: cpu, needs: tags, run: fanOut(1000, 1, 500_000, tagged)},
	{name: "tags: fan-out to 1000, 4 in flight", unit: cpu, needs: tags, goal: 0.6, run: fanOut(1000, 4, 1_000_000, tagged), goesOn: true},
	{name: "tags: fan-out to 1000, 64 in flight", unit: cpu, needs: tags, run: fanOut(1000, 64, 2_000_000, tagged), goesOn: true},
	{name: "tags: fan-out to 5000, 1 in flight", unit: cpu, needs: tags, run: fanOut(5000, 1, 500_000, tagged)},
	{name: "tags: fan-out to 5000, 4 in flight", unit: cpu, needs: tags, run: fanOut(5000, 4, 2_000_000, tagged), goesOn: true},
	{name: "tags: fan-out to 5000, 64 in flight", unit: cpu, needs: tags, run: fanOut(5000, 64, 2_000_000, tagged), goesOn: true},
	{name: "200 channels of ten, 1000 lines/s", unit: cpu, needs: irc, goal: 0.95, run: smallChannels(200, 1000, 10*time.Second)},
	{name: "200 pairs in private", unit: cpu, needs: irc, goal: 0.85, run: pingPong(200, 200_000)},
	{name: "connect and register", unit: cpu, needs: irc, goal: 0.9, run: connecting(5000)},
	{name: "join storm of 1000", unit: cpu, needs: irc, goal: 0.7, run: joinStorm(1000)},
	{name: "replay of 100 lines", unit: cpu, needs: []string{"irc", "replay"}, goal: 0.4, run: replay(1000)},
	{name: "memory, registered", unit: kb, needs: irc, goal: 1.5, run: memory(idlers, 0)},
	{name: "memory, in a channel of 1000", unit: kb, needs: irc, goal: 2, run: memory(idlers, 1000)},
	{name: "memory, 15000 registered", unit: kb, needs: many, run: memory(3*idlers, 0)},
	{name: "WebSocket: fan-out to 500", unit: cpu, needs: []string{"websocket"}, goal: 0.6, run: fanOut(500, 4, 300_000, ""), by: websocket},
	{name: "WebSocket: memory", unit: kb, needs: []string{"websocket"}, goal: 10, run: memory(idlers, 0), by: websocket},
	{name: "TLS: fan-out to 200", unit: cpu, needs: []string{"tls"}, goal: 0.7, run: fanOut(200, 4, 300_000, ""), by: secure},
	{name: "TLS: memory", unit: kb, needs: []string{"tls"}, goal: 9, run: memory(idlers, 0), by: secure},
	{name: "TLS: connect and register", unit: cpu, needs: []string{"tls"}, goal: 1.0, run: connecting(2000), by: secure},
}
