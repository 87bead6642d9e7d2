package irc

import (
	"slices"
	"strconv"
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// channelMode shows or changes a channel's modes. Changes that change nothing
// are silent; the rest is told to the channel in one line.
func (c *call) channelMode(ch *chat.Channel) error {
	if !c.net().MaySeeChannel(c.user, ch) {
		return chat.Refuse(chat.NotOnChannel, ch.Name)
	}
	if len(c.Params) == 1 {
		c.sendChannelModes(ch)
		return nil
	}
	p := modeParser{c: c, ch: ch, params: c.Params[2:], left: c.hub.cfg.Limits.ModesPerCommand}
	p.parse(c.Param(1))
	if len(p.changes) > 0 {
		c.happen(chat.ModesChanged{Channel: ch.ID, By: c.user.ID, Changes: p.changes, At: c.hub.now})
	}
	return nil
}

// sendChannelModes sends 324 and 329. The key shows to members only.
func (c *call) sendChannelModes(ch *chat.Channel) {
	letters := ch.Flags
	var params []string
	for _, row := range chat.ChannelModes {
		param := ch.Param(row.Letter)
		if param == "" {
			continue
		}
		if row.Letter == 'k' && c.user.In(ch) == nil {
			param = "*"
		}
		letters = letters.With(row.Letter)
		params = append(params, param)
	}
	c.numeric(RPL_CHANNELMODEIS, false, append([]string{ch.Name, "+" + letters.String()}, params...)...)
	c.numeric(RPL_CREATIONTIME, false, ch.Name, strconv.FormatInt(ch.Created.Unix(), 10))
}

// modeParser reads a mode string letter by letter.
type modeParser struct {
	c       *call
	ch      *chat.Channel
	params  []string
	left    int // parameters that may still be used
	changes []chat.ModeChange
	refused bool // a lack of rank is told once
	listed  chat.Letters
}

func (p *modeParser) parse(letters string) {
	add := true
	for _, letter := range letters {
		switch letter {
		case '+', '-':
			add = letter == '+'
			continue
		}
		row, ok := chat.ChannelMode{}, false
		if letter < 0x80 {
			row, ok = chat.FindChannelMode(byte(letter))
		}
		if !ok {
			p.c.reply(ERR_UNKNOWNMODE, middle(string(letter)))
			continue
		}
		p.letter(row, add)
	}
}

// letter reads one known letter, with its parameter if it takes one.
func (p *modeParser) letter(row chat.ChannelMode, add bool) {
	change := chat.ModeChange{Add: add, Letter: row.Letter}
	if row.Kind == chat.ModeList && len(p.params) == 0 {
		p.list(row)
		return
	}
	takes := row.Kind == chat.ModeList || row.Kind == chat.ModeMember || row.Kind == chat.ModeParam || row.Kind == chat.ModeSet && add
	if takes {
		param, ok := p.param()
		if !ok && (add || row.Kind != chat.ModeParam) {
			return // without its parameter the mode is ignored
		}
		change.Param = param
	}
	if row.Kind == chat.ModeMember && !p.findMember(&change) {
		return
	}
	if err := p.c.net().MayChangeMode(p.c.user, p.ch, change); err != nil {
		if !p.refused {
			p.refused = true
			p.c.explain(err)
		}
		return
	}
	if p.prepare(row, &change) {
		p.changes = append(p.changes, change)
	}
}

func (p *modeParser) param() (string, bool) {
	if len(p.params) == 0 || p.left == 0 {
		return "", false
	}
	param := p.params[0]
	p.params = p.params[1:]
	p.left--
	return param, true
}

// findMember finds whose rank is meant.
func (p *modeParser) findMember(change *chat.ModeChange) bool {
	u, err := p.c.person(change.Param)
	if err == nil && u.In(p.ch) == nil {
		err = chat.Refuse(chat.NotInChannel, u.Nick, p.ch.Name)
	}
	if err != nil {
		p.c.explain(err)
		return false
	}
	change.Member, change.Param = u.ID, u.Nick
	return true
}

// prepare brings a permitted change into its final form, and says whether it
// changes anything.
func (p *modeParser) prepare(row chat.ChannelMode, change *chat.ModeChange) bool {
	switch row.Kind {
	case chat.ModeFlag:
		return p.flag(change.Letter) != change.Add
	case chat.ModeMember:
		return p.rank(change.Member)&row.Rank != 0 != change.Add
	case chat.ModeList:
		return p.prepareEntry(change)
	default:
		return p.prepareParam(row, change)
	}
}

func (p *modeParser) prepareEntry(change *chat.ModeChange) bool {
	if change.Param == "" || strings.ContainsAny(change.Param, " ") || change.Param[0] == ':' {
		return false
	}
	change.Param = wire.Cut(chat.FullMask(change.Param), maskLen)
	if p.isListed(change.Letter, change.Param) == change.Add {
		return false
	}
	if change.Add && p.entries(change.Letter) >= p.c.hub.cfg.Limits.BansPerChannel {
		p.c.explain(chat.Refuse(chat.BanListFull, p.ch.Name, string(change.Letter)))
		return false
	}
	return true
}

// maskLen bounds one ban's mask, so that the longest still fits a line.
const maskLen = 200

func (p *modeParser) prepareParam(row chat.ChannelMode, change *chat.ModeChange) bool {
	if !change.Add {
		if row.Kind == chat.ModeParam {
			change.Param = "*" // whoever takes a key off need not have known it
		}
		return p.value(row.Letter) != ""
	}
	param, ok := row.Parse(change.Param, p.c.hub.policy())
	switch {
	case ok:
		change.Param = param
		return p.value(row.Letter) != param
	case row.Letter == 'k':
		p.c.reply(ERR_INVALIDKEY, p.ch.Name)
	default:
		p.c.replyText(ERR_INVALIDMODEPARAM, row.Expects, p.ch.Name, string(change.Letter), middle(change.Param))
	}
	return false
}

// The state as it will be after the changes read so far.

func (p *modeParser) flag(letter byte) bool {
	if c, ok := p.latest(func(c chat.ModeChange) bool { return c.Letter == letter }); ok {
		return c.Add
	}
	return p.ch.Flags.Has(letter)
}

func (p *modeParser) rank(id chat.UserID) chat.Rank {
	rank := p.c.net().UserByID(id).In(p.ch).Rank
	for _, c := range p.changes {
		row, _ := chat.FindChannelMode(c.Letter)
		if c.Member == id && c.Add {
			rank |= row.Rank
		} else if c.Member == id {
			rank &^= row.Rank
		}
	}
	return rank
}

func (p *modeParser) value(letter byte) string {
	c, ok := p.latest(func(c chat.ModeChange) bool { return c.Letter == letter })
	switch {
	case !ok:
		return p.ch.Param(letter)
	case c.Add:
		return c.Param
	}
	return ""
}

func (p *modeParser) isListed(letter byte, mask string) bool {
	same := func(other string) bool { return p.c.net().Fold(other) == p.c.net().Fold(mask) }
	if c, ok := p.latest(func(c chat.ModeChange) bool { return c.Letter == letter && same(c.Param) }); ok {
		return c.Add
	}
	return slices.ContainsFunc(p.ch.List(letter), func(e chat.ListEntry) bool { return same(e.Mask) })
}

func (p *modeParser) entries(letter byte) int {
	n := len(p.ch.List(letter))
	for _, c := range p.changes {
		switch {
		case c.Letter != letter:
		case c.Add:
			n++
		default:
			n--
		}
	}
	return n
}

func (p *modeParser) latest(is func(chat.ModeChange) bool) (chat.ModeChange, bool) {
	for _, c := range slices.Backward(p.changes) {
		if is(c) {
			return c, true
		}
	}
	return chat.ModeChange{}, false
}

// list sends the entries of a list mode, once in a command.
func (p *modeParser) list(row chat.ChannelMode) {
	if p.listed.Has(row.Letter) {
		return
	}
	p.listed = p.listed.With(row.Letter)
	numerics := listNumerics[row.Letter]
	for _, e := range p.ch.List(row.Letter) {
		p.c.numeric(numerics.entry, false, p.ch.Name, e.Mask, e.By, strconv.FormatInt(e.At.Unix(), 10))
	}
	p.c.reply(numerics.end, p.ch.Name)
}

// listNumerics says how each list mode is answered.
var listNumerics = map[byte]struct{ entry, end numeric }{
	'b': {RPL_BANLIST, RPL_ENDOFBANLIST},
}
