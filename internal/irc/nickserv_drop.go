package irc

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// nsDrop gives an account up, once that was said with the code. Operators who may
// oversee drop any.
func nsDrop(c *call) error {
	a, foreign, err := c.whose(c.Param(0))
	if err != nil {
		return err
	}
	if code := c.hub.dropAccountCode(a); c.Param(1) != code {
		c.noticef("This gives %s up for good. If you mean it, say: DROP %s %s", a.Name, a.Name, code)
		return nil
	}
	c.endAccount(a, foreign, erasure(a.ID, true, c.hub.now), "is given up")
	return nil
}

// nsErase forgets an account and all that was written under it, once that was said with
// the code. Operators who may oversee erase any.
func nsErase(c *call) error {
	a, foreign, err := c.whose(c.Param(0))
	if err != nil {
		return err
	}
	if code := c.hub.eraseCode(a); c.Param(1) != code {
		c.noticef("This gives %s up for good, and deletes all that %s has written here, to channels and privately. EXPORT first gives you all of it. If you mean it, say: ERASE %s %s", a.Name, a.Name, a.Name, code)
		return nil
	}
	c.endAccount(a, foreign, erasure(a.ID, false, c.hub.now), "is given up, and all that was written as "+a.Name+" is gone")
	return nil
}

// whose finds the account that a command is about: one's own or, for operators who may
// oversee, anybody's.
func (c *call) whose(name string) (a account.Account, foreign bool, err error) {
	if name == "" {
		name = c.user.Account
	}
	a, known := c.net().Account(name)
	foreign = !known || a.ID != c.user.AccountID
	switch {
	case name == "":
		return a, false, errNotLoggedIn
	case foreign && !c.user.May(chat.MayOversee):
		return a, true, refusedName(name, "ACCOUNT_REQUIRED", "You are not logged in to that account")
	case !known:
		return a, true, chat.Refuse(chat.NoSuchAccount)
	}
	return a, foreign, nil
}

// endAccount lets an account end by some events, and says what has become of it.
func (c *call) endAccount(a account.Account, foreign bool, events []chat.Event, end string) {
	ids := c.hub.usersOf(a.ID)
	action := "NICKSERV " + c.Command
	c.recordAll(events, func() error {
		c.hub.note("account dropped", c.s, slog.String("account", a.Name))
		if foreign {
			c.audit(action, a.Name, "")
		}
		c.noticef("%s %s.", a.Name, end)
		c.hub.rejudge(c.s, ids)
		return nil
	})
}

// usersOf lists who is logged in to an account.
func (h *hub) usersOf(id account.ID) []chat.UserID {
	var ids []chat.UserID
	for _, u := range h.net.LoggedIn(id) {
		ids = append(ids, u.ID)
	}
	return ids
}

// rejudge puts out those of some users whom a ban hits that is for guests.
func (h *hub) rejudge(origin *Session, ids []chat.UserID) {
	for _, id := range ids {
		if u := h.net.UserByID(id); u != nil {
			if ban, is := h.net.BanOn(u); is {
				h.expel(origin, u, banReason(ban))
			}
		}
	}
}

// dropAccountCode and eraseCode are what must be said to drop an account, or to erase
// it. They guard against slips, not against guesses.
func (h *hub) dropAccountCode(a account.Account) string { return h.slipCode("drop", a) }

func (h *hub) eraseCode(a account.Account) string { return h.slipCode("erase", a) }

func (h *hub) slipCode(what string, a account.Account) string {
	sum := sha256.Sum256(fmt.Appendf(h.loginSecret[:len(h.loginSecret):len(h.loginSecret)], "%s %d %d", what, a.ID, a.Created.UnixMilli()))
	return hex.EncodeToString(sum[:4])
}

// invitationAge is how long an invitation is good for that was not told.
const invitationAge = 7 * 24 * time.Hour

// nsInvitation makes, lists and revokes invitations to register an account.
func nsInvitation(c *call) error {
	switch verb := strings.ToUpper(c.Param(0)); verb {
	case "ADD":
		return c.invite()
	case "", "LIST":
		all := c.net().Vouchers()
		for i, voucher := range all {
			c.noticef("%d: by %s, good until %s", i+1, voucher.By, voucher.Until.Format(untilFormat))
		}
		c.noticef("%d invitations are open.", len(all))
		return nil
	case "DEL":
		return c.revoke()
	}
	c.notice("Syntax: INVITATION ADD|LIST|DEL")
	return nil
}

func (c *call) invite() error {
	age := invitationAge
	if text := c.Param(1); text != "" {
		asked, ok := chat.ParseDuration(text)
		if !ok || asked <= 0 {
			c.notice("A duration is such as 12h or 2d.")
			return nil
		}
		age = asked
	}
	if err := c.net().MayVouch(); err != nil {
		return err
	}
	code := c.hub.newCode()
	voucher := chat.Voucher{Code: voucherHash(code), By: c.user.Oper.Name, At: c.hub.now, Until: c.hub.now.Add(age)}
	c.record(chat.VoucherMade{Voucher: voucher}, func() error {
		c.audit("INVITATION", "", "good until "+voucher.Until.Format(untilFormat))
		c.noticef("The invitation %s is good for one account until %s: REGISTER * * <password> %s", code, voucher.Until.Format(untilFormat), code)
		return nil
	})
	return nil
}

func (c *call) revoke() error {
	all := c.net().Vouchers()
	n := parseNumber(c.Param(1))
	if n < 1 || n > len(all) {
		c.notice("There is no such invitation: INVITATION LIST")
		return nil
	}
	c.record(chat.VoucherRevoked{Code: all[n-1].Code, At: c.hub.now}, func() error {
		c.audit("INVITATION", "", "revoked")
		c.notice("It is revoked.")
		return nil
	})
	return nil
}
