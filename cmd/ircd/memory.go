package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// A chat server is idle most of the time and stormed now and then. Both numbers
// below are defaults that the owner can override with GOGC and GOMEMLIMIT.
const (
	// gcPercent trades a little processor time for half of the usual slack: the
	// heap of a chat server is small, so collecting it is cheap.
	gcPercent = 50
	// trimEvery is how often the server looks whether a storm has left memory
	// behind that the system could have back.
	trimEvery = 10 * time.Second
	// trimOver is how much must lie unused for a trim to be worth its work.
	trimOver = 8 << 20
)

// tuneMemory sets the collector's default and, until ctx ends, gives memory back
// that a storm has left behind once it is over.
func tuneMemory(ctx context.Context) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	go func() {
		tick := time.NewTicker(trimEvery)
		defer tick.Stop()
		samples := []metrics.Sample{
			{Name: "/memory/classes/heap/free:bytes"},
			{Name: "/memory/classes/heap/unused:bytes"},
			{Name: "/gc/cycles/total:gc-cycles"},
		}
		var cycles uint64
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			metrics.Read(samples)
			calm := samples[2].Value.Uint64() <= cycles+1
			cycles = samples[2].Value.Uint64()
			if calm && samples[0].Value.Uint64()+samples[1].Value.Uint64() > trimOver {
				debug.FreeOSMemory()
				cycles++
			}
		}
	}()
}
