package irc

import (
	"strings"
	"testing"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// metadata draws a METADATA command of the besiegers.
func (w *siege) metadata(nick, ch string) string {
	target := w.pick([]string{"*", "*", nick, ch, everybody, w.pick(siegeOdd)})
	key := func() string { return w.pick([]string{"avatar", "url", "a/b.c-d_e", "Avatar", w.pick(siegeOdd)}) }
	switch w.dice.IntN(8) {
	case 0, 1, 2:
		return "METADATA " + target + " SET " + key() + w.pick([]string{"", " :", " :value", " :" + w.pick(siegeOdd), " :" + strings.Repeat("v", 256)})
	case 3, 4:
		return "METADATA * SUB " + key() + " " + key() + " " + key()
	case 5:
		return "METADATA * UNSUB " + key()
	default:
		return "METADATA " + target + " " + w.pick([]string{"LIST", "CLEAR", "SUBS", "SYNC", "GET " + key() + " " + key(), "FOO"})
	}
}

func TestMetadataLinesFit(t *testing.T) {
	cfg := DefaultConfig()
	longest := cfg.Limits
	longest.NickLen, longest.ChannelLen, longest.UserLen, longest.MetadataValueLen = 64, 200, 64, 400
	for _, limits := range []Limits{cfg.Limits, longest} {
		u := chat.New(chat.Settings{}).Newcomer(chat.UserArrived{
			Nick: strings.Repeat("n", limits.NickLen), Ident: strings.Repeat("u", limits.UserLen), Host: strings.Repeat("h", hostLen),
		})
		news := metadataNews{
			by: u, target: "#" + strings.Repeat("c", limits.ChannelLen-1),
			key: strings.Repeat("k", metadataKeyLen), value: strings.Repeat("v", limits.metadataValue()),
		}
		s := &Session{user: u, hub: &hub{cfg: Config{Name: strings.Repeat("s", maxNameLen)}}}
		for name, line := range map[string]*wire.Line{"METADATA": news.for2(), "761": news.for3(s)} {
			if form := string(line.Form(0)); !strings.HasSuffix(form, " :"+news.value+"\r\n") {
				t.Errorf("%s is cut: %q", name, form)
			}
		}
	}
}

// FuzzMetadataKey: a key that is taken can stand anywhere in a line, and nothing
// else than the key comes out again.
func FuzzMetadataKey(f *testing.F) {
	for _, key := range []string{"avatar", "a/b.c-d_e", "", ":x", "Ä", "a b", "\x00", strings.Repeat("k", 61)} {
		f.Add(key)
	}
	f.Fuzz(func(t *testing.T, key string) {
		if !chat.IsMetadataKey(key, metadataKeyLen) {
			return
		}
		msg, err := wire.Parse("METADATA * GET " + key + " end")
		if err != nil || len(msg.Params) != 4 || msg.Param(2) != key || middle(key) != key {
			t.Errorf("%q comes out as %q: %v", key, msg.Params, err)
		}
	})
}
