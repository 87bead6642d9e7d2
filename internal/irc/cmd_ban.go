package irc

import (
	"fmt"
	"strings"

	"linnet/internal/irc/chat"
)

// banKinds says what the commands that place and lift bans deal with.
var banKinds = map[string]chat.BanKind{
	"KLINE": chat.Expels, "DLINE": chat.Expels, "MUTE": chat.Silences,
	"UNKLINE": chat.Expels, "UNDLINE": chat.Expels, "UNMUTE": chat.Silences,
}

// cmdBan is KLINE, DLINE and MUTE: it keeps people off the network, or lets them
// only read. Without a target it lists what there is of the kind.
func cmdBan(c *call) error {
	kind := banKinds[c.Command]
	if len(c.Params) == 0 {
		c.sendBans(kind == chat.Silences, c.isOfCommand)
		return nil
	}
	o, err := c.readOrder(kind, c.Params)
	if err != nil {
		return err
	}
	if c.Command == "DLINE" {
		if o.targets, err = c.onlyNetworks(o.text, o.targets); err != nil {
			return err
		}
	}
	return c.carryOut(o)
}

// isOfCommand says whether a ban is one that the command at hand lists: DLINE
// those by address, KLINE all others.
func (c *call) isOfCommand(ban chat.Ban) bool {
	target, _ := chat.ParseTarget(ban.Target)
	return c.Command == "MUTE" || (target.Kind == chat.ByNetwork) == (c.Command == "DLINE")
}

// onlyNetworks leaves out by what else somebody is known than where they are from.
func (c *call) onlyNetworks(word string, targets []chat.Target) ([]chat.Target, error) {
	var networks []chat.Target
	for _, target := range targets {
		if target.Kind == chat.ByNetwork {
			networks = append(networks, target)
		}
	}
	if len(networks) == 0 {
		return nil, &failure{code: "INVALID_TARGET", context: []string{mention(word)}, text: "Expected an address such as 192.0.2.7 or a network such as 192.0.2.0/24"}
	}
	return networks, nil
}

// cmdUnban is UNKLINE, UNDLINE and UNMUTE.
func cmdUnban(c *call) error {
	return c.lift(banKinds[c.Command] == chat.Silences, c.Param(0))
}

// lift lifts the bans, or mutes, for exactly what a word means.
func (c *call) lift(mute bool, word string) error {
	targets, err := c.banTargets(word)
	if err != nil {
		return err
	}
	var lifted []chat.Event
	var free []string
	for _, target := range targets {
		if ban, is := c.net().FindBan(mute, target); is {
			lifted = append(lifted, chat.BanLifted{Target: ban.Target, Mute: mute, At: c.hub.now})
			free = append(free, ban.Target)
		}
	}
	if len(lifted) == 0 {
		return &failure{code: "BAN_NOT_FOUND", context: []string{mention(word)}, text: "There is none for exactly that target"}
	}
	c.recordAll(lifted, func() error {
		for _, target := range free {
			c.audit(c.Command, target, "lifted")
			c.notice(target + " is free again")
		}
		c.hub.planBanEnd()
		return nil
	})
	return nil
}

// sendBans lists the bans, or the mutes, that are wanted.
func (c *call) sendBans(mute bool, isWanted func(chat.Ban) bool) {
	all := c.net().Bans(mute)
	shown := 0
	c.pages(func() bool {
		for len(all) > 0 {
			ban := all[0]
			all = all[1:]
			if isWanted(ban) {
				shown++
				c.notice(banLine(ban))
				return true
			}
		}
		c.notice(fmt.Sprintf("End of %s: %d listed", c.Command, shown))
		return false
	})
}

// cmdUban is UBAN: one command for every kind of server ban.
func cmdUban(c *call) error {
	word := c.Param(1)
	switch subcommand := strings.ToUpper(c.Param(0)); {
	case subcommand == "LIST":
		mask := c.net().Fold(word)
		c.sendBans(false, func(ban chat.Ban) bool {
			return mask == "" || chat.Match(mask, c.net().Fold(ban.Target))
		})
		return nil
	case subcommand != "ADD" && subcommand != "DEL" && subcommand != "INFO":
		return &failure{code: "INVALID_PARAMS", context: []string{mention(c.Param(0))}, text: "Expected ADD, DEL, INFO or LIST"}
	case word == "":
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{c.Command}}
	case subcommand == "ADD":
		o, err := c.readOrder(chat.Expels, c.Params[1:])
		if err != nil {
			return err
		}
		return c.carryOut(o)
	case subcommand == "DEL":
		return c.lift(false, word)
	}
	return c.banInfo(word)
}

// banInfo tells by what a nick is known, whom a target hits, and what is banned
// or muted already.
func (c *call) banInfo(word string) error {
	if u := c.net().User(word); u != nil {
		c.userInfo(u)
	}
	targets, err := c.banTargets(word)
	if err != nil {
		return err
	}
	c.notice(c.hitText(targets, c.hits(banOrder{ban: chat.Ban{Kind: chat.Expels}, targets: targets})))
	for _, target := range targets {
		for _, mute := range []bool{false, true} {
			if ban, is := c.net().FindBan(mute, target); is {
				c.notice(banLine(ban))
			}
		}
	}
	return nil
}

// userInfo tells where somebody is from, and what stands against them.
func (c *call) userInfo(u *chat.User) {
	text := u.Nick + " is " + u.Mask()
	if u.From.Address.IsValid() {
		text += ", from " + u.From.Address.String()
	}
	if u.Account != "" {
		text += ", logged in as " + u.Account
	}
	c.notice(text)
	if ban, is := c.net().BanOn(u); is {
		c.notice(banLine(ban))
	}
	if mute, is := c.net().Muted(u); is {
		c.notice(banLine(mute))
	}
}
