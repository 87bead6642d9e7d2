package chat

import (
	"fmt"
	"slices"
	"time"
)

// Effect is the answer of Apply: whom the event was about and who must hear.
// Its slices are valid until the next event.
type Effect struct {
	User    *User    // who did it or was hit; may have left the network
	By      *User    // of a kick, a mode, a topic, an invitation
	Before  string   // until now: the mask (NickChanged, HostChanged), the name (ChannelRenamed), the account (LoggedIn, LoggedOut, AccountDropped)
	Channel *Channel // where; all its members hear of it
	Hear    []*User  // who else hears of it: the user's neighbours
	Left    bool     // the user has left the network
	Away    bool     // the user went away by it, or came back
	// SeenIn lists the channels in which everybody saw it: their history keeps it.
	SeenIn []ChannelID
	// Shown and Hid are who sees whom in an auditorium, or no more, by an event
	// that changed ranks.
	Shown, Hid []Sighting
	// Closed lists channels that are no more, since nobody is in them.
	Closed []*Channel
	// Dues are ranks that the access list of a registered channel gives or no longer
	// gives, those of one channel together: ModesChanged makes them true.
	Dues []Due
	// Unregistered lists channels that were of an account which is no more.
	Unregistered []*Channel
	// LoggedOut are users who have lost their account.
	LoggedOut []*User
	// Forget lists channels whose messages nobody may read any more.
	Forget []ChannelID
	// Guest is set where a guest has become the person of an account: her private
	// conversations are that one's from now on.
	Guest UserID
	// Revoked are sessions that may be logged in no longer by what they came by.
	Revoked []SessionID
	// Kept is what is to be kept of accounts, and of when their channels were used, from
	// now on. If it was foreseen, it is.
	Kept []Event
}

// Apply makes the event true. It reads nothing but the network and the event.
// An event that names what does not exist is a defect of whoever made it.
func (n *Network) Apply(ev Event) Effect {
	switch ev := ev.(type) {
	case UserArrived:
		return n.arrive(ev)
	case SessionAttached:
		return n.attach(ev)
	case AccountSaved:
		return n.saveAccount(ev)
	case AccountDropped:
		return n.dropAccount(ev)
	case PasswordChanged, ResetAsked, AlwaysOnChanged, CertChanged, CodeAsked, CodeReturned, EmailChanged, DeviceAdded, DevicesRemoved:
		return n.changeAccount(ev)
	case DeviceUsed:
		return n.useDevice(ev)
	case VoucherMade:
		n.accounts.vouchers[ev.Code] = ev.Voucher
		return Effect{}
	case VoucherRevoked:
		delete(n.accounts.vouchers, ev.Code)
		return Effect{}
	case LoggedIn:
		return n.logIn(ev)
	case LoggedOut:
		return n.logOut(ev)
	case TokenIssued:
		return n.issueToken(ev)
	case SessionDetached:
		return n.detach(ev)
	case SessionResumed:
		return n.resume(ev)
	case SessionEnded:
		return n.endSession(ev)
	case UserLeft:
		return n.leaveUnattended(ev)
	case NickChanged:
		return n.changeNick(ev)
	case RealnameChanged:
		u := n.mustUser(ev.User)
		u.Realname = ev.Realname
		return Effect{User: u, Hear: n.neighbours(u)}
	case HostChanged:
		u := n.mustUser(ev.User)
		fx := Effect{User: u, Before: u.Mask(), Hear: n.neighbours(u)}
		if u.FirstHost == "" && ev.Host != u.Host {
			u.own().FirstHost = u.Host
		}
		u.Ident, u.Host = ev.Ident, ev.Host
		n.renumberAll(u)
		return fx
	case AwayChanged:
		return n.goAway(ev)
	case UserModesChanged:
		return n.changeUserModes(ev)
	case Opered:
		return n.becomeOper(ev)
	case OperChanged:
		u, oper := n.mustUser(ev.User), ev.Oper
		u.own().Oper = &oper
		return Effect{User: u}
	case SettingsChanged:
		n.settings = ev.Settings
		return Effect{}
	case ChannelOpened:
		return n.open(ev)
	case ChannelRestored:
		return n.restore(ev)
	case UserRestored:
		return n.restoreUser(ev)
	case NetworkRestored:
		return n.endRestoring(ev)
	case ChannelRegistered:
		return n.registerChannel(ev)
	case ChannelDropped:
		return n.dropChannel(ev)
	case FounderChanged:
		return n.changeFounder(ev)
	case TransferOffered:
		return n.offerTransfer(ev)
	case AccessChanged:
		return n.changeAccess(ev)
	case ChannelSettingsChanged:
		return n.changeChannelSettings(ev)
	case Joined:
		return n.join(ev)
	case Parted:
		u, ch := n.mustUser(ev.User), n.mustChannel(ev.Channel)
		return n.depart(Effect{User: u, Channel: ch}, ev.At)
	case Kicked:
		u, ch := n.mustUser(ev.User), n.mustChannel(ev.Channel)
		return n.depart(Effect{User: u, Channel: ch, By: n.mustUser(ev.By)}, ev.At)
	case TopicChanged:
		return n.changeTopic(ev)
	case ChannelRenamed:
		return n.renameChannel(ev)
	case Invited:
		return n.invite(ev)
	case Uninvited:
		return n.uninvite(ev)
	case Knocked:
		return n.knock(ev)
	case ModesChanged:
		return n.changeModes(ev)
	case MetadataChanged:
		return n.changeMetadata(ev)
	case EntryTimed:
		return n.timeEntry(ev)
	case Said:
		return n.hear(ev)
	case SilenceChanged:
		return n.changeSilence(ev)
	case AcceptChanged:
		return n.changeAccept(ev)
	case Called:
		return n.call(ev)
	case Walloped:
		return n.wallop(ev)
	case MarkedRead:
		return n.markRead(ev)
	case MarkerMoved:
		return n.setMarker(ev)
	case Redacted:
		fx := Effect{By: n.mustUser(ev.By), User: n.UserOf(ev.To)}
		if ev.Channel != 0 {
			fx.Channel = n.mustChannel(ev.Channel)
		}
		return fx
	case Swept:
		return n.sweep(ev)
	case BanPlaced:
		return n.placeBan(ev)
	case BanLifted:
		return n.liftBan(ev)
	case FilterAdded:
		return n.addFilter(ev)
	case FilterRemoved:
		return n.removeFilter(ev)
	case Audited:
		return n.audit(ev)
	case Erased:
		return n.erase(ev)
	}
	panic(fmt.Sprintf("chat: event %T has no rule", ev))
}

func (n *Network) mustUser(id UserID) *User {
	u := n.users[id]
	if u == nil {
		panic(fmt.Sprintf("chat: no user %d", id))
	}
	return u
}

func (n *Network) mustChannel(id ChannelID) *Channel {
	ch := n.byID[id]
	if ch == nil {
		panic(fmt.Sprintf("chat: no channel %d", id))
	}
	return ch
}

func (n *Network) changeNick(ev NickChanged) Effect {
	u := n.mustUser(ev.User)
	before := u.Mask()
	if folded := n.Fold(ev.Nick); folded != u.folded {
		n.remember(u, ev.At)
		delete(n.nicks, u.folded)
		u.folded = folded
		n.nicks[folded] = u
	}
	n.looks.count(u.Nick, -1)
	u.Nick = ev.Nick
	n.looks.count(u.Nick, +1)
	n.renumberAll(u)
	return Effect{User: u, Before: before, Hear: n.neighbours(u), SeenIn: seenIn(u.Memberships...)}
}

func (n *Network) changeUserModes(ev UserModesChanged) Effect {
	u := n.mustUser(ev.User)
	n.countModes(u, -1)
	u.Modes = u.Modes&^ev.Removed | ev.Added
	if !u.Modes.Has('o') && u.Oper != nil {
		u.own().Oper = nil
	}
	n.countModes(u, +1)
	return Effect{User: u}
}

func (n *Network) countModes(u *User, by int) {
	if u.Modes.Has('i') {
		n.invisible += by
	}
	switch {
	case !u.Modes.Has('o'):
	case by > 0:
		n.opers[u.ID] = u
	default:
		delete(n.opers, u.ID)
	}
}

func (n *Network) changeTopic(ev TopicChanged) Effect {
	ch, by := n.mustChannel(ev.Channel), n.mustUser(ev.By)
	ch.setTopic(maskOf(by, ev.As), ev)
	return Effect{Channel: ch, By: by}
}

// setTopic changes the topic; by is the mask of who does.
func (ch *Channel) setTopic(by string, ev TopicChanged) {
	ch.Topic = Topic{Text: ev.Topic, By: by, At: ev.At}
	if ev.Topic == "" {
		ch.Topic = Topic{}
	}
}

func (n *Network) changeModes(ev ModesChanged) Effect {
	ch := n.mustChannel(ev.Channel)
	var by *User
	if ev.By != 0 {
		by = n.mustUser(ev.By)
	}
	stayed, ranks := ch.Stays(), n.ranksOf(ch, ev.Changes)
	for _, c := range ev.Changes {
		row, ok := FindChannelMode(c.Letter)
		if !ok {
			panic(fmt.Sprintf("chat: no channel mode %q", c.Letter))
		}
		if c.Add && row.Limits {
			ch.limited = true
		}
		n.changeMode(ch, maskOf(by, ev.As), row, c, ev.At)
	}
	fx := Effect{Channel: ch, By: by}
	fx.Shown, fx.Hid = sightings(ch, ranks)
	if stayed {
		n.closeEmpty(&fx, ch, ev.At)
	}
	return fx
}

// maskOf is who is said to have done something: as, if it is set, "" for nobody.
func maskOf(by *User, as string) string {
	if as == "" && by != nil {
		return by.Mask()
	}
	return as
}

func (n *Network) changeMode(ch *Channel, by string, row ChannelMode, c ModeChange, at time.Time) {
	switch row.Kind {
	case ModeFlag:
		ch.Flags = ch.Flags.Without(c.Letter)
		if c.Add {
			ch.Flags = ch.Flags.With(c.Letter)
		}
	case ModeMember:
		m := n.mustUser(c.Member).In(ch)
		m.Rank &^= row.Rank
		if c.Add {
			m.Rank |= row.Rank
		}
		n.renumber(ch, m.at)
	case ModeList:
		n.changeList(ch, by, c, at)
	case ModeParam, ModeSet:
		delete(ch.params, c.Letter)
		if c.Add {
			ch.setParam(c.Letter, c.Param)
		}
	}
}

func (ch *Channel) setParam(letter byte, param string) {
	if ch.params == nil {
		ch.params = map[byte]string{}
	}
	ch.params[letter] = param
}

// hear finds the listeners of a message; what was said is kept elsewhere.
func (n *Network) hear(ev Said) Effect {
	fx := Effect{By: n.mustUser(ev.From)}
	if ev.Command != "TAGMSG" {
		fx.By.Spoke = MomentOf(ev.At)
	}
	if ev.Channel != 0 {
		fx.Channel = n.mustChannel(ev.Channel)
		if ev.Command != "TAGMSG" {
			fx.By.speakIn(fx.Channel, ev.At)
		}
		return fx
	}
	fx.User = n.mustUser(ev.To)
	if fx.By.Modes.Has('g') && ev.Command == "PRIVMSG" && fx.User != fx.By {
		n.accept(fx.By, ev.To) // or the answer would be kept out
	}
	return fx
}

// wallop finds everybody who wants to hear the operators.
func (n *Network) wallop(ev Walloped) Effect {
	fx := Effect{By: n.mustUser(ev.From)}
	for _, u := range n.users {
		if u.Modes.Has('w') {
			fx.Hear = append(fx.Hear, u)
		}
	}
	return fx
}

func (n *Network) sweep(ev Swept) Effect {
	var fx Effect
	for name, kept := range n.kept {
		if !kept.At.Add(n.settings.KeepHistory).After(ev.At) {
			delete(n.kept, name)
			fx.Forget = append(fx.Forget, kept.ID)
		}
	}
	slices.Sort(fx.Forget)
	for _, u := range n.users {
		u.forgetInvites(ev.At.Add(-n.settings.InviteAge))
		u.forgetSpoken(ev.At)
	}
	fx.Kept = n.sweepVouchers(ev.At)
	n.sweepUsed(&fx, ev.At)
	n.whowas = slices.DeleteFunc(n.whowas, func(w Whowas) bool {
		return !w.At.Add(n.settings.WhowasAge).After(ev.At)
	})
	return fx
}
