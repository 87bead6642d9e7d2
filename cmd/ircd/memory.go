package main

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// A chat server is idle most of the time and stormed now and then: a storm may leave
// garbage, which is cheaper than collecting it all the time, and gives the memory back
// when it is over. The owner overrides that with GOGC and GOMEMLIMIT.
const (
	// gcPercent is the least that the heap may grow between two collections.
	gcPercent = 50
	// headroom is how many bytes it may grow if that is more.
	headroom = 24 << 20
	// trimEvery is how often the server looks whether a storm has left memory
	// behind that the system could have back.
	trimEvery = 10 * time.Second
	// trimOver is how much must lie unused for a trim to be worth its work, if it is
	// more than a quarter of what is in use.
	trimOver = 1 << 20
	// calm is how many bytes are allocated within trimEvery when there is no storm.
	calm = 2 << 20
)

// tuneMemory does so until ctx ends.
func tuneMemory(ctx context.Context) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
		afterEachCollection(ctx, leaveHeadroom())
	}
	go func() {
		tick := time.NewTicker(trimEvery)
		defer tick.Stop()
		look := trimmer()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				look()
			}
		}
	}()
}

// leaveHeadroom returns what sets the collector's percentage by what is alive.
func leaveHeadroom() func() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	percent := gcPercent
	return func() {
		metrics.Read(live)
		want := max(gcPercent, int(100*headroom/max(live[0].Value.Uint64(), 4<<20))) //nolint:gosec // it is small
		if 10*max(want-percent, percent-want) > percent {
			debug.SetGCPercent(want)
			percent = want
		}
	}
}

// afterEachCollection calls do once after each, until ctx ends: a thing that nobody
// keeps is found by every collection.
func afterEachCollection(ctx context.Context, do func()) {
	type kept struct{ _ [16]byte }
	var again func(*kept)
	again = func(k *kept) {
		if ctx.Err() == nil {
			do()
			runtime.SetFinalizer(k, again)
		}
	}
	do() // before any collection does: one at a time
	runtime.SetFinalizer(&kept{}, again)
}

// trimmer returns what gives memory back if there is much of it, and no storm.
func trimmer() func() {
	samples := []metrics.Sample{
		{Name: "/memory/classes/heap/free:bytes"}, {Name: "/memory/classes/heap/unused:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"}, {Name: "/gc/heap/allocs:bytes"},
	}
	var allocated uint64
	return func() {
		metrics.Read(samples)
		value := func(i int) uint64 { return samples[i].Value.Uint64() }
		since := value(4) - allocated
		allocated = value(4)
		garbage := max(value(2), value(3)) - value(3)
		if since < calm && value(0)+value(1)+garbage > max(trimOver, value(3)/4) {
			debug.FreeOSMemory()
		}
	}
}
