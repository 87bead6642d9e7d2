package wire

import "testing"

func TestStripFormatting(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                        "plain",
		"\x02bold\x02 \x1dslanted\x0f": "bold slanted",
		"\x0304red":                    "red",
		"\x034,12both":                 "both",
		"\x03044 in red":               "4 in red",
		"\x03,5 no background alone":   ",5 no background alone",
		"\x034,no":                     ",no",
		"\x03":                         "",
		"\x04ff00ffhex":                "hex",
		"\x04ff00ff,00FF00both":        "both",
		"\x04ff00 too short":           "ff00 too short",
		"\x11mono\x16\x1e\x1f":         "mono",
		"caf\u00e9\x0307 \U0001f600":   "caf\u00e9 \U0001f600",
		"\x01ACTION \x02waves\x01":     "\x01ACTION waves\x01",
	} {
		if got := StripFormatting(text); got != want {
			t.Errorf("%q: %q, expected %q", text, got, want)
		}
	}
}

// FuzzStripFormatting: what is left has no formatting, and is no longer.
func FuzzStripFormatting(f *testing.F) {
	f.Add("\x0304,12x\x04ff00ff\x02")
	f.Fuzz(func(t *testing.T, text string) {
		plain := StripFormatting(text)
		if len(plain) > len(text) || StripFormatting(plain) != plain {
			t.Errorf("%q became %q", text, plain)
		}
	})
}
