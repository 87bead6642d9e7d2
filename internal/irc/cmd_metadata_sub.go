package irc

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// subscribe takes keys into the session's subscriptions, in order, until there is
// no room for more.
func (c *call) subscribe(subject) error {
	var taken, news []string
	var failed []*failure
	var full error
	for _, key := range c.Params[2:] {
		if len(c.s.subs) >= c.hub.cfg.Limits.MetadataSubs {
			full = c.tooManySubs(key)
			break
		}
		if !chat.IsMetadataKey(key, metadataKeyLen) {
			failed = append(failed, c.invalidKey(key))
			continue
		}
		if !c.s.subs[key] {
			news = append(news, key)
		}
		if c.s.subs == nil {
			c.s.own().subs = map[string]bool{}
		}
		c.s.subs[strings.Clone(key)] = true // a whole line hangs on each
		taken = append(taken, key)
	}
	c.sendKeys(RPL_METADATASUBOK, taken, c.send)
	for _, f := range failed {
		c.send(c.standardReply(c.partFailed(), f))
	}
	c.explain(full)
	if c.user != nil && len(news) > 0 {
		c.syncNews(news)
	}
	return nil
}

func (c *call) tooManySubs(key string) error {
	if c.s.caps.has(capMetadata3) {
		limit := strconv.Itoa(c.hub.cfg.Limits.MetadataSubs)
		return &failure{code: "LIMIT_REACHED", context: []string{"SUB", middle(key), limit}, text: "Too many subscriptions"}
	}
	return &failure{code: "TOO_MANY_SUBS", context: []string{middle(key)}, text: "too many subscriptions"}
}

// syncNews gives a client the present values of the keys that it has subscribed
// to just now. One of draft/metadata-3 is asked to synchronize when it is done
// with subscribing and joining: so each value comes once.
func (c *call) syncNews(keys []string) {
	if c.s.caps.has(capMetadata3) {
		c.syncLater(everybody, "0")
		return
	}
	wanted := map[string]bool{}
	for _, key := range keys {
		wanted[key] = true
	}
	c.syncPages(c.everybody(), func(target string, values chat.Metadata) {
		for _, key := range values.Keys() {
			if wanted[key] {
				c.send(c.s.metadataLine(target, key, values[key]))
			}
		}
	}, func() {})
}

func (c *call) unsubscribe(subject) error {
	var gone []string
	var failed []*failure
	for _, key := range c.Params[2:] {
		if !chat.IsMetadataKey(key, metadataKeyLen) {
			failed = append(failed, c.invalidKey(key))
			continue
		}
		delete(c.s.subs, key)
		gone = append(gone, key)
	}
	c.sendKeys(RPL_METADATAUNSUBOK, gone, c.send)
	for _, f := range failed {
		c.send(c.standardReply(c.partFailed(), f))
	}
	return nil
}

func (c *call) listSubscriptions(subject) error {
	b := c.openBatch(true, "metadata-subs")
	c.sendKeys(RPL_METADATASUBS, slices.Sorted(maps.Keys(c.s.subs)), b.send)
	b.close()
	return nil
}

// sendKeys sends keys as parameters of a numeric, as many to a line as fit and as
// old clients can read.
func (c *call) sendKeys(num numeric, keys []string, send func(*wire.Line)) {
	const perLine = 12
	room := wire.MaxBody - len(":"+c.hub.cfg.Name+" 000 "+c.s.name())
	for len(keys) > 0 {
		n, size := 0, 0
		for n < min(perLine, len(keys)) && size+1+len(keys[n]) <= room {
			size += 1 + len(keys[n])
			n++
		}
		send(c.numericLine(num, false, keys[:n]...))
		keys = keys[n:]
	}
}

// syncMetadata sends what the client has subscribed to: of a user, of a channel
// and its members, or of all that it sees.
func (c *call) syncMetadata(of subject) error {
	b := c.openBatch(true, "metadata", of.name)
	if c.user == nil {
		c.s.sendSubscribed(b.send, of.name, of.values)
		b.close()
		return nil
	}
	targets := []syncTarget{{user: of.user, channel: of.channel}}
	if of.channel != nil && c.user.In(of.channel) != nil {
		for _, m := range of.channel.Members {
			if m.SeenBy(c.user) {
				targets = append(targets, syncTarget{user: m.User})
			}
		}
	}
	if of.name == everybody {
		targets = c.everybody()
	}
	c.extra = len(targets) / listPage
	c.syncPages(targets, func(name string, values chat.Metadata) { c.s.sendSubscribed(b.send, name, values) }, b.close)
	return nil
}

// syncTarget is a user or a channel whose metadata is to be sent. Between two
// pages it may have gone, which its id tells.
type syncTarget struct {
	user    *chat.User
	channel *chat.Channel
}

// everybody are the users and channels that this client hears of: itself, its
// channels and their members, and whom it monitors, each once.
func (c *call) everybody() []syncTarget {
	targets := []syncTarget{{user: c.user}}
	seen := map[*chat.User]bool{c.user: true, nil: true}
	add := func(u *chat.User) {
		if !seen[u] {
			seen[u] = true
			targets = append(targets, syncTarget{user: u})
		}
	}
	for _, mine := range c.user.Memberships {
		targets = append(targets, syncTarget{channel: mine.Channel})
		for _, m := range mine.Channel.Members {
			if m.SeenBy(c.user) {
				add(m.User)
			}
		}
	}
	for _, m := range c.s.monitored {
		add(c.net().User(m.nick))
	}
	return targets
}

// syncPages sends the metadata of targets, page by page, and then does what is
// left to do.
func (c *call) syncPages(targets []syncTarget, send func(name string, values chat.Metadata), done func()) {
	c.pages(func() bool {
		n := min(listPage, len(targets))
		for _, t := range targets[:n] {
			switch {
			case t.user != nil && c.net().UserByID(t.user.ID) == t.user:
				send(t.user.Nick, t.user.Metadata)
			case t.channel != nil && c.net().ChannelByID(t.channel.ID) == t.channel && c.net().MaySeeChannel(c.user, t.channel):
				send(t.channel.Name, t.channel.Metadata)
			}
		}
		targets = targets[n:]
		if len(targets) == 0 {
			done()
		}
		return len(targets) > 0
	})
}
