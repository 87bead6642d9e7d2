package irc

import (
	"fmt"
	"slices"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// Metadata is told in two ways: a client of draft/metadata-2 hears METADATA
// lines, one of draft/metadata-3 the numerics 761 and 766 that also answer
// questions. Nobody may ask for both names. Subscriptions are the session's own.

// metadataKeyLen is the longest key. Lines hold it besides a source, a target
// and a value, so it has no setting.
const metadataKeyLen = 60

const (
	// metadataBurst is how many changes a client may make at once, and
	// metadataRate how many a second after that: a change is told to all who
	// share a channel, unlike any other command.
	metadataBurst = 40
	metadataRate  = 0.5
	// syncAtOnce is how many members a channel may have whose metadata is sent
	// with the JOIN; that of more has to be asked for.
	syncAtOnce = 100
	// syncDelay is after how many seconds it should be.
	syncDelay = "2"
)

// metadataValue is how long a value may be: what the settings say, or what fits
// into a METADATA line with the longest names if that is less.
func (l Limits) metadataValue() int {
	source := len(":!@ ") + l.NickLen + l.UserLen + hostLen
	frame := source + len("METADATA ") + max(l.NickLen, l.ChannelLen) + len(" ") + metadataKeyLen + len(" * :")
	return max(0, min(l.MetadataValueLen, wire.MaxBody-frame))
}

// metadataTokens2 is the value of draft/metadata-2, and metadataTokens3 that of
// draft/metadata-3 (IRCv3 metadata, "Capability").
func metadataTokens2(h *hub, _ Peer) string {
	l := h.cfg.Limits
	return fmt.Sprintf("before-connect,max-subs=%d,max-keys=%d,max-value-bytes=%d", l.MetadataSubs, l.MetadataKeys, l.metadataValue())
}

func metadataTokens3(h *hub, peer Peer) string {
	return metadataTokens2(h, peer) + fmt.Sprintf(",max-key-bytes=%d", metadataKeyLen)
}

const anyMetadata = capMetadata2 | capMetadata3

// knowsMetadata says whether the client asked for either name.
func (s *Session) knowsMetadata() bool { return s.caps&anyMetadata != 0 }

// metadataNews is one key of a user or a channel as it is told to many: the line
// of draft/metadata-2 is made once for all who hear it; the numeric of
// draft/metadata-3 has each client's own nick in it.
type metadataNews struct {
	by         *chat.User
	target     string
	key, value string
	unset      bool
	at         time.Time
	line       *wire.Line
}

func (n *metadataNews) for2() *wire.Line {
	if n.line == nil {
		n.line = by(n.by, n.at, "METADATA", n.target, n.key, "*")
		if !n.unset {
			n.line.Params, n.line.Text = append(n.line.Params, n.value), true
		}
	}
	return n.line
}

func (n *metadataNews) for3(s *Session) *wire.Line {
	if n.unset {
		return s.hub.causedBy(n.by, n.at, RPL_KEYNOTSET, s.name(), n.target, n.key, numerics[RPL_KEYNOTSET].text)
	}
	return s.hub.causedBy(n.by, n.at, RPL_KEYVALUE, s.name(), n.target, n.key, "*", n.value)
}

// announceMetadata tells of a change those who have subscribed to the key and see
// whose it is. The client that made it has its answer.
func (h *hub) announceMetadata(origin *Session, ev chat.MetadataChanged, fx chat.Effect) {
	news := &metadataNews{by: fx.By, key: ev.Key, value: ev.Value, unset: ev.Unset, at: ev.At}
	if fx.Channel != nil {
		news.target = fx.Channel.Name
		for _, m := range fx.Channel.Members {
			h.tellMetadata(origin, m.User, fx.Channel, news)
		}
		return
	}
	news.target = fx.User.Nick
	h.tellMetadata(origin, fx.User, nil, news)
	told := map[*chat.User]bool{fx.User: true}
	for _, u := range fx.Hear {
		told[u] = true
		h.tellMetadata(origin, u, nil, news)
	}
	for s := range h.monitors[h.net.Fold(fx.User.Nick)] {
		if !told[s.user] {
			s.hearMetadata(origin, news)
		}
	}
}

// introduce tells the members of a channel who see a newcomer, and in no other
// channel, what it says of itself. Most have not asked: they must cost nothing.
func (h *hub) introduce(newcomer *chat.Member, at time.Time) {
	u, ch := newcomer.User, newcomer.Channel
	var news []*metadataNews
	for _, key := range u.Metadata.Keys() {
		news = append(news, &metadataNews{by: u, target: u.Nick, key: key, value: u.Metadata[key], at: at})
	}
	elsewhere := map[*chat.Channel]*chat.Member{}
	for _, m := range u.Memberships {
		if m.Channel != ch {
			elsewhere[m.Channel] = m
		}
	}
	for _, m := range ch.Members {
		if m == newcomer || !h.wantsAny(m.User, news) || !newcomer.SeenByMember(m) || seesOneOf(m.User, elsewhere) {
			continue
		}
		for _, one := range news {
			h.tellMetadata(nil, m.User, ch, one)
		}
	}
}

// wantsAny says whether one of a user's sessions has subscribed to one of the keys.
func (h *hub) wantsAny(u *chat.User, news []*metadataNews) bool {
	for _, s := range h.seat(u) {
		if len(s.subs) > 0 && slices.ContainsFunc(news, func(one *metadataNews) bool { return s.subs[one.key] }) {
			return true
		}
	}
	return false
}

// seesOneOf says whether a user sees one of the memberships of another.
func seesOneOf(viewer *chat.User, memberships map[*chat.Channel]*chat.Member) bool {
	return slices.ContainsFunc(viewer.Memberships, func(mine *chat.Member) bool {
		m := memberships[mine.Channel]
		return m != nil && m.SeenByMember(mine)
	})
}

// tellMetadata tells one user's sessions, but for the one that caused it.
func (h *hub) tellMetadata(origin *Session, u *chat.User, ch *chat.Channel, news *metadataNews) {
	for _, s := range h.seat(u) {
		if ch == nil || !s.hidden[ch.ID] {
			s.hearMetadata(origin, news)
		}
	}
}

func (s *Session) hearMetadata(origin *Session, news *metadataNews) {
	switch {
	case s == origin, !s.subs[news.key]:
	case s.caps.has(capMetadata3):
		s.deliver(news.for3(s))
	case s.caps.has(capMetadata2):
		s.deliver(news.for2())
	}
}

// metadataLine is one key of somebody as a client is told of what is so already.
func (s *Session) metadataLine(target, key, value string) *wire.Line {
	if s.caps.has(capMetadata3) {
		return &wire.Line{Source: s.hub.cfg.Name, Command: RPL_KEYVALUE.String(), Text: true, Params: []string{s.name(), target, key, "*", value}}
	}
	return &wire.Line{Source: s.hub.cfg.Name, Command: "METADATA", Text: true, Params: []string{target, key, "*", value}}
}

// keyValue is one key of somebody as an answer.
func (c *call) keyValue(target, key, value string) *wire.Line {
	return c.numericLine(RPL_KEYVALUE, true, target, key, "*", value)
}

// sendSubscribed sends of somebody's metadata what the client has subscribed to.
func (s *Session) sendSubscribed(send func(*wire.Line), target string, values chat.Metadata) {
	if len(values) == 0 || len(s.subs) == 0 {
		return
	}
	for _, key := range values.Keys() {
		if s.subs[key] {
			send(s.metadataLine(target, key, values[key]))
		}
	}
}

// sendOwnMetadata tells a client that registers what it says of itself already,
// whether or not it has subscribed to that.
func (c *call) sendOwnMetadata() {
	if !c.s.knowsMetadata() {
		return
	}
	b := c.openBatch(false, "metadata", c.user.Nick)
	for _, key := range c.user.Metadata.Keys() {
		b.send(c.s.metadataLine(c.user.Nick, key, c.user.Metadata[key]))
	}
	b.close()
}

// syncJoined tells a client what a channel that it has entered, and its members,
// say of themselves; of a large one it is to ask later.
func (c *call) syncJoined(ch *chat.Channel) {
	switch {
	case !c.s.wantsSync():
		return
	case len(c.s.subs) > 0 && len(ch.Members) > syncAtOnce:
		c.syncLater(ch.Name, syncDelay)
		return
	}
	b := c.openBatch(false, "metadata", ch.Name)
	c.s.sendSubscribed(b.send, ch.Name, ch.Metadata)
	for _, m := range ch.Members {
		if m.SeenBy(c.user) {
			c.s.sendSubscribed(b.send, m.User.Nick, m.User.Metadata)
		}
	}
	b.close()
}

// wantsSync says whether a client is to be told what those whom it sees from now
// on say of themselves. One of draft/metadata-3 is told that they say nothing, too.
func (s *Session) wantsSync() bool {
	return s.caps.has(capMetadata3) || s.caps.has(capMetadata2) && len(s.subs) > 0
}

// syncPresent tells a client what somebody whom it monitors says of themselves,
// and syncOnline tells it when that one has just come.
func (c *call) syncPresent(u *chat.User) {
	if !c.s.wantsSync() {
		return
	}
	b := c.openBatch(false, "metadata", u.Nick)
	c.s.sendSubscribed(b.send, u.Nick, u.Metadata)
	b.close()
}

func (h *hub) syncOnline(s *Session, u *chat.User) {
	if !s.wantsSync() {
		return
	}
	send := func(line *wire.Line) { s.deliver(line) }
	if s.caps.has(capBatch) {
		ref := h.nextBatch()
		send = func(line *wire.Line) { s.push(wire.WithTag(line.Form(s.shape), "batch", ref), false) }
		s.push(batchLine(h, "+"+ref, "metadata", u.Nick), false)
		defer func() { s.push(batchLine(h, "-"+ref), false) }()
	}
	s.sendSubscribed(send, u.Nick, u.Metadata)
}

// syncLater says that a target's metadata should be asked for, and when.
func (c *call) syncLater(target, seconds string) {
	if c.s.caps.has(capMetadata3) {
		c.replyText(RPL_METADATASYNCLATER, "Synchronize metadata later", target, seconds)
		return
	}
	c.numeric(RPL_METADATASYNCLATER, false, target, seconds)
}

// sendWhoisMetadata tells somebody who knows metadata what a user says of itself.
func (c *call) sendWhoisMetadata(u *chat.User) {
	if !c.s.knowsMetadata() {
		return
	}
	for _, key := range u.Metadata.Keys() {
		c.numeric(RPL_WHOISKEYVALUE, true, u.Nick, key, "*", u.Metadata[key])
	}
}
