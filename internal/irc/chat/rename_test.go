package chat

import (
	"fmt"
	"testing"
	"time"
)

func TestMayRename(t *testing.T) {
	r := newRoom()
	opened(r.Network, 2, "#wine", r.alice, noon)
	for name, want := range map[string]Why{
		"#coffee": 0, "#TEA": 0, "#tea": CannotRename, "#Wine": NameInUse, "coffee": CannotRename, "#a b": CannotRename, "": CannotRename,
	} {
		if got := why(t, r.MayRename(r.alice, r.ch, name, anyLimits, noon)); got != want {
			t.Errorf("to %q: got %d, expected %d", name, got, want)
		}
	}
	if got := why(t, r.MayRename(r.stranger, r.ch, "#coffee", anyLimits, noon)); got != NotOnChannel {
		t.Errorf("a stranger: %d", got)
	}
	for _, rank := range ladder {
		r := newRoom()
		r.enter(rank)
		want := Why(0)
		if rank < Operator {
			want = NeedOperator
		}
		if got := why(t, r.MayRename(r.stranger, r.ch, "#coffee", anyLimits, noon)); got != want {
			t.Errorf("as %q: got %d, expected %d", rank.Prefixes(), got, want)
		}
	}
	r.ch.Configured = true
	if got := why(t, r.MayRename(r.alice, r.ch, "#coffee", anyLimits, noon)); got != CannotRename {
		t.Errorf("a channel of the settings: %d", got)
	}
}

func TestAChannelOfManyIsRenamedSeldom(t *testing.T) {
	r := newRoom()
	r.Apply(ChannelRenamed{Channel: 1, By: r.alice.ID, Name: "#coffee", At: noon})
	if err := r.MayRename(r.alice, r.ch, "#tea", anyLimits, noon); err != nil {
		t.Errorf("a small one: %v", err)
	}
	for i := range renameMany {
		r.member(fmt.Sprintf("m%d", i), 0)
	}
	if got := why(t, r.MayRename(r.alice, r.ch, "#tea", anyLimits, noon.Add(time.Second))); got != RenamedRecently {
		t.Errorf("at once: %d", got)
	}
	if err := r.MayRename(r.alice, r.ch, "#tea", anyLimits, noon.Add(renameRest)); err != nil {
		t.Errorf("after a rest: %v", err)
	}
}

// All members of a channel of very many would be shown all of them.
func TestAChannelOfVeryManyKeepsItsName(t *testing.T) {
	r := newRoom()
	for i := range renameMost - 1 {
		r.member(fmt.Sprintf("m%d", i), 0)
	}
	if err := r.MayRename(r.alice, r.ch, "#coffee", anyLimits, noon); err != nil {
		t.Errorf("one of many: %v", err)
	}
	r.member("last", 0)
	if got := why(t, r.MayRename(r.alice, r.ch, "#coffee", anyLimits, noon)); got != CannotRename {
		t.Errorf("one of very many: %d", got)
	}
	if err := r.MayRename(r.alice, r.ch, "#TEA", anyLimits, noon); err != nil {
		t.Errorf("its case: %v", err)
	}
}

// A renamed channel takes nothing over from one whose messages waited under its
// new name.
func TestRenamingForgetsWhatWaited(t *testing.T) {
	r := newRoom()
	opened(r.Network, 2, "#wine", r.alice, noon)
	r.Apply(Parted{Channel: 2, User: r.alice.ID, At: noon})
	fx := r.Apply(ChannelRenamed{Channel: 1, By: r.alice.ID, Name: "#Wine", At: noon})
	if len(fx.Forget) != 1 || fx.Forget[0] != 2 || fx.Before != "#tea" {
		t.Errorf("%+v", fx)
	}
	if r.Channel("#wine") != r.ch || r.Channel("#tea") != nil {
		t.Error("it is not found by its new name alone")
	}
	if err := r.Check(); err != nil {
		t.Error(err)
	}
}
