package irc

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
	"linnet/internal/irc/picture"
)

// hub owns the network. Its mutex is the one lock: whoever holds it may read and
// change everything here and in every session, and must not wait for anything.
//
// A line comes in by receive, which takes the lock, and goes through dispatch to
// a command; what the command lets happen goes through happen: applied,
// remembered, announced. What is announced lies in outboxes when the lock is
// given back, and only then are transports woken.
type hub struct {
	cfg         Config
	clock       Clock
	random      func([]byte)
	hostOf      func(netip.Addr) string
	log         *slog.Logger
	spawn       func(func())   // runs what is slow beside the lock
	streams     sync.WaitGroup // connections that Serve accepted
	version     string
	started     time.Time
	created     string                         // and that, as RPL_CREATED says it
	cloakSecret []byte                         // for settings without one
	loginSecret []byte                         // makes what stands for accounts that do not exist
	cost        account.Cost                   // of new passwords
	reread      func() (Config, string, error) // nil if the settings cannot be read again
	stop        func(restart bool)             // nil if an operator cannot end the program

	takesUploads bool   // there is a door to bring pictures to
	downloads    string // where links to what is kept of somebody lead, "" for nowhere

	// What transports ask for without the lock, of the settings.
	answerRoom   atomic.Int64 // bytes of answers that may wait for a client
	writeTimeout atomic.Int64

	mu       sync.Mutex
	net      *chat.Network
	history  history.Store
	disk     *disk    // nil if nothing outlives the process
	pictures Pictures // set once; has a lock of its own
	redacted recentIDs
	erased   recentIDs             // persons, by their ids
	tickets  map[account.ID]ticket // the last for each account
	warm     warm
	tapes    tapes
	shared   shared
	rolls    rolls
	sessions map[chat.SessionID]*Session
	// seats holds the attached sessions of each user, by the user's slot.
	seats     [][]*Session
	graces    map[chat.SessionID]*deadline // of detached sessions
	monitors  monitors
	timers    timers
	rings     func() // ring, made once
	lapses    lapses
	crowding  crowding
	attempts  attempts
	hits      gates         // of filters, by place
	searches  chan struct{} // has room for those that may be under way
	hashes    chan struct{} // the same of passwords
	uploads   gates         // tokens of UPLOAD by account, and wrong ones by place
	letters   gates         // codes sent by mail, by address, by account, and by who asks
	posting   int           // letters that nobody waits for, and that are on their way
	links     gates         // to what is kept of somebody, by account
	fresh     gates         // registrations, by where they come from
	sweep     deadline
	trim      deadline
	banEnd    deadline
	newcomers int        // sessions that have not said who they are
	wake      []*Session // whose outbox began to fill under this lock
	cut       []*Session // who took too little and will be cut off
	later     []func()   // what must not be done under the lock: log lines
	now       time.Time  // the network's time: never runs backwards
	still     time.Time  // until when it stands still, zero while it goes
	lastID    uint64     // of users, sessions and channels
	ids       msgids
	slab      []byte            // free room for numerics that one client is sent together
	batches   uint64            // batch references given out
	usage     map[string]uint64 // of the table's commands, since the start
	said      uint64            // messages, since the start
	isupport  []string          // 005 parameters, made from the tables once
	stopping  bool
	goodbye   string        // what everybody is told then
	emptied   chan struct{} // closed when stopping and the last session is gone
	isEmpty   bool          // it has been
	observers []func(chat.Event)
}

func newHub(cfg Config, opts Options) (*hub, error) {
	h := &hub{
		clock: opts.Clock, random: opts.Random, hostOf: opts.HostOf,
		log: opts.Logger, version: opts.Version,
		takesUploads: opts.Uploads, downloads: opts.Downloads, reread: opts.Reload, stop: opts.Stop, goodbye: "Server is shutting down",
		spawn:    func(work func()) { go work() },
		net:      chat.New(cfg.memory()),
		history:  history.NewMemory(cfg.Limits.Replay, cfg.Limits.HistoryMemory),
		sessions: map[chat.SessionID]*Session{},
		graces:   map[chat.SessionID]*deadline{},
		crowding: newCrowding(),
		attempts: newAttempts(),
		hits:     gates{},
		letters:  gates{},
		links:    gates{},
		uploads:  gates{},
		pictures: picture.NewShelf(pictureRoom),
		searches: make(chan struct{}, searchesAtOnce),
		hashes:   make(chan struct{}, hashesAtOnce()),
		fresh:    gates{},
		cost:     account.DefaultCost,
		monitors: monitors{},
		tickets:  map[account.ID]ticket{},
		lapses:   lapses{},
		tapes:    tapes{},
		shared:   shared{},
		rolls:    rolls{},
		usage:    map[string]uint64{},
		emptied:  make(chan struct{}),
	}
	h.rings = h.ring
	h.started = h.clock.Now()
	h.created = "This server was started " + h.started.UTC().Format(time.RFC1123)
	h.cloakSecret = make([]byte, 32)
	h.random(h.cloakSecret)
	h.loginSecret = make([]byte, 32)
	h.random(h.loginSecret)
	h.adopt(cfg)
	h.lock()
	defer h.unlock()
	if opts.Store != nil {
		h.pictures = opts.Store
		if err := h.load(opts.Store); err != nil {
			return nil, fmt.Errorf("load what was stored: %w", err)
		}
		go h.runDisk()
		h.later = append(h.later, func() { h.spawn(h.scrub) }) // what was left undone
	}
	h.openChannels()
	h.reviewFilters()
	h.planSweep()
	h.planTrim()
	return h, nil
}

// memory is how much the network remembers, and for how long.
func (c Config) memory() chat.Settings {
	return chat.Settings{
		Casemapping:   c.Casemapping,
		WhowasEntries: 1000, WhowasAge: 7 * 24 * time.Hour,
		KeepHistory: c.Limits.KeepHistory, KeptChannels: 500,
		InviteAge: 24 * time.Hour, Invitations: 100, Markers: 300, AuditEntries: 1000,
		MetadataKeys: c.Limits.MetadataKeys,
		Bans:         c.Limits.ServerBans, Accounts: c.Accounts.Most, AlwaysOn: c.Accounts.AlwaysOn,
	}
}

// lock takes the lock and looks at the clock. A clock that was set back stands
// still until it has caught up, so that no line is older than one before it. So does
// one under which words are on their way to the disk (strict.go).
func (h *hub) lock() {
	h.mu.Lock()
	now := h.clock.Now().UTC().Truncate(time.Millisecond)
	if now.Before(h.still) {
		return
	}
	h.still = time.Time{}
	if now.After(h.now) {
		h.now = now
	}
}

// look looks at the clock, if nobody else does.
func (h *hub) look() {
	h.lock()
	h.unlock()
}

// wakeLists are reused: many a lock is held for one line only.
var wakeLists = sync.Pool{New: func() any { return new([]*Session) }}

// unlock gives the lock back and then does what may not be done under it: it
// wakes the transports whose outboxes began to fill, and writes the log.
func (h *hub) unlock() {
	for len(h.cut) > 0 {
		s := h.cut[len(h.cut)-1]
		h.cut = h.cut[:len(h.cut)-1]
		if h.sessions[s.id] == s { // else its time ran out in the same moment
			h.drop(s, sendQExceeded)
		}
		s.transport.Close()
	}
	if h.still.IsZero() { // nothing can be due otherwise
		h.timers.arm(h.clock, h.rings)
	}
	later := h.later
	h.later = nil
	if len(h.wake) == 0 {
		h.mu.Unlock()
	} else {
		list := wakeLists.Get().(*[]*Session)
		wake := h.wake
		h.wake = *list
		h.mu.Unlock()
		for i, s := range wake {
			s.transport.Wake()
			wake[i] = nil
		}
		*list = wake[:0]
		wakeLists.Put(list)
	}
	for _, do := range later {
		do()
	}
}

// note logs one thing that happened to a session, once the lock is given back.
func (h *hub) note(what string, s *Session, more ...slog.Attr) {
	if !h.log.Enabled(context.Background(), slog.LevelInfo) {
		return
	}
	id, nick := s.id, s.name()
	h.later = append(h.later, func() {
		attrs := append([]slog.Attr{slog.Uint64("session", uint64(id)), slog.String("nick", nick)}, more...)
		h.log.LogAttrs(context.Background(), slog.LevelInfo, what, attrs...)
	})
}

// ring does what is due.
func (h *hub) ring() {
	h.lock()
	defer h.unlock()
	h.timers.rang()
	for d := h.timers.due(h.now); d != nil; d = h.timers.due(h.now) {
		d.due.ring(h.now)
	}
}

// planSweep makes the network forget, once a minute, what has had its time.
func (h *hub) planSweep() {
	h.sweep.due = alarmFunc(func(now time.Time) {
		h.happen(nil, chat.Swept{At: now})
		h.forgetLapses()
		h.keepAlive()
		h.keepScrubbing()
		h.attempts.sweep(now)
		h.hits.sweep(now)
		h.fresh.sweep(now)
		h.letters.sweep(now)
		h.sweepTickets(now)
		h.links.sweep(now)
		h.uploads.sweep(now)
		h.dropUnverified(now)
		h.dropUnused(now)
		h.planSweep()
	})
	h.timers.set(&h.sweep, h.now.Add(time.Minute))
}

// nextID gives out the id of a user, a session or a channel.
func (h *hub) nextID() uint64 {
	h.lastID++
	return h.lastID
}

// nextChannel gives out the id of a channel, of which nothing was ever kept.
func (h *hub) nextChannel() chat.ChannelID {
	id := chat.ChannelID(h.nextID())
	h.history.Begin(history.Channel(id), "")
	return id
}

// attach makes a session of a new connection.
func (h *hub) attach(t Transport, peer Peer) *Session {
	h.lock()
	defer h.unlock()
	s := &Session{hub: h, id: chat.SessionID(h.nextID()), transport: t, peer: whenceOf(peer), seldom: &nothing}
	s.opened = chat.MomentOf(h.now)
	s.heard = s.opened
	s.realHost = h.one(h.hostFor(s.peer.Address))
	s.reg = &registration{host: h.one(h.shown(s.peer.Address, s.realHost))}
	h.sessions[s.id] = s
	h.newcomers++
	s.timer.due = (*unregistered)(s)
	h.timers.set(&s.timer, h.now.Add(h.cfg.Limits.Registration))
	h.letIn(s, peer.Kind == kindTLS)
	return s
}

// letIn turns away whose address may not come in, or not now. It is asked again
// when the address turns out to be another. hasCome says that it has been counted.
func (h *hub) letIn(s *Session, hasCome bool) {
	limits := &h.cfg.Limits
	crowded := h.crowding.enter(s.peer.Address, h.now, limits.ConnectionsPerAddress, limits.ConnectionsPerMinute, hasCome)
	ban, isBanned := h.net.BanAt(s.peer.Address)
	switch {
	case h.stopping:
		h.end(s, h.goodbye)
	case crowded != "":
		h.end(s, crowded)
	case isBanned:
		h.bar(s, ban)
	}
}

// hostFor is the host shown for an address.
func (h *hub) hostFor(address netip.Addr) string {
	if h.hostOf != nil {
		return h.hostOf(address)
	}
	if !address.IsValid() {
		return "localhost"
	}
	return plainAddress(address)
}

// plainAddress writes an address so that it can stand before the last parameter
// of a line.
func plainAddress(address netip.Addr) string {
	text := address.Unmap().WithZone("").String()
	if text[0] == ':' {
		return "0" + text
	}
	return text
}

// happen makes an event true: applied to the network, remembered, and told to
// all who must hear. origin is the session whose command it was, if any.
func (h *hub) happen(origin *Session, ev chat.Event) chat.Effect {
	ev = h.identify(ev)
	fx := h.net.Apply(ev)
	for _, observe := range h.observers {
		observe(ev)
	}
	if h.disk != nil {
		h.keepState(ev, fx)
	}
	if fx.Guest != 0 {
		h.adoptTalks(fx.Guest, fx.User.Person())
	}
	h.announce(origin, ev, fx)
	switch ev.(type) {
	case chat.ModesChanged, chat.EntryTimed:
		h.planLapse(fx.Channel)
	}
	for _, id := range fx.Forget {
		h.history.Forget(id)
		if h.net.ChannelByID(id) != nil { // and nobody need ask the disk, which may not know yet
			h.history.Begin(history.Channel(id), "")
		}
	}
	if fx.Left {
		h.history.Leave(fx.User.ID)
	}
	h.attend(ev, fx)
	h.tidyPictures(ev, fx)
	h.tidyTicket(ev)
	h.putOutDevices(origin, ev, fx.Revoked)
	if dropped, is := ev.(chat.AccountDropped); is {
		h.history.Leave(chat.UserID(dropped.Account))
	}
	h.settleDues(origin, fx.Dues)
	return fx
}

// seat returns the attached sessions of a user.
func (h *hub) seat(u *chat.User) []*Session {
	if int(u.Slot) >= len(h.seats) {
		return nil
	}
	return h.seats[u.Slot]
}

func (h *hub) sit(u *chat.User, s *Session) {
	for int(u.Slot) >= len(h.seats) {
		h.seats = append(h.seats, nil)
	}
	h.seats[u.Slot] = append(h.seats[u.Slot], s)
}

func (h *hub) standUp(u *chat.User, s *Session) {
	seat := h.seats[u.Slot]
	for i := range seat {
		if seat[i] == s {
			h.seats[u.Slot] = append(seat[:i:i], seat[i+1:]...)
			return
		}
	}
}
