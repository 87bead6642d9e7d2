//go:build linux

// Command bench drives IRC servers over loopback, one after another with the same
// work, checks every delivery, and prints what each cost.
//
//	go run ./bench                     all that are installed, three rounds
//	go run ./bench -servers linnet,ngircd -work 'fan-out' -rounds 1
//	ERGO=/path/to/ergo go run ./bench  with an Ergo that somebody has
//
// The cost of a server is the processor time of its process for each line that it
// delivered, which hardly depends on what else the machine does. A server that is
// not there is shown as missing, never as reached.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	names := flag.String("servers", "linnet,inspircd,ngircd,ergo", "which servers, in this order")
	only := flag.String("work", "", "which workloads: a regular expression")
	rounds := flag.Int("rounds", 3, "how often, interleaved; the median counts")
	ircd := flag.String("ircd", "", "our server's binary; built if empty")
	page := flag.String("page", "", "write the table of results into this Markdown page, between its marks")
	flag.Parse()
	pattern, err := regexp.Compile(*only)
	if err != nil {
		return fmt.Errorf("-work: %w", err)
	}
	places, err := findServers(strings.Split(*names, ","), *ircd)
	if err != nil {
		return err
	}
	groups := chosen(pattern)
	var results results
	for round := range *rounds {
		for _, group := range groups {
			for _, place := range places {
				err := measure(place, group, func(w workload, m measurement) {
					results.add(w, place, m)
					fmt.Fprintf(os.Stderr, "round %d  %-41s %-9s %s\n", round+1, w.name, place.kind.name, m)
				})
				if errors.Is(err, errMissing) {
					for _, w := range group {
						results.missing(w, place, err)
					}
				} else if err != nil {
					return fmt.Errorf("%s: %w", place.kind.name, err)
				}
			}
		}
	}
	results.print(os.Stdout)
	if *page != "" {
		return results.writePage(*page)
	}
	return nil
}

// chosen are the workloads that a pattern names, those together that go on with each
// other.
func chosen(pattern *regexp.Regexp) (groups [][]workload) {
	isOpen := false
	for _, w := range workloads {
		if !w.goesOn {
			isOpen = false
		}
		switch {
		case !pattern.MatchString(w.name):
		case isOpen:
			groups[len(groups)-1] = append(groups[len(groups)-1], w)
		default:
			groups = append(groups, []workload{w})
			isOpen = true
		}
	}
	return groups
}
