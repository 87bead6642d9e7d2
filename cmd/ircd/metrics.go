package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"runtime/metrics"
	"time"

	"linnet/internal/irc"
)

// The figures of a server in the text that Prometheus reads
// (https://prometheus.io/docs/instrumenting/exposition_formats, version 0.0.4). They are
// looked up when somebody asks, and cost nothing else.

const metricsPath = "/metrics"

// serveMetrics answers at a listener until that is closed.
func serveMetrics(l net.Listener, server *irc.Server) error {
	routes := http.NewServeMux()
	routes.HandleFunc("GET "+metricsPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		out := bufio.NewWriter(w)
		writeMetrics(out, server.Figures(), versionName())
		_ = out.Flush() // whoever asked has gone
	})
	s := &http.Server{Handler: routes, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10}
	return s.Serve(l)
}

// writeMetrics writes a name, what it means and its value for each figure.
func writeMetrics(w io.Writer, f irc.Figures, version string) {
	one := func(name, kind, help string, value float64) {
		fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n%s %v\n", name, help, name, kind, name, value)
	}
	fmt.Fprintf(w, "# HELP linnet_info Which ircd this is.\n# TYPE linnet_info gauge\nlinnet_info{version=%q} 1\n", version)
	one("linnet_start_time_seconds", "gauge", "When it was started, in seconds since 1970.", seconds(f.Started))
	one("linnet_connections", "gauge", "Connections, those that register included.", float64(f.Connections))
	one("linnet_connections_registering", "gauge", "Connections that have not said who they are.", float64(f.Registering))
	one("linnet_users", "gauge", "Users on the network.", float64(f.Users))
	one("linnet_operators", "gauge", "Operators of the server.", float64(f.Opers))
	one("linnet_channels", "gauge", "Channels.", float64(f.Channels))
	one("linnet_messages_total", "counter", "Messages that were heard.", float64(f.Said))
	one("linnet_sendq_bytes", "gauge", "Bytes that wait for clients.", float64(f.Queued))
	if d := f.Disk; d != nil {
		one("linnet_disk_entries_total", "counter", "Entries of the history that were stored.", float64(d.Stored))
		one("linnet_disk_late_writes_total", "counter", "Writes of something that waited for longer than is promised.", float64(d.Late))
		one("linnet_disk_last_write_seconds", "gauge", "When something was written last, in seconds since 1970, 0 before.", seconds(d.Last))
		one("linnet_disk_waiting_entries", "gauge", "Entries that wait to be stored.", float64(d.Waiting))
		one("linnet_disk_waiting_bytes", "gauge", "About how many bytes they take.", float64(d.WaitingBytes))
		one("linnet_disk_waiting_records", "gauge", "What waits to be stored before it happens.", float64(d.Records))
		one("linnet_disk_lost_messages", "gauge", "Messages since the start that are not on disk.", float64(d.Lost))
		one("linnet_disk_trouble", "gauge", "1 while the disk takes nothing.", float64(d.Trouble))
		const took = "linnet_disk_write_seconds"
		fmt.Fprintf(w, "# HELP %s How long writes took.\n# TYPE %s histogram\n", took, took)
		for i, most := range irc.WriteTimes {
			fmt.Fprintf(w, "%s_bucket{le=\"%v\"} %d\n", took, most.Seconds(), d.Within[i])
		}
		fmt.Fprintf(w, "%s_bucket{le=\"+Inf\"} %d\n%s_sum %v\n%s_count %d\n", took, d.Writes, took, d.Took.Seconds(), took, d.Writes)
	}
	memory := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/total:bytes"}}
	metrics.Read(memory)
	one("linnet_heap_bytes", "gauge", "Bytes of objects in the heap.", float64(memory[0].Value.Uint64()))
	one("linnet_memory_bytes", "gauge", "Bytes that were taken from the system.", float64(memory[1].Value.Uint64()))
	one("linnet_goroutines", "gauge", "Goroutines.", float64(runtime.NumGoroutine()))
}

// seconds is a time as Prometheus has it, 0 for none.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}
