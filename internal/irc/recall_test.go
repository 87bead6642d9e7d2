package irc

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/history"
)

// TestAJoinWaitsForTheDisk: after a start the disk is asked by who joins a channel first,
// and whatever happens meanwhile she is shown the past once, whole and in order.
func TestAJoinWaitsForTheDisk(t *testing.T) {
	for name, tt := range map[string]struct {
		meanwhile []string // what bob says
		shown     string
		hears     string // afterwards
	}{
		"nothing":               {nil, "1 2 3", " 366 alice #tea "},
		"another joins":         {[]string{"JOIN #tea"}, "1 2 3", " 353 alice = #tea :"},
		"and speaks":            {[]string{"JOIN #tea", "PRIVMSG #tea :4"}, "1 2 3 4", ""},
		"and takes one back":    {[]string{"JOIN #tea", "REDACT #tea {2}"}, "1 3", ""},
		"and goes":              {[]string{"JOIN #tea", "PRIVMSG #tea :4", "PART #tea"}, "1 2 3 4", ""},
		"and keeps people out":  {[]string{"JOIN #tea", "MODE #tea +i"}, "", " 473 alice #tea "},
		"and it has a new name": {[]string{"JOIN #tea", "RENAME #tea #tee"}, "", " 366 alice #tea "},
	} {
		t.Run(name, func(t *testing.T) {
			before := outlive(t, nil, dusk)
			first := before.enter("bob", "message-tags echo-message")
			before.says(first, "JOIN #tea")
			ids := map[string]string{}
			for _, text := range []string{"1", "2", "3"} {
				ids["{"+text+"}"] = lastMsgid(before.says(first, "PRIVMSG #tea :"+text))
			}
			before.says(first, "QUIT")
			before.writes()

			disk := &slowDisk{Store: before.disk}
			after := outliveOn(t, disk, before.disk, dusk.Add(time.Minute))
			alice, bob := after.enter("alice", "message-tags batch server-time"), after.enter("bob", "message-tags batch server-time draft/message-redaction")
			if len(after.srv.hub.history.Keys()) > 0 {
				t.Error("something is in memory before anybody has asked")
			}
			disk.meanwhile = func() {
				for _, line := range tt.meanwhile {
					for of, id := range ids {
						line = strings.ReplaceAll(line, of, id)
					}
					bob.s.Line([]byte(line))
				}
			}
			heard := after.says(alice, "JOIN #tea")
			if disk.meanwhile != nil {
				t.Fatal("the disk was not asked")
			}
			if got := saidIn(heard); got != tt.shown || !strings.Contains(heard, tt.hears) {
				t.Errorf("shown %q, expected %q; heard\n%s", got, tt.shown, heard)
			}
			// The next is shown it without the disk.
			disk.meanwhile = func() { t.Error("the disk is asked again") }
			eve := after.enter("eve", "message-tags batch server-time")
			if got := saidIn(after.says(eve, "JOIN #tea")); got != tt.shown {
				t.Errorf("eve is shown %q, expected %q", got, tt.shown)
			}
			disk.meanwhile = nil
		})
	}
}

// TestADiskThatFailsLetsOneIn shows what there is to who joins, and asks again the next time.
func TestADiskThatFailsLetsOneIn(t *testing.T) {
	before := outlive(t, nil, dusk)
	bob := before.enter("bob", "message-tags")
	before.says(bob, "JOIN #tea", "PRIVMSG #tea :1", "QUIT")
	before.writes()

	disk := &brokenDisk{Store: before.disk, isBroken: true}
	after := outliveOn(t, disk, before.disk, dusk.Add(time.Minute))
	alice := after.enter("alice", "message-tags batch server-time")
	if heard := after.says(alice, "JOIN #tea"); saidIn(heard) != "" || !strings.Contains(heard, " 366 alice #tea ") {
		t.Errorf("alice heard\n%s", heard)
	}
	disk.isBroken = false
	if heard := after.says(after.enter("eve", "message-tags batch server-time"), "JOIN #tea"); saidIn(heard) != "1" {
		t.Errorf("eve heard\n%s", heard)
	}
}

// brokenDisk finds nothing while it is broken.
type brokenDisk struct {
	Store
	isBroken bool
}

func (d *brokenDisk) Find(key history.Key, q history.Query) ([]history.Entry, error) {
	if d.isBroken {
		return nil, fmt.Errorf("read: input/output error")
	}
	return d.Store.Find(key, q)
}

var saidText = regexp.MustCompile(` PRIVMSG #\w+ :(\d)`)

// saidIn lists the texts of messages in what was heard.
func saidIn(heard string) string {
	var texts []string
	for _, found := range saidText.FindAllStringSubmatch(heard, -1) {
		texts = append(texts, found[1])
	}
	return strings.Join(texts, " ")
}
