package chat

import (
	"slices"
	"strings"
)

// Privilege is a set of things that only operators may do.
type Privilege uint32

const (
	MayKill Privilege = 1 << iota
	MayBan
	MayRehash
	MayDie
	MayWallop
	MayForce
	MayCloak
	MayModerate
	MayOversee
	MayInspect
)

// PrivilegeRow is one privilege as the settings call it.
type PrivilegeRow struct {
	Bit  Privilege
	Name string
	Help string
}

// Privileges is the table of what a class of operators may be allowed.
var Privileges = []PrivilegeRow{
	{MayKill, "kill", "KILL"},
	{MayBan, "ban", "KLINE, DLINE, UBAN and their opposites"},
	{MayRehash, "rehash", "REHASH"},
	{MayDie, "die", "DIE and RESTART"},
	{MayWallop, "wallops", "WALLOPS"},
	{MayForce, "force", "SAJOIN, SAPART, SANICK and SAMODE"},
	{MayCloak, "chghost", "CHGHOST and CHGNAME"},
	{MayModerate, "moderate", "the server-wide mute, the word filter, others' metadata and REDACT of what others said"},
	{MayOversee, "oversee", "into any channel, and the modes that are for operators"},
	{MayInspect, "inspect", "real addresses, STATS, TRACE and AUDIT"},
}

// EveryPrivilege is what a class of operators has that may do all.
const EveryPrivilege = ^Privilege(0)

// FindPrivilege returns the privilege of a name in the settings.
func FindPrivilege(name string) (Privilege, bool) {
	i := slices.IndexFunc(Privileges, func(row PrivilegeRow) bool { return row.Name == name })
	if i < 0 {
		return 0, false
	}
	return Privileges[i].Bit, true
}

// String lists the names, for people and logs.
func (p Privilege) String() string {
	var names []string
	for _, row := range Privileges {
		if p&row.Bit != 0 {
			names = append(names, row.Name)
		}
	}
	return strings.Join(names, " ")
}

// Oper is what made a user an operator: the name she gave, and what that allows.
type Oper struct {
	Name       string
	Class      string
	Privileges Privilege
}

// May says whether the user is an operator who has all of the privileges.
func (u *User) May(need Privilege) bool { return u.Oper != nil && u.Oper.Privileges&need == need }

// MayOperate decides on what only operators may do.
func MayOperate(u *User, need Privilege) error {
	switch {
	case u.Oper == nil:
		return refuse(NotOperator)
	case !u.May(need):
		return refuse(LacksPrivilege, (need &^ u.Oper.Privileges).String())
	}
	return nil
}

func (n *Network) becomeOper(ev Opered) Effect {
	u := n.mustUser(ev.User)
	oper := ev.Oper
	n.countModes(u, -1)
	u.own().Oper = &oper
	u.Modes = u.Modes.With('o')
	n.countModes(u, +1)
	return Effect{User: u}
}
