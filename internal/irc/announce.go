package irc

import (
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// announce tells everybody who must hear of an event, and keeps what was said.
// It is the one place where an event becomes lines.
func (h *hub) announce(origin *Session, ev chat.Event, fx chat.Effect) {
	if fx.Away {
		h.tellCircle(origin, fx, awayLine(fx.User, by(fx.User, h.now, "AWAY")), capAwayNotify)
	}
	switch ev := ev.(type) {
	case chat.Said:
		h.announceSaid(origin, ev, fx)
	case chat.MarkedRead:
		h.tellAll(origin, fx.Hear, nil, h.markerLine(fx.User, ev.Target), capReadMarker)
	case chat.Redacted:
		h.announceRedacted(origin, ev, fx)
	case chat.Erased:
		h.announceErased(ev)
	case chat.Audited:
		h.announceAudited(ev)
	case chat.Joined:
		h.announceJoined(origin, fx, ev)
	case chat.Parted:
		line := identified(by(fx.User, ev.At, "PART", reasoned(ev.Reason, fx.Channel.Name)...), ev.ID)
		line.Text = ev.Reason != ""
		h.tellAll(origin, fx.Hear, fx.Channel, line, 0)
		h.keepEvent(fx.User, line, fx.SeenIn...)
	case chat.Kicked:
		line := identified(by(fx.By, ev.At, "KICK", fx.Channel.Name, fx.User.Nick, ev.Reason), ev.ID)
		line.Text = true
		h.tellAll(origin, fx.Hear, fx.Channel, line, 0)
		h.keepEvent(fx.By, line, fx.SeenIn...)
	case chat.UserArrived:
		h.tellOnline(fx.User, ev.At)
	case chat.SessionEnded:
		if fx.Left {
			h.announceLeft(origin, fx, ev.Reason, ev.ID, ev.At)
		}
	case chat.UserLeft:
		h.announceLeft(origin, fx, ev.Reason, ev.ID, ev.At)
	case chat.NickChanged:
		h.announceNick(origin, ev, fx)
	case chat.TopicChanged:
		line := under(ev.As, identified(by(fx.By, ev.At, "TOPIC", fx.Channel.Name, ev.Topic), ev.ID))
		line.Text = true
		h.tellMembers(origin, fx.Channel, line, 0)
		h.keepEvent(fx.By, line, fx.Channel.ID)
	case chat.ChannelRegistered:
		h.announceRegistered(origin, fx, ev.As, "+r", ev.ID, ev.At)
	case chat.ChannelDropped:
		h.announceRegistered(origin, fx, ev.As, "-r", ev.ID, ev.At)
	case chat.ModesChanged:
		h.announceModes(origin, ev, fx)
	case chat.UserModesChanged:
		h.tell(origin, fx.User, nil, by(fx.User, ev.At, "MODE", fx.User.Nick, printUserModes(ev.Added, ev.Removed)), 0)
	case chat.Opered:
		h.tell(origin, fx.User, nil, by(fx.User, ev.At, "MODE", fx.User.Nick, "+o"), 0)
	case chat.Walloped:
		line := by(fx.By, ev.At, "WALLOPS", ev.Text)
		line.Text = true
		h.tellAll(origin, fx.Hear, nil, line, 0)
	case chat.ChannelRenamed:
		h.announceRenamed(origin, ev, fx)
	case chat.LoggedIn, chat.LoggedOut:
		h.announceAccount(origin, fx)
	case chat.AccountDropped:
		for _, u := range fx.LoggedOut {
			h.announceAccount(origin, chat.Effect{User: u, Before: fx.Before, Hear: h.net.Neighbours(u)})
		}
		for _, ch := range fx.Unregistered {
			h.announceRegistered(origin, chat.Effect{Channel: ch}, chanServ.mask(h), "-r", "", ev.At)
		}
	case chat.Invited:
		h.announceInvited(origin, ev, fx)
	case chat.Called:
		h.announceCalled(ev, fx)
	case chat.SilenceChanged:
		h.tell(origin, fx.User, nil, silenceLine(fx.User, ev), 0)
	case chat.Uninvited:
		text := "You were uninvited from " + fx.Channel.Name + " by " + fx.By.Nick
		h.tell(origin, fx.User, nil, h.causedBy(fx.By, ev.At, RPL_UNINVITED, fx.User.Nick, fx.Channel.Name, text), 0)
	case chat.Knocked:
		h.announceKnocked(ev, fx)
	case chat.HostChanged:
		h.announceHost(origin, ev, fx)
	case chat.MetadataChanged:
		h.announceMetadata(origin, ev, fx)
	case chat.RealnameChanged:
		line := by(fx.User, ev.At, "SETNAME", ev.Realname)
		line.Text = true
		h.tell(origin, fx.User, nil, line, capSetname)
		h.tellCircle(origin, fx, line, capSetname)
	}
}

// announceNick tells of another nick; who monitors hears of both unless they are
// the same but for their case.
func (h *hub) announceNick(origin *Session, ev chat.NickChanged, fx chat.Effect) {
	line := identified(by(fx.User, ev.At, "NICK", ev.Nick), ev.ID)
	line.Source = fx.Before
	line.Text = true // ii finds a nick only behind a colon, its own too
	h.tell(origin, fx.User, nil, line, 0)
	h.tellAll(origin, fx.Hear, nil, line, 0)
	h.keepEvent(fx.User, line, fx.SeenIn...)
	before, _, _ := strings.Cut(fx.Before, "!")
	if h.net.Fold(before) != h.net.Fold(ev.Nick) {
		h.tellOffline(fx.User, before, ev.At)
		h.tellOnline(fx.User, ev.At)
	}
}

// announceJoined tells the members who see the newcomer.
func (h *hub) announceJoined(origin *Session, fx chat.Effect, ev chat.Joined) {
	newcomer, arrival := fx.User.In(fx.Channel), newArrival(fx.User, fx.Channel, ev.At, ev.ID)
	for _, m := range fx.Channel.Members {
		if newcomer.SeenByMember(m) {
			h.tellArrival(origin, m.User, arrival)
		}
	}
	if len(fx.User.Metadata) > 0 {
		h.introduce(newcomer, ev.At)
	}
	h.keepEvent(fx.User, arrival.extended, fx.SeenIn...)
}

// announceInvited tells the one who is invited, and of the members those who want to
// know (IRCv3 invite-notify) and see whose invitation it is.
func (h *hub) announceInvited(origin *Session, ev chat.Invited, fx chat.Effect) {
	line := under(ev.As, by(fx.By, ev.At, "INVITE", fx.User.Nick, fx.Channel.Name))
	h.tell(origin, fx.User, nil, line, 0)
	inviter := fx.By.In(fx.Channel)
	for _, m := range fx.Channel.Members {
		isSeen := ev.As != "" || inviter.SeenByMember(m)
		if m != inviter && m.User != fx.User && isSeen {
			h.tell(origin, m.User, fx.Channel, line, capInviteNotify)
		}
	}
}

// announceModes tells the members, in as many lines as it takes.
func (h *hub) announceModes(origin *Session, ev chat.ModesChanged, fx chat.Effect) {
	line := &wire.Line{At: ev.At, Source: h.cfg.Name, Command: "MODE"}
	if fx.By != nil {
		line = by(fx.By, ev.At, "MODE")
	}
	line = under(ev.As, line)
	h.announceShown(origin, fx, ev.At)
	room := wire.MaxBody - len(":"+line.Source+" MODE "+fx.Channel.Name+" ")
	for changes := ev.Changes; len(changes) > 0; {
		var params []string
		params, changes = printModes(changes, room)
		part := line.Copy()
		identified(part, ev.ID)
		ev.ID = "" // the history keeps the first line
		part.Params = append([]string{fx.Channel.Name}, params...)
		h.tellMembers(origin, fx.Channel, part, 0)
		h.keepEvent(fx.By, part, fx.Channel.ID)
	}
	h.announceHid(origin, fx, ev.At)
}

// announceSaid delivers a message, echoes it to whom it is from, and keeps it.
func (h *hub) announceSaid(origin *Session, ev chat.Said, fx chat.Effect) {
	h.said++
	line := messageLine(ev, fx)
	var need capability
	if ev.Command == "TAGMSG" {
		need = capMessageTags
	}
	if ch := fx.Channel; ch != nil {
		least := ev.HeardBy()
		for _, m := range ch.Members {
			if m.User != fx.By && m.Rank.AtLeast(least) && !m.User.Modes.Has('D') {
				h.tell(nil, m.User, ch, line, need)
			}
		}
	} else if !ev.Dropped {
		for _, s := range h.seat(fx.User) {
			if s.caps.has(need) && !s.isUntold(ev, fx.By) {
				s.hear(nil, line)
			}
		}
	}
	echo := line
	if ev.Moderated { // the speaker is not told that only operators hear it
		echo = line.Copy()
		echo.Params[0] = ev.MinRank.Prefix() + fx.Channel.Name
	}
	h.echo(origin, ev, fx, echo, need)
	h.keepSaid(ev, fx, line)
}

// messageLine is a message as those are told it who hear it.
func messageLine(ev chat.Said, fx chat.Effect) *wire.Line {
	var target string
	if fx.Channel != nil {
		target = ev.HeardBy().Prefix() + fx.Channel.Name
	} else {
		target = fx.User.Nick
	}
	line := disguised(by(fx.By, ev.At, ev.Command), ev, fx.By)
	line.ID = ev.ID
	for _, t := range ev.Tags {
		line.Tags = append(line.Tags, wire.Tag(t))
	}
	switch {
	case ev.Command == "TAGMSG":
		line.Params = []string{target}
	case ev.Lines != nil:
		line.Params = []string{target}
		line.Multiline = &wire.Multiline{Parts: make([]wire.Part, len(ev.Lines))}
		for i, l := range ev.Lines {
			line.Multiline.Parts[i] = wire.Part(l)
		}
	default:
		line.Say(target, ev.Text)
	}
	return line
}

// echo tells the sender what was said: the client it came from if that asked for
// echoes or does not know, since it was said under another name, and all other
// clients of the same person, who have heard it already if she said it to herself.
func (h *hub) echo(origin *Session, ev chat.Said, fx chat.Effect, line *wire.Line, need capability) {
	for _, s := range h.seat(fx.By) {
		wants := fx.User != fx.By
		if s.id == ev.Session && ev.As == "" {
			wants = s.caps.has(capEchoMessage)
		}
		isLater := fx.Channel == nil && s.isUntold(ev, fx.User) || fx.Channel != nil && s.hidden[fx.Channel.ID]
		if wants && s.caps.has(need) && !isLater {
			s.hear(origin, line)
		}
	}
}

// hear queues a line for a session, as part of its answer if it was the cause.
func (s *Session) hear(origin *Session, line *wire.Line) {
	switch {
	case s != origin:
		s.deliver(line)
		return
	case line.Multiline == nil:
		s.respond(line.Form(s.shape), false)
		return
	}
	forms, nested := line.Forms(s.shape)
	if nested {
		s.respondAll(forms, false)
		return
	}
	for _, form := range forms {
		s.respond(form, false)
	}
}

// tell sends a line to every session of a user that has the capabilities. With
// a channel, a session that has not been shown it yet hears nothing of it.
func (h *hub) tell(origin *Session, u *chat.User, ch *chat.Channel, line *wire.Line, need capability) {
	for _, s := range h.seat(u) {
		if ch != nil && s.hidden[ch.ID] || !s.caps.has(need) {
			continue
		}
		s.hear(origin, line)
	}
}

func (h *hub) tellAll(origin *Session, users []*chat.User, ch *chat.Channel, line *wire.Line, need capability) {
	for _, u := range users {
		h.tell(origin, u, ch, line, need)
	}
}

func (h *hub) tellMembers(origin *Session, ch *chat.Channel, line *wire.Line, need capability) {
	for _, m := range ch.Members {
		h.tell(origin, m.User, ch, line, need)
	}
}
