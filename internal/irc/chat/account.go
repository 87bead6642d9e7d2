package chat

import (
	"fmt"
	"slices"
	"time"

	"linnet/internal/irc/account"
)

// registered is an account, and who of those on the network is logged in to it.
type registered struct {
	account.Account
	users []*User
	holds []ChannelID // where it has access, in the order in which it got there

	markers []marker // the last moved last
}

// accounts finds registered people.
type accounts struct {
	byID   map[account.ID]*registered
	byName map[string]*registered // by folded name
	byCert map[string]*registered // by fingerprint
	// pending are those for which a code is under way.
	pending map[account.ID]*registered
	// vouchers let strangers register, by the hashes of their codes.
	vouchers map[TokenHash]Voucher
}

func newAccounts() accounts {
	return accounts{
		byID: map[account.ID]*registered{}, byName: map[string]*registered{}, byCert: map[string]*registered{},
		pending: map[account.ID]*registered{}, vouchers: map[TokenHash]Voucher{},
	}
}

// Account finds an account by name, however it is cased.
func (n *Network) Account(name string) (account.Account, bool) {
	r := n.accounts.byName[n.Fold(name)]
	if r == nil {
		return account.Account{}, false
	}
	return r.Account, true
}

// AccountByID finds an account that exists.
func (n *Network) AccountByID(id account.ID) (account.Account, bool) {
	r := n.accounts.byID[id]
	if r == nil {
		return account.Account{}, false
	}
	return r.Account, true
}

// AccountByCert finds the account that a client certificate proves.
func (n *Network) AccountByCert(fingerprint string) (account.Account, bool) {
	r := n.accounts.byCert[fingerprint]
	if r == nil {
		return account.Account{}, false
	}
	return r.Account, true
}

// AccountNames lists the accounts that a mask fits, by name.
func (n *Network) AccountNames(mask string) []string {
	var names []string
	for folded, r := range n.accounts.byName {
		if Match(n.Fold(mask), folded) {
			names = append(names, r.Name)
		}
	}
	slices.Sort(names)
	return names
}

// Overdue lists the accounts for which a code is under way whose time has come, the
// oldest first.
func (n *Network) Overdue(now time.Time) []account.Account {
	var all []account.Account
	for _, r := range n.accounts.pending {
		if !r.Pending.Until.After(now) {
			all = append(all, r.Account)
		}
	}
	return sortedBy(all, func(a account.Account) account.ID { return a.ID })
}

func (n *Network) accountName(id account.ID) string {
	if r := n.accounts.byID[id]; r != nil {
		return r.Name
	}
	return ""
}

// AccountCount is how many accounts there are.
func (n *Network) AccountCount() int { return len(n.accounts.byID) }

// LoggedIn lists the users of an account, the first to log in first. The slice is
// valid until the next event.
func (n *Network) LoggedIn(id account.ID) []*User {
	if r := n.accounts.byID[id]; r != nil {
		return r.users
	}
	return nil
}

// saveAccount makes an account.
func (n *Network) saveAccount(ev AccountSaved) Effect {
	if n.accounts.byID[ev.Account.ID] != nil || n.accounts.byName[n.Fold(ev.Account.Name)] != nil {
		panic(fmt.Sprintf("chat: account %q made twice", ev.Account.Name))
	}
	delete(n.accounts.vouchers, ev.Voucher)
	r := &registered{}
	n.accounts.byID[ev.Account.ID] = r
	n.accounts.byName[n.Fold(ev.Account.Name)] = r
	n.setAccount(r, ev.Account.Clone())
	return Effect{}
}

// setAccount gives an account other values, and finds it by those; its name stays.
func (n *Network) setAccount(r *registered, a account.Account) {
	if r.Verified != a.Verified {
		n.looks.count(a.Name, count(a.Verified))
	}
	if a.Pending == (account.Pending{}) {
		delete(n.accounts.pending, a.ID)
	} else {
		n.accounts.pending[a.ID] = r
	}
	for _, cert := range r.Certs {
		delete(n.accounts.byCert, cert)
	}
	for _, cert := range a.Certs {
		if n.accounts.byCert[cert] != nil {
			panic(fmt.Sprintf("chat: two accounts with the certificate %s", cert))
		}
		n.accounts.byCert[cert] = r
	}
	r.Account = a
}

// count is what somebody adds to a number by coming, or by going.
func count(comes bool) int {
	if comes {
		return +1
	}
	return -1
}

// dropAccount gives an account and its name up. Whoever is logged in to it is a
// guest from now on.
func (n *Network) dropAccount(ev AccountDropped) Effect {
	r := n.accounts.byID[ev.Account]
	if r == nil {
		panic(fmt.Sprintf("chat: account %d cannot be dropped", ev.Account))
	}
	fx := n.settleEstate(ev.Account, ev.At)
	fx.Before, fx.LoggedOut = r.Name, r.users
	for _, u := range r.users {
		n.forgetDevices(u)
		u.AccountID, u.Account = 0, ""
	}
	delete(n.accounts.byID, ev.Account)
	delete(n.accounts.byName, n.Fold(r.Name))
	delete(n.accounts.pending, ev.Account)
	for _, cert := range r.Certs {
		delete(n.accounts.byCert, cert)
	}
	if r.Verified {
		n.looks.count(r.Name, -1)
	}
	return fx
}

func (n *Network) logIn(ev LoggedIn) Effect {
	u := n.mustUser(ev.User)
	dues := duesIn(u)
	fx := Effect{User: u, Before: u.Account, Hear: n.neighbours(u)}
	if u.AccountID == 0 {
		fx.Guest = u.ID
		n.inherit(u.ID, UserID(ev.Account))
	}
	n.leaveAccount(u)
	fx.Kept = n.enterAccount(u, ev.Account, ev.At)
	fx.Dues = settleDues(dues)
	return fx
}

// inherit makes the nicks that somebody had as a guest those of her account, so that who
// wrote to her then finds that again.
func (n *Network) inherit(guest, heir UserID) {
	for i := range n.whowas {
		if n.whowas[i].Person == guest {
			n.whowas[i].Person = heir
		}
	}
}

func (n *Network) logOut(ev LoggedOut) Effect {
	u := n.mustUser(ev.User)
	dues := duesIn(u)
	fx := Effect{User: u, Before: u.Account, Hear: n.neighbours(u)}
	n.leaveAccount(u)
	fx.Dues = settleDues(dues)
	return fx
}

// enterAccount makes a user the person of an account, and returns what is to be kept of
// what the account takes over from her.
func (n *Network) enterAccount(u *User, id account.ID, at time.Time) (kept []Event) {
	r := n.accounts.byID[id]
	if r == nil {
		panic(fmt.Sprintf("chat: no account %d", id))
	}
	kept = n.takeProfile(r, u, at)
	u.AccountID, u.Account = id, r.Name
	r.users = append(r.users, u)
	return kept
}

func (n *Network) leaveAccount(u *User) {
	if r := n.accounts.byID[u.AccountID]; r != nil {
		r.users = slices.DeleteFunc(r.users, func(other *User) bool { return other == u })
	}
	n.forgetDevices(u)
	u.AccountID, u.Account = 0, ""
}

// checkAccounts says whether each index of the accounts agrees with the others.
func (n *Network) checkAccounts() error {
	certs := 0
	for id, r := range n.accounts.byID {
		if r.ID != id || n.accounts.byName[n.Fold(r.Name)] != r {
			return fmt.Errorf("account %d is not found by id and name", id)
		}
		for _, cert := range r.Certs {
			if certs++; n.accounts.byCert[cert] != r {
				return fmt.Errorf("account %s is not found by its certificate", r.Name)
			}
		}
		if (r.Pending != account.Pending{}) != (n.accounts.pending[id] == r) {
			return fmt.Errorf("account %s is pending by half", r.Name)
		}
		if err := n.checkProfile(r); err != nil {
			return err
		}
		if err := n.checkDevices(r); err != nil {
			return err
		}
		for _, u := range r.users {
			if n.users[u.ID] != u || u.AccountID != id {
				return fmt.Errorf("account %s has a user who is not logged in to it", r.Name)
			}
		}
	}
	for id := range n.accounts.pending {
		if n.accounts.byID[id] == nil {
			return fmt.Errorf("account %d is pending and does not exist", id)
		}
	}
	if len(n.accounts.vouchers) > MaxVouchers {
		return fmt.Errorf("%d vouchers", len(n.accounts.vouchers))
	}
	if len(n.accounts.byName) != len(n.accounts.byID) || len(n.accounts.byCert) != certs {
		return fmt.Errorf("%d accounts, %d names, %d certificates", len(n.accounts.byID), len(n.accounts.byName), len(n.accounts.byCert))
	}
	return nil
}
