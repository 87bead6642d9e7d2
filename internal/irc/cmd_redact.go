package irc

import (
	"errors"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// cmdRedact takes a message back (IRCv3 message-redaction, draft).
func cmdRedact(c *call) error {
	target, id := middle(c.Param(0)), middle(c.Param(1))
	talk, ok := c.conversation(c.Param(0))
	if !ok {
		return &failure{code: "INVALID_TARGET", context: []string{target}, text: "You cannot delete messages from " + target}
	}
	return c.entry(talk.key, c.Param(1), func(e history.Entry, ok bool) error {
		if !ok || e.Kind == history.Event {
			return noSuchMessage(target, id)
		}
		return c.redact(talk, e)
	})
}

// redact takes back a message that there is, if the client may. With strict
// durability that waits for the disk, as what is said does.
func (c *call) redact(talk talk, e history.Entry) error {
	redacted, byPower, err := c.mayRedact(talk, e)
	if err != nil {
		return err
	}
	then := func() error {
		if byPower {
			c.audit("redact", talk.name, c.Param(2))
		}
		return nil
	}
	if !c.hub.isStrict() || !c.hub.isStored(talk.key) {
		c.happen(redacted)
		return then()
	}
	c.enqueue(&record{c: c, then: then, words: &words{
		about: []string{middle(c.Param(0)), e.ID}, takes: &e,
		decide: func() (chat.Event, error) {
			redacted, _, err := c.mayRedact(talk, e)
			return redacted, err
		},
	}})
	return nil
}

// mayRedact decides on taking back a message; byPower says that it is another's.
func (c *call) mayRedact(talk talk, e history.Entry) (redacted chat.Redacted, byPower bool, err error) {
	target, id := middle(c.Param(0)), middle(c.Param(1))
	if c.net().UserByID(c.user.ID) == nil {
		return redacted, false, errSilent // there is nobody to be told
	}
	if talk.channel != nil && c.user.In(talk.channel) == nil { // it was left meanwhile
		return redacted, false, &failure{code: "INVALID_TARGET", context: []string{target}, text: "You cannot delete messages from " + target}
	}
	if c.hub.isGone(e) { // by somebody who was faster
		return redacted, false, noSuchMessage(target, id)
	}
	what := chat.Authored{From: e.From, Owner: e.Owner, At: e.At}
	byPower, err = c.net().MayRedact(c.user, talk.channel, what, c.hub.cfg.Limits.RedactWindow, c.hub.now)
	var refusal *chat.Refusal
	if errors.As(err, &refusal) {
		return redacted, false, chat.Refuse(refusal.Why, append([]string{target, id}, refusal.About...)...)
	}
	redacted = chat.Redacted{By: c.user.ID, To: talk.with, Message: e.ID, At: c.hub.now}
	if c.mayBeHeardIn(talk) {
		redacted.Reason = c.lastWords(c.Param(2))
	}
	if talk.channel != nil {
		redacted.Channel, redacted.To = talk.channel.ID, 0
	}
	return redacted, byPower, nil
}

func noSuchMessage(target, id string) error {
	return &failure{code: "UNKNOWN_MSGID", context: []string{target, id}, text: "This message does not exist or is too old"}
}

// mayBeHeardIn says whether the client could say something in a conversation: if
// not, neither can it by the reason of a redaction.
func (c *call) mayBeHeardIn(t talk) bool {
	if t.channel != nil {
		heard, err := c.net().MaySpeak(c.user, t.channel, chat.Speech{Silent: true}, c.hub.now)
		return err == nil && heard == 0
	}
	u := c.net().UserOf(t.with)
	if u == nil {
		return true
	}
	dropped, err := c.net().MayReach(c.user, u)
	return err == nil && !dropped
}

// announceRedacted takes a message out of the history, and tells those who
// understand it. The redacter hears it as all others do.
func (h *hub) announceRedacted(origin *Session, ev chat.Redacted, fx chat.Effect) {
	key, e := redactedKey(ev, fx), h.redactedEntry(ev, fx)
	h.unkeep(key, ev.Message)
	h.keep(key, e)
	if fx.Channel != nil {
		h.tellMembers(origin, fx.Channel, e.Line, capRedaction)
		return
	}
	h.tell(origin, fx.By, nil, e.Line, capRedaction)
	if fx.User != nil && fx.User != fx.By {
		h.tell(origin, fx.User, nil, e.Line, capRedaction)
	}
}

// redactedKey is the conversation that a redaction belongs to.
func redactedKey(ev chat.Redacted, fx chat.Effect) history.Key {
	if fx.Channel != nil {
		return history.Channel(ev.Channel)
	}
	return history.Between(fx.By.Person(), ev.To)
}

// redactedEntry is what is kept of a redaction, and told to those who understand it.
func (h *hub) redactedEntry(ev chat.Redacted, fx chat.Effect) history.Entry {
	line := identified(by(fx.By, ev.At, "REDACT"), ev.ID)
	switch {
	case fx.Channel != nil:
		line.Params = reasoned(ev.Reason, fx.Channel.Name, ev.Message)
	case fx.User != nil:
		line.Params = reasoned(ev.Reason, fx.User.Nick, ev.Message)
	default: // whoever it was said to has left
		nick, _ := h.net.LastNick(ev.To)
		line.Params = reasoned(ev.Reason, nick, ev.Message)
	}
	line.Text = ev.Reason != ""
	return history.Entry{Line: line, Kind: history.Event, From: ev.By, Owner: chat.UserID(fx.By.AccountID)}
}
