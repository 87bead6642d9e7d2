package irc_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestStorms lets many come and go at once, well-behaved and not, and then looks
// whether anything of them is left. With the race detector it is the proof that
// all they touch is locked.
func TestStorms(t *testing.T) {
	for name, visit := range map[string]func(*visitor) error{
		"connections that say nothing much": (*visitor).lookIn,
		"a hundred channels and away":       (*visitor).tour,
		"nicks that race with quits":        (*visitor).rename,
		"JOIN, PART, KICK":                  (*visitor).brawl,
	} {
		t.Run(name, func(t *testing.T) {
			l := mustListen(t)
			serveOn(t, mustSettle(t), l, nil)
			var visitors sync.WaitGroup
			for i := range 8 {
				visitors.Go(func() {
					for n := range 40 {
						v := &visitor{address: l.Addr().String(), nick: fmt.Sprintf("v%d-%d", i, n), dice: rand.New(rand.NewPCG(uint64(i), uint64(n)))}
						if err := v.visit(visit); err != nil {
							t.Errorf("%s: %v", v.nick, err)
							return
						}
					}
				})
			}
			visitors.Wait()
			conn, err := net.Dial("tcp", l.Addr().String())
			witness := newByteClient(t, conn, err)
			witness.register("witness")
			// Connections that were cut are noticed in their time: ask until they are.
			for !t.Failed() {
				witness.send("LUSERS\r\n")
				heard := witness.until(" 266 ")
				if strings.Contains(heard, " 265 witness 1 ") && strings.Contains(heard, " 253 witness 0 ") {
					if !strings.Contains(heard, " 254 witness 2 ") {
						t.Errorf("channels are left that nobody is in: %q", heard)
					}
					break
				}
			}
		})
	}
}

// visitor is one connection of a storm.
type visitor struct {
	address, nick string
	dice          *rand.Rand
	conn          net.Conn
	in            *bufio.Reader
}

func (v *visitor) visit(how func(*visitor) error) error {
	conn, err := net.DialTimeout("tcp", v.address, patience)
	if err != nil {
		return err
	}
	defer conn.Close()
	v.conn, v.in = conn, bufio.NewReader(conn)
	if err := conn.SetDeadline(time.Now().Add(3 * patience)); err != nil {
		return err
	}
	return how(v)
}

func (v *visitor) say(lines ...string) error {
	_, err := io.WriteString(v.conn, strings.Join(lines, "\r\n")+"\r\n")
	return err
}

// until reads up to a line that has some part.
func (v *visitor) until(part string) error {
	for {
		line, err := v.in.ReadString('\n')
		if err != nil {
			return fmt.Errorf("waits for %q: %w", part, err)
		}
		if strings.Contains(line, part) {
			return nil
		}
	}
}

func (v *visitor) register() error {
	return errors.Join(v.say("NICK "+v.nick, "USER u 0 * :u"), v.until(" 422 "))
}

// leave goes in one of the ways in which people go.
func (v *visitor) leave() error {
	switch v.dice.IntN(3) {
	case 0:
		return errors.Join(v.say("QUIT :bye"), v.until("ERROR :Closing Link"))
	case 1:
		return v.conn.(*net.TCPConn).SetLinger(0) // a reset
	default:
		return nil
	}
}

func (v *visitor) lookIn() error {
	switch v.dice.IntN(4) {
	case 0:
		return nil
	case 1:
		return errors.Join(v.say("NICK "+v.nick), v.leave())
	case 2:
		return errors.Join(v.say("CAP LS 302\r\nPING x"), v.until("PONG"), v.leave())
	default:
		return errors.Join(v.register(), v.leave())
	}
}

func (v *visitor) tour() error {
	var names []string
	for i := range 90 {
		names = append(names, fmt.Sprintf("#c%d", v.dice.IntN(50)+50*(i%2)))
	}
	return errors.Join(v.register(),
		v.say("JOIN "+strings.Join(names[:45], ","), "JOIN "+strings.Join(names[45:], ","), "PING :toured"),
		v.until("toured"), v.leave())
}

func (v *visitor) rename() error {
	if err := errors.Join(v.register(), v.say("JOIN #general")); err != nil {
		return err
	}
	for range 20 {
		if err := v.say(fmt.Sprintf("NICK n%d", v.dice.IntN(12))); err != nil {
			return err
		}
	}
	return v.leave()
}

func (v *visitor) brawl() error {
	if err := v.register(); err != nil {
		return err
	}
	_, round, _ := strings.Cut(v.nick, "-") // the others are at about the same
	for range 15 {
		ch := fmt.Sprintf("#b%d", v.dice.IntN(4))
		victim := fmt.Sprintf("v%d-%s", v.dice.IntN(8), round)
		line := []string{"JOIN " + ch, "PART " + ch, "KICK " + ch + " " + victim, "MODE " + ch + " +o " + victim, "PRIVMSG " + ch + " :ho"}[v.dice.IntN(5)]
		if err := v.say(line); err != nil {
			return err
		}
	}
	return errors.Join(v.say("PING :bruised"), v.until("bruised"), v.leave())
}
