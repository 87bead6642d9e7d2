//go:build linux

package main

import (
	"fmt"
	"math/bits"
	"os"
	"strconv"
	"strings"
	"time"
)

// usage is what a process has used so far.
type usage struct {
	cpu time.Duration
	rss int // bytes
}

// usage reads it from /proc.
func (s *server) usage() usage {
	pid := s.process.Process.Pid
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	fields := strings.Fields(string(stat)[strings.LastIndexByte(string(stat), ')')+1:])
	ticks := 0
	for _, i := range []int{11, 12} { // utime, stime
		n, _ := strconv.Atoi(fields[i])
		ticks += n
	}
	pages, _ := strconv.Atoi(fields[21])
	return usage{cpu: time.Duration(ticks) * 10 * time.Millisecond, rss: pages * os.Getpagesize()}
}

func (u usage) since(before usage) usage { return usage{u.cpu - before.cpu, u.rss - before.rss} }

// per is a usage for each of n things.
func (u usage) per(n int) measurement {
	return measurement{cost: u.cpu.Seconds() * 1e6 / float64(n), n: n}
}

// measurement is what one run of a workload gave.
type measurement struct {
	cost    float64 // microseconds of the server's processor time, or KB of its memory, for each
	n       int     // of so many
	rate    float64 // a second; 0 where it means nothing
	latency *histogram
}

func (m measurement) String() string {
	text := fmt.Sprintf("%8.3f each of %d", m.cost, m.n)
	if m.rate > 0 {
		text += fmt.Sprintf("  %.0f/s", m.rate)
	}
	if m.latency != nil {
		text += fmt.Sprintf("  p50 %v p99 %v p99.9 %v", m.latency.at(0.5), m.latency.at(0.99), m.latency.at(0.999))
	}
	return text
}

// histogram counts durations, each with an error of at most one part in 16.
type histogram struct {
	counts [64 * 16]int
	n      int
}

func newHistogram() *histogram { return &histogram{} }

func (h *histogram) add(d time.Duration) {
	h.counts[bucket(uint64(max(d, 0)))]++
	h.n++
}

func bucket(v uint64) int {
	if v < 16 {
		return int(v) //nolint:gosec // it is small
	}
	shift := bits.Len64(v) - 5
	return (shift+1)*16 + int(v>>shift)&15 //nolint:gosec // it is small
}

// at returns the duration that a share of all does not exceed.
func (h *histogram) at(share float64) time.Duration {
	want := int(share * float64(h.n))
	for i, n := range h.counts {
		if want -= n; want < 0 {
			if i < 16 {
				return time.Duration(i)
			}
			return time.Duration(uint64(16+i%16) << (i/16 - 1)).Round(10 * time.Microsecond)
		}
	}
	return 0
}
