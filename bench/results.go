//go:build linux

package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
)

// results are the measurements of all rounds.
type results struct {
	rows []*row
}

type row struct {
	workload
	cells map[string]*cell // by server
}

type cell struct {
	measurements []measurement
	missing      string
}

func (r *results) cell(w workload, p place) *cell {
	i := slices.IndexFunc(r.rows, func(row *row) bool { return row.name == w.name })
	if i < 0 {
		i = len(r.rows)
		r.rows = append(r.rows, &row{w, map[string]*cell{}})
	}
	cells := r.rows[i].cells
	if cells[p.kind.name] == nil {
		cells[p.kind.name] = &cell{}
	}
	return cells[p.kind.name]
}

func (r *results) add(w workload, p place, m measurement) {
	c := r.cell(w, p)
	c.measurements = append(c.measurements, m)
}

func (r *results) missing(w workload, p place, why error) { r.cell(w, p).missing = why.Error() }

// cost is the median of all rounds, false if there is none.
func (c *cell) cost() (float64, bool) {
	if c == nil || len(c.measurements) == 0 {
		return 0, false
	}
	var costs []float64
	for _, m := range c.measurements {
		costs = append(costs, m.cost)
	}
	slices.Sort(costs)
	return costs[len(costs)/2], true
}

// others are the servers that ours is compared with.
var others = []string{"inspircd", "ngircd", "ergo"}

// best is the lowest cost of the others.
func (r *row) best() (cost float64, exists bool) {
	for _, name := range others {
		if c, is := r.cells[name].cost(); is && (!exists || c < cost) {
			cost, exists = c, true
		}
	}
	return cost, exists
}

// ratio is what ours costs for each that the best other does.
func (r *row) ratio() (ratio float64, exists bool) {
	ours, are := r.cells["linnet"].cost()
	best, is := r.best()
	return ours / best, are && is && best > 0
}

func (r *results) print(w io.Writer) {
	t := tabwriter.NewWriter(w, 2, 8, 2, ' ', 0)
	for _, line := range r.table() {
		fmt.Fprintln(t, strings.Join(line, "\t"))
	}
	_ = t.Flush()
}

// table is all of it in words.
func (r *results) table() [][]string {
	lines := [][]string{{"workload", "unit", "linnet", "inspircd", "ngircd", "ergo", "ratio", "goal"}}
	for _, row := range r.rows {
		line := []string{row.name, row.unit}
		for _, name := range append([]string{"linnet"}, others...) {
			c, is := row.cells[name].cost()
			switch {
			case is:
				line = append(line, fmt.Sprintf("%.3g", c))
			default:
				line = append(line, "missing")
			}
		}
		ratio, is := row.ratio()
		goal := "-"
		if row.goal > 0 {
			goal = fmt.Sprint(row.goal)
			if row.unit == kb {
				goal += " " + kb
			}
		}
		if !is {
			lines = append(lines, append(line, "-", goal))
			continue
		}
		lines = append(lines, append(line, fmt.Sprintf("%.2f", ratio), goal))
	}
	return lines
}

// speeds are the rates and latencies of the rounds whose rate was the median. They say
// as much of the machine, and of the clients on it, as of the server.
func (r *results) speeds() [][]string {
	var lines [][]string
	for _, row := range r.rows {
		for _, name := range append([]string{"linnet"}, others...) {
			c := row.cells[name]
			if c == nil || len(c.measurements) == 0 || c.measurements[0].rate == 0 {
				continue
			}
			all := slices.SortedFunc(slices.Values(c.measurements), func(a, b measurement) int { return cmp.Compare(a.rate, b.rate) })
			m := all[len(all)/2]
			line := []string{row.name, name, fmt.Sprintf("%.0f", m.rate), "", "", ""}
			for i, share := range []float64{0.5, 0.99, 0.999} {
				if m.latency != nil {
					line[3+i] = m.latency.at(share).String()
				}
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// Between these marks of a page stands the table.
const (
	beginMark = "<!-- results -->"
	endMark   = "<!-- end of results -->"
)

// writePage puts the table into a page of Markdown.
func (r *results) writePage(path string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	head, rest, found := strings.Cut(string(page), beginMark)
	_, tail, ends := strings.Cut(rest, endMark)
	if !found || !ends {
		return fmt.Errorf("%s has not the marks %s and %s", path, beginMark, endMark)
	}
	var b strings.Builder
	b.WriteString(head + beginMark + "\n")
	for i, line := range r.table() {
		b.WriteString("| " + strings.Join(line, " | ") + " |\n")
		if i == 0 {
			b.WriteString("|" + strings.Repeat(" --- |", len(line)) + "\n")
		}
	}
	b.WriteString("\n| workload | server | a second | p50 | p99 | p99.9 |\n|" + strings.Repeat(" --- |", 6) + "\n")
	for _, line := range r.speeds() {
		b.WriteString("| " + strings.Join(line, " | ") + " |\n")
	}
	b.WriteString(endMark + tail)
	return os.WriteFile(path, []byte(b.String()), 0o644) //nolint:gosec // it is documentation
}
