package irc

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linnet/internal/irc/chat"
)

// A siege is some clients who send the server everything there is, legal or not,
// one line after another, while it is looked at from inside: what must be true
// after each line is in siege_checks_test.go, what they send in
// siege_lines_test.go. All happens on one goroutine and by one seed, so a siege
// that was lost can be fought again.
type siege struct {
	testing.TB
	seed  uint64
	dice  *rand.Rand
	log   []string // what was done so far
	srv   *Server
	hub   *hub
	clock *siegeClock
	taps  []*tap

	memory   chat.Settings // at the start
	events   []chat.Event
	began    int                           // how many there were before this step
	redacted map[string]bool               // message ids
	secrets  map[string]*secret            // by the word that is to be known to few
	persons  map[chat.UserID][]chat.UserID // whom a user has been logged in as
	said     int
	self     string   // the nick of who speaks next
	ids      []string // message ids that somebody has seen
	tokens   []string // resume tokens

	sawBefore map[sight]bool // before this step

	vault  *vault     // nil without a disk
	before []presence // this step
	during []presence // while it was written to
	lastID string     // of what happened
	lastAt time.Time
}

// sesame is the cheapest hash there is of that word.
const sesame = "$argon2id$v=19$m=8,t=1,p=1$bGlubmV0LXRlc3RzLXNhbHQ$AVRwngzDDXuG7Uh0Tk7z9nN1hBvbh03mb4QJVRxQkeY"

// tap is one connection whose both ends are in our hands.
type tap struct {
	from   netip.Addr
	s      *Session
	user   chat.UserID // the last it had
	held   bool
	early  bool // the release came before it knew of the hold
	closed bool // by the server
	gone   bool // it has hung up
	deaf   bool // it reads nothing for now
	late   bool // what it hears next happened a while ago
	plays  bool // it has asked *playback in this step for what happened

	batches  map[string]string // the types of those that are open for it
	welcomed bool              // it has heard 001
	pinged   bool              // and is to answer
}

func (c *tap) Peer() Peer { return Peer{Kind: "siege", Address: c.from} }
func (c *tap) Wake()      {}
func (c *tap) Release()   { c.held, c.early = false, true }
func (c *tap) Close()     { c.closed = true }

// siegeClock stands still until it is moved.
type siegeClock struct {
	mu     sync.Mutex
	now    time.Time
	alarms []*siegeAlarm
}

type siegeAlarm struct {
	at   time.Time
	ring func()
}

func (c *siegeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *siegeClock) AfterFunc(d time.Duration, f func()) func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := &siegeAlarm{c.now.Add(d), f}
	c.alarms = append(c.alarms, a)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.drop(a)
	}
}

func (c *siegeClock) drop(a *siegeAlarm) {
	c.alarms = slices.DeleteFunc(c.alarms, func(other *siegeAlarm) bool { return other == a })
}

func (c *siegeClock) advance(d time.Duration) {
	until := c.Now().Add(d)
	for ring := c.next(until); ring != nil; ring = c.next(until) {
		ring()
	}
}

// next goes on to the next alarm before a time and returns it or, nil, to that time.
func (c *siegeClock) next(until time.Time) (ring func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.alarms) > 0 {
		first := slices.MinFunc(c.alarms, func(a, b *siegeAlarm) int { return a.at.Compare(b.at) })
		if !first.at.After(until) {
			c.now = maxTime(c.now, first.at)
			c.drop(first)
			return first.ring
		}
	}
	c.now = maxTime(c.now, until)
	return nil
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func newSiege(t testing.TB, seed uint64) *siege { return newSiegeOn(t, seed, nil) }

// newSiegeOn begins one on a disk, or on none.
func newSiegeOn(t testing.TB, seed uint64, disk *vault) *siege {
	cfg := DefaultConfig()
	cfg.Name, cfg.Channels, cfg.MOTD = "irc.test", nil, "hello"
	cfg.Opers = []OperConfig{{Name: "root", Password: sesame, Class: "admin"}}
	cfg.WebIRC = []WebIRCConfig{{Name: "gate", Password: sesame}}
	cfg.Cloak.Enabled = seed%2 == 0
	limits := &cfg.Limits
	limits.SendQ, limits.Replay, limits.ChannelsPerUser, limits.BansPerChannel, limits.Monitor = 16<<10, 5, 3, 3, 5
	limits.KeepHistory, limits.ServerBans = 2*time.Minute, 3
	limits.MetadataKeys, limits.MetadataSubs = 2, 3
	cfg.Accounts.CustomNames, cfg.Accounts.Most, cfg.Accounts.PerHour, cfg.Accounts.AlwaysOn = seed%5 != 0, 4, 0, seed%11 == 0
	limits.ChannelsPerAccount, limits.AccessEntries = 2, 2
	if seed%3 == 1 {
		cfg.History = HistoryConfig{MaxAge: 5 * time.Minute, MaxCount: 20}
	}
	if limits.FloodRate = 0; seed%4 == 0 {
		limits.FloodBurst, limits.FloodRate = 5, 1
	}
	if seed%3 == 0 {
		cfg.Casemapping = chat.PRECIS
	}
	w := &siege{TB: t, seed: seed, dice: rand.New(rand.NewPCG(seed, 0)), secrets: map[string]*secret{}, persons: map[chat.UserID][]chat.UserID{}, redacted: map[string]bool{}, clock: &siegeClock{now: time.Date(2026, 1, 2, 15, 4, 5, 0, time.UTC)}}
	count := byte(0)
	w.memory = cfg.memory()
	reload := func() (Config, string, error) { return w.reread(cfg) }
	opts := Options{Clock: w.clock, Version: "siege", Reload: reload, Random: func(b []byte) {
		for i := range b {
			count++
			b[i] = count*31 + byte(i)
		}
	}}
	if disk != nil {
		w.vault, opts.Store, cfg.Durability = disk, disk, disk.durability
	}
	srv, err := New(cfg, opts)
	if err != nil {
		t.Fatal(err)
	}
	w.srv, w.hub = srv, srv.hub
	if w.vault != nil {
		w.store(srv)
	}
	srv.CheapPasswords()
	w.hub.spawn = func(work func()) { work() }
	w.hub.observers = append(w.hub.observers, w.observe)
	w.hub.lock()
	w.hub.happen(nil, chat.ChannelOpened{
		Channel: chat.ChannelID(w.hub.nextID()), Name: "#general", Flags: chat.LettersOf(w.pick([]string{"nt", "ntu", "ntE", "ntUm", "t"})),
		Topic: "hello", Configured: true, At: w.hub.now,
	})
	w.hub.unlock()
	return w
}

// lost are the seeds of sieges that the server has lost once.
var lost = []uint64{}

// seed is that of a siege to be fought again: go test -run TestSiege -siege 123.
var seed = flag.Uint64("siege", 0, "the seed of the only siege to be fought")

// TestSiege fights those and some of today.
func TestSiege(t *testing.T) {
	if *seed != 0 {
		lay(t, *seed)
		return
	}
	sieges := 60
	if testing.Short() {
		sieges = 10
	}
	for _, seed := range lost {
		lay(t, seed)
	}
	for range sieges {
		lay(t, rand.Uint64())
	}
}

// FuzzSiege is the same for as long as one likes: go test -fuzz Siege.
func FuzzSiege(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { lay(t, seed) })
}

func lay(t testing.TB, seed uint64) {
	w := newSiegeOn(t, seed, vaultFor(seed))
	defer func() { // a panic of the server's ends the test without a word of whose siege it was
		if died := recover(); died != nil {
			w.Fatalf("the server died of %v\n%s", died, debug.Stack())
		}
	}()
	for range 4 {
		w.connect()
		w.settle()
	}
	for range 300 {
		w.step()
	}
	for _, c := range w.taps {
		c.deaf = false
	}
	w.settle()
	w.checkDisk()
	w.checkReplay()
	w.comeBack()
}

// Fatal is Fatalf of an error.
func (w *siege) Fatal(args ...any) { w.Helper(); w.Fatalf("%s", fmt.Sprint(args...)) }

// Fatalf ends a siege and tells how to fight it again.
func (w *siege) Fatalf(format string, args ...any) {
	w.Helper()
	w.TB.Fatalf("seed %d: %s\nafter\n  %s", w.seed, fmt.Sprintf(format, args...), strings.Join(w.log[max(0, len(w.log)-40):], "\n  "))
}

func (w *siege) connect() {
	c := &tap{}
	if w.chance(2) {
		c.from = netip.AddrFrom4([4]byte{192, 0, 2, byte(w.dice.IntN(6))})
	}
	c.s = w.srv.Attach(c, c.Peer())
	w.taps = append(w.taps, c)
}

// step is one thing that somebody does, and everything that comes of it.
func (w *siege) step() {
	before := w.whoIsWhere()
	w.before = before
	w.began = len(w.events)
	w.sawBefore = w.sights()
	if w.chance(12) {
		w.turnAccounts()
	}
	c := w.taps[w.dice.IntN(len(w.taps))]
	switch w.dice.IntN(42) {
	case 40, 41:
		for _, line := range w.login() {
			w.send(c, line)
		}
	case 0, 6, 7:
		if len(w.taps) < 7 {
			w.connect()
		}
	case 1:
		if len(w.taps) > 4 {
			w.logf("%d hangs up", c.s.id)
			w.hangUp(c)
		}
	case 2, 3:
		ms := []int{1, 40, 1000, 5000, 20_000, 70_000}[w.dice.IntN(6)]
		w.logf("%d ms pass", ms)
		w.clock.advance(time.Duration(ms) * time.Millisecond)
	case 4:
		c.deaf = w.chance(2)
		w.logf("%d is deaf: %v", c.s.id, c.deaf)
	case 5:
		for range 50 {
			w.send(c, "PRIVMSG #general :"+strings.Repeat("much ", 80))
		}
	case 8, 9:
		for _, line := range w.batch() {
			w.send(c, line)
			before = append(before, w.whoIsWhere()...) // for who comes and goes within it
			maps.Copy(w.sawBefore, w.sights())
		}
	default:
		if c.s.user == nil && !w.chance(5) {
			for _, line := range w.registration() {
				w.send(c, line)
			}
			break
		}
		w.self = c.s.name()
		w.send(c, w.line())
	}
	w.write()
	w.checkPeople()
	w.settle(append(before, w.during...)...)
	w.during = nil
}

func (w *siege) logf(format string, args ...any) { w.log = append(w.log, fmt.Sprintf(format, args...)) }

// send lets a client say a line, unless it is held: then it has to wait.
func (w *siege) send(c *tap, line string) {
	if c.held || c.gone {
		return
	}
	w.logf("%d %s: %q", c.s.id, c.s.name(), line)
	c.early, c.plays = false, c.plays || strings.Contains(line, playbackNick)
	if len(line) > 5000 {
		c.held = !c.s.TooLong() && !c.early
		return
	}
	c.held = !c.s.Line([]byte(line)) && !c.early
	w.write()
}

func (w *siege) hangUp(c *tap) {
	if !c.gone {
		c.gone = true
		c.s.Gone(nil)
	}
}

// settle lets everyone who listens hear all there is, and checks everything.
func (w *siege) settle(before ...presence) {
	for quiet := false; !quiet; {
		quiet = true
		for _, c := range w.taps {
			if c.deaf && !c.closed {
				c.late = true
				continue
			}
			for lines := c.s.Take(nil); len(lines) > 0; lines = c.s.Take(nil) {
				quiet = false
				for _, line := range lines {
					w.hears(c, string(line), before)
				}
				c.s.Drained()
			}
			c.late, c.plays = false, false
		}
	}
	for _, c := range w.taps {
		if c.closed {
			w.hangUp(c)
		} else if c.pinged {
			w.send(c, "PONG x")
			c.pinged = c.held
		}
	}
	w.taps = slices.DeleteFunc(w.taps, func(c *tap) bool { return c.gone })
	if len(w.taps) == 0 {
		w.connect()
	}
	w.checkHub()
	w.checkAccounts()
	w.checkChannels()
}
