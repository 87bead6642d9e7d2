package chat

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/netip"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"linnet/internal/irc/account"
)

// These tests hold the first law: the same events applied to an empty network
// give the same network, always.

var testSettings = Settings{
	WhowasEntries: 5, WhowasAge: 40 * time.Second,
	KeepHistory: 20 * time.Second, KeptChannels: 2, InviteAge: 15 * time.Second, Invitations: 2, Markers: 2, AuditEntries: 3,
	MetadataKeys: 2, Bans: 6, Accounts: 4,
}

var origins = []Origin{{}, {"home.test", netip.MustParseAddr("192.0.2.7")}, {"2001:db8::1", netip.MustParseAddr("2001:db8::1")}}

// evening makes up legal events: whatever it draws is applied at once, so that
// the next is drawn from what has become true.
type evening struct {
	t      *rapid.T
	net    *Network
	now    time.Time
	nextID uint64
	events []Event
	kept   []Event // what a disk would have of accounts, the last changed last
}

func (e *evening) happen(ev Event) {
	e.events = append(e.events, ev)
	_ = e.net.MayStill(ev) // nobody here asks who may what, but it can be asked of every event
	foreseen := e.net.Foresee(ev)
	fx := e.net.Apply(ev)
	if len(foreseen) > 0 {
		e.keep(foreseen)
		for _, kept := range fx.Kept {
			if !slices.ContainsFunc(foreseen, func(state Event) bool { return cmp.Equal(state, kept, cmpopts.EquateEmpty()) }) {
				e.t.Fatalf("%#v was not foreseen for %#v", kept, ev)
			}
		}
	} else {
		switch ev.(type) {
		case LoggedIn, UserArrived, DeviceUsed, Swept: // for which nobody waits
		default:
			if slices.ContainsFunc(fx.Kept, func(state Event) bool { _, of := state.(ChannelRestored); return !of }) {
				e.t.Fatalf("nothing was foreseen for %#v", ev)
			}
		}
		e.keep(fx.Kept)
	}
	for _, kept := range foreseen {
		switch kept := kept.(type) {
		case ChannelRestored:
			e.isForeseen(ev, kept.State)
		case AccountSaved:
			a, _ := e.net.AccountByID(kept.Account.ID)
			if diff := cmp.Diff(kept.Account, a, cmpopts.EquateEmpty()); diff != "" {
				e.t.Fatalf("after %#v: %s", ev, diff)
			}
		}
	}
	if _, opened := ev.(ChannelOpened); opened {
		return // its first member joins next
	}
	if err := e.net.Check(); err != nil {
		e.t.Fatalf("after %#v: %v", ev, err)
	}
}

// keep is what a disk does with what is to be kept of accounts.
func (e *evening) keep(states []Event) {
	for _, state := range states {
		without := func(same func(Event) bool) { e.kept = slices.DeleteFunc(e.kept, same) }
		switch state := state.(type) {
		case AccountSaved:
			without(func(ev Event) bool { a, is := ev.(AccountSaved); return is && a.Account.ID == state.Account.ID })
		case AccountDropped:
			without(func(ev Event) bool {
				a, saved := ev.(AccountSaved)
				m, moved := ev.(MarkerMoved)
				return saved && a.Account.ID == state.Account || moved && m.Account == state.Account
			})
			continue
		case MarkerMoved:
			without(func(ev Event) bool {
				m, is := ev.(MarkerMoved)
				return is && m.Account == state.Account && m.Target == state.Target
			})
			if state.UpTo.IsZero() {
				continue
			}
		case VoucherMade:
		case VoucherRevoked:
			without(func(ev Event) bool { v, is := ev.(VoucherMade); return is && v.Code == state.Code })
			continue
		default:
			continue
		}
		e.kept = append(e.kept, state)
	}
}

// isForeseen compares what was to be kept of a channel with what it has become.
func (e *evening) isForeseen(ev Event, foreseen ChannelState) {
	ch := e.net.ChannelByID(foreseen.Channel)
	if ch == nil {
		if foreseen.Stays {
			e.t.Fatalf("%#v ended a channel that was to stay", ev)
		}
		return
	}
	if diff := cmp.Diff(foreseen, ch.State()); diff != "" {
		e.t.Fatalf("after %#v: %s", ev, diff)
	}
}

func (e *evening) id() uint64 {
	e.nextID++
	return e.nextID
}

func (e *evening) user() *User {
	all := sortedBy(e.net.Users(), func(u *User) UserID { return u.ID })
	if len(all) == 0 {
		e.t.Skip("nobody is there")
	}
	return rapid.SampledFrom(all).Draw(e.t, "user")
}

func (e *evening) channel() *Channel {
	all := sortedBy(e.net.Channels(), func(ch *Channel) ChannelID { return ch.ID })
	if len(all) == 0 {
		e.t.Skip("no channel")
	}
	return rapid.SampledFrom(all).Draw(e.t, "channel")
}

func (e *evening) member() *Member {
	ch := e.channel()
	if len(ch.Members) == 0 {
		e.t.Skip("an empty channel")
	}
	return rapid.SampledFrom(sortedBy(ch.Members, func(m *Member) UserID { return m.User.ID })).Draw(e.t, "member")
}

func (e *evening) session(detached bool) *Session {
	var all []*Session
	for _, s := range e.net.sessions {
		if s.Detached == detached {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		e.t.Skip("no such session")
	}
	return rapid.SampledFrom(sortedBy(all, func(s *Session) SessionID { return s.ID })).Draw(e.t, "session")
}

// account is that of zoe, who is the only one to lose hers.
func (e *evening) account() account.ID {
	held, is := e.net.Account("zoe")
	if !is {
		e.t.Skip("she has none")
	}
	return held.ID
}

// anyAccount is somebody's who has one.
func (e *evening) anyAccount() account.ID {
	held, is := e.net.Account(rapid.SampledFrom([]string{"alice", "Bob", "zoe"}).Draw(e.t, "account"))
	if !is {
		e.t.Skip("no such account")
	}
	return held.ID
}

// pending is a code that is under way.
func (e *evening) pending() account.Pending {
	return account.Pending{Email: "a@b", Code: account.HashToken(fmt.Sprint(e.id())), Until: e.now.Add(20 * time.Second)}
}

// device is one of an account's, or "" for none.
func (e *evening) device(a account.Account) string {
	ids := []string{""}
	for _, d := range a.Devices {
		ids = append(ids, d.ID)
	}
	return rapid.SampledFrom(ids).Draw(e.t, "device")
}

// sessionOf is one that is logged in to an account, or none.
func (e *evening) sessionOf(id account.ID) SessionID {
	ids := []SessionID{0}
	for _, u := range e.net.LoggedIn(id) {
		ids = append(ids, u.Sessions...)
	}
	return rapid.SampledFrom(ids).Draw(e.t, "session")
}

// registered is a channel that is somebody's.
func (e *evening) registered() *Channel {
	all := slices.DeleteFunc(e.net.Channels(), func(ch *Channel) bool { return !ch.IsRegistered() })
	if len(all) == 0 {
		e.t.Skip("no registered channel")
	}
	return rapid.SampledFrom(sortedBy(all, func(ch *Channel) ChannelID { return ch.ID })).Draw(e.t, "registered")
}

func (e *evening) freeNick() string {
	nick := rapid.SampledFrom([]string{"alice", "Bob", "carol", "dave", "Eve", "frank", "Борис", "ÉVE", "éve", "Вob"}).Draw(e.t, "nick")
	if e.net.User(nick) != nil || e.net.Resembles(nick, nil, 0) {
		e.t.Skip("taken")
	}
	return nick
}

// actions are the things that can happen, by name.
func (e *evening) actions() map[string]func(*rapid.T) {
	text := rapid.StringMatching(`[a-z ]{0,12}`)
	flag := rapid.SampledFrom([]byte("imnstpPPRzO"))
	return map[string]func(*rapid.T){
		"arrive": func(t *rapid.T) {
			e.happen(UserArrived{
				User: UserID(e.id()), Session: SessionID(e.id()), Nick: e.freeNick(), Ident: "~u", Host: "h", From: rapid.SampledFrom(origins).Draw(t, "from"),
				Realname: text.Draw(t, "realname"), Modes: LettersOf(rapid.SampledFrom([]string{"", "i", "B", "ig"}).Draw(t, "modes")), Secure: rapid.Bool().Draw(t, "secure"), At: e.now,
				Metadata: rapid.SampledFrom([]Metadata{nil, {"avatar": "a"}}).Draw(t, "metadata"),
			})
		},
		"account": func(t *rapid.T) {
			name := rapid.SampledFrom([]string{"alice", "Bob", "zoe", "Éve"}).Draw(t, "name")
			saved := AccountSaved{Account: account.Account{ID: account.ID(e.id()), Name: name, Created: e.now, AlwaysOn: rapid.SampledFrom([]account.Choice{account.Unchosen, account.Yes, account.No}).Draw(t, "always on"), Email: text.Draw(t, "email")}, At: e.now}
			saved.Account.Verified = rapid.Bool().Draw(t, "verified")
			if rapid.Bool().Draw(t, "pending") {
				saved.Account.Pending = e.pending()
			}
			if all := e.net.Vouchers(); len(all) > 0 && rapid.Bool().Draw(t, "by voucher") {
				saved.Voucher = all[0].Code
			}
			if e.net.MayStill(saved) != nil {
				t.Skip("not legal")
			}
			e.happen(saved)
		},
		"password": func(t *rapid.T) {
			id := e.anyAccount()
			a, _ := e.net.AccountByID(id)
			e.happen(PasswordChanged{Account: id, Credentials: account.Credentials{Password: text.Draw(t, "password")}, Keeps: e.device(a), By: e.sessionOf(id), At: e.now})
		},
		"change account": func(t *rapid.T) {
			id := e.anyAccount()
			a, _ := e.net.AccountByID(id)
			ev := rapid.SampledFrom([]Event{
				AlwaysOnChanged{Account: id, On: !a.AlwaysOn.Or(false), At: e.now},
				ResetAsked{Account: id, Reset: account.Reset{Code: account.HashToken(fmt.Sprint(e.id())), Until: e.now.Add(20 * time.Second)}, At: e.now},
				PasswordChanged{Account: id, Reset: a.Reset.Code, At: e.now},
				CertChanged{Account: id, Cert: rapid.SampledFrom([]string{"aa", "bb"}).Draw(t, "cert"), Add: rapid.Bool().Draw(t, "add"), At: e.now},
				CodeAsked{Account: id, Pending: e.pending(), At: e.now},
				CodeAsked{Account: id, At: e.now},
				CodeReturned{Account: id, Code: a.Pending.Code, At: e.now},
				EmailChanged{Account: id, Email: text.Draw(t, "email"), At: e.now},
			}).Draw(t, "change")
			if e.net.MayStill(ev) == nil {
				e.happen(ev)
			}
		},
		"add device": func(t *rapid.T) {
			d := account.Device{ID: fmt.Sprint(e.id()), Label: text.Draw(t, "label"), Hash: account.HashToken(fmt.Sprint(e.id())), Created: e.now, Seen: e.now}
			if ev := (DeviceAdded{Account: e.anyAccount(), Device: d, At: e.now}); e.net.MayStill(ev) == nil {
				e.happen(ev)
			}
		},
		"remove device": func(*rapid.T) {
			id := e.anyAccount()
			a, _ := e.net.AccountByID(id)
			if d := e.device(a); d != "" {
				e.happen(DevicesRemoved{Account: id, Devices: []string{d}, At: e.now})
			}
		},
		"use device": func(*rapid.T) {
			s := e.session(false)
			if a, is := e.net.AccountByID(s.User.AccountID); is {
				e.happen(DeviceUsed{Session: s.ID, Device: e.device(a), At: e.now})
			}
		},
		"drop": func(t *rapid.T) {
			e.happen(AccountDropped{Account: e.account(), At: e.now})
		},
		"erase": func(t *rapid.T) {
			e.happen(Erased{Account: e.account(), At: e.now})
		},
		"vouch": func(t *rapid.T) {
			var code TokenHash
			copy(code[:], fmt.Sprint(e.id()))
			e.happen(VoucherMade{Voucher{Code: code, By: "root", At: e.now, Until: e.now.Add(30 * time.Second)}})
		},
		"revoke": func(t *rapid.T) {
			all := e.net.Vouchers()
			if len(all) == 0 {
				t.Skip("no voucher")
			}
			e.happen(VoucherRevoked{Code: rapid.SampledFrom(all).Draw(t, "voucher").Code, At: e.now})
		},
		"login":  func(t *rapid.T) { e.happen(LoggedIn{User: e.user().ID, Account: e.account(), At: e.now}) },
		"logout": func(t *rapid.T) { e.happen(LoggedOut{User: e.user().ID, At: e.now}) },
		"attach": func(t *rapid.T) {
			e.happen(SessionAttached{
				Session: SessionID(e.id()), User: e.user().ID, From: rapid.SampledFrom(origins).Draw(t, "from"),
				Secure: rapid.Bool().Draw(t, "secure"), Away: text.Draw(t, "away"), At: e.now,
			})
		},
		"token": func(t *rapid.T) {
			var hash TokenHash
			copy(hash[:], fmt.Sprint(e.id()))
			e.happen(TokenIssued{Session: e.session(false).ID, Hash: hash})
		},
		"detach": func(t *rapid.T) {
			e.happen(SessionDetached{Session: e.session(false).ID, At: e.now, Until: e.now.Add(time.Minute), Seen: "x"})
		},
		"resume": func(t *rapid.T) {
			e.happen(SessionResumed{Session: SessionID(e.id()), Replaces: e.session(rapid.Bool().Draw(t, "detached")).ID, From: rapid.SampledFrom(origins).Draw(t, "from"), At: e.now})
		},
		"quit": func(t *rapid.T) {
			e.happen(SessionEnded{Session: e.session(rapid.Bool().Draw(t, "detached")).ID, Reason: text.Draw(t, "reason"), Leaves: rapid.Bool().Draw(t, "leaves"), Seen: "y", At: e.now})
		},
		"leave": func(t *rapid.T) {
			if u := e.user(); u.IsUnattended() {
				e.happen(UserLeft{User: u.ID, Reason: "r", At: e.now})
			}
		},
		"nick": func(t *rapid.T) { e.happen(NickChanged{User: e.user().ID, Nick: e.freeNick(), At: e.now}) },
		"realname": func(t *rapid.T) {
			e.happen(RealnameChanged{User: e.user().ID, Realname: text.Draw(t, "name"), At: e.now})
		},
		"host": func(t *rapid.T) {
			host := rapid.SampledFrom([]string{"vhost.test", "other.test"}).Draw(t, "host")
			e.happen(HostChanged{User: e.user().ID, Ident: "~v", Host: host, At: e.now})
		},
		"away": func(t *rapid.T) {
			e.happen(AwayChanged{Session: e.session(false).ID, Message: rapid.SampledFrom([]string{"", "*", "lunch", "gone"}).Draw(t, "away"), At: e.now})
		},
		"oper": func(t *rapid.T) {
			e.happen(Opered{User: e.user().ID, Oper: Oper{Name: "root", Class: "admin", Privileges: MayKill}, At: e.now})
		},
		"other oper": func(t *rapid.T) {
			if u := e.user(); u.Oper != nil {
				e.happen(OperChanged{User: u.ID, Oper: Oper{Name: "root", Class: "helper"}, At: e.now})
			}
		},
		"settings": func(t *rapid.T) {
			s := e.net.settings
			s.KeepHistory = time.Duration(rapid.IntRange(0, 40).Draw(t, "seconds")) * time.Second
			e.happen(SettingsChanged{s})
		},
		"umode": func(t *rapid.T) {
			u := e.user()
			on := LettersOf(rapid.SampledFrom([]string{"i", "o", "B", "s", "g"}).Draw(t, "mode"))
			added, removed := (on &^ u.Modes).Without('o'), on&u.Modes // that one is Opered's
			if removed.Has('o') {
				removed |= u.Modes & OperModes
			}
			if u.Oper == nil {
				added &^= OperModes
			}
			e.happen(UserModesChanged{User: u.ID, Added: added, Removed: removed, At: e.now})
		},
		"place ban": func(t *rapid.T) {
			ban := Ban{
				Kind:   rapid.SampledFrom([]BanKind{Expels, NeedsAccount, Silences}).Draw(t, "kind"),
				Target: rapid.SampledFrom([]string{"192.0.2.0/24", "2001:db8::/64", "*!~u@192.0.2.0/24", "Bob!*@*", "*!*@h", "account:bob", "realname:*a*"}).Draw(t, "target"),
				Reason: text.Draw(t, "reason"), By: e.user().Mask(), Oper: "root", At: e.now,
			}
			if rapid.Bool().Draw(t, "timed") {
				ban.Until = e.now.Add(10 * time.Second)
			}
			if e.net.MayPlaceBan(ban) != nil {
				t.Skip("no room")
			}
			e.happen(BanPlaced{ban})
		},
		"lift ban": func(t *rapid.T) {
			mute := rapid.Bool().Draw(t, "mute")
			all := e.net.Bans(mute)
			if len(all) == 0 {
				t.Skip("no ban")
			}
			e.happen(BanLifted{Target: rapid.SampledFrom(all).Draw(t, "ban").Target, Mute: mute, At: e.now})
		},
		"add filter": func(t *rapid.T) {
			f := Filter{
				ID: e.net.NextFilterID(), Kind: FilterWord, Action: FilterRefuse, By: e.user().Mask(), At: e.now,
				Pattern: rapid.SampledFrom([]string{"spam", "a b", "[0-9]+"}).Draw(t, "pattern"),
			}
			if f.Pattern[0] == '[' {
				f.Kind = FilterRegex
			}
			e.happen(FilterAdded{f})
		},
		"remove filter": func(t *rapid.T) {
			all := e.net.Filters()
			if len(all) == 0 {
				t.Skip("no filter")
			}
			e.happen(FilterRemoved{ID: rapid.SampledFrom(all).Draw(t, "filter").ID, At: e.now})
		},
		"audit": func(t *rapid.T) {
			e.happen(Audited{Who: e.user().Mask(), Action: "KILL", Target: text.Draw(t, "target"), At: e.now})
		},
		"join": func(t *rapid.T) {
			u := e.user()
			name := rapid.SampledFrom([]string{"#tea", "#Wine", "#rain"}).Draw(t, "name")
			ch := e.net.Channel(name)
			rank := Rank(0)
			if ch == nil {
				id, kept := e.net.KeptChannel(name)
				if !kept {
					id = ChannelID(e.id())
				}
				e.happen(ChannelOpened{Channel: id, Name: name, Flags: LettersOf("nt"), At: e.now})
				ch, rank = e.net.Channel(name), Operator
			}
			if u.In(ch) == nil {
				e.happen(Joined{Channel: ch.ID, User: u.ID, Rank: rank, At: e.now})
			}
		},
		"register": func(t *rapid.T) {
			if ch := e.channel(); !ch.IsRegistered() {
				e.happen(ChannelRegistered{Channel: ch.ID, Founder: e.anyAccount(), As: "ChanServ", At: e.now})
			}
		},
		"unregister": func(t *rapid.T) { e.happen(ChannelDropped{Channel: e.registered().ID, At: e.now}) },
		"give away": func(t *rapid.T) {
			ch, id := e.registered(), e.anyAccount()
			if ch.IsFounder(id) {
				t.Skip("it is hers")
			}
			e.happen(FounderChanged{Channel: ch.ID, Founder: id, At: e.now})
		},
		"offer": func(t *rapid.T) {
			e.happen(TransferOffered{Channel: e.registered().ID, To: e.anyAccount(), At: e.now})
		},
		"access": func(t *rapid.T) {
			ch, id := e.registered(), e.anyAccount()
			if ch.IsFounder(id) {
				t.Skip("the founder has all")
			}
			e.happen(AccessChanged{Channel: ch.ID, Account: id, Rank: rapid.SampledFrom([]Rank{0, 0, Voice, Operator, Owner}).Draw(t, "rank"), By: "zoe", At: e.now})
		},
		"channel settings": func(t *rapid.T) {
			e.happen(ChannelSettingsChanged{
				Channel:  e.registered().ID,
				Settings: ChannelSettings{TopicLock: rapid.Bool().Draw(t, "lock"), KeepOn: LettersOf("n"), Unrecorded: rapid.Bool().Draw(t, "unrecorded")}, At: e.now,
			})
		},
		"part": func(t *rapid.T) {
			m := e.member()
			e.happen(Parted{Channel: m.Channel.ID, User: m.User.ID, At: e.now})
		},
		"kick": func(t *rapid.T) {
			m := e.member()
			e.happen(Kicked{Channel: m.Channel.ID, User: m.User.ID, By: e.user().ID, Reason: "r", At: e.now})
		},
		"topic": func(t *rapid.T) {
			e.happen(TopicChanged{Channel: e.channel().ID, By: e.user().ID, Topic: text.Draw(t, "topic"), At: e.now})
		},
		"invite": func(t *rapid.T) {
			e.happen(Invited{Channel: e.channel().ID, User: e.user().ID, By: e.user().ID, At: e.now})
		},
		"rename": func(t *rapid.T) {
			ch, name := e.channel(), rapid.SampledFrom([]string{"#tea", "#TEA", "#ink", "#Rain"}).Draw(t, "name")
			if holder := e.net.Channel(name); holder == nil || holder == ch {
				e.happen(ChannelRenamed{Channel: ch.ID, By: e.user().ID, Name: name, At: e.now})
			}
		},
		"uninvite": func(t *rapid.T) {
			e.happen(Uninvited{Channel: e.channel().ID, User: e.user().ID, By: e.user().ID, At: e.now})
		},
		"knock": func(t *rapid.T) {
			e.happen(Knocked{Channel: e.channel().ID, User: e.user().ID, Reason: "r", At: e.now})
		},
		"timed ban": func(t *rapid.T) {
			ch := e.channel()
			until := e.now.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "seconds")) * time.Second)
			e.happen(EntryTimed{Channel: ch.ID, By: e.user().ID, Letter: 'b', Mask: "BOB!*@*", Until: until, At: e.now})
			if changes := ch.Lapsed(e.now); len(changes) > 0 {
				e.happen(ModesChanged{Channel: ch.ID, Changes: changes, At: e.now})
			}
		},
		"flag": func(t *rapid.T) {
			e.mode(e.channel(), ModeChange{Add: rapid.Bool().Draw(t, "add"), Letter: flag.Draw(t, "letter")})
		},
		"rank": func(t *rapid.T) {
			m := e.member()
			e.mode(m.Channel, ModeChange{Add: rapid.Bool().Draw(t, "add"), Letter: rapid.SampledFrom([]byte("qaohv")).Draw(t, "letter"), Member: m.User.ID, Param: m.User.Nick})
		},
		"ban": func(t *rapid.T) {
			mask := rapid.SampledFrom([]string{"*!*@*", "Bob!*@*", "x!*@*", "~q:bob!*@*", "~!account", "~nonsense:x"}).Draw(t, "mask")
			e.mode(e.channel(), ModeChange{Add: rapid.Bool().Draw(t, "add"), Letter: rapid.SampledFrom([]byte("beI")).Draw(t, "list"), Param: mask})
		},
		"key": func(t *rapid.T) {
			e.mode(e.channel(), ModeChange{Add: rapid.Bool().Draw(t, "add"), Letter: 'k', Param: "key"})
		},
		"throttle": func(t *rapid.T) {
			e.mode(e.channel(), ModeChange{Add: rapid.Bool().Draw(t, "add"), Letter: 'j', Param: "2:10"})
		},
		"limit": func(t *rapid.T) {
			e.mode(e.channel(), ModeChange{Add: rapid.Bool().Draw(t, "add"), Letter: 'l', Param: "3"})
		},
		"metadata": func(t *rapid.T) {
			ev := MetadataChanged{By: e.user().ID, Key: rapid.SampledFrom([]string{"avatar", "url", "bot/x"}).Draw(t, "key"), Value: text.Draw(t, "value"), At: e.now}
			var had Metadata
			if rapid.Bool().Draw(t, "of a channel") {
				ch := e.channel()
				ev.Channel, had = ch.ID, ch.Metadata
			} else {
				u := e.user()
				ev.User, had = u.ID, u.Metadata
			}
			if _, there := had[ev.Key]; there && rapid.Bool().Draw(t, "unset") {
				ev.Unset, ev.Value = true, ""
			}
			if !e.net.HasRoomFor(had, ev.Key) {
				e.t.Skip("no room")
			}
			e.happen(ev)
		},
		"say": func(t *rapid.T) {
			e.happen(Said{From: e.user().ID, Channel: e.channel().ID, Command: "PRIVMSG", Text: "hi", ID: "x", At: e.now})
		},
		"slow": func(t *rapid.T) {
			e.mode(e.channel(), ModeChange{Add: rapid.Bool().Draw(t, "add"), Letter: 'W', Param: "10"})
		},
		"private": func(t *rapid.T) {
			e.happen(Said{From: e.user().ID, To: e.user().ID, Command: "PRIVMSG", Text: "hi", ID: "x", At: e.now})
		},
		"silence": func(t *rapid.T) {
			mask := rapid.SampledFrom([]string{"*!*@*", "Bob!*@*", "~account"}).Draw(t, "mask")
			e.happen(SilenceChanged{User: e.user().ID, Mask: mask, Add: rapid.Bool().Draw(t, "add"), At: e.now})
		},
		"accept": func(t *rapid.T) {
			e.happen(AcceptChanged{User: e.user().ID, Other: e.user().ID, Add: rapid.Bool().Draw(t, "add"), At: e.now})
		},
		"call":    func(*rapid.T) { e.happen(Called{User: e.user().ID, By: e.user().ID, At: e.now}) },
		"wallops": func(t *rapid.T) { e.happen(Walloped{From: e.user().ID, Text: "hi", At: e.now}) },
		"read": func(t *rapid.T) {
			target := rapid.SampledFrom([]string{"#tea", "#TEA", "Bob", "#rain"}).Draw(t, "target")
			e.happen(MarkedRead{User: e.user().ID, Target: target, UpTo: e.now.Add(-time.Duration(rapid.IntRange(0, 9).Draw(t, "ago")) * time.Second), At: e.now})
		},
		"redact": func(t *rapid.T) {
			e.happen(Redacted{By: e.user().ID, Channel: e.channel().ID, Message: "x", At: e.now})
		},
		"time": func(t *rapid.T) {
			e.now = e.now.Add(time.Duration(rapid.IntRange(1, 15).Draw(t, "seconds")) * time.Second)
			if rapid.IntRange(0, 9).Draw(t, "a while") == 0 {
				e.now = e.now.Add(account.SeenEvery)
			}
			for _, ended := range e.net.EndedBans(e.now) {
				e.happen(ended)
			}
			for _, ch := range e.net.Unused(e.now.Add(-20 * time.Second)) {
				if ev := (ChannelDropped{Channel: ch.ID, As: "ChanServ", Unused: true, At: e.now}); e.net.MayStill(ev) == nil {
					e.happen(ev)
				}
			}
			for _, a := range e.net.Overdue(e.now) {
				if !a.Verified {
					e.happen(AccountDropped{Account: a.ID, Unverified: true, At: e.now})
				} else {
					e.happen(CodeAsked{Account: a.ID, At: e.now})
				}
			}
			e.happen(Swept{At: e.now})
		},
	}
}

func (e *evening) mode(ch *Channel, change ModeChange) {
	e.happen(ModesChanged{Channel: ch.ID, By: e.user().ID, Changes: []ModeChange{change}, At: e.now})
}

func TestTheSameEventsGiveTheSameNetwork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { playEvening(t, func(string) bool { return true }) })
}

// What happens to accounts is little of an evening, so some have nothing else.
func TestTheSameEventsGiveTheSameAccounts(t *testing.T) {
	of := []string{
		"arrive", "account", "change account", "password", "add device", "remove device", "use device", "drop", "vouch", "revoke",
		"login", "logout", "attach", "quit", "join", "rename", "metadata", "read", "time",
	}
	rapid.Check(t, func(t *rapid.T) { playEvening(t, func(action string) bool { return slices.Contains(of, action) }) })
}

// playEvening makes one up of some actions, replays it, and takes it to disk and back.
func playEvening(t *rapid.T, isPart func(action string) bool) {
	settings := testSettings
	settings.Casemapping = rapid.SampledFrom([]Casemapping{ASCII, PRECIS}).Draw(t, "casemapping")
	e := &evening{t: t, net: New(settings), now: time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)}
	e.happen(ChannelOpened{Channel: ChannelID(e.id()), Name: "#general", Flags: LettersOf("nt"), Configured: true, At: e.now})
	actions := e.actions()
	maps.DeleteFunc(actions, func(action string, _ func(*rapid.T)) bool { return !isPart(action) })
	t.Repeat(actions)
	want := e.net.Dump()
	again, carried := New(settings), New(settings)
	for _, ev := range e.events {
		again.Apply(ev)
		carried.Apply(sent(t, ev))
	}
	if diff := cmp.Diff(want, again.Dump()); diff != "" {
		t.Errorf("replayed: %s", diff)
	}
	if diff := cmp.Diff(want, carried.Dump()); diff != "" {
		t.Errorf("sent as JSON and replayed: %s", diff)
	}
	e.restores(t)
	e.comesBack(t)
}

// restores takes to another network what is to be kept, and looks for it there.
func (e *evening) restores(t *rapid.T) {
	other := New(e.net.settings)
	gone := 0
	for _, first := range []bool{true, false} { // accounts come before what they have
		for _, state := range e.kept {
			if _, saved := state.(AccountSaved); saved == first {
				if err := other.MayRestore(state); err != nil {
					t.Fatalf("%#v does not come back: %v", state, err)
				}
				other.Apply(sent(t, state))
			}
		}
	}
	if diff := cmp.Diff(people(e.net), people(other), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("those who are registered came back as others: %s", diff)
	}
	if diff := cmp.Diff(e.net.Vouchers(), other.Vouchers()); diff != "" {
		t.Errorf("invitations came back as others: %s", diff)
	}
	for _, ch := range sortedBy(e.net.Channels(), func(ch *Channel) ChannelID { return ch.ID }) {
		state := ch.State()
		if !state.Stays {
			state = ch.Outline()
		}
		other.Apply(sent(t, ChannelRestored{State: state, At: e.now}))
		_, waits := other.KeptChannel(state.Name)
		switch back := other.Channel(state.Name); {
		case state.Stays && back == nil:
			t.Errorf("%s did not come back", state.Name)
		case state.Stays:
			if diff := cmp.Diff(state, back.State()); diff != "" {
				t.Errorf("%s came back as another: %s", state.Name, diff)
			}
		case back != nil || waits && state.Limited:
			t.Errorf("%s came back", state.Name)
		case !state.Limited && !waits:
			gone++
		}
	}
	if most := len(e.net.Channels()) - e.net.settings.KeptChannels; gone > max(0, most) {
		t.Errorf("%d channels were forgotten that could wait", gone)
	}
	if err := other.Check(); err != nil {
		t.Error(err)
	}
}

// person is an account, and up to where it has read what.
type person struct {
	account.Account
	Read []string
}

func people(n *Network) (all []person) {
	for _, id := range slices.Sorted(maps.Keys(n.accounts.byID)) {
		r := n.accounts.byID[id]
		p := person{Account: r.Account}
		for _, m := range r.markers {
			p.Read = append(p.Read, fmt.Sprint(m.target, m.at))
		}
		all = append(all, p)
	}
	return all
}

// sent is an event after a journey as text: nothing of it may hang on a pointer.
func sent(t *rapid.T, ev Event) Event {
	text, err := json.Marshal(ev)
	if err != nil {
		t.Fatal(err)
	}
	fresh := reflect.New(reflect.TypeOf(ev))
	if err := json.Unmarshal(text, fresh.Interface()); err != nil {
		t.Fatal(err)
	}
	return fresh.Elem().Interface().(Event)
}
