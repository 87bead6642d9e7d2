package account

import (
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	token := NewToken(zero)
	other := NewToken(func(b []byte) { b[31] = 1 })
	if !strings.HasPrefix(token, "lin_") || token == other {
		t.Fatalf("tokens %q and %q", token, other)
	}
	for text, want := range map[string]bool{
		token: true, other: true, "": false, "lin_": false, "sesame": false,
		token[4:]: false, token + "A": false, token[:len(token)-1]: false, token[:len(token)-1] + "/": false, strings.ToUpper(token): false,
	} {
		if IsToken(text) != want {
			t.Errorf("%q is a token: %v", text, !want)
		}
	}
	a := Account{Devices: []Device{{ID: "one", Hash: HashToken(token)}, {ID: "two", Hash: HashToken(other)}}}
	if d, is := a.DeviceBy(other); !is || d.ID != "two" {
		t.Errorf("found %+v, %v", d, is)
	}
	if d, is := a.DeviceBy(token + "A"); is {
		t.Errorf("found %+v by another token", d)
	}
	if _, is := a.Device("three"); is {
		t.Error("found a device that there is not")
	}
}
