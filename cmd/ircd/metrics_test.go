package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc"
)

// sample is one figure as Prometheus reads it.
var sample = regexp.MustCompile(`^([a-z_]+(?:\{[a-z]+="[^"]*"\})?) ([-+.0-9e]+)$`)

// Whoever watches the server finds the figures at their own door, and only there.
func TestMetrics(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, dir+"/ircd.toml", "[listen]\nmetrics = '127.0.0.1:0'\n")
	s := start(t, "--config", dir+"/ircd.toml", "--data", dir+"/data", "--irc", "127.0.0.1:0", "--web=")
	nc := mustDial(t, "tcp", s.doors["irc"])
	lines := greet(t, nc)
	fmt.Fprint(nc, "JOIN #tea\r\nPRIVMSG #tea :hello\r\nPING :done\r\n")
	for lines.Scan() && !strings.Contains(lines.Text(), "PONG") {
	}
	door := "http://" + strings.TrimSuffix(s.doors["http"], metricsPath)
	figures := map[string]float64{}
	for began := time.Now(); figures["linnet_disk_entries_total"] < 2 && time.Since(began) < patience; { // the JOIN and the message, in a moment
		figures = figuresOf(t, door+metricsPath)
	}
	for name, want := range map[string]float64{
		"linnet_connections": 1, "linnet_connections_registering": 0, "linnet_users": 1, "linnet_operators": 0, "linnet_channels": 3,
		"linnet_messages_total": 1, "linnet_disk_entries_total": 2, "linnet_disk_lost_messages": 0, "linnet_disk_trouble": 0,
	} {
		if got, there := figures[name]; got != want || !there {
			t.Errorf("%s is %v, expected %v", name, got, want)
		}
	}
	if writes := figures["linnet_disk_write_seconds_count"]; writes < 1 || figures[`linnet_disk_write_seconds_bucket{le="+Inf"}`] != writes {
		t.Errorf("%v writes: %v", writes, figures)
	}
	response, err := http.Get(door + "/")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusNotFound {
		t.Errorf("elsewhere: status %d", response.StatusCode)
	}
}

// figuresOf reads them as Prometheus would: each under a name that is explained.
func figuresOf(t *testing.T, url string) map[string]float64 {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if kind := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || !strings.HasPrefix(kind, "text/plain; version=0.0.4") {
		t.Errorf("status %d, %q", response.StatusCode, kind)
	}
	figures, explained := map[string]float64{}, ""
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		if help, is := strings.CutPrefix(lines.Text(), "# TYPE "); is {
			explained, _, _ = strings.Cut(help, " ")
		}
		if strings.HasPrefix(lines.Text(), "# ") {
			continue
		}
		found := sample.FindStringSubmatch(strings.ReplaceAll(lines.Text(), "+Inf", "Inf"))
		if found == nil || !strings.HasPrefix(found[1], explained) {
			t.Fatalf("no sample of %s: %q", explained, lines.Text())
		}
		if figures[strings.ReplaceAll(found[1], "Inf", "+Inf")], err = strconv.ParseFloat(found[2], 64); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = io.Copy(io.Discard, response.Body)
	return figures
}

// A time that never was is none, and not one of long before computers.
func TestFiguresOfNothingYet(t *testing.T) {
	var text strings.Builder
	writeMetrics(&text, irc.Figures{Started: time.UnixMilli(1500), Disk: &irc.DiskFigures{Within: make([]uint64, len(irc.WriteTimes))}}, "v1")
	for _, want := range []string{"\nlinnet_start_time_seconds 1.5\n", "\nlinnet_disk_last_write_seconds 0\n", "# TYPE linnet_disk_lost_messages gauge\n"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is missing in %s", want, &text)
		}
	}
}
