package account

import (
	"encoding/json"
	"testing"
)

func TestChoiceAsJSON(t *testing.T) {
	for _, row := range []struct {
		text string
		want Choice
	}{{`true`, Yes}, {`false`, Unchosen}, {`null`, Unchosen}, {`"yes"`, Yes}, {`"no"`, No}, {`""`, Unchosen}} {
		var a Account
		if err := json.Unmarshal([]byte(`{"AlwaysOn":`+row.text+`}`), &a); err != nil || a.AlwaysOn != row.want {
			t.Errorf("%s is read as %v, %v", row.text, a.AlwaysOn, err)
		}
		again, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var b Account
		if err := json.Unmarshal(again, &b); err != nil || b.AlwaysOn != row.want {
			t.Errorf("%s is written as %s", row.text, again)
		}
	}
	if err := json.Unmarshal([]byte(`{"AlwaysOn":"maybe"}`), new(Account)); err == nil {
		t.Error(`"maybe" is a choice`)
	}
}

func TestChosen(t *testing.T) {
	if Chosen(true) != Yes || Chosen(false) != No {
		t.Error("yes and no are not what they are")
	}
}

func TestWhoHasNotChosen(t *testing.T) {
	for _, row := range []struct {
		choice         Choice
		settings, want bool
	}{{Yes, false, true}, {Yes, true, true}, {No, true, false}, {No, false, false}, {Unchosen, true, true}, {Unchosen, false, false}} {
		if got := row.choice.Or(row.settings); got != row.want {
			t.Errorf("%v with the settings at %v is %v", row.choice, row.settings, got)
		}
	}
}
