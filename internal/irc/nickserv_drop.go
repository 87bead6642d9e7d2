package irc

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// nsDrop gives an account up, once that was said with the code. Operators who may
// oversee drop any.
func nsDrop(c *call) error {
	name := c.user.Account
	if len(c.Params) > 0 {
		name = c.Param(0)
	}
	a, known := c.net().Account(name)
	foreign := !known || a.ID != c.user.AccountID
	switch {
	case name == "":
		return errNotLoggedIn
	case foreign && !c.user.May(chat.MayOversee):
		return refusedName(name, "ACCOUNT_REQUIRED", "You are not logged in to that account")
	case !known:
		return chat.Refuse(chat.NoSuchAccount)
	}
	if code := c.hub.dropAccountCode(a); c.Param(1) != code {
		c.noticef("This gives %s up for good. If you mean it, say: DROP %s %s", a.Name, a.Name, code)
		return nil
	}
	var ids []chat.UserID
	for _, u := range c.net().LoggedIn(a.ID) {
		ids = append(ids, u.ID)
	}
	c.record(chat.AccountDropped{Account: a.ID, At: c.hub.now}, func() error {
		c.hub.note("account dropped", c.s, "account", a.Name)
		if foreign {
			c.audit("NICKSERV DROP", a.Name, "")
		}
		c.noticef("%s is given up.", a.Name)
		for _, id := range ids {
			c.rejudge(id)
		}
		return nil
	})
	return nil
}

// rejudge puts out a user whom a ban hits that is for guests.
func (c *call) rejudge(id chat.UserID) {
	if u := c.net().UserByID(id); u != nil {
		if ban, is := c.net().BanOn(u); is {
			c.hub.expel(c.s, u, banReason(ban))
		}
	}
}

// dropAccountCode is what must be said to drop an account. It guards against slips,
// not against guesses.
func (h *hub) dropAccountCode(a account.Account) string {
	sum := sha256.Sum256(fmt.Appendf(h.loginSecret[:len(h.loginSecret):len(h.loginSecret)], "drop %d %d", a.ID, a.Created.UnixMilli()))
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
