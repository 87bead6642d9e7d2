package irc

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// secret is something said, and who may ever hear of it.
type secret struct {
	channel chat.ChannelID // whoever joins later may, too: 0 if not
	may     map[chat.UserID]bool
	guests  map[chat.UserID]bool // who said or heard it in private: once one logs in, her account may know
}

var secretWords = regexp.MustCompile(`<\d+>`)

// observe writes the events down, and who may know what was said.
func (w *siege) observe(ev chat.Event) {
	w.events = append(w.events, ev)
	w.inOrder(ev)
	switch ev := ev.(type) {
	case chat.Said:
		w.isWritten(ev)
		if nick, _, _ := strings.Cut(ev.As, "!"); ev.As != "" && chat.PRECIS.IsNick(nick, 1000) {
			w.Fatalf("under a name that may be somebody's: %q", ev.As)
		}
		s := &secret{may: map[chat.UserID]bool{ev.From: true}, guests: map[chat.UserID]bool{}}
		if ev.To != 0 && !ev.Dropped {
			s.may[ev.To] = true
			for _, id := range []chat.UserID{ev.To, ev.From} {
				person := w.hub.net.UserByID(id).Person()
				s.may[person] = true
				s.guests[id] = person == id
			}
		}
		if ch := w.hub.net.ChannelByID(ev.Channel); ch != nil {
			if ev.HeardBy() == 0 {
				s.channel = ch.ID
			}
			for _, m := range ch.Members {
				if m.Rank.AtLeast(ev.HeardBy()) && (ev.HeardBy() == 0 || !m.User.Modes.Has('D')) {
					s.may[m.User.ID] = true
				}
			}
		}
		text := ev.Text
		for _, l := range ev.Lines {
			text += " " + l.Text
		}
		for _, word := range secretWords.FindAllString(text, -1) {
			if known := w.secrets[word]; known != nil { // said to several at once
				for id := range s.may {
					known.may[id] = true
				}
				maps.Copy(known.guests, s.guests)
				known.channel = max(known.channel, s.channel)
				continue
			}
			w.secrets[word] = s
		}
	case chat.LoggedIn:
		w.been(ev.User, chat.UserID(ev.Account))
		for _, s := range w.secrets {
			if s.guests[ev.User] {
				s.guests[ev.User], s.may[chat.UserID(ev.Account)] = false, true
			}
		}
	case chat.UserArrived:
		w.been(ev.User, chat.UserID(ev.Account))
	case chat.Redacted:
		w.redacted[ev.Message] = true
	case chat.Joined:
		for _, s := range w.secrets {
			if s.channel == ev.Channel {
				s.may[ev.User] = true
			}
		}
	}
}

// been notes that a user is a person, or was: what was said to that person privately
// she may read.
func (w *siege) been(user, person chat.UserID) {
	if person != 0 {
		w.persons[user] = append(w.persons[user], person)
	}
}

func (w *siege) mayKnow(user chat.UserID, s *secret) bool {
	return s.may[user] || slices.ContainsFunc(w.persons[user], func(person chat.UserID) bool { return s.may[person] })
}

// presence is that a user was in a channel.
type presence struct {
	user    chat.UserID
	channel string
}

func (w *siege) whoIsWhere() []presence {
	var all []presence
	for _, u := range w.hub.net.Users() {
		for _, m := range u.Memberships {
			all = append(all, presence{u.ID, m.Channel.Name})
		}
	}
	return all
}

// hears checks one line to a client, whatever it says.
func (w *siege) hears(c *tap, line string, before []presence) {
	w.wellFormed(c, line)
	if c.s.user != nil {
		c.user = c.s.user.ID
	}
	for _, word := range secretWords.FindAllString(line, -1) {
		if s := w.secrets[word]; s != nil && !w.mayKnow(c.user, s) {
			w.Fatalf("user %d hears what is not for them: %q", c.user, line)
		}
	}
	w.isTight(c, line)
	tags, source, command, params := parts(line)
	batch := w.isBatched(c, line, tags, command, params)
	if command == "RESUME" && params[0] == "TOKEN" {
		w.tokens = append(w.tokens, params[1])
	}
	if id := msgidTag.FindStringSubmatch(";" + tags); id != nil {
		w.ids = append(w.ids, id[1])
		if w.redacted[id[1]] && !c.late {
			w.Fatalf("user %d hears what was redacted: %q", c.user, line)
		}
	}
	switch {
	case command == "PING":
		c.pinged = true
	case len(command) == 3 && command[0] <= '9':
		w.isForMe(c, line, command, params)
	case source == w.hub.cfg.Name || c.user == 0 || batch == "chathistory":
	case slices.Contains([]string{"PRIVMSG", "NOTICE", "TAGMSG"}, command):
		w.mayHear(c, line, source, params[0])
	case !w.isPast(c, line) && !w.maySee(c, command, source, params):
		w.Fatalf("user %d cannot see whom this is about: %q", c.user, line)
	case slices.Contains([]string{"JOIN", "PART", "KICK", "MODE", "TOPIC"}, command) && chat.LooksLikeChannel(params[0]):
		here := presence{c.user, params[0]}
		if !c.late && !slices.Contains(before, here) && !slices.Contains(w.whoIsWhere(), here) && !w.joinedNow(c.user) {
			w.Fatalf("user %d hears of a channel they are not in: %q", c.user, line)
		}
		if want := modeParams(params); command == "MODE" && len(params) != want {
			w.Fatalf("%d parameters where the letters want %d: %q", len(params), want, line)
		}
	}
}

// isPast says whether a line may be of another time than now.
func (w *siege) isPast(c *tap, line string) bool {
	return c.late || len(w.during) > 0 || c.plays || c.s.caps.has(capChathistory) || strings.HasPrefix(line, "@batch=")
}

var msgidTag = regexp.MustCompile(`;msgid=([0-9a-z]{26})`)

// mayHear checks what somebody else says now: the deaf hear nothing of channels.
func (w *siege) mayHear(c *tap, line, source, target string) {
	if c.s.user == nil || w.isPast(c, line) {
		return
	}
	toChannel := chat.LooksLikeChannel(strings.TrimLeft(target, allRanks.Prefixes()))
	nick, _, _ := strings.Cut(source, "!")
	isMine := w.hadNick(c.user, nick) || strings.HasSuffix(source, "!"+c.s.user.Nick+"@"+roleplayHost)
	isRelayed := strings.Contains(source, relaySeparator) // perhaps by oneself
	if toChannel && c.s.user.Modes.Has('D') && !isMine && !isRelayed {
		w.Fatalf("user %d is deaf and hears %q", c.user, line)
	}
}

// isBatched checks that a line stands in a batch that is open, and that batches are
// opened and closed once. It returns the type of the line's batch.
func (w *siege) isBatched(c *tap, line, tags, command string, params []string) (kind string) {
	if ref := batchTag.FindStringSubmatch(";" + tags); ref != nil {
		if kind = c.batches[ref[1]]; kind == "" {
			w.Fatalf("user %d hears of a batch that is not open: %q", c.user, line)
		}
	}
	if command != "BATCH" {
		return kind
	}
	ref, opens := params[0][1:], params[0][0] == '+'
	if (c.batches[ref] != "") == opens {
		w.Fatalf("user %d hears twice how a batch begins or ends: %q", c.user, line)
	}
	if !opens {
		delete(c.batches, ref)
		return kind
	}
	if c.batches == nil {
		c.batches = map[string]string{}
	}
	c.batches[ref] = params[1]
	return kind
}

var batchTag = regexp.MustCompile(`;batch=([^;]+)`)

// joinedNow says whether a user has entered a channel in this step, perhaps to
// leave it again.
func (w *siege) joinedNow(id chat.UserID) bool {
	return slices.ContainsFunc(w.events[w.began:], func(ev chat.Event) bool {
		joined, is := ev.(chat.Joined)
		return is && joined.User == id
	})
}

// modeParams counts the parameters that a MODE has by its letters.
func modeParams(params []string) int {
	count, add := 2, true
	for _, letter := range []byte(params[min(1, len(params)-1)]) {
		row, ok := chat.FindChannelMode(letter)
		switch {
		case !ok:
			add = letter == '+'
		case row.Kind != chat.ModeFlag && (add || row.Kind != chat.ModeSet):
			count++
		}
	}
	return count
}

// isForMe checks a numeric: it begins with the client's nick, and if its text is
// always the same one, ends with that, so no parameter has become two.
func (w *siege) isForMe(c *tap, line, command string, params []string) {
	num := numeric(parseNumber(command))
	if num == RPL_WELCOME {
		c.welcomed = true
	}
	toAll := params[0] == "*" && (num == RPL_MONONLINE || num == RPL_MONOFFLINE) || num == RPL_KNOCK // which is the channel's
	if c.welcomed && !toAll && !w.hadNick(c.user, params[0]) {
		w.Fatalf("user %d is called %q: %q", c.user, params[0], line)
	}
	if text := numerics[num].text; text != "" && len(line) < 500 && !slices.ContainsFunc(textsOf(num), func(text string) bool {
		return chat.Match(text, params[len(params)-1]) && chat.Match("* :"+text+"\r\n", line)
	}) {
		w.Fatalf("%s does not end with its text: %q", command, line)
	}
}

// textsOf are the texts that a numeric may end with, as masks.
func textsOf(num numeric) []string {
	texts := []string{numerics[num].text}
	if num == RPL_KNOCK {
		texts = append(texts, texts[0]+" (*)")
	}
	if num == ERR_SASLFAIL || num == ERR_PASSWDMISMATCH {
		texts = append(texts, errThrottled.text)
	}
	for why, text := range refusalTexts {
		if refusalNumerics[why] == num {
			texts = append(texts, strings.ReplaceAll(text, "%s", "*"))
		}
	}
	return texts
}

// hadNick says whether a nick is a user's, or was.
func (w *siege) hadNick(id chat.UserID, nick string) bool {
	return slices.ContainsFunc(w.events, func(ev chat.Event) bool {
		switch ev := ev.(type) {
		case chat.UserArrived:
			return ev.User == id && ev.Nick == nick
		case chat.NickChanged:
			return ev.User == id && ev.Nick == nick
		}
		return false
	})
}

// serverTags are those that only the server sets. The keys of clients are opaque
// (message-tags, "Rules for naming message tags").
var serverTags = []string{"time", "msgid", "account", "bot", "batch", "label", "draft/oper", "draft/relaymsg", concatTag}

// wellFormed checks what the grammar demands of every line.
func (w *siege) wellFormed(c *tap, line string) {
	tags, source, command, params := parts(line)
	body := line
	if tags != "" {
		body = line[len(tags)+2:]
	}
	inside := strings.TrimSuffix(line, "\r\n")
	switch {
	case len(body) > wire.MaxLine || len(line)-len(body) > 8191:
		w.Fatalf("a line of %d bytes: %q", len(body), line)
	case len(inside) != len(line)-2 || strings.ContainsAny(inside, "\r\n\x00"):
		w.Fatalf("a CR, LF or NUL out of place: %q", line)
	case !utf8.ValidString(line):
		w.Fatalf("not UTF-8: %q", line)
	case command == "" || strings.ToUpper(command) != command || strings.Contains(strings.TrimPrefix(source, playbackNick), "*") && !strings.HasSuffix(source, "@"+roleplayHost):
		w.Fatalf("no command, or no source: %q", line)
	}
	for i, p := range params {
		if i < len(params)-1 && p == "" {
			w.Fatalf("an empty parameter in the middle: %q", line)
		}
	}
	if tags == "" {
		return
	}
	seen := map[string]bool{}
	for tag := range strings.SplitSeq(tags, ";") {
		key, value, _ := strings.Cut(tag, "=")
		if !strings.HasPrefix(key, "+") && !slices.Contains(serverTags, key) || seen[key] || strings.ContainsAny(value, " ;\r\n\x00") {
			w.Fatalf("an illegal tag %q: %q", tag, line)
		}
		seen[key] = true
	}
	if c.s.caps == 0 && !c.late && !c.s.closed {
		w.Fatalf("tags to a client that knows none: %q", line)
	}
}

// parts takes a line apart, strictly: one space between two parameters.
func parts(line string) (tags, source, command string, params []string) {
	line = strings.TrimSuffix(line, "\r\n")
	if strings.HasPrefix(line, "@") {
		tags, line, _ = strings.Cut(line[1:], " ")
	}
	if strings.HasPrefix(line, ":") {
		source, line, _ = strings.Cut(line[1:], " ")
	}
	middle, text, found := strings.Cut(line, " :")
	params = strings.Split(middle, " ")
	if found {
		params = append(params, text)
	}
	return tags, source, params[0], params[1:]
}

// checkHub checks the server from inside.
func (w *siege) checkHub() {
	h := w.hub
	if err := h.net.Check(); err != nil {
		w.Fatal(err)
	}
	if len(h.wake)+len(h.cut)+len(h.later) > 0 {
		w.Fatalf("left undone: %d to wake, %d to cut off, %d to log", len(h.wake), len(h.cut), len(h.later))
	}
	seated := 0
	for slot, seat := range h.seats {
		for _, s := range seat {
			seated++
			if s.closed || h.sessions[s.id] != s || int(s.user.Slot) != slot || h.net.UserByID(s.user.ID) != s.user {
				w.Fatalf("session %d sits where it should not", s.id)
			}
		}
	}
	named := 0
	for id, s := range h.sessions {
		if s.user != nil {
			seated--
			named++
			if kept := h.net.Session(id); kept == nil || kept.User != s.user || kept.Detached {
				w.Fatalf("session %d is not the network's", id)
			}
		}
		if (s.user == nil) == (s.reg == nil) || s.answer != nil || s.timer.index == 0 {
			w.Fatalf("session %d is neither a user's nor registering, or answers, or is not watched", id)
		}
	}
	if unnamed := len(h.sessions) - named; unnamed != h.newcomers {
		w.Fatalf("%d newcomers, and %d are counted", unnamed, h.newcomers)
	}
	if seated != 0 {
		w.Fatalf("%d users' sessions sit nowhere", -seated)
	}
	w.checkMonitors()
	for _, ch := range h.net.Channels() {
		d := h.lapses[ch.ID]
		if next, some := ch.NextLapse(); some != (d != nil) || some && (d.index == 0 || d.at != chat.MomentOf(next)) {
			w.Fatalf("%s: what lapses next is not watched", ch.Name)
		}
	}
	for i, d := range h.timers.heap {
		if d.index != i+1 {
			w.Fatalf("a deadline at %d believes to be at %d", i, d.index)
		}
	}
}

// checkMonitors compares the lists of the sessions with the index of nicks.
func (w *siege) checkMonitors() {
	listed := 0
	for _, s := range w.hub.sessions {
		for _, one := range s.monitored {
			if listed++; !w.hub.monitors[one.folded][s] || w.hub.net.Fold(one.nick) != one.folded {
				w.Fatalf("session %d monitors %q, which is not known", s.id, one.nick)
			}
		}
		if len(s.monitored) > w.hub.cfg.Limits.Monitor {
			w.Fatalf("session %d monitors %d nicks", s.id, len(s.monitored))
		}
	}
	for nick, watchers := range w.hub.monitors {
		if listed -= len(watchers); len(watchers) == 0 {
			w.Fatalf("%q is monitored by nobody", nick)
		}
	}
	if listed != 0 {
		w.Fatalf("%d monitors are too many in the index", -listed)
	}
}

// checkReplay holds the first law: the same events give the same network.
func (w *siege) checkReplay() {
	again := chat.New(w.memory)
	for _, ev := range w.events {
		again.Apply(ev)
	}
	if got, want := again.Dump(), w.hub.net.Dump(); got != want {
		w.Fatalf("replayed, the network is\n%s\nand was\n%s", got, want)
	}
}
