package webbridge

import (
	"bytes"
	"strings"
	"testing"
)

func TestAppendFrames(t *testing.T) {
	long, longer := strings.Repeat("x", 126), strings.Repeat("y", 0x10000)
	for name, tt := range map[string]struct {
		lines  string
		binary bool
		want   string
	}{
		"none":            {"", false, ""},
		"text":            {"PING\r\n", false, "\x81\x04PING"},
		"binary":          {"PING\r\n", true, "\x82\x04PING"},
		"several":         {"A\r\nBC\r\n", false, "\x81\x01A\x81\x02BC"},
		"two-byte length": {long + "\r\n", false, "\x81\x7e\x00\x7e" + long},
		"long length":     {longer + "\r\n", true, "\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00" + longer},
		"bad as text":     {"a\xffb\r\n", false, "\x81\x05a\uFFFDb"},
		"bad as binary":   {"a\xffb\r\n", true, "\x82\x03a\xffb"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := appendFrames(nil, []byte(tt.lines), tt.binary); !bytes.Equal(got, []byte(tt.want)) {
				t.Errorf("%.40q\nwant %.40q", got, tt.want)
			}
		})
	}
}
