package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// guard is an operator of a server that is killed: she places bans and mutes, for good
// and for a while, lifts them, and looks whether those stand that she was told of.
type guard struct {
	*person
	orders map[string]*order // by command and target, with a space between
	given  int
}

// order is what was said of a target. While another was asked for and not answered
// either may be.
type order struct {
	is    string // how it is listed; "" is nothing
	asked string // the reason of what was asked for, or lifted
	brief bool   // what was asked for ends by itself, soon
}

const lifted = "lifted"

// lists are what is placed, by the command that places and lists it.
var lists = map[string]string{"KLINE": "evil%d!*@*", "DLINE": "198.51.100.%d", "MUTE": "rude%d!*@*"}

// until is when an order ends, the zero time if it stands for good.
func until(listed string) time.Time {
	_, rest, _ := strings.Cut(listed, " until ")
	text, _, _ := strings.Cut(rest, ",")
	at, _ := time.Parse("2006-01-02T15:04:05.000Z", text)
	return at
}

// enter comes in under a name.
func (g *guard) enter(name string) {
	g.Helper()
	g.person = newPerson(g.crash, name)
	g.connect("")
	g.mustAsk("OPER root sesame", " 381 ")
}

// stand places and lifts until the server is gone.
func (g *guard) stand() func() {
	g.enter("guard")
	return func() {
		for {
			time.Sleep(time.Duration(rand.IntN(2000)) * time.Microsecond)
			err := g.order()
			if errors.Is(err, errRefused) {
				g.Errorf("round %d: %v", g.round, err)
			}
			if err != nil {
				_ = g.conn.Close()
				return
			}
		}
	}
}

// order places something or, of what does not end by itself, lifts it.
func (g *guard) order() error {
	g.given++
	for command, target := range lists { // any of them
		target = fmt.Sprintf(target, rand.IntN(4))
		o := g.orders[command+" "+target]
		if o == nil {
			o = &order{}
			g.orders[command+" "+target] = o
		}
		if o.is != "" && until(o.is).IsZero() && rand.IntN(2) == 0 {
			o.asked = lifted
			if _, err := g.ask("UN"+command+" "+target, target+" is free again"); err != nil {
				return err
			}
			*o = order{}
			return nil
		}
		lasts := []string{"", " 1s", " 2s", " 1h"}[rand.IntN(4)]
		o.asked, o.brief = fmt.Sprint("reason ", g.round, " ", g.given), strings.HasSuffix(lasts, "s")
		line, err := g.ask(command+" "+target+lasts+" :"+o.asked, target+" is ")
		if err == nil {
			*o = order{is: last(line)}
		}
		return err
	}
	return nil
}

// verify looks at all that she was told stands.
func (g *guard) verify() {
	g.Helper()
	g.enter("judge")
	now := map[string]string{}
	began := time.Now()
	for command := range lists {
		for _, line := range g.list(command, " is ") {
			target, _, _ := strings.Cut(last(line), " ")
			now[command+" "+target] = last(line)
		}
	}
	ended := time.Now()
	for key, o := range g.orders {
		end := until(o.is)
		mayStand := o.is == "" || end.IsZero() || end.After(began)
		mayBeGone := o.is == "" || o.brief || o.asked == lifted || !end.IsZero() && end.Before(ended)
		isNew := o.asked != "" && o.asked != lifted && strings.HasSuffix(now[key], ": "+o.asked)
		switch listed := now[key]; {
		case listed == "" && mayBeGone, listed == o.is && mayStand, isNew:
		default:
			g.Errorf("round %d: of %s %q is listed, and %q was said (%q was asked for)", g.round, key, listed, o.is, o.asked)
		}
		*o = order{is: now[key]}
		delete(now, key)
	}
	for key, listed := range now {
		g.Errorf("round %d: of %s %q is listed, which nobody has placed", g.round, key, listed)
	}
}
