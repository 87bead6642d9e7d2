package irc

import (
	"sync/atomic"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// Session is one connection: what it has negotiated, whose it is, and what
// waits for it. Its transport calls the exported methods; all else happens
// under the hub's lock, which guards every field below it.
type Session struct {
	hub       *hub
	id        chat.SessionID
	transport Transport
	peer      whence
	realHost  string
	out       outbox
	// thirsty is set while pages of an answer wait for the outbox to drain.
	thirsty atomic.Bool
	// speaking is how much of what it said is on its way to the disk, unheard yet.
	speaking int32

	user   *chat.User    // nil until registered
	reg    *registration // nil once registered
	caps   capability
	shape  wire.Shape
	cap302 bool
	closed bool // it has been told so, or has gone
	holds  hold
	parked bool // its transport knows that it is held
	pinged bool // since it last sent a line

	answer *answer // of the labelled command under way
	work   *call   // a command whose answer comes in pages

	flood    floodGate
	received traffic
	opened   chat.Moment
	heard    chat.Moment // when it last sent a line
	timer    deadline    // registration, then pings
	*seldom
}

// seldom is what few sessions have. All others share one that is empty, and whatever of
// it is to be written is written by own: most connections do nothing most of the time,
// and their number is bounded by what each of them takes.
type seldom struct {
	gateway   string          // by which it came (WEBIRC), "" for none
	batch     *clientBatch    // that it has opened
	sasl      *exchange       // an authentication under way
	subs      map[string]bool // metadata keys that it wants to hear of
	giveUp    func()          // ends what is being looked up for it, nil for nothing
	unflood   *deadline
	filterHit filterHit   // the last that was told
	changes   floodGate   // of metadata
	leave     *leave      // to bring something by HTTP, nil for none
	monitored []monitored // as asked for, the oldest first
	// hidden are the channels that a resumed session has not been shown yet.
	hidden map[chat.ChannelID]bool
	// untold are those with whom it may have missed something that it has not been told
	// yet, the next first.
	untold []chat.UserID
}

// nothing is what most sessions have of it.
var nothing seldom

// own returns what may be written.
func (s *Session) own() *seldom {
	if s.seldom == &nothing {
		s.seldom = &seldom{}
	}
	return s.seldom
}

// hold is a set of reasons for which a session's further input waits.
type hold uint8

const (
	holdFlood hold = 1 << iota // it sends too fast
	holdWork                   // a command of its own is not done
	holdFull                   // it does not take what it asked for
)

// Line takes one complete line without its CR LF and does what it says. False
// means that the session is held: the transport must not call again before it
// is released.
func (s *Session) Line(raw []byte) (more bool) {
	msg, err := wire.Parse(string(raw))
	return s.hub.receive(s, msg, len(raw), err)
}

// TooLong tells of a line that was over any limit and has been skipped.
func (s *Session) TooLong() (more bool) {
	return s.hub.receive(s, wire.Message{}, wire.MaxLine, wire.ErrTooLong)
}

// Frame tells of something that came and is no line: a WebSocket's ping. Whoever sends
// many waits as with empty lines.
func (s *Session) Frame() (more bool) {
	return s.hub.receive(s, wire.Message{}, 0, wire.ErrEmpty)
}

// Gone says that the peer has gone; err says how, nil that it closed properly.
func (s *Session) Gone(err error) { s.hub.lost(s, err) }

// Take appends the lines that wait to into: CR LF at the end of each, shared
// with other sessions, so never to be changed. None means that nothing waits.
func (s *Session) Take(into [][]byte) [][]byte { return s.out.take(into) }

// Drained says that what was taken has been written.
func (s *Session) Drained() {
	if s.thirsty.Load() && !s.isFull() {
		s.hub.refill(s)
	}
}

// name is how replies address the client: its nick, or "*" before it has one.
func (s *Session) name() string {
	switch {
	case s.user != nil:
		return s.user.Nick
	case s.reg != nil && s.reg.nick != "":
		return s.reg.nick
	}
	return "*"
}

// host is what is shown of where it comes from.
func (s *Session) host() string {
	if s.user != nil {
		return s.user.Host
	}
	return s.reg.host
}

// from is the address that it comes from, or what stands for one, as a word.
func (s *Session) from() string {
	if !s.peer.Address.IsValid() {
		return s.realHost
	}
	return plainAddress(s.peer.Address)
}

// origin is where the connection comes from.
func (s *Session) origin() chat.Origin {
	return chat.Origin{Host: s.realHost, Address: s.peer.Address.Unmap().WithZone("")}
}

func (s *Session) setCaps(caps capability) {
	if dropped := s.caps &^ caps; dropped&(anyMetadata|capBatch) != 0 && s.subs != nil {
		s.own().subs = nil // IRCv3 metadata-3, "Capability"
	}
	if !caps.has(capSASL) {
		s.dropSASL()
	}
	s.caps = caps
	s.shape = caps.shape()
	if !caps.has(capMultiline | capBatch) {
		s.dropBatch()
	}
}

// deliver queues what somebody else caused, or cuts the session off.
func (s *Session) deliver(line *wire.Line) {
	if line.Multiline == nil {
		s.push(line.Form(s.shape), false)
		return
	}
	forms, _ := line.Forms(s.shape)
	s.pushAll(forms, false)
}

// pushAll is push for a message of several lines.
func (s *Session) pushAll(forms [][]byte, own bool) {
	s.out.expect(len(forms))
	for _, form := range forms {
		s.push(form, own)
	}
}

// pushBlocks queues lines that the session's own command caused.
func (s *Session) pushBlocks(blocks []block) {
	for _, b := range blocks {
		if !s.closed && s.out.putBlock(b) {
			s.hub.wake = append(s.hub.wake, s)
		}
	}
}

// push queues rendered bytes. Own are those that the session's own command
// caused: they never overflow, since they are made piece by piece.
func (s *Session) push(form []byte, own bool) {
	if s.closed {
		return
	}
	wake, full := s.out.put(form, own, s.hub.cfg.Limits.SendQ)
	if wake {
		s.hub.wake = append(s.hub.wake, s)
	}
	if full {
		s.hub.overflow(s)
	}
}

// isSpeaking says whether something that it said is on its way to the disk.
// What has been written is followed by the release under the same lock: whoever is told
// no must look whether it has been released.
func (s *Session) isSpeaking() bool {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	return s.speaking > 0
}

// hold makes the session's further input wait for one more reason.
func (s *Session) hold(why hold) { s.holds |= why }

// release takes a reason away and, with the last one, lets the transport go on.
func (s *Session) release(why hold) {
	s.holds &^= why
	if s.holds == 0 && s.parked {
		s.parked = false
		s.transport.Release()
	}
}

// isFull says whether so much waits that its own answers should too. Answers are
// bytes of this client alone, unlike what others say to many, so a stranger that
// asks and never reads gets less room than half of the limit.
func (s *Session) isFull() bool {
	return int64(s.out.size()) > s.hub.answerRoom.Load()
}

// answerRoom is how many bytes may wait before a client's answers wait.
const answerRoom = 256 << 10

// mustWait says whether the outbox is full, and if so asks the transport to tell
// when it has drained. Looking again after asking leaves no moment in which it
// could drain unseen.
func (s *Session) mustWait() bool {
	if !s.isFull() {
		return false
	}
	s.thirsty.Store(true)
	return s.isFull()
}
