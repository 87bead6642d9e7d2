package chat

import "time"

// renameRest is how long a channel of many keeps a name: every member whose client
// does not know of renaming is shown the whole channel anew. That is the square of
// their number, so a channel of more than renameMost keeps its name for good.
const (
	renameRest = time.Minute
	renameMany = 50
	renameMost = 1000
)

// MayRename decides on giving a channel another name (IRCv3 channel-rename). A name
// that differs in case only is the channel's own.
func (n *Network) MayRename(u *User, ch *Channel, name string, limits Limits, now time.Time) error {
	m, err := membership(u, ch)
	if err != nil {
		return err
	}
	holder := n.Channel(name)
	switch {
	case !m.Rank.AtLeast(Operator):
		return refuse(NeedOperator, ch.Name)
	case ch.IsRegistered() && !ch.IsFounder(u.AccountID):
		return refuse(RenamedByFounder, ch.Name, name)
	case ch.Configured, name == ch.Name, !IsChannelName(name, limits.ChannelLen):
		return refuse(CannotRename, ch.Name, name)
	case holder != nil && holder != ch:
		return refuse(NameInUse, ch.Name, name)
	case len(ch.Members) > renameMost && holder != ch: // which only the case would change
		return refuse(CannotRename, ch.Name, name)
	case len(ch.Members) > renameMany && now.Before(ch.renamed.Add(renameRest)):
		return refuse(RenamedRecently, ch.Name, name)
	}
	return nil
}

// renameChannel moves a channel to another name. The old one is free; messages of
// an earlier channel that waited under the new one are forgotten.
func (n *Network) renameChannel(ev ChannelRenamed) Effect {
	ch, by := n.mustChannel(ev.Channel), n.mustUser(ev.By)
	fx := Effect{Channel: ch, By: by, Before: ch.Name}
	delete(n.channels, ch.folded)
	before := ch.folded
	ch.Name, ch.folded, ch.renamed = ev.Name, n.Fold(ev.Name), ev.At
	n.channels[ch.folded] = ch
	fx.Kept = n.renameMarkers(ch, before)
	if kept, waits := n.kept[ch.folded]; waits {
		delete(n.kept, ch.folded)
		fx.Forget = []ChannelID{kept.ID}
	}
	return fx
}
