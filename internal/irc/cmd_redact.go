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
			return &failure{code: "UNKNOWN_MSGID", context: []string{target, id}, text: "This message does not exist or is too old"}
		}
		return c.redact(talk, e)
	})
}

// redact takes back a message that there is, if the client may.
func (c *call) redact(talk talk, e history.Entry) error {
	target, id := middle(c.Param(0)), middle(c.Param(1))
	if talk.channel != nil && c.user.In(talk.channel) == nil { // it was left meanwhile
		return &failure{code: "INVALID_TARGET", context: []string{target}, text: "You cannot delete messages from " + target}
	}
	what := chat.Authored{From: e.From, Account: e.Account, At: e.At}
	byPower, err := c.net().MayRedact(c.user, talk.channel, what, c.hub.cfg.Limits.RedactWindow, c.hub.now)
	var refusal *chat.Refusal
	if errors.As(err, &refusal) {
		return chat.Refuse(refusal.Why, append([]string{target, id}, refusal.About...)...)
	}
	if byPower {
		c.audit("redact", talk.name, c.Param(2))
	}
	redacted := chat.Redacted{By: c.user.ID, To: talk.with, Message: e.ID, At: c.hub.now}
	if c.mayBeHeardIn(talk) {
		redacted.Reason = c.lastWords(c.Param(2))
	}
	if talk.channel != nil {
		redacted.Channel, redacted.To = talk.channel.ID, 0
	}
	c.happen(redacted)
	return nil
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
	key := history.Between(fx.By.Person(), ev.To)
	line := identified(by(fx.By, ev.At, "REDACT"), ev.ID)
	switch {
	case fx.Channel != nil:
		key = history.Channel(ev.Channel)
		line.Params = reasoned(ev.Reason, fx.Channel.Name, ev.Message)
	case fx.User != nil:
		line.Params = reasoned(ev.Reason, fx.User.Nick, ev.Message)
	default: // whoever it was said to has left
		nick, _ := h.net.LastNick(ev.To)
		line.Params = reasoned(ev.Reason, nick, ev.Message)
	}
	line.Text = ev.Reason != ""
	h.unkeep(key, ev.Message)
	h.keep(key, history.Entry{Line: line, Kind: history.Event, From: ev.By, Owner: chat.UserID(fx.By.AccountID)})
	if fx.Channel != nil {
		h.tellMembers(origin, fx.Channel, line, capRedaction)
		return
	}
	h.tell(origin, fx.By, nil, line, capRedaction)
	if fx.User != nil && fx.User != fx.By {
		h.tell(origin, fx.User, nil, line, capRedaction)
	}
}
