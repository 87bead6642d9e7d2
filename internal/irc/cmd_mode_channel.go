package irc

import (
	"cmp"
	"slices"
	"strconv"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// channelMode shows or changes a channel's modes. Changes that change nothing
// are silent; the rest is told to the channel in one line. Outsiders are answered
// about a secret channel too (RFC 2811 4.2.6).
func (c *call) channelMode(ch *chat.Channel) error {
	if len(c.Params) == 1 {
		c.sendChannelModes(ch)
		return nil
	}
	p := modeParser{c: c, ch: ch, params: c.Params[2:], left: c.hub.cfg.Limits.ModesPerCommand}
	p.parse(c.Param(1))
	if len(p.changes) > 0 {
		c.record(chat.ModesChanged{Channel: ch.ID, By: c.user.ID, Changes: p.changes, At: c.hub.now}, nil)
	}
	return nil
}

// sendChannelModes sends 324 and 329. The key shows to members only.
func (c *call) sendChannelModes(ch *chat.Channel) {
	letters := ch.Flags
	for _, row := range chat.ChannelModes {
		if ch.Param(row.Letter) != "" {
			letters = letters.With(row.Letter)
		}
	}
	var params []string
	for _, letter := range []byte(letters.String()) { // in the order of the letters
		param := ch.Param(letter)
		if letter == 'k' && c.user.In(ch) == nil {
			param = "*"
		}
		if param != "" {
			params = append(params, param)
		}
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
	forced  bool         // by an operator of the server: no rank is asked for
	aside   bool         // by the access list, wherever the user is
	refused bool         // a lack of rank is told once
	shown   chat.Letters // lists
}

func (p *modeParser) parse(letters string) {
	add, unknown := true, 0
	defer func() { p.c.extra += unknown / 10 }() // a line of answer each
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
			unknown++
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
			p.ignore(change)
			return
		}
		change.Param = param
	}
	if u := p.c.net().User(change.Param); u != nil && row.Kind == chat.ModeMember {
		change.Member = u.ID
	}
	// Before it is said who is not in the channel: that is not for everybody to know.
	if err := p.may(change); err != nil && (!p.forced || row.Fixed) {
		p.refuse(err)
		return
	}
	if row.Kind == chat.ModeMember && !p.findMember(&change) {
		return
	}
	if p.prepare(row, &change) {
		p.add(row, change)
	}
}

// ignore passes over a mode without its parameter; whoever may not set it is told
// that all the same (Modern IRC "Channel mode").
func (p *modeParser) ignore(change chat.ModeChange) {
	if err := p.may(change); err != nil && !p.forced {
		p.refuse(err)
	}
}

// add takes up a change that is legal in itself, if the channel may have it.
func (p *modeParser) add(row chat.ChannelMode, change chat.ModeChange) {
	if change.Add && row.Fits != nil {
		if err := row.Fits(p.c.net(), p.c.user, p.ch, change.Param); err != nil {
			p.c.explain(err)
			return
		}
	}
	p.changes = append(p.changes, change)
	if change.Add && row.Not != 0 && p.flag(row.Not) {
		p.changes = append(p.changes, chat.ModeChange{Letter: row.Not})
	}
}

func (p *modeParser) may(change chat.ModeChange) error {
	if p.aside {
		return p.c.net().MayChangeModeAside(p.c.user, p.ch, change)
	}
	return p.c.net().MayChangeMode(p.c.user, p.ch, change)
}

// refuse tells of a lack of rank, once.
func (p *modeParser) refuse(err error) {
	if !p.refused {
		p.refused = true
		p.c.explain(err)
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

// prepareEntry completes a mask to be added, and finds the entry that one to be
// taken out names: the mask that the channel was told is the one it is told again.
func (p *modeParser) prepareEntry(change *chat.ModeChange) bool {
	if !isMiddle(change.Param) {
		return false
	}
	if !change.Add {
		mask, listed := p.listed(change.Letter, change.Param)
		change.Param = mask
		return listed
	}
	full, expects := p.c.net().ReadMask(change.Letter, change.Param)
	if len(full) > maskLen {
		expects = "Expected a mask of at most " + strconv.Itoa(maskLen) + " bytes"
	}
	if expects != "" {
		p.c.replyText(ERR_INVALIDMODEPARAM, expects, p.ch.Name, string(change.Letter), wire.Cut(change.Param, maskLen))
		return false
	}
	if _, listed := p.listed(change.Letter, full); listed {
		return false
	}
	if p.entries() >= p.c.hub.cfg.Limits.BansPerChannel {
		p.c.explain(chat.Refuse(chat.BanListFull, p.ch.Name, string(change.Letter)))
		return false
	}
	change.Param = full
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
	if !ok {
		p.c.replyText(ERR_INVALIDMODEPARAM, row.Expects, p.ch.Name, string(change.Letter), middle(change.Param))
		return false
	}
	change.Param = param
	return p.value(row.Letter) != param
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

// listed finds the entry that a mask names, as it stands in the list.
func (p *modeParser) listed(letter byte, mask string) (entry string, listed bool) {
	key := p.c.net().MaskKey(mask)
	same := func(c chat.ModeChange) bool { return c.Letter == letter && p.c.net().MaskKey(c.Param) == key }
	if c, ok := p.latest(same); ok {
		return c.Param, c.Add
	}
	e, listed := p.c.net().Entry(p.ch, letter, mask)
	return e.Mask, listed
}

// entries counts those of all lists, which share one limit (MAXLIST).
func (p *modeParser) entries() int {
	n := 0
	for _, row := range chat.ChannelModes {
		if row.Kind == chat.ModeList {
			n += len(p.ch.List(row.Letter))
		}
	}
	for _, c := range p.changes {
		switch row, _ := chat.FindChannelMode(c.Letter); {
		case row.Kind != chat.ModeList:
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

// setter names who set something: "" is the server.
func (h *hub) setter(mask string) string { return cmp.Or(mask, h.cfg.Name) }

// list sends the entries of a list mode, once in a command.
func (p *modeParser) list(row chat.ChannelMode) {
	if p.shown.Has(row.Letter) {
		return
	}
	p.shown = p.shown.With(row.Letter)
	if err := p.c.net().MayReadList(p.c.user, p.ch, row); err != nil {
		p.refuse(err)
		return
	}
	numerics := listNumerics[row.Letter]
	for _, e := range p.ch.List(row.Letter) {
		p.c.numeric(numerics.entry, false, p.ch.Name, e.Mask, p.c.hub.setter(e.By), strconv.FormatInt(e.At.Unix(), 10))
	}
	p.c.reply(numerics.end, p.ch.Name)
}

// listNumerics says how each list mode is answered.
var listNumerics = map[byte]struct{ entry, end numeric }{
	'b': {RPL_BANLIST, RPL_ENDOFBANLIST},
	'e': {RPL_EXCEPTLIST, RPL_ENDOFEXCEPTLIST},
	'I': {RPL_INVEXLIST, RPL_ENDOFINVEXLIST},
}
