package irc

import (
	"cmp"
	"fmt"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// What people may say in their own words: the server-wide mute and the word
// filters, for all commands that carry words.

// isMuted says whether nobody is to read words of the client's own.
func (c *call) isMuted() bool {
	if c.user == nil {
		return false
	}
	_, is := c.net().Muted(c.user)
	return is
}

// lastWords is what a client may say about why it leaves, or puts somebody out:
// the text at its length, or nothing if nobody is to read it. Leaving as such is
// never refused.
func (c *call) lastWords(text string) string {
	text = wire.Cut(text, c.hub.cfg.Limits.KickLen)
	if text == "" || c.user == nil {
		return text
	}
	if c.isMuted() {
		return ""
	}
	if err := c.judge("", text); err != nil {
		c.explain(err)
		return ""
	}
	return text
}

// mayWrite decides whether words may stand where anybody can look them up.
func (c *call) mayWrite(text string) error {
	if c.user == nil || text == "" {
		return nil
	}
	if err := c.net().MayBeHeard(c.user); err != nil {
		return err
	}
	return c.judge("", text)
}

// judge looks through words by the filters, on their way to a channel, to a nick,
// or to nobody in particular (""). What it returns is told to their author. Lines
// that belong together are judged together, joined by newlines. Operators may say
// what they like.
func (c *call) judge(target, text string) error {
	if c.user.Oper != nil {
		return nil
	}
	var worst chat.Filter
	for _, hit := range c.net().Filter(wire.StripFormatting(text)) {
		c.auditHit(hit, target)
		if hit.Filter.Action > worst.Action {
			worst = hit.Filter
		}
	}
	if c.Command == "RELAYMSG" { // a bridge does not answer for whom it brings
		worst.Action = min(worst.Action, chat.FilterRefuse)
	}
	switch worst.Action {
	case chat.FilterMute:
		c.muteByFilter(worst)
	case chat.FilterKill:
		c.doom = cmp.Or(worst.Reason, "Said what is not allowed here")
	}
	if worst.Action < chat.FilterRefuse {
		return nil
	}
	reason := cmp.Or(worst.Reason, "not allowed here")
	if chat.LooksLikeChannel(target) {
		return chat.Refuse(chat.Filtered, target, reason)
	}
	if target == "" {
		return chat.Refuse(chat.FilteredThere, reason)
	}
	return chat.Refuse(chat.FilteredThere, target, reason)
}

// hitPause is how long the same filter's further hits on one client go without a
// word, and how often one place is told of after the first hitBurst, whatever it
// says by however many clients: somebody who tries all day must not push everything
// else out of the log.
const (
	hitPause = 10 * time.Second
	hitBurst = 30
)

// filterHit is a hit that was told.
type filterHit struct {
	id chat.FilterID
	at time.Time
}

// auditHit records that a filter has found something, and of the text no more
// than what it found.
func (c *call) auditHit(hit chat.FilterHit, target string) {
	last := c.s.filterHit
	if last.id == hit.Filter.ID && c.hub.now.Sub(last.at) < hitPause {
		return
	}
	c.s.own().filterHit = filterHit{hit.Filter.ID, c.hub.now}
	place := c.s.place().String()
	if c.hub.hits.isShut(place, hitBurst, hitPause, c.hub.now) {
		return
	}
	c.hub.hits.pass(place, hitBurst, hitPause, c.hub.now)
	c.audit("FILTER", target, fmt.Sprintf("%d (%s) found %q in %s", hit.Filter.ID, hit.Filter.Action, hit.Found, c.Command))
}

// muteByFilter mutes the author of words by whatever they are known by; if that is
// nothing, by their mask.
func (c *call) muteByFilter(f chat.Filter) {
	targets := c.user.KnownBy()
	if mask, ok := chat.ParseTarget(c.user.Mask()); ok && len(targets) == 0 {
		targets = append(targets, mask)
	}
	for _, target := range targets {
		mute := chat.Ban{
			Kind: chat.Silences, Target: target.String(), Reason: f.Reason, Private: fmt.Sprintf("filter %d", f.ID),
			By: c.hub.cfg.Name, At: c.hub.now, Until: c.hub.now.Add(f.Lasts),
		}
		if c.net().MayPlaceBan(mute) == nil {
			c.happen(chat.BanPlaced{Ban: mute})
			c.hub.audit(c.s, chat.Audited{Who: c.hub.cfg.Name, Action: "MUTE", Target: mute.Target, Reason: auditBan(mute)})
		}
	}
	c.hub.planBanEnd()
}
