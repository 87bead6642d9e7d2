package chat

// An auditorium (mode u): whoever has no rank in the channel is seen only by those
// who rule it, half-operators and above. The others see the ranks, and themselves.
//
// What somebody sees changes with a rank, hers or another's: then she is told that
// members come or go who were there all the time. The mode itself changes only
// what is told from then on: telling everybody of everybody would be a flood.

// Sighting is that somebody sees a member of a channel, or does no more.
type Sighting struct{ Seen, By *User }

func (m *Member) isHidden() bool { return m.Channel.Flags.Has('u') && m.Rank == 0 }

func (r Rank) seesAll() bool { return r.AtLeast(HalfOp) }

// SeenBy says whether somebody who knows of the channel sees the member in it.
func (m *Member) SeenBy(u *User) bool {
	if !m.isHidden() || m.User == u {
		return true
	}
	viewer := u.In(m.Channel)
	return viewer != nil && viewer.Rank.seesAll()
}

// SeenByMember is SeenBy of another member of the channel.
func (m *Member) SeenByMember(viewer *Member) bool {
	return !m.isHidden() || m == viewer || viewer.Rank.seesAll()
}

// seenIn lists the channels of those memberships that everybody sees.
func seenIn(memberships ...*Member) []ChannelID {
	var channels []ChannelID
	for _, m := range memberships {
		if !m.isHidden() {
			channels = append(channels, m.Channel.ID)
		}
	}
	return channels
}

// ranksOf notes the ranks of those whom changes of an auditorium's modes concern,
// so that afterwards can be told what they changed.
func (n *Network) ranksOf(ch *Channel, changes []ModeChange) map[*Member]Rank {
	if !ch.Flags.Has('u') {
		return nil
	}
	ranks := map[*Member]Rank{}
	for _, c := range changes {
		if row, _ := FindChannelMode(c.Letter); row.Kind == ModeMember {
			m := n.mustUser(c.Member).In(ch)
			ranks[m] = m.Rank
		}
	}
	return ranks
}

// sightings finds who sees whom, or no more, after ranks have changed from what
// they were before.
func sightings(ch *Channel, before map[*Member]Rank) (shown, hid []Sighting) {
	if len(before) == 0 || !ch.Flags.Has('u') {
		return nil, nil
	}
	var changed []*Member
	for _, m := range ch.Members {
		if _, is := before[m]; is {
			changed = append(changed, m)
		}
	}
	then := func(m *Member) Rank {
		if rank, is := before[m]; is {
			return rank
		}
		return m.Rank
	}
	for _, seen := range ch.Members {
		viewers := changed
		if _, is := before[seen]; is {
			viewers = ch.Members
		}
		for _, viewer := range viewers {
			saw := then(seen) != 0 || then(viewer).seesAll()
			sees := seen.Rank != 0 || viewer.Rank.seesAll()
			switch {
			case seen == viewer, saw == sees:
			case sees:
				shown = append(shown, Sighting{seen.User, viewer.User})
			default:
				hid = append(hid, Sighting{seen.User, viewer.User})
			}
		}
	}
	return shown, hid
}
