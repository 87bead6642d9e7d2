package irc

import (
	"time"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// by begins a line whose source is a user.
func by(u *chat.User, at time.Time, command string, params ...string) *wire.Line {
	return &wire.Line{
		At: at, Account: u.Account, Bot: u.Modes.Has('B'), Oper: u.Oper != nil,
		Source: u.Mask(), Command: command, Params: params,
	}
}

// causedBy begins a numeric that tells others of what a user does: it is marked as
// the user's own lines are (IRCv3 account-tag, bot-mode, oper-tag: "numerics
// directly caused").
func (h *hub) causedBy(u *chat.User, at time.Time, num numeric, params ...string) *wire.Line {
	line := by(u, at, num.String(), params...)
	line.Source, line.Text = h.cfg.Name, true
	return line
}

// identified gives an event's line the id under which the history keeps it.
func identified(line *wire.Line, id string) *wire.Line {
	line.ID, line.Event = id, true
	return line
}

// extendJoin makes of a JOIN the form of extended-join, with account and real name.
func extendJoin(line *wire.Line, u *chat.User) {
	account := u.Account
	if account == "" {
		account = "*"
	}
	line.Params, line.Text = append(line.Params, account, u.Realname), true
}

// accountLine tells the account of a user, or that there is none (IRCv3
// account-notify). The tag says under which account the user did so (account-tag,
// the example).
func accountLine(u *chat.User, before string, at time.Time) *wire.Line {
	name := u.Account
	if name == "" {
		name = "*"
	}
	line := by(u, at, "ACCOUNT", name)
	line.Account = before
	return line
}

// awayLine makes an AWAY of a line: with the message, or bare for who is back.
func awayLine(u *chat.User, line *wire.Line) *wire.Line {
	if u.Away != "" {
		line.Params, line.Text = []string{u.Away}, true
	}
	return line
}

// reasoned appends a reason to parameters, if there is one.
func reasoned(reason string, params ...string) []string {
	if reason == "" {
		return params
	}
	return append(params, reason)
}

// printModes writes changes as "+ov-l nick nick": the letters, then parameters.
// It takes as many as fit into room, at least one, and returns the rest.
func printModes(changes []chat.ModeChange, room int) (params []string, rest []chat.ModeChange) {
	var letters []byte
	var sign byte
	params = []string{""}
	for i, c := range changes {
		want := byte('-')
		if c.Add {
			want = '+'
		}
		room -= len("+o ") + len(c.Param)
		if room < 0 && i > 0 {
			rest = changes[i:]
			break
		}
		if want != sign {
			sign = want
			letters = append(letters, sign)
		}
		letters = append(letters, c.Letter)
		if c.Param != "" {
			params = append(params, c.Param)
		}
	}
	params[0] = string(letters)
	return params, rest
}

func printUserModes(added, removed chat.Letters) string {
	var out string
	if added != 0 {
		out += "+" + added.String()
	}
	if removed != 0 {
		out += "-" + removed.String()
	}
	return out
}
