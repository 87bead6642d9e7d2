package account

import (
	"strings"
	"testing"
)

func zero(b []byte) { clear(b) }

func TestPasswordHash(t *testing.T) {
	text := HashPassword("open sesame", zero)
	if !IsPasswordHash(text) || IsPasswordHash("open sesame") {
		t.Fatalf("%q is not known as a hash", text)
	}
	hash, err := ParsePasswordHash(text)
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]bool{"open sesame": true, "open sesam": false, "": false, text: false} {
		if got := hash.Matches(password); got != want {
			t.Errorf("%q: %v", password, got)
		}
	}
}

func TestDecoyPassword(t *testing.T) {
	cheap := Cost{Time: 1, Memory: 8, Iterations: 1}
	for _, password := range []string{"", "sesame"} {
		if DecoyPassword(cheap).Matches(password) {
			t.Errorf("%q is nobody's password", password)
		}
	}
}

func TestPrepare(t *testing.T) {
	for password, want := range map[string]string{
		"sesame": "sesame", "a b": "a b", "e\u0301": "é", "a\u00a0b": "a b", "a\u00adb": "ab",
		"": "", "a\x01b": "", "a\nb": "", "\xff": "", "\u0378": "", strings.Repeat("x", MaxPassword+1): "", "\u00ad": "",
	} {
		got, err := Prepare(password)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q is prepared as %q (%v), want %q", password, got, err, want)
		}
	}
}

func TestPasswordHashRefuses(t *testing.T) {
	good := HashPassword("x", zero)
	for name, text := range map[string]string{
		"nothing":             "",
		"another algorithm":   strings.Replace(good, "argon2id", "argon2i", 1),
		"another version":     strings.Replace(good, "v=19", "v=16", 1),
		"too much memory":     strings.Replace(good, "m=32768", "m=99999999", 1),
		"no time":             strings.Replace(good, "t=3", "t=0", 1),
		"letters for numbers": strings.Replace(good, "t=3", "t=x", 1),
		"a cut key":           good[:len(good)-30],
		"a bad salt":          strings.Replace(good, "$AAAA", "$!!!!", 1),
		"a part too many":     good + "$",
	} {
		if _, err := ParsePasswordHash(text); err == nil {
			t.Errorf("%s: %q was taken", name, text)
		}
	}
}
