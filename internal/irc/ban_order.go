package irc

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// banOrder is what an operator wants banned or muted. It is carried out only
// once it has been said whom it hits and, where that is many, confirmed.
type banOrder struct {
	ban       chat.Ban // without its target
	text      string   // the target as it was typed
	targets   []chat.Target
	confirmed bool
}

// banReasonLen bounds either half of a reason, in bytes.
const banReasonLen = 200

// readOrder reads [duration] target [duration] [REQUIRE-SASL] [CONFIRM] [:reason].
// A reason may have a second half, behind a bar, for operators only.
func (c *call) readOrder(kind chat.BanKind, params []string) (banOrder, error) {
	o := banOrder{ban: chat.Ban{
		Kind: kind, By: c.user.Mask(), Oper: c.user.Oper.Name, At: c.hub.now,
	}}
	if len(params) > 1 && o.readDuration(params[0], c.hub.now) {
		params = params[1:]
	}
	if len(params) == 0 || params[0] == "" {
		return o, &numericError{num: ERR_NEEDMOREPARAMS, params: []string{c.Command}}
	}
	o.text, params = params[0], params[1:]
	for len(params) > 0 && o.readOption(params[0], c.hub.now) {
		params = params[1:]
	}
	reason, private, _ := strings.Cut(strings.Join(params, " "), "|")
	o.ban.Reason = wire.Cut(strings.TrimSpace(reason), banReasonLen)
	o.ban.Private = wire.Cut(strings.TrimSpace(private), banReasonLen)
	var err error
	o.targets, err = c.banTargets(o.text)
	return o, err
}

// readDuration reads how long the ban lasts: as everywhere, or in minutes as
// other servers take it, where 0 is for good.
func (o *banOrder) readDuration(word string, now time.Time) bool {
	lasts, ok := chat.ParseDuration(word)
	if minutes, err := strconv.ParseUint(word, 10, 20); err == nil {
		lasts, ok = time.Duration(minutes)*time.Minute, true
	}
	if ok && lasts > 0 {
		o.ban.Until = now.Add(lasts)
	}
	return ok
}

func (o *banOrder) readOption(word string, now time.Time) bool {
	switch strings.ToUpper(word) {
	case "CONFIRM", "!":
		o.confirmed = true
	case "REQUIRE-SASL":
		if o.ban.Kind != chat.Expels {
			return false
		}
		o.ban.Kind = chat.NeedsAccount
	default:
		return o.readDuration(word, now)
	}
	return true
}

// banTargets finds out whom a word means: what the nick's holder is known by if
// somebody has that nick or had it, else what it says.
func (c *call) banTargets(word string) ([]chat.Target, error) {
	target, isTarget := chat.ParseTarget(word)
	if isTarget {
		return []chat.Target{target}, nil
	}
	targets, found := c.net().TargetsOf(word)
	if !found {
		return nil, chat.Refuse(chat.NoSuchNick, mention(word))
	}
	if len(targets) == 0 {
		return nil, &failure{code: "INVALID_TARGET", context: []string{mention(word)},
			text: fmt.Sprintf("%s has neither an account nor an address that is nobody else's: give a mask such as %[1]s!*@*", word)}
	}
	return targets, nil
}

// mention makes a stranger's word fit to be repeated in a refusal.
func mention(word string) string { return middle(wire.Cut(word, maskLen)) }

// hits lists whom the order hits, each once.
func (c *call) hits(o banOrder) []*chat.User {
	var all []*chat.User
	seen := map[*chat.User]bool{}
	for _, target := range o.targets {
		for _, u := range c.net().Hit(o.ban, target) {
			if !seen[u] {
				seen[u] = true
				all = append(all, u)
			}
		}
	}
	return all
}

// carryOut says whom the order hits and, unless that must be confirmed first,
// does it.
func (c *call) carryOut(o banOrder) error {
	hits := c.hits(o)
	c.notice(c.hitText(o.targets, hits))
	if why := c.mustConfirm(o, hits); why != "" && !o.confirmed {
		return &failure{code: "NEED_CONFIRMATION", context: []string{mention(o.text)},
			text: "Nothing was done, since " + why + ": if that is meant, say it again with CONFIRM before the reason"}
	}
	var bans []chat.Ban
	var placed []chat.Event
	for _, target := range o.targets {
		o.ban.Target = target.String()
		bans, placed = append(bans, o.ban), append(placed, chat.BanPlaced{Ban: o.ban})
	}
	if err := c.net().MayPlaceBan(bans...); err != nil {
		return err
	}
	c.recordAll(placed, func() error {
		for _, ban := range bans {
			c.audit(c.Command, ban.Target, auditBan(ban))
			c.notice(banLine(ban))
		}
		c.hub.planBanEnd()
		if o.ban.Kind == chat.Silences {
			return nil
		}
		for _, target := range o.targets {
			c.hub.enforce(o.ban, target, c.user)
		}
		return nil
	})
	return nil
}

// confirmAbove is how many people may be hit without asking again.
const confirmAbove = 10

// mustConfirm says why the order should be thought over, "" if it need not.
func (c *call) mustConfirm(o banOrder, hits []*chat.User) string {
	for _, target := range o.targets {
		switch {
		case target.IsEverybody():
			return "it means everybody"
		case target.IsLoopback():
			return "that is this machine, from where all come whose proxy is not trusted"
		}
	}
	if slices.Contains(hits, c.user) {
		return "you are among them"
	}
	if i := slices.IndexFunc(hits, func(u *chat.User) bool { return u.Oper != nil }); i >= 0 {
		return hits[i].Nick + ", an operator, is among them"
	}
	if len(hits) > confirmAbove {
		return "they are many"
	}
	return ""
}

// namesShown is how many people are named whom a ban hits.
const namesShown = 8

// hitText says whom targets hit.
func (c *call) hitText(targets []chat.Target, hits []*chat.User) string {
	text := fmt.Sprintf("%s hits %d of %d people", targetText(targets), len(hits), c.net().Counts().Users)
	between := ": "
	for _, u := range hits[:min(len(hits), namesShown)] {
		text += between + u.Nick
		between = ", "
	}
	if more := len(hits) - namesShown; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

func targetText(targets []chat.Target) string {
	texts := make([]string, len(targets))
	for i, target := range targets {
		texts[i] = target.String()
	}
	return strings.Join(texts, " and ")
}

// banLine is a ban as operators read it.
func banLine(ban chat.Ban) string {
	verb := map[chat.BanKind]string{
		chat.Expels: "is banned", chat.NeedsAccount: "is banned without an account", chat.Silences: "is muted",
	}[ban.Kind]
	by := ban.By
	if ban.Oper != "" {
		by += " (" + ban.Oper + ")"
	}
	line := fmt.Sprintf("%s %s %s, by %s at %s", ban.Target, verb, lastsText(ban), by, wire.FormatTime(ban.At))
	if reason := bothReasons(ban); reason != "" {
		line += ": " + reason
	}
	return line
}

func lastsText(ban chat.Ban) string {
	if ban.Until.IsZero() {
		return "for good"
	}
	return "until " + wire.FormatTime(ban.Until)
}

func bothReasons(ban chat.Ban) string {
	if ban.Private == "" {
		return ban.Reason
	}
	return ban.Reason + " | " + ban.Private
}

// auditBan is what the audit log says of a ban besides its target.
func auditBan(ban chat.Ban) string {
	until := lastsText(ban)
	if ban.Kind == chat.NeedsAccount {
		until += ", without an account"
	}
	return strings.TrimRight(until+", "+bothReasons(ban), ", ")
}
