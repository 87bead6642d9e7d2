package netloop

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/sys/unix"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const patience = 10 * time.Second

// side is a Side that hands all that happens to a test.
type side struct {
	Conn
	holds bool // after each input
	stays atomic.Bool

	mu      sync.Mutex
	waiting []byte // to be written
	heard   bytes.Buffer
	changed chan struct{}
	gone    chan error
	closed  chan struct{}
}

// atOnce is how much a side puts out for one write.
const atOnce = 32 << 10

func (s *side) Input(data []byte) (bool, error) {
	s.mu.Lock()
	s.heard.Write(data)
	s.mu.Unlock()
	s.tell()
	return !s.holds, nil
}

func (s *side) tell() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

func (s *side) Resume() (bool, error) { return true, nil }

func (s *side) Output(room *[]byte) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := min(len(s.waiting), atOnce)
	*room = append((*room)[:0], s.waiting[:n]...)
	s.waiting = s.waiting[n:]
	return *room, len(s.waiting) > 0
}

func (s *side) Written()       {}
func (s *side) MayGo() bool    { return !s.stays.Load() }
func (s *side) Gone(err error) { s.gone <- err; s.Close() }
func (s *side) Closed()        { close(s.closed) }

func (s *side) say(text string) {
	s.mu.Lock()
	s.waiting = append(s.waiting, text...)
	s.mu.Unlock()
	s.Wake()
}

// hears waits until a text has come.
func (s *side) hears(t *testing.T, want string) {
	t.Helper()
	late := time.After(patience)
	for {
		s.mu.Lock()
		heard := s.heard.String()
		s.mu.Unlock()
		if heard == want {
			return
		}
		select {
		case <-s.changed:
		case <-late:
			t.Fatalf("heard %q, not %q", heard, want)
		}
	}
}

func newLoop(t *testing.T, writeTimeout time.Duration) *Loop {
	t.Helper()
	l, err := New(Options{WriteTimeout: func() time.Duration { return writeTimeout }, CloseTimeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

// connect puts one end of a connection on a loop, and returns it and the other.
func connect(t *testing.T, l *Loop, holds bool) (*side, *net.UnixConn) {
	t.Helper()
	s := &side{holds: holds, changed: make(chan struct{}, 1), gone: make(chan error, 2), closed: make(chan struct{})}
	return s, own(t, l, &s.Conn, s)
}

// own gives a loop one end of a connection, and returns the other.
func own(t *testing.T, l *Loop, c *Conn, s Side) *net.UnixConn {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	file := os.NewFile(uintptr(fds[1]), "peer")
	conn, err := net.FileConn(file)
	_ = file.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(patience))
	l.Own(c, fds[0], s, false)
	c.Start()
	return conn.(*net.UnixConn)
}

func mustHappen[T any](t *testing.T, what string, c <-chan T) (got T) {
	t.Helper()
	select {
	case got = <-c:
	case <-time.After(patience):
		t.Fatalf("%s did not happen", what)
	}
	return got
}

func mustRead(t *testing.T, conn net.Conn, n int) string {
	t.Helper()
	got := make([]byte, n)
	if _, err := io.ReadFull(conn, got); err != nil {
		t.Fatal(err)
	}
	return string(got)
}

func mustWrite(t *testing.T, conn net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
}

func TestBothWays(t *testing.T) {
	s, peer := connect(t, newLoop(t, time.Minute), false)
	mustWrite(t, peer, "hello")
	s.hears(t, "hello")
	s.say("good ")
	s.say("day")
	if got := mustRead(t, peer, 8); got != "good day" {
		t.Errorf("the peer read %q", got)
	}
}

func TestWhatWaitsBeforeTheStartIsWritten(t *testing.T) {
	l := newLoop(t, time.Minute)
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := &side{changed: make(chan struct{}, 1), gone: make(chan error, 2), closed: make(chan struct{})}
	l.Own(&s.Conn, fds[0], s, false)
	s.say("go away")
	s.Close()
	s.Start()
	mustHappen(t, "the end", s.closed)
	got := make([]byte, 16)
	n, err := unix.Read(fds[1], got)
	if string(got[:max(n, 0)]) != "go away" {
		t.Errorf("the peer read %q, %v", got[:max(n, 0)], err)
	}
	_ = unix.Close(fds[1])
}

func TestHeldReadsNothing(t *testing.T) {
	s, peer := connect(t, newLoop(t, time.Minute), true)
	mustWrite(t, peer, "one")
	s.hears(t, "one")
	mustWrite(t, peer, "two")
	s.say("still here") // what is written is not held
	mustRead(t, peer, len("still here"))
	s.hears(t, "one")
	s.Release()
	s.hears(t, "onetwo")
	mustWrite(t, peer, "three")
	if err := peer.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if err := mustHappen(t, "the peer's going, of one held", s.gone); err != nil {
		t.Errorf("gone: %v", err)
	}
	mustHappen(t, "the end", s.closed)
}

// TestWhoMayNotGoYet: the end of a peer waits until it has been heard out.
func TestWhoMayNotGoYet(t *testing.T) {
	for name, leave := range map[string]func(*net.UnixConn) error{
		"by half": (*net.UnixConn).CloseWrite, "for good": (*net.UnixConn).Close,
	} {
		t.Run(name, func(t *testing.T) {
			l := newLoop(t, time.Minute)
			s, peer := connect(t, l, true)
			s.stays.Store(true)
			mustWrite(t, peer, "one")
			s.hears(t, "one")
			mustWrite(t, peer, "two")
			if err := leave(peer); err != nil {
				t.Fatal(err)
			}
			other, witness := connect(t, l, false)
			for range 10 { // the loop has turned meanwhile
				mustWrite(t, witness, "?")
				mustHappen(t, "input", other.changed)
			}
			select {
			case err := <-s.gone:
				t.Fatalf("it is gone: %v", err)
			default:
			}
			s.stays.Store(false)
			s.Release()
			s.hears(t, "onetwo")
			s.Release()
			if err := mustHappen(t, "the peer's going", s.gone); err != nil {
				t.Errorf("gone: %v", err)
			}
		})
	}
}

func TestTheEndOfInputComesBehindIt(t *testing.T) {
	s, peer := connect(t, newLoop(t, time.Minute), false)
	mustWrite(t, peer, "farewell")
	_ = peer.Close()
	if err := mustHappen(t, "the peer's going", s.gone); err != nil {
		t.Errorf("gone: %v", err)
	}
	s.hears(t, "farewell")
	mustHappen(t, "the end", s.closed)
}

func TestWhoReadsSlowlyGetsAllOfIt(t *testing.T) {
	l := newLoop(t, time.Minute)
	slow, peer := connect(t, l, false)
	quick, other := connect(t, l, false)
	var want bytes.Buffer
	for i := range 200_000 {
		fmt.Fprintf(&want, "line %d\n", i)
	}
	slow.say(want.String())
	slow.Close() // once that is written
	for i := range 100 {
		quick.say(fmt.Sprintf("%3d", i))
		mustRead(t, other, 3)
	}
	got, err := io.ReadAll(peer)
	if err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%d of %d bytes, %v", len(got), want.Len(), err)
	}
	mustHappen(t, "the end", slow.closed)
}

func TestWhoNeverReadsIsCutOff(t *testing.T) {
	s, _ := connect(t, newLoop(t, 50*time.Millisecond), false)
	s.say(string(make([]byte, 8<<20)))
	if err := mustHappen(t, "the end of patience", s.gone); !errors.Is(err, ErrSlow) {
		t.Errorf("gone: %v", err)
	}
	mustHappen(t, "the end", s.closed)
}

func TestLastWordsHaveTheirTime(t *testing.T) {
	s, _ := connect(t, newLoop(t, time.Minute), false)
	s.say(string(make([]byte, 8<<20)))
	s.Close()
	mustHappen(t, "the end", s.closed)
}

// hose is a side that has always more to write, and keeps nothing of what it hears.
type hose struct{ side }

var water [atOnce]byte

func (h *hose) Input([]byte) (bool, error)    { return true, nil }
func (h *hose) Output(*[]byte) ([]byte, bool) { return water[:], true }

// TestNobodyStarves: who sends and is sent without end takes nobody's turn.
func TestNobodyStarves(t *testing.T) {
	l := newLoop(t, time.Minute)
	flood := &hose{side{gone: make(chan error, 2), closed: make(chan struct{})}}
	firehose := own(t, l, &flood.Conn, flood)
	_ = firehose.SetDeadline(time.Time{})
	flood.Wake()
	var pumps sync.WaitGroup
	defer pumps.Wait()
	defer firehose.Close()
	pumps.Go(func() {
		for _, err := firehose.Write(water[:]); err == nil; _, err = firehose.Write(water[:]) {
		}
	})
	pumps.Go(func() { _, _ = io.Copy(io.Discard, firehose) })
	s, peer := connect(t, l, false)
	for i := range 500 {
		_ = peer.SetDeadline(time.Now().Add(patience))
		mustWrite(t, peer, "?")
		mustHappen(t, "input", s.changed)
		s.say(fmt.Sprintf("%4d", i))
		mustRead(t, peer, 4)
	}
}

// TestIdleLoopSleeps: nothing turns while one peer is held, one is stalled, and one
// has gone.
func TestIdleLoopSleeps(t *testing.T) {
	l := newLoop(t, time.Minute)
	held, peer := connect(t, l, true)
	mustWrite(t, peer, "x")
	held.hears(t, "x")
	mustWrite(t, peer, "more")
	stalled, _ := connect(t, l, false)
	stalled.say(string(make([]byte, 4<<20)))
	quiet, other := connect(t, l, false)
	quiet.say("!")
	mustRead(t, other, 1)
	var before, after syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &before)
	time.Sleep(300 * time.Millisecond) // what is looked for is that nothing happens
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &after)
	if used := time.Duration(after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano()); used > 150*time.Millisecond {
		t.Errorf("an idle loop used %v of 300ms", used)
	}
}

func TestManyComeAndGo(t *testing.T) {
	l := newLoop(t, time.Minute)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 200 {
				s, peer := connect(t, l, false)
				text := fmt.Sprint(i, " ", j)
				s.say(text)
				if got := mustRead(t, peer, len(text)); got != text {
					t.Errorf("%q reached who was to read %q", got, text)
				}
				_ = peer.Close()
				<-s.closed
			}
		})
	}
	all.Wait()
}

func TestClosedLoopClosesAll(t *testing.T) {
	l, err := New(Options{WriteTimeout: func() time.Duration { return time.Minute }, CloseTimeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	s, peer := connect(t, l, false)
	l.Close()
	mustHappen(t, "the end", s.closed)
	if n, err := peer.Read(make([]byte, 1)); err == nil {
		t.Errorf("%d bytes of a closed loop", n)
	}
}

func TestListener(t *testing.T) {
	path := filepath.Join(t.TempDir(), "door")
	for _, at := range [][2]string{{"tcp", "127.0.0.1:0"}, {"tcp", "[::1]:0"}, {"unix", path}} {
		l, err := Listen(at[0], at[1])
		if err != nil {
			t.Fatal(err)
		}
		peers, ended := make(chan netip.Addr, 1), make(chan error, 1)
		go func() {
			ended <- l.(*Listener).Descriptors(func(fd int, peer netip.Addr) {
				_ = unix.Close(fd)
				peers <- peer
			})
		}()
		conn, err := net.Dial(at[0], l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		peer := mustHappen(t, "a connection", peers)
		if at[0] == "tcp" && !peer.IsLoopback() || at[0] == "unix" && peer.IsValid() {
			t.Errorf("%s: from %v", at[0], peer)
		}
		_ = conn.Close()
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		if err := mustHappen(t, "the end of accepting", ended); !errors.Is(err, net.ErrClosed) {
			t.Errorf("%s: ended by %v", at[0], err)
		}
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket of a closed door: %v", err)
	}
}

func TestListenerAccepts(t *testing.T) {
	l, err := Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	mustWrite(t, conn, "hi")
	if got := mustRead(t, client, 2); got != "hi" {
		t.Errorf("%q", got)
	}
	_ = l.Close()
	if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("accept on a closed listener: %v", err)
	}
}
