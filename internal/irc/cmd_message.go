package irc

import (
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// cmdMessage is PRIVMSG, NOTICE and TAGMSG (Modern IRC "Sending Messages", IRCv3
// message-tags). They differ in what is answered and in having a text.
func cmdMessage(c *call) error {
	tagmsg := c.Command == "TAGMSG"
	targets := c.list(c.Param(0))
	switch {
	case len(targets) == 0:
		return &numericError{num: ERR_NORECIPIENT, text: "No recipient given (" + c.Command + ")"}
	case !tagmsg && c.Param(1) == "":
		return &numericError{num: ERR_NOTEXTTOSEND}
	case tagmsg && !c.s.caps.has(capMessageTags):
		return errSilent
	case c.isForPlayback():
		return c.playback()
	case len(targets) > c.hub.cfg.Limits.Targets:
		return &numericError{num: ERR_TOOMANYTARGETS, params: []string{middle(c.Param(0))}}
	}
	if v := c.serviceFor(); v != nil {
		return c.askService(v)
	}
	c.extra = len(targets) - 1
	for _, target := range targets {
		c.explain(c.say(target))
	}
	return nil
}

// say sends the message to one target: a channel, members of some rank in it, or
// a user.
func (c *call) say(target string) error {
	said := chat.Said{From: c.user.ID, Session: c.s.id, Command: c.Command, Tags: c.clientTags(), At: c.hub.now}
	name := strings.TrimLeft(target, allRanks.Prefixes())
	if !chat.LooksLikeChannel(name) {
		return c.sayTo(target, said)
	}
	said.MinRank = leastRank(target[:len(target)-len(name)])
	ch, err := c.channel(name)
	if err != nil {
		return err
	}
	text := c.body()
	if ch.Flags.Has('c') {
		if text = text.stripped(); text.isBlank() && c.Command != "TAGMSG" {
			return &numericError{num: ERR_NOTEXTTOSEND}
		}
	}
	said.Channel, said.Text, said.Lines = ch.ID, text.single, text.lines
	if said, err = c.hub.maySay(said, target); err != nil {
		return err
	}
	if err := c.judgeSaid(ch.Name, text); err != nil {
		return err
	}
	c.fit(&said, said.HeardBy().Prefix()+ch.Name, text)
	return c.utter(said, target)
}

func (c *call) sayTo(nick string, said chat.Said) error {
	u, err := c.person(nick)
	if err != nil {
		return err
	}
	said.To = u.ID
	if said, err = c.hub.maySay(said, nick); err != nil {
		return c.unreached(u, err)
	}
	if err := c.judgeSaid(u.Nick, c.body()); err != nil {
		return err
	}
	c.fit(&said, u.Nick, c.body())
	return c.utter(said, nick)
}

// judgeSaid asks the filters about a text, if there is one.
func (c *call) judgeSaid(target string, text body) error {
	if c.Command == "TAGMSG" {
		return nil
	}
	return c.judge(target, text.whole())
}

// fit puts a text into the event, before it exists cut to what fits into a line
// with its source and a replay's prefix: so everyone, the history and the echo
// have the same.
func (c *call) fit(said *chat.Said, target string, text body) {
	frame := len(":!@") + len(c.user.Nick) + len(c.user.Ident) + len(c.user.Host) + len(" ") + len(c.Command) + len(" ") + len(target) + len(" :")
	room := wire.MaxBody - frame - len(replayStamp)
	if text.lines == nil {
		said.Text = wire.Cut(text.single, room)
		return
	}
	said.Lines = fitLines(text.lines, room)
}

// clientTags are the tags that are passed on as they are: those with a plus.
func (c *call) clientTags() []chat.Tag {
	if !c.s.caps.has(capMessageTags) {
		return nil
	}
	var tags []chat.Tag
	for _, t := range c.Tags {
		if strings.HasPrefix(t.Key, "+") {
			tags = append(tags, chat.Tag(t))
		}
	}
	return tags
}

// leastRank is the lowest of some prefixes (STATUSMSG: it and all above hear).
func leastRank(prefixes string) chat.Rank {
	var least chat.Rank
	for rank := chat.Owner; rank > 0; rank >>= 1 {
		if strings.Contains(prefixes, rank.Prefix()) {
			least = rank
		}
	}
	return least
}

// tellAway says that a user to whom something was sent is away.
func (c *call) tellAway(u *chat.User) {
	if u.Away != "" {
		c.replyText(RPL_AWAY, u.Away, u.Nick)
	}
}
