package irc

import (
	"slices"
	"strings"

	"linnet/internal/irc/wire"
)

// cmdISupport repeats the tokens of 005 (IRCv3 extended-isupport), which a client
// with the capability may ask for before it registers.
func cmdISupport(c *call) error {
	c.sendTokens(c.hub.isupport, true)
	return nil
}

// sendISupport sends the tokens among other answers.
func (c *call) sendISupport() { c.sendTokens(c.hub.isupport, false) }

// sendTokens sends some tokens, at most 13 a line as clients expect: in a batch
// to who knows extended-isupport. alone says that nothing else is the answer.
func (c *call) sendTokens(tokens []string, alone bool) {
	const perLine, text = 13, "are supported by this server"
	send := func(tokens []string) { c.replyText(RPL_ISUPPORT, text, tokens...) }
	if c.s.caps.has(capExtendedISupport | capBatch) {
		b := c.openBatch(alone, "draft/isupport")
		defer b.close()
		send = func(tokens []string) {
			b.send(c.numericLine(RPL_ISUPPORT, true, append(slices.Clone(tokens), text)...))
		}
	}
	room := wire.MaxBody - len(":"+c.hub.cfg.Name+" 005 "+c.s.name()+" :"+text)
	for len(tokens) > 0 {
		n, size := 1, len(tokens[0])
		for n < min(perLine, len(tokens)) && size+1+len(tokens[n]) < room {
			size += 1 + len(tokens[n])
			n++
		}
		send(tokens[:n])
		tokens = tokens[n:]
	}
}

// tellISupport tells everybody of tokens that are new, other or gone (Modern IRC
// "RPL_ISUPPORT": -PARAMETER is one that is no more). Who has not registered is
// told if it may have asked already.
func (h *hub) tellISupport(before []string) {
	changed := changedTokens(before, h.isupport)
	if len(changed) == 0 {
		return
	}
	for _, s := range h.sessions {
		if !s.closed && (s.user != nil || s.caps.has(capExtendedISupport)) {
			h.newsFor(s).sendTokens(changed, true)
		}
	}
}

func changedTokens(before, now []string) []string {
	name := func(token string) string { token, _, _ = strings.Cut(token, "="); return token }
	var changed []string
	for _, token := range now {
		if !slices.Contains(before, token) {
			changed = append(changed, token)
		}
	}
	for _, old := range before {
		if !slices.ContainsFunc(now, func(token string) bool { return name(token) == name(old) }) {
			changed = append(changed, "-"+name(old))
		}
	}
	return changed
}
