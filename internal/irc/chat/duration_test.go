package chat

import (
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"90s": 90 * time.Second, "10m": 10 * time.Minute, "2h": 2 * time.Hour, "1d": 24 * time.Hour, "1w": 7 * 24 * time.Hour,
		"1d12h": 36 * time.Hour, "1w1s": 7*24*time.Hour + time.Second, "007s": 7 * time.Second, "3650d": longest,
		"": 0, "0s": 0, "s": 0, "10": 0, "m10": 0, "1h1d": 0, "1m1m": 0, "-1s": 0, "1.5h": 0, "1 h": 0, "1M": 0, "3651d": 0,
		"99999999999999999999s": 0, "9223372036854775807w": 0, "520w900w": 0, "1y": 0, "5é": 0,
	} {
		got, ok := ParseDuration(text)
		if ok != (want > 0) || ok && got != want {
			t.Errorf("%q: %v %v, expected %v", text, got, ok, want)
		}
	}
}

func FuzzParseDuration(f *testing.F) {
	f.Add("1d12h")
	f.Add("99999999999999999999s")
	f.Fuzz(func(t *testing.T, text string) {
		if d, ok := ParseDuration(text); ok && (d < time.Second || d > longest || d%time.Second != 0) {
			t.Errorf("%q: %v", text, d)
		}
	})
}

func TestFormatDuration(t *testing.T) {
	for text, d := range map[string]time.Duration{"30d": 720 * time.Hour, "1d12h": 36 * time.Hour, "90d1s": 2160*time.Hour + time.Second, "59m59s": time.Hour - time.Second} {
		back, ok := ParseDuration(text)
		if got := FormatDuration(d); got != text || !ok || back != d {
			t.Errorf("%v is %q, expected %q, which is %v", d, got, text, back)
		}
	}
}
