package irc

import (
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"strconv"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/wire"
)

// Guests resume (docs/resume.md): a client with linnet.chat/resume is handed a
// token; whoever shows it within the grace takes the lost session's place, and
// nobody else notices. A token works once. Only its hash is kept.

// offerResume hands a token to a client that asked for it.
func (c *call) offerResume() {
	if !c.s.caps.has(capResume) || c.hub.cfg.Limits.ResumeGrace == 0 {
		return
	}
	var raw [32]byte
	c.hub.random(raw[:])
	token := base64.RawURLEncoding.EncodeToString(raw[:])
	c.happen(chat.TokenIssued{Session: c.s.id, Hash: sha256.Sum256([]byte(token))})
	grace := int(c.hub.cfg.Limits.ResumeGrace / time.Second)
	c.send(&wire.Line{Source: c.hub.cfg.Name, Command: "RESUME", Params: []string{"TOKEN", token, strconv.Itoa(grace)}})
}

// mayReturn says whether a broken connection's user should be waited for.
func (h *hub) mayReturn(s *Session) bool {
	kept := h.net.Session(s.id)
	return kept != nil && kept.Token != chat.TokenHash{}
}

// detach keeps the user of a broken connection until its grace runs out.
func (h *hub) detach(s *Session, reason string) {
	id, until := s.id, h.now.Add(h.cfg.Limits.ResumeGrace)
	h.happen(nil, chat.SessionDetached{Session: id, At: h.now, Until: until, Seen: h.ids.last()})
	h.expect(id, until, reason)
}

// expect gives a lost session up once its time is over.
func (h *hub) expect(id chat.SessionID, until time.Time, reason string) {
	grace := &deadline{due: alarmFunc(func(now time.Time) {
		delete(h.graces, id)
		h.happen(nil, chat.SessionEnded{Session: id, Reason: reason, Expired: true, At: now})
	})}
	h.graces[id] = grace
	h.timers.set(grace, until)
}

// cmdResume says which lost session this connection will go on with instead of
// registering. It does so when the capability negotiation ends, which the
// capability has opened.
func cmdResume(c *call) error {
	if c.s.reg == nil {
		return &numericError{num: ERR_ALREADYREGISTERED}
	}
	if !c.s.caps.has(capResume) {
		return &failure{code: "NEED_CAPABILITY", text: "Request linnet.chat/resume first"}
	}
	hash := chat.TokenHash(sha256.Sum256([]byte(c.Param(0))))
	old := c.net().SessionByToken(hash)
	if old == nil {
		return errInvalidToken
	}
	c.s.reg.resume = &hash
	c.send(&wire.Line{Source: c.hub.cfg.Name, Command: "RESUME", Params: []string{"SUCCESS", old.User.Nick}})
	return c.tryRegister()
}

var errInvalidToken = &failure{code: "INVALID_TOKEN", text: "There is nothing to resume: register with NICK and USER"}

// errSecureOnly is for who would hear a channel of mode z in the clear.
var errSecureOnly = &failure{code: "INVALID_TOKEN", text: "The session is in a channel for secure connections only: come back by TLS, or register with NICK and USER"}

// resume takes the place of a session: attached or lost, its user goes on here.
func (c *call) resume(hash chat.TokenHash) error {
	c.Command = "RESUME" // which is answered now, though it may be CAP END that lets it happen
	old := c.net().SessionByToken(hash)
	if old == nil { // its time ran out during the negotiation, or another was faster
		c.s.reg.resume = nil
		return errInvalidToken
	}
	if ban, is := c.net().BanOnReturn(old.User, c.s.origin()); is {
		c.turnAway(ban)
		return nil
	}
	if err := c.net().MayBeHereBy(old.User, c.s.peer.Secure); err != nil {
		c.s.reg.resume = nil
		return errSecureOnly
	}
	wasDetached, seen := old.Detached, old.Seen
	if wasDetached && c.looksBack(old.User, seen) {
		return nil
	}
	if grace := c.hub.graces[old.ID]; grace != nil {
		c.hub.timers.clear(grace)
		delete(c.hub.graces, old.ID)
	}
	if there := c.hub.sessions[old.ID]; there != nil {
		c.hub.farewell(there, "Resumed elsewhere")
	}
	c.abortSASL()
	early, person, device, before := c.s.reg.metadata, c.s.reg.account, c.s.reg.device, c.s.reg.missed
	fx := c.happen(chat.SessionResumed{Session: c.s.id, Replaces: old.ID, From: c.s.origin(), Secure: c.s.peer.Secure, At: c.hub.now})
	c.seat(fx.User)
	c.adoptMetadata(early)
	if a, exists := c.net().AccountByID(person); exists { // by which she has logged in meanwhile
		c.logIn(login{a, device})
		if c.s.closed { // it is banned
			return nil
		}
	}
	c.hub.note("resumed", c.s, slog.String("via", c.s.peer.kind.Value()))
	c.welcome()
	if c.user.Away != "" {
		c.reply(RPL_NOWAWAY)
	}
	c.catchUp(wasDetached && !c.asksItself(), seen, before)
	return nil
}

// asksItself says whether a client asks for what it has missed.
func (c *call) asksItself() bool { return c.s.caps.has(capChathistory) || c.s.caps.has(capPlayback) }

// catchUp shows a resumed client where it is, channel by channel, and if it is to be told
// also what was said since, in private first. Until a channel or a conversation has been
// shown the session hears nothing of it, so what was said meanwhile comes once and in order.
func (c *call) catchUp(isTold bool, seen string, before missed) {
	if isTold {
		c.s.own().untold = c.untold(before)
	}
	c.s.own().hidden = map[chat.ChannelID]bool{}
	var channels []chat.ChannelID
	for _, m := range c.user.Memberships {
		c.s.hidden[m.Channel.ID] = true
		channels = append(channels, m.Channel.ID)
	}
	c.pages(func() bool {
		if len(c.s.untold) > 0 {
			c.tellMissed(before, seen)
			return true
		}
		if len(channels) == 0 {
			c.s.own().hidden = nil
			c.offerResume()
			return false
		}
		id := channels[0]
		channels = channels[1:]
		if !isTold {
			c.showAgain(id)
			return true
		}
		c.explain(c.recalledOf(id, func() error {
			if ch := c.showAgain(id); ch != nil && !c.user.Modes.Has('D') {
				c.sendPast("chathistory", ch.Name, c.hub.since(history.Channel(id), seen))
			}
			return nil
		}))
		return true
	})
}

// showAgain shows a channel from which the session was to hear nothing until now, nil
// if it was lost while others were shown.
func (c *call) showAgain(id chat.ChannelID) *chat.Channel {
	delete(c.s.hidden, id)
	ch := c.net().ChannelByID(id)
	if ch == nil || c.user.In(ch) == nil {
		return nil
	}
	c.showChannel(ch)
	return ch
}

// showChannel sends what a client gets that joins a channel it is in already.
func (c *call) showChannel(ch *chat.Channel) {
	join := by(c.user, c.hub.now, "JOIN", ch.Name)
	if c.s.caps.has(capExtendedJoin) {
		extendJoin(join, c.user)
	}
	c.send(join)
	if c.s.caps.has(capReadMarker) {
		c.send(c.hub.markerLine(c.user, ch.Name))
	}
	if ch.Topic.Text != "" {
		c.sendTopic(ch)
	}
	c.sendImplicitNames(ch)
	c.syncJoined(ch)
}

// since returns what was said in a conversation after a message id.
func (h *hub) since(key history.Key, seen string) []history.Entry {
	return h.history.Find(key, history.Query{After: &history.Ref{ID: seen}, Limit: h.cfg.Limits.Replay, Newest: true})
}
