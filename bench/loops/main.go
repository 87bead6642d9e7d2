//go:build linux

// Command loops carries the same lines by our own loop (netloop), by gnet, by netpoll
// and by a goroutine for each connection, and prints what each costs its process: why
// the server has a loop of its own. It is a module of its own, so that the server
// does not depend on what it was compared with.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// work is one thing to measure: talk, or with no time for that the memory of
// connections that are silent.
type work struct {
	name         string
	groups, size int
	inFlight     int // members of each group who talk, each with one line at a time
	rate         int // or so many lines a second of everybody
	isIdle       bool
}

var works = []work{
	{name: "fan-out to 1000, 1 in flight (us)", groups: 1, size: 1000, inFlight: 1},
	{name: "fan-out to 1000, 4 in flight (us)", groups: 1, size: 1000, inFlight: 4},
	{name: "fan-out to 1000, 64 in flight (us)", groups: 1, size: 1000, inFlight: 64},
	{name: "200 pairs, 1 in flight (us)", groups: 200, size: 2, inFlight: 1},
	{name: "200 groups of ten, 1000 lines/s (us)", groups: 200, size: 10, rate: 1000},
	{name: "memory of 5000 idle, each (KB)", groups: 500, size: 10, isIdle: true},
}

func main() {
	name := flag.String("serve", "", "be the server of this name; the rest starts itself so")
	rounds := flag.Int("rounds", 3, "how often, of which the median counts")
	took := flag.Duration("time", 3*time.Second, "how long each talks")
	only := flag.String("work", "", "only what has this in its name")
	flag.Parse()
	works = slices.DeleteFunc(works, func(w work) bool { return !strings.Contains(w.name, *only) })
	var err error
	if *name != "" {
		err = serve(*name)
	} else {
		err = compare(*rounds, *took)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "loops:", err)
		os.Exit(1)
	}
}

// compare measures everything in turns, so that what else the machine does meets all
// alike.
func compare(rounds int, took time.Duration) error {
	costs := map[string][]float64{}
	for round := range rounds {
		for _, w := range works {
			for _, s := range servers {
				cost, rate, err := measure(s.name, w, took)
				if err != nil {
					return fmt.Errorf("%s: %s: %w", s.name, w.name, err)
				}
				fmt.Fprintf(os.Stderr, "round %d  %-38s %-15s %8.3f  %8.0f/s\n", round+1, w.name, s.name, cost, rate)
				costs[w.name+s.name] = append(costs[w.name+s.name], cost)
			}
		}
	}
	fmt.Printf("%-38s", "for each delivery; ratio to netloop")
	for _, s := range servers {
		fmt.Printf("%16s", s.name)
	}
	for _, w := range works {
		fmt.Printf("\n%-38s", w.name)
		ours := median(costs[w.name+servers[0].name])
		for _, s := range servers {
			cost := median(costs[w.name+s.name])
			fmt.Printf("%9.2f %6s", cost, fmt.Sprintf("%.2fx", cost/ours))
		}
	}
	fmt.Println()
	return nil
}

func median(costs []float64) float64 {
	costs = slices.Sorted(slices.Values(costs))
	return costs[len(costs)/2]
}

// measure returns microseconds for each delivery, and how many there were a second; or
// KB for each connection.
func measure(server string, w work, took time.Duration) (cost, rate float64, err error) {
	p, err := start(server)
	if err != nil {
		return 0, 0, err
	}
	defer p.stop()
	if err := p.settle(); err != nil {
		return 0, 0, err
	}
	_, rssBefore, err := p.usage()
	if err != nil {
		return 0, 0, err
	}
	c, err := gather(p.address, w)
	if err != nil {
		return 0, 0, err
	}
	defer c.leave()
	if w.isIdle {
		if err := p.settle(); err != nil {
			return 0, 0, err
		}
		_, rss, err := p.usage()
		return float64(rss-rssBefore) / 1024 / float64(len(c.clients)), 0, err
	}
	for _, one := range c.clients {
		go one.listen()
	}
	before, _, err := p.usage()
	if err != nil {
		return 0, 0, err
	}
	n, err := c.talk(took)
	if err != nil {
		return 0, 0, err
	}
	after, _, err := p.usage()
	return (after - before).Seconds() * 1e6 / float64(n), float64(n) / took.Seconds(), err
}
