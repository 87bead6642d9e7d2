package irc

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"linnet/internal/irc/chat"
)

// stat is one query of STATS.
type stat struct {
	letter byte
	needs  chat.Privilege // 0 is for everybody
	run    func(*call)
	help   string
}

// stats is the table of what STATS tells (Modern IRC "STATS message").
var stats = []stat{
	{'d', chat.MayInspect, statsDisk, "the disk: what is stored, how fast, and what is not"},
	{'k', chat.MayBan, statsBans, "the bans of the server"},
	{'l', 0, statsLinks, "connections: yours, or all for operators who may inspect"},
	{'m', 0, statsCommands, "how often each command was sent"},
	{'o', chat.MayInspect, statsOpers, "who may become operator, and from where"},
	{'u', 0, statsUptime, "how long the server has been running"},
}

// cmdStats tells figures of the server. A letter that means nothing is answered
// by the end of its report alone.
func cmdStats(c *call) error {
	if err := c.mustBeUs(c.Param(1)); err != nil {
		return err
	}
	query := c.Param(0)
	i := slices.IndexFunc(stats, func(row stat) bool { return strings.EqualFold(query, string(row.letter)) })
	if i >= 0 {
		if row := stats[i]; row.needs != 0 && !c.user.May(row.needs) {
			return chat.MayOperate(c.user, row.needs)
		}
		stats[i].run(c)
	}
	c.then(func() { c.reply(RPL_ENDOFSTATS, middle(query)) })
	return nil
}

// statsHelp lists the queries for HELP.
func statsHelp() string {
	var b strings.Builder
	for _, row := range stats {
		fmt.Fprintf(&b, "\n%c: %s", row.letter, row.help)
	}
	return b.String()
}

// statsUptime tells how long the server has been up (RPL_STATSUPTIME).
func statsUptime(c *call) {
	up := c.hub.now.Sub(c.hub.started)
	day := 24 * time.Hour
	of := func(whole, part time.Duration) int { return int(up % whole / part) }
	c.replyText(RPL_STATSUPTIME, fmt.Sprintf("Server Up %d days %d:%02d:%02d",
		up/day, of(day, time.Hour), of(time.Hour, time.Minute), of(time.Minute, time.Second)))
}

// statsCommands counts the commands since the start (RPL_STATSCOMMANDS).
func statsCommands(c *call) {
	for _, name := range slices.Sorted(maps.Keys(c.hub.usage)) {
		c.numeric(RPL_STATSCOMMANDS, false, name, strconv.FormatUint(c.hub.usage[name], 10))
	}
}

// statsBans lists the bans of the server: "K <host> * <user> :<reason>", where a
// target that is no mask stands for the host.
func statsBans(c *call) {
	bans := c.net().Bans(false)
	c.pages(func() bool {
		n := min(listPage, len(bans))
		for _, ban := range bans[:n] {
			user, host, isMask := strings.Cut(ban.Target, "@")
			if !isMask {
				user, host = "*", ban.Target
			}
			c.replyText(RPL_STATSKLINE, cmp.Or(ban.Reason, "no reason given"), "K", middle(host), "*", middle(user))
		}
		bans = bans[n:]
		return len(bans) > 0
	})
}

// statsOpers lists who may become an operator (RFC 2812 5.1: "O <hostmask> *
// <name>"), with the class where others have it.
func statsOpers(c *call) {
	for _, oper := range c.hub.cfg.Opers {
		hosts := oper.Hosts
		if len(hosts) == 0 {
			hosts = []string{"*@*"}
		}
		for _, host := range hosts {
			c.numeric(RPL_STATSOLINE, false, "O", host, "*", oper.Name, "0", oper.Class)
		}
	}
}

// statsLinks lists connections: name, bytes that wait, messages and kilobytes
// sent, the same received, and for how many seconds it has been open (RFC 2812
// 5.1). Nobody learns of others' who may not inspect, nor of where they are from.
func statsLinks(c *call) {
	ids := slices.Sorted(maps.Keys(c.hub.sessions))
	c.pages(func() bool {
		n := min(listPage, len(ids))
		for _, id := range ids[:n] {
			if s := c.hub.sessions[id]; s != nil && (s.user == c.user || c.user.May(chat.MayInspect)) {
				c.statsLink(s)
			}
		}
		ids = ids[n:]
		return len(ids) > 0
	})
}

func (c *call) statsLink(s *Session) {
	name := s.name()
	if c.user.May(chat.MayInspect) {
		name += "[" + s.from() + "]"
	}
	const kilo = 1 << 10
	sent, received := s.out.sent(), s.received
	c.numeric(RPL_STATSLINKINFO, false, name, strconv.Itoa(s.out.size()),
		strconv.Itoa(int(sent.lines)), strconv.Itoa(sent.bytes/kilo),
		strconv.Itoa(int(received.lines)), strconv.Itoa(received.bytes/kilo),
		strconv.Itoa(int(c.hub.now.Sub(s.opened.Time())/time.Second)))
}
