package main

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"time"
)

// person is somebody who uses a server that is killed: she remembers what she was told
// is so, and looks whether it is.
type person struct {
	*crash
	name    string
	caps    string
	conn    net.Conn
	lines   *bufio.Scanner
	facts   map[string]*fact
	bans    []string // of her channel, as she has asked for them
	words   int
	notices []string // that the server has told her
	asked   int      // lists
}

// fact is something that was said to be so. While a change of it was asked for and
// not answered either may be.
type fact struct{ is, asked string }

func (f *fact) isNow(value string) bool { return value == f.is || f.asked != "" && value == f.asked }

func newPerson(c *crash, name string) *person {
	p := &person{crash: c, name: name, caps: loadCaps, facts: map[string]*fact{}}
	for key := range looks {
		p.facts[key] = &fact{}
	}
	return p
}

// channel is hers.
func (p *person) channel() string { return "#" + p.name }

const loadCaps = "sasl batch echo-message message-tags server-time draft/chathistory draft/message-redaction draft/metadata-2 draft/read-marker draft/account-registration standard-replies"

// connect connects her, logged in if she has a password.
func (p *person) connect(password string) {
	p.Helper()
	if err := p.tryConnect(password); err != nil {
		p.Fatalf("round %d: %s cannot come in: %v", p.round, p.name, err)
	}
}

func (p *person) tryConnect(password string) error {
	p.conn = p.dial()
	p.lines = bufio.NewScanner(p.conn)
	fmt.Fprintf(p.conn, "CAP REQ :%s\r\nNICK %s\r\nUSER u 0 * :u\r\n", p.caps, p.name)
	if password != "" {
		plain := base64.StdEncoding.EncodeToString([]byte("\x00" + p.name + "\x00" + password))
		if _, err := p.ask("AUTHENTICATE PLAIN\r\nAUTHENTICATE "+plain, " 903 "); err != nil {
			_ = p.conn.Close()
			return err
		}
	}
	_, err := p.ask("CAP END", " 422 ")
	return err
}

var errRefused = errors.New("refused")

// ask says a line and waits for another with a part in it.
func (p *person) ask(line, part string) (string, error) {
	fmt.Fprint(p.conn, line+"\r\n")
	for p.lines.Scan() {
		text := p.lines.Text()
		p.ledger.hears(p, text)
		p.notes(text)
		switch {
		case strings.Contains(text, part):
			return text, nil
		case strings.Contains(text, " FAIL "), strings.Contains(text, " 904 "), strings.Contains(text, " 433 "):
			return "", fmt.Errorf("%w: %q was answered %q", errRefused, line, text)
		case strings.HasPrefix(text, "PING"):
			fmt.Fprint(p.conn, "PONG x\r\n")
		}
	}
	return "", errors.Join(net.ErrClosed, p.lines.Err())
}

// notes keeps the notices of the server.
func (p *person) notes(line string) {
	if strings.Contains(line, " NOTICE ") {
		p.notices = append(p.notices, line)
	}
}

func (p *person) mustAsk(line, part string) string {
	p.Helper()
	text, err := p.ask(line, part)
	if err != nil {
		p.Fatalf("round %d: %s asks %q: %v", p.round, p.name, line, err)
	}
	return text
}

// list asks for something that is told in lines with a part.
func (p *person) list(line, part string) []string {
	p.Helper()
	p.asked++
	end := fmt.Sprint("asked-", p.asked)
	p.hearsUntil("PING :before-"+end, ":before-"+end, part)
	return p.hearsUntil(line+"\r\nPING :"+end, ":"+end, part)
}

// hearsUntil says a line and returns those with a part that she hears before one that
// ends so.
func (p *person) hearsUntil(line, end, part string) (found []string) {
	p.Helper()
	fmt.Fprint(p.conn, line+"\r\n")
	for p.lines.Scan() {
		text := p.lines.Text()
		if strings.HasSuffix(text, end) {
			return found
		}
		if strings.Contains(text, part) {
			found = append(found, text)
		}
	}
	p.Fatalf("round %d: %s asks %q: %v", p.round, p.name, line, p.lines.Err())
	return nil
}

// last is the last parameter of a line.
func last(line string) string {
	if at := strings.LastIndex(line, " :"); at >= 0 {
		return line[at+2:]
	}
	return line[strings.LastIndex(line, " ")+1:]
}

// looks are the facts, and how she finds out what is so.
var looks = map[string]func(p *person) string{
	"password": nil, // by logging in
	"topic": func(p *person) string {
		return last(p.mustAsk("TOPIC "+p.channel(), " 33"))
	},
	"limit": func(p *person) string {
		modes := strings.Fields(p.mustAsk("MODE "+p.channel(), " 324 "))
		return modes[len(modes)-1]
	},
	"bans": func(p *person) string {
		var masks []string
		for _, line := range p.list("MODE "+p.channel()+" b", " 367 ") {
			masks = append(masks, strings.Fields(line)[5-1])
		}
		slices.Sort(masks)
		return strings.Join(masks, " ")
	},
	"access": func(p *person) string {
		rank := "none"
		for _, line := range p.list("CS ACCESS "+p.channel(), " since ") {
			if words := strings.Fields(last(line)); words[0] == "w0" || words[0] == "w1" {
				if words[0] != p.name {
					rank = words[1]
				}
			}
		}
		return rank
	},
	"note": func(p *person) string {
		return last(p.mustAsk("METADATA * GET note", " 76"))
	},
	"mark": func(p *person) string {
		return last(p.mustAsk("MARKREAD #general", "MARKREAD #general "))
	},
}

// change asks for a change of a fact, and remembers that it was made once it is told so.
func (p *person) change(key, value, line, part string) error {
	f := p.facts[key]
	f.asked = value
	_, err := p.ask(line, part)
	if err == nil {
		f.is, f.asked = value, ""
	}
	return err
}

// friend is who has access to her channel.
func (p *person) friend() string {
	if p.name == "w0" {
		return "w1"
	}
	return "w0"
}

// live does one thing after another until the server is gone.
func (p *person) live() {
	for {
		time.Sleep(time.Duration(rand.IntN(2000)) * time.Microsecond)
		err := p.act()
		if errors.Is(err, errRefused) {
			p.Errorf("round %d: %s: %v", p.round, p.name, err)
		}
		if err != nil {
			_ = p.conn.Close()
			return
		}
	}
}

func (p *person) act() error {
	n := p.words
	p.words++
	what := rand.IntN(30)
	if p.onlyWords {
		what = 7 + rand.IntN(23)
	}
	switch what {
	case 0:
		topic := fmt.Sprint("topic ", p.round, " ", n)
		return p.change("topic", topic, "TOPIC "+p.channel()+" :"+topic, "TOPIC "+p.channel()+" :"+topic)
	case 1:
		limit := fmt.Sprint(100 + n)
		return p.change("limit", limit, "MODE "+p.channel()+" +l "+limit, "MODE "+p.channel()+" +l "+limit)
	case 2:
		mask, sign := fmt.Sprintf("m%d!*@*", rand.IntN(9)), "+"
		bans := slices.DeleteFunc(slices.Clone(p.bans), func(other string) bool { return other == mask })
		if len(bans) < len(p.bans) {
			sign = "-"
		} else {
			bans = append(bans, mask)
		}
		slices.Sort(bans)
		p.bans = bans
		return p.change("bans", strings.Join(bans, " "), "MODE "+p.channel()+" "+sign+"b "+mask, "MODE "+p.channel()+" "+sign+"b "+mask)
	case 3:
		rank := []string{"operator", "voice"}[rand.IntN(2)]
		return p.change("access", rank, "CS ACCESS "+p.channel()+" ADD "+p.friend()+" "+rank, p.friend()+" has access to ")
	case 4:
		note := fmt.Sprint("note ", p.round, " ", n)
		return p.change("note", note, "METADATA * SET note :"+note, " 761 ")
	case 5:
		at := "timestamp=" + time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
		p.facts["mark"].asked = at
		line, err := p.ask("MARKREAD #general "+at, "MARKREAD #general timestamp=")
		if err == nil { // nobody has read what the server does not know to be past
			*p.facts["mark"] = fact{is: last(line)}
		}
		return err
	case 6:
		if rand.IntN(10) > 0 { // it costs what a password costs
			return nil
		}
		password := fmt.Sprint("secret-", p.round, "-", n)
		return p.change("password", password, "NS SET PASSWORD "+password, "Your password is changed.")
	case 7, 8:
		if p.noRedaction {
			return nil
		}
		return p.ledger.redact(p)
	default:
		return p.ledger.speak(p, fmt.Sprint(p.name, " ", p.round, " ", n))
	}
}

// logIn comes back, or registers on the first day.
func (p *person) logIn() {
	p.Helper()
	password := p.facts["password"]
	if password.is == "" {
		p.connect("")
		p.mustAsk("REGISTER * * sesame", "REGISTER SUCCESS")
		password.is = "sesame"
		p.mustAsk("JOIN #general", " 366 ")
		p.mustAsk("JOIN "+p.channel(), " 366 ")
		p.mustAsk("CS REGISTER "+p.channel(), " is registered")
		for _, err := range []error{
			p.change("topic", "first", "TOPIC "+p.channel()+" :first", "TOPIC"),
			p.change("limit", "99", "MODE "+p.channel()+" +l 99", "MODE"),
			p.change("note", "first", "METADATA * SET note :first", " 761 "),
		} {
			if err != nil {
				p.Fatal(err)
			}
		}
		p.facts["access"].is, p.facts["mark"].is = "none", "*"
		return
	}
	err := p.tryConnect(password.is)
	if errors.Is(err, errRefused) && password.asked != "" {
		password.is = password.asked
		err = p.tryConnect(password.is)
	}
	if err != nil {
		p.Fatalf("round %d: %s cannot log in: %v", p.round, p.name, err)
	}
	password.asked = ""
	p.mustAsk("JOIN #general", " 366 ")
	p.mustAsk("JOIN "+p.channel(), " 366 ")
}

// verify looks at all that she was told is so.
func (p *person) verify() {
	p.Helper()
	for key, look := range looks {
		f := p.facts[key]
		if look == nil {
			continue
		}
		if now := look(p); f.isNow(now) {
			f.is = now
		} else {
			p.Errorf("round %d: %s: the %s is %q, and was said to be %q (%q was asked for)", p.round, p.name, key, now, f.is, f.asked)
		}
		f.asked = ""
	}
	p.bans = strings.Fields(p.facts["bans"].is)
}
