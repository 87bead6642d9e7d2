package wire

import (
	"strings"
	"time"
	"unicode/utf8"

	irc "gopkg.in/irc.v4"
)

// TimeFormat is that of the server-time tag: UTC, milliseconds, always three
// digits (IRCv3 server-time).
const TimeFormat = "2006-01-02T15:04:05.000Z"

// FormatTime prints a time as the server-time tag does.
func FormatTime(t time.Time) string { return t.UTC().Format(TimeFormat) }

// AppendTag appends one tag as "key" or "key=value" with the value escaped.
func AppendTag(b []byte, key, value string) []byte {
	b = append(b, key...)
	if value == "" {
		return b
	}
	b = append(b, '=')
	if strings.ContainsAny(value, "; \\\r\n") {
		value = irc.EncodeTagValue(value)
	}
	return append(b, value...)
}

// AppendBody appends ":source COMMAND params" and CR LF. With text the last
// parameter is printed behind a colon whether or not it needs one, as clients
// expect of what people wrote; without it the colon comes only where the
// grammar demands it. A body over the line limit is cut on a rune boundary.
//
// Every parameter but the last must hold no space and not begin with ':';
// that is the caller's promise, since stranger's text goes last.
func AppendBody(b []byte, source, command string, text bool, params ...string) []byte {
	start := len(b)
	if source != "" {
		b = append(b, ':')
		b = append(b, source...)
		b = append(b, ' ')
	}
	b = append(b, command...)
	for i, p := range params {
		b = append(b, ' ')
		if i == len(params)-1 && (text || p == "" || p[0] == ':' || strings.Contains(p, " ")) {
			b = append(b, ':')
		}
		b = append(b, p...)
	}
	if len(b)-start > MaxBody {
		b = b[:start+len(Cut(string(b[start:]), MaxBody))]
	}
	return append(b, '\r', '\n')
}

// Cut shortens text to at most limit bytes without splitting a rune. What is
// not UTF-8 is cut at the byte.
func Cut(text string, limit int) string {
	if limit < 0 {
		limit = 0
	}
	if len(text) <= limit {
		return text
	}
	end := limit
	for end > 0 && end > limit-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}
