package chat

import (
	"fmt"
	"reflect"
	"slices"
)

// Check says what is wrong with the network, if anything: each index must agree
// with what it is an index of, and what is bounded be within its bounds. Like
// Dump it is there for tests.
func (n *Network) Check() error {
	if !reflect.DeepEqual(nothing, seldom{}) || nothingMore != (seldomSession{}) {
		return fmt.Errorf("what is shared by all was written: %+v %+v", nothing, nothingMore)
	}
	invisible, opers := 0, 0
	slots := map[uint32]bool{}
	for id, u := range n.users {
		if u.ID != id || n.nicks[n.Fold(u.Nick)] != u {
			return fmt.Errorf("user %d is not found by id and nick", id)
		}
		if slots[u.Slot] {
			return fmt.Errorf("slot %d is taken twice", u.Slot)
		}
		slots[u.Slot] = true
		if err := n.checkSessions(u); err != nil {
			return err
		}
		for _, m := range u.Memberships {
			if m.User != u || m.Channel.Members[m.at] != m || n.byID[m.Channel.ID] != m.Channel {
				return fmt.Errorf("%s is in %s, which does not know", u.Nick, m.Channel.Name)
			}
		}
		if r := n.accounts.byID[u.AccountID]; (u.AccountID != 0) != (r != nil && r.Name == u.Account && slices.Contains(r.users, u)) {
			return fmt.Errorf("%s is logged in by half", u.Nick)
		}
		if len(u.silences) > MaxSilences || len(u.accepts) > MaxAccepts {
			return fmt.Errorf("%s silences %d and accepts %d", u.Nick, len(u.silences), len(u.accepts))
		}
		if u.Modes.Has('Z') != u.Secure {
			return fmt.Errorf("%s is secure by half", u.Nick)
		}
		if len(u.spoke) > slowEntries {
			return fmt.Errorf("%s is remembered to have spoken in %d slow channels", u.Nick, len(u.spoke))
		}
		if len(u.markers) > n.settings.Markers {
			return fmt.Errorf("%s has %d markers", u.Nick, len(u.markers))
		}
		if u.Modes.Has('i') {
			invisible++
		}
		if u.Modes.Has('o') {
			opers++
		}
		if u.Oper == nil && u.Modes&OperModes != 0 {
			return fmt.Errorf("%s has the modes %s and is no operator", u.Nick, u.Modes)
		}
		if len(u.Metadata) > n.settings.MetadataKeys {
			return fmt.Errorf("%s has %d metadata keys", u.Nick, len(u.Metadata))
		}
		if u.Modes.Has('o') != (u.Oper != nil) {
			return fmt.Errorf("%s is an operator by half", u.Nick)
		}
	}
	for _, u := range n.users {
		if err := n.checkBansOn(u); err != nil {
			return err
		}
	}
	if len(n.nicks) != len(n.users) || invisible != n.invisible || opers != len(n.opers) {
		return fmt.Errorf("counts: %d nicks %d users %d invisible %d opers", len(n.nicks), len(n.users), invisible, opers)
	}
	if err := n.looks.check(n); err != nil {
		return err
	}
	if err := n.checkAccounts(); err != nil {
		return err
	}
	for id, s := range n.sessions {
		if s.ID != id || n.users[s.User.ID] != s.User {
			return fmt.Errorf("session %d belongs to nobody", id)
		}
	}
	for _, s := range n.tokens {
		if n.sessions[s.ID] != s {
			return fmt.Errorf("a token resumes a dead session %d", s.ID)
		}
	}
	for name, ch := range n.channels {
		if n.Fold(ch.Name) != name || n.byID[ch.ID] != ch {
			return fmt.Errorf("channel %s is not found by name and id", ch.Name)
		}
		if len(ch.Metadata) > n.settings.MetadataKeys {
			return fmt.Errorf("channel %s has %d metadata keys", ch.Name, len(ch.Metadata))
		}
		if len(ch.Members) == 0 && !ch.Stays() {
			return fmt.Errorf("channel %s is empty", ch.Name)
		}
		seen := map[UserID]bool{}
		for i, m := range ch.Members {
			if m.at != i || m.User.In(ch) != m || seen[m.User.ID] {
				return fmt.Errorf("%s has a member %s that is not in it once", ch.Name, m.User.Nick)
			}
			seen[m.User.ID] = true
		}
		if len(ch.roster) < leaves(len(ch.Members)) {
			return fmt.Errorf("%s has %d members and a roster of %d leaves", ch.Name, len(ch.Members), len(ch.roster))
		}
		if err := n.checkRegistration(ch); err != nil {
			return err
		}
		if _, both := n.kept[name]; both {
			return fmt.Errorf("%s exists and waits", name)
		}
	}
	if err := n.checkHoldings(); err != nil {
		return err
	}
	if len(n.whowas) > n.settings.WhowasEntries || len(n.kept) > n.settings.KeptChannels {
		return fmt.Errorf("%d whowas entries, %d kept channels", len(n.whowas), len(n.kept))
	}
	for _, table := range []*banTable{&n.bars, &n.mutes} {
		if err := table.check(n.settings.Bans); err != nil {
			return err
		}
	}
	if len(n.filters) > MaxFilters || !slices.IsSortedFunc(n.filters, func(a, b *sieve) int { return int(a.ID - b.ID) }) {
		return fmt.Errorf("%d filters, or out of order", len(n.filters))
	}
	if size := n.audited.size(); size > n.settings.AuditEntries || n.audited.next > 0 && size < n.settings.AuditEntries {
		return fmt.Errorf("an audit log of %d entries, the next at %d", size, n.audited.next)
	}
	return nil
}
