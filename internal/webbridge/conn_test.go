package webbridge

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"linnet/internal/irc"
)

// Both sub-protocols, and neither, carry a conversation in their own kind of
// frame; people in different ones hear each other.
func TestConversation(t *testing.T) {
	eachWay(t, func(t *testing.T, by way) {
		d := openDoor(t, by, nil)
		alice := d.register("alice", textProtocol)
		bob := d.register("bob", binaryProtocol)
		carol := d.register("carol")
		for _, c := range []*client{alice, bob, carol} {
			c.send("JOIN #tea")
			c.until(" 366 ")
		}
		alice.send("PRIVMSG #tea :grün")
		bob.until("PRIVMSG #tea :grün")
		carol.until("PRIVMSG #tea :grün")
		bob.send("PRIVMSG #tea :schwarz")
		alice.until("PRIVMSG #tea :schwarz")
	})
}

// An upgrade is taken at "/" as well.
func TestUpgradeAtRoot(t *testing.T) {
	eachWay(t, func(t *testing.T, by way) {
		d := openDoor(t, by, nil)
		c := d.connectWith(&websocket.DialOptions{}, "/")
		c.send("PING here")
		c.expect("PONG irc.test :here")
	})
}

func TestLineEnds(t *testing.T) {
	eachWay(t, func(t *testing.T, by way) {
		d := openDoor(t, by, nil)
		c := d.register("alice")
		// A client that ends its lines though it must not is understood.
		c.send("PING a\r\n", "PING b\n")
		c.expect(":a")
		c.expect(":b")
		// Two lines in a message are none.
		c.send("PING c\r\nPING d", "", "PING e")
		c.expect(" 421 alice * ")
		c.expect(":e")
	})
}

func TestLongLines(t *testing.T) {
	eachWay(t, func(t *testing.T, by way) {
		d := openDoor(t, by, nil)
		c := d.register("alice")
		tags := "@+x=" + strings.Repeat("y", 4094-3)
		longest := tags + " PING " + strings.Repeat("z", 510-5)
		c.send(longest)
		c.expect("PONG irc.test :zzz")
		for _, line := range []string{
			longest + "z",
			tags + "y PING z",
			strings.Repeat("x", maxMessage+1),
			strings.Repeat(" ", maxMessage) + "PING z",
			strings.Repeat("x", readLimit),
		} {
			c.send(line)
			c.expect(" 417 alice ")
		}
		c.send("PING still")
		c.expect(":still")
		c.send(strings.Repeat("x", readLimit+1))
		if _, err := c.read(); err == nil {
			t.Error("a message over the read limit did not end the connection")
		}
	})
}

func TestInvalidUTF8(t *testing.T) {
	eachWay(t, func(t *testing.T, by way) {
		d := openDoor(t, by, nil)
		for _, protocol := range []string{textProtocol, binaryProtocol} {
			c := d.register("alice", protocol)
			c.send("PRIVMSG #general :\xff\xfe")
			c.expect("FAIL PRIVMSG INVALID_UTF8 :")
			c.send("PING still", "QUIT")
			c.expect(":still")
			c.untilClosed()
		}
	})
}

// A thousand lines that wait arrive whole, in order, and in a handful of writes.
func TestBurst(t *testing.T) {
	const lines = 1000
	d := openDoor(t, waiting, nil)
	alice, bob := d.register("alice"), d.register("bob")
	bob.send("PING quiet")
	bob.until(":quiet")
	for len(bob.tap.writes) > 0 {
		<-bob.tap.writes
	}
	// Nothing is written to bob now, so his connection can be given a gate.
	gate := make(chan struct{})
	bob.tap.gate = gate
	for i := range lines {
		alice.send(fmt.Sprintf("PRIVMSG bob :line %d", i))
	}
	alice.send("PING done")
	alice.until(":done")
	close(gate)
	for i := range lines {
		bob.expect(fmt.Sprintf(":line %d", i))
	}
	// One write may have been waiting at the gate with the first line alone.
	if n := len(bob.tap.writes); n > 4 {
		t.Errorf("%d lines took %d writes", lines, n)
	}
}

// Who does not read is cut off; everybody else hears everything.
func TestSlowReader(t *testing.T) {
	eachWay(t, func(t *testing.T, by way) {
		const lines = 3000
		d := openDoor(t, by, func(c *irc.Config, _ *Config) { c.Limits.SendQ = 16 << 10 })
		slow := d.register("slow")
		alice, carol := d.register("alice"), d.register("carol")
		for _, c := range []*client{slow, alice, carol} {
			c.send("JOIN #tea")
			c.until(" 366 ")
		}
		next := make(chan struct{}, 2*lines)
		go func() {
			ctx := context.Background()
			for i := range lines {
				if alice.ws.Write(ctx, websocket.MessageText, fmt.Appendf(nil, "PRIVMSG #tea :%d %s", i, strings.Repeat("x", 350))) != nil {
					return
				}
				// Alice waits for carol, so that carol is never the slow one.
				<-next
			}
		}()
		heard, cut := 0, false
		for heard < lines || !cut {
			line := carol.next()
			switch {
			case strings.Contains(line, fmt.Sprintf("PRIVMSG #tea :%d ", heard)):
				heard++
				next <- struct{}{}
			case strings.HasPrefix(line, ":slow!") && strings.Contains(line, "QUIT") && strings.Contains(line, "SendQ exceeded"):
				cut = true
			default:
				t.Fatalf("carol heard %.80q, want line %d", line, heard)
			}
		}
		slow.untilClosed()
	})
}

// A client that sends too fast waits, loses nothing, and goes on in order.
func TestHeldAndReleased(t *testing.T) {
	eachWay(t, func(t *testing.T, by way) {
		d := openDoor(t, by, func(c *irc.Config, _ *Config) { c.Limits.FloodBurst, c.Limits.FloodRate = 3, 50 })
		c := d.register("alice")
		began := time.Now()
		for i := range 20 {
			c.send(fmt.Sprintf("PING %d", i))
		}
		for i := range 20 {
			c.expect(fmt.Sprintf(":%d", i))
		}
		if took := time.Since(began); took < 200*time.Millisecond {
			t.Errorf("20 lines took %v at 50 a second: it was not held", took)
		}
	})
}

// A client that goes away while it is held is noticed at once, not when it would
// be read again.
func TestGoneWhileHeld(t *testing.T) {
	eachWay(t, func(t *testing.T, by way) {
		d := openDoor(t, by, func(c *irc.Config, _ *Config) { c.Limits.FloodBurst, c.Limits.FloodRate = 6, 0.001 })
		alice, bob := d.register("alice"), d.register("bob")
		alice.send("JOIN #tea")
		alice.until(" 366 ")
		bob.send("JOIN #tea")
		bob.until(" 366 ")
		alice.until("JOIN")
		for range 20 {
			bob.send("PING x")
		}
		bob.expect("PONG")
		bob.ws.CloseNow()
		alice.until(":bob!")
	})
}

func TestCloseByClient(t *testing.T) {
	eachWay(t, func(t *testing.T, by way) {
		d := openDoor(t, by, nil)
		alice, bob := d.register("alice"), d.register("bob")
		for _, c := range []*client{alice, bob} {
			c.send("JOIN #tea")
			c.until(" 366 ")
		}
		alice.until("JOIN")
		// Close waits for the server's close frame, and fails if it is not the same.
		if err := bob.ws.Close(websocket.StatusGoingAway, ""); err != nil {
			t.Error(err)
		}
		alice.expect("QUIT")
	})
}

func TestCloseByServer(t *testing.T) {
	eachWay(t, func(t *testing.T, by way) {
		d := openDoor(t, by, nil)
		c := d.register("alice")
		c.send("QUIT :enough")
		last, status := c.untilClosed()
		if !strings.HasPrefix(last, "ERROR ") || status != websocket.StatusNormalClosure {
			t.Errorf("last line %q and status %v, want an ERROR and %v", last, status, websocket.StatusNormalClosure)
		}
	})
}

// A client that does not answer the close frame is not waited for for ever.
func TestCloseUnanswered(t *testing.T) {
	eachWay(t, func(t *testing.T, by way) {
		d := openDoor(t, by, nil)
		nc, r := d.rawUpgrade(t, frameOf("QUIT"))
		defer nc.Close()
		began := time.Now()
		for {
			if _, err := r.ReadByte(); err != nil {
				break
			}
		}
		if took := time.Since(began); took > 2*closeTimeout {
			t.Errorf("it was waited for %v, want about %v", took, closeTimeout)
		}
	})
}

// Frames that come together with the request are not lost.
func TestEarlyFrames(t *testing.T) {
	eachWay(t, func(t *testing.T, by way) {
		d := openDoor(t, by, nil)
		nc, r := d.rawUpgrade(t, frameOf("PING early"))
		defer nc.Close()
		head := make([]byte, 2)
		if _, err := r.Read(head); err != nil {
			t.Fatal(err)
		}
		line := make([]byte, head[1])
		if _, err := r.Read(line); err != nil {
			t.Fatal(err)
		}
		if got := string(line); head[0] != 0x80|opText || !strings.HasSuffix(got, ":early") {
			t.Errorf("heard %x %q", head, got)
		}
	})
}

// frameOf makes a client's text frame. A mask of zeros changes nothing.
func frameOf(line string) []byte {
	return append([]byte{0x80 | opText, 0x80 | byte(len(line)), 0, 0, 0, 0}, line...)
}

// rawUpgrade sends a request and more in one write, and reads the answer's head.
func (d *door) rawUpgrade(t *testing.T, more []byte) (net.Conn, *bufio.Reader) {
	t.Helper()
	nc, err := net.DialTimeout("tcp", d.address, patience)
	if err != nil {
		t.Fatal(err)
	}
	request := "GET /ws HTTP/1.1\r\nHost: " + d.address + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
	if _, err := nc.Write(append([]byte(request), more...)); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(nc)
	response, err := http.ReadResponse(r, nil)
	if err != nil || response.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("upgrade: %v, %v", response, err)
	}
	return nc, r
}

// The library's control frames and our lines share one connection.
func TestPing(t *testing.T) {
	eachWay(t, func(t *testing.T, by way) {
		d := openDoor(t, by, nil)
		alice, bob := d.register("alice"), d.register("bob")
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		pinged := make(chan error, 1)
		go func() {
			for range 50 {
				if err := bob.ws.Ping(ctx); err != nil {
					pinged <- err
					return
				}
			}
			pinged <- nil
		}()
		go func() {
			for i := range 500 {
				_ = alice.ws.Write(ctx, websocket.MessageText, fmt.Appendf(nil, "PRIVMSG bob :%d", i))
			}
		}()
		for i := range 500 {
			bob.expect(fmt.Sprintf(":%d", i))
		}
		bob.send("QUIT")
		bob.untilClosed()
		<-pinged
	})
}
