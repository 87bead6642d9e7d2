package irc

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// chanServ keeps channels for people with accounts. Whatever it does to a channel is
// the same event as when a member does it, under its own name.
var chanServ = &service{
	nick: "ChanServ", folded: "chanserv",
	help: "I keep channels for accounts: what is registered stays while nobody is in it, and whoever is on its access list has a rank there.",
}

func init() {
	chanServ.commands = map[string]serviceCommand{
		"ACCESS":   {run: csAccess, words: 4, least: 1, help: "ACCESS <channel> [LIST]\nACCESS <channel> ADD <account> <rank>\nACCESS <channel> DEL <account>\nShows or changes who has a rank in the channel for good: owner, admin, operator, half-operator or voice."},
		"AMODE":    {run: csAmode, words: 3, least: 1, help: "AMODE <channel> [+|-<letter> <account>]\nThe same as ACCESS, with the letters of modes: q, a, o, h and v."},
		"CLEAR":    {run: csClear, words: 2, least: 2, cost: 3, help: "CLEAR <channel> BANS|EXCEPTIONS|INVITES|RANKS\nEmpties a list of the channel, or takes all ranks that are not on the access list."},
		"DEHALFOP": {run: csRank("-h"), words: 2, least: 1, help: "DEHALFOP <channel> [<nick> ...]\nTakes half-operators their rank, or you yours."},
		"DEOP":     {run: csRank("-o"), words: 2, least: 1, help: "DEOP <channel> [<nick> ...]\nTakes operators their rank, or you yours."},
		"DEVOICE":  {run: csRank("-v"), words: 2, least: 1, help: "DEVOICE <channel> [<nick> ...]\nTakes somebody the voice, or you yours."},
		"DROP":     {run: csDrop, words: 2, least: 1, cost: 2, help: "DROP <channel> [<code>]\nMakes the channel nobody's; I ask you first, by a code. Its access list and settings are lost, and if nobody is in it, it is gone."},
		"HALFOP":   {run: csRank("+h"), words: 2, least: 1, help: "HALFOP <channel> [<nick> ...]\nMakes somebody half-operator, or you."},
		"HISTORY":  {run: csHistory, words: 4, least: 1, help: "HISTORY <channel> [ON|OFF|<count>|KEEP <time>|<number>|ALL]\nSays whether what is said in the channel is kept, how many messages at most are shown to whoever joins, and for how long (KEEP 30d) or how many (KEEP 5000) are kept."},
		"INFO":     {run: csInfo, words: 1, least: 1, help: "INFO <channel>\nTells whose a channel is."},
		"INVITE":   {run: csInvite, words: 2, least: 1, cost: 2, help: "INVITE <channel> [<nick>]\nInvites you, or somebody."},
		"LIST":     {run: csList, words: 1, cost: 2, help: "LIST [<mask>]\nLists the channels in which you have access; to operators of the server all that are registered."},
		"OP":       {run: csRank("+o"), words: 2, least: 1, help: "OP <channel> [<nick> ...]\nMakes somebody operator, or you."},
		"REGISTER": {run: csRegister, words: 1, least: 1, cost: 5, help: "REGISTER <channel>\nMakes a channel yours. You have to be its operator, and logged in."},
		"SET":      {run: csSet, words: 3, least: 1, help: "SET <channel> [<setting> <value>]\nTOPICLOCK ON|OFF: only operators on the access list change the topic.\nKEEPMODES <flags such as +nt-s>|OFF: nobody changes them.\nPRIVATE ON|OFF: strangers are told no more than whose the channel is."},
		"TOPIC":    {run: csTopic, words: 2, least: 1, cost: 2, help: "TOPIC <channel> [<topic>]\nSets the topic, or takes it away."},
		"TRANSFER": {run: csTransfer, words: 2, least: 2, cost: 2, help: "TRANSFER <channel> <account>\nTRANSFER <channel> CANCEL\nTRANSFER <channel> ACCEPT\nOffers the channel to another account, takes that back, or accepts it."},
		"UNBAN":    {run: csUnban, words: 2, least: 1, cost: 2, help: "UNBAN <channel> [<nick or mask>]\nTakes off the bans that are for you, or for somebody, or one of them."},
		"VOICE":    {run: csRank("+v"), words: 2, least: 1, help: "VOICE <channel> [<nick> ...]\nGives somebody the voice, or you."},
	}
}

// csRegister makes a channel somebody's.
func csRegister(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	if err := c.net().MayRegisterChannel(c.user, ch, c.hub.policy()); err != nil {
		return err
	}
	name, owner := ch.Name, c.user.Account
	c.record(chat.ChannelRegistered{Channel: ch.ID, Founder: c.user.AccountID, As: c.service.mask(c.hub), At: c.hub.now}, func() error {
		c.hub.note("channel registered", c.s, slog.String("channel", name), slog.String("account", owner))
		c.noticef("%s is registered to your account %s.", name, owner)
		return nil
	})
	return nil
}

// csDrop makes it nobody's again, once that was said with the code.
func csDrop(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	foreign, err := c.net().MayGovern(c.user, ch)
	if err != nil {
		return err
	}
	code := c.hub.dropCode(ch)
	if c.Param(1) != code {
		c.noticef("This makes %s nobody's, for good. If you mean it, say: DROP %s %s", ch.Name, ch.Name, code)
		return nil
	}
	name := ch.Name
	c.record(chat.ChannelDropped{Channel: ch.ID, As: c.service.mask(c.hub), At: c.hub.now}, func() error {
		c.hub.note("channel dropped", c.s, slog.String("channel", name))
		if foreign {
			c.audit("CHANSERV DROP", name, "")
		}
		c.noticef("%s is registered no more.", name)
		return nil
	})
	return nil
}

// dropUnused makes channels nobody's in which nobody was for as long as the settings say.
func (h *hub) dropUnused(now time.Time) {
	after := h.cfg.Accounts.ChannelsExpire
	if after == 0 {
		return
	}
	for _, ch := range h.net.Unused(now.Add(-after)) {
		name := ch.Name
		h.record(chat.ChannelDropped{Channel: ch.ID, As: chanServ.mask(h), Unused: true, At: now}, func(err error) {
			if err == nil {
				h.audit(nil, chat.Audited{Who: chanServ.mask(h), Action: "CHANSERV EXPIRE", Target: name, Reason: "nobody was there for " + after.String()})
			}
		})
	}
}

// dropCode is what must be said to drop a channel: another one each time that it
// was registered. It guards against slips, not against guesses.
func (h *hub) dropCode(ch *chat.Channel) string {
	sum := sha256.Sum256(fmt.Appendf(h.cloakSecret[:len(h.cloakSecret):len(h.cloakSecret)], "drop %d %d", ch.ID, ch.Registration.At.UnixMilli()))
	return hex.EncodeToString(sum[:4])
}

// csTransfer offers a channel to another account, or accepts it. An operator of the
// server gives it at once: whoever could offer it may be gone for good.
func csTransfer(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	if strings.EqualFold(c.Param(1), "ACCEPT") {
		return c.takeOver(ch)
	}
	foreign, err := c.net().MayGovern(c.user, ch)
	if err != nil {
		return err
	}
	name := ch.Name
	if strings.EqualFold(c.Param(1), "CANCEL") {
		c.record(chat.TransferOffered{Channel: ch.ID, At: c.hub.now}, func() error {
			c.noticef("%s is offered to nobody.", name)
			return nil
		})
		return nil
	}
	to, err := c.accountNamed(c.Param(1))
	switch {
	case err != nil:
		return err
	case ch.IsFounder(to.ID):
		return chat.Refuse(chat.FounderHasAll, ch.Name)
	case foreign:
		return c.giveChannel(ch, to)
	}
	from := c.user.Account
	c.record(chat.TransferOffered{Channel: ch.ID, To: to.ID, At: c.hub.now}, func() error {
		c.noticef("%s is offered to %s, who may say: TRANSFER %s ACCEPT", name, to.Name, name)
		c.hub.tellPerson(chanServ, c.net().LoggedIn(to.ID), fmt.Sprintf("%s offers you the channel %s. To accept, say: TRANSFER %s ACCEPT", from, name, name))
		return nil
	})
	return nil
}

func (c *call) takeOver(ch *chat.Channel) error {
	if err := c.net().MayTakeOver(c.user, ch, c.hub.policy(), c.hub.now); err != nil {
		return err
	}
	name, from, heir := ch.Name, ch.Registration.Founder, c.user.Account
	c.record(chat.FounderChanged{Channel: ch.ID, Founder: c.user.AccountID, At: c.hub.now}, func() error {
		c.hub.note("channel transferred", c.s, slog.String("channel", name), slog.String("account", heir))
		c.noticef("%s is yours.", name)
		c.hub.tellPerson(chanServ, c.net().LoggedIn(from), heir+" has accepted the channel "+name+".")
		return nil
	})
	return nil
}

func (c *call) giveChannel(ch *chat.Channel, to account.Account) error {
	name := ch.Name
	c.record(chat.FounderChanged{Channel: ch.ID, Founder: to.ID, At: c.hub.now}, func() error {
		c.audit("CHANSERV TRANSFER", name, "to "+to.Name)
		c.noticef("%s is registered to %s.", name, to.Name)
		return nil
	})
	return nil
}

// accountNamed finds an account that lets people in, by its name or by the nick of
// somebody who is logged in to it.
func (c *call) accountNamed(word string) (account.Account, error) {
	a, known := c.net().Account(word)
	if u := c.net().User(word); !known && u != nil {
		a, known = c.net().AccountByID(u.AccountID)
	}
	if !known || !a.Verified {
		return account.Account{}, &failure{code: "ACCOUNT_UNKNOWN", context: []string{mention(word)}, text: "There is no such account"}
	}
	return a, nil
}

// csInfo tells whose a channel is, and to those whom it concerns more.
func csInfo(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	switch {
	case ch.IsRegistered() && !c.net().MaySeeRegistration(c.user, ch):
		return chat.Refuse(chat.NoSuchChannel, ch.Name) // it is not spoken of
	case !ch.IsRegistered():
		return chat.Refuse(chat.NotRegistered, ch.Name)
	}
	r := ch.Registration
	founder, _ := c.net().AccountByID(r.Founder)
	c.noticef("%s belongs to %s since %s.", ch.Name, founder.Name, wire.FormatTime(r.At))
	if !c.net().MaySeeAccess(c.user, ch) {
		return nil
	}
	c.noticef("Its access list has %d of %d places taken.", len(r.Access), c.hub.cfg.Limits.AccessEntries)
	c.noticef("Settings: %s", settingsText(r.ChannelSettings))
	if to, offered := c.net().AccountByID(r.Offer.To); offered && ch.IsOffered(to.ID, c.hub.now) {
		c.noticef("It is offered to %s.", to.Name)
	}
	return nil
}

// csList lists one's own channels, or to an operator of the server all.
func csList(c *call) error {
	mask := c.net().Fold(c.Param(0))
	if mask == "" {
		mask = "*"
	}
	if c.user.AccountID == 0 && !c.user.May(chat.MayOversee) {
		return chat.Refuse(chat.NotLoggedIn)
	}
	ids := c.listed()
	page, shown := maskPage(len(mask)), 0
	c.pages(func() bool {
		n := min(page, len(ids))
		for _, id := range ids[:n] {
			ch := c.net().ChannelByID(id)
			if ch == nil || !ch.IsRegistered() || !chat.Match(mask, c.net().Fold(ch.Name)) {
				continue
			}
			shown++
			founder, _ := c.net().AccountByID(ch.Registration.Founder)
			c.noticef("%s: %s, %d here%s", ch.Name, founder.Name, len(ch.Members), rankText(ch, c.user.AccountID))
		}
		ids = ids[n:]
		if len(ids) == 0 {
			c.noticef("End of LIST: %d channels", shown)
		}
		return len(ids) > 0
	})
	return nil
}

func (c *call) listed() []chat.ChannelID {
	channels := c.net().Holdings(c.user.AccountID)
	if c.user.May(chat.MayOversee) {
		channels = c.net().Channels()
	}
	var ids []chat.ChannelID
	for _, ch := range channels {
		if ch.IsRegistered() {
			ids = append(ids, ch.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// rankText is what an account is in a channel, behind other words.
func rankText(ch *chat.Channel, id account.ID) string {
	switch rank := ch.AccessOf(id); {
	case ch.IsFounder(id):
		return ", you founded it"
	case rank != 0:
		return ", you have access as " + rank.Name()
	}
	return ""
}
