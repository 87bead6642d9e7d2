//go:build linux

package main

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// connecting has clients connect, register and leave, some hundreds at a time.
func connecting(n int) func(*stage) (measurement, error) {
	return func(s *stage) (m measurement, err error) {
		if err := s.register(200, ""); err != nil { // it is warm
			return m, err
		}
		before, began := s.server.usage(), time.Now()
		if err := s.register(n, ""); err != nil {
			return m, err
		}
		took := time.Since(began)
		m = s.server.usage().since(before).per(n)
		m.rate = float64(n) / took.Seconds()
		return m, nil
	}
}

// idlers is how many clients are weighed: enough that what a server takes for itself,
// and what it has not given back yet, hardly counts.
const idlers = 5000

// memory is what each of n idle clients takes of the server's memory, in channels of
// so many if that is not 0.
func memory(n, each int) func(*stage) (measurement, error) {
	return func(s *stage) (m measurement, err error) {
		if err := s.register(10, ""); err != nil { // what the first ones bring with them
			return m, err
		}
		before := s.server.usage()
		if err := s.register(n, ""); err != nil {
			return m, err
		}
		if each > 0 {
			for i, crowd := range slices.Collect(slices.Chunk(s.clients[10:], each)) {
				if err := s.join(fmt.Sprintf("#crowd%d", i), crowd); err != nil {
					return m, err
				}
			}
		}
		if s.server.kind.collects {
			time.Sleep(settle)
		}
		return measurement{cost: float64(s.server.usage().rss-before.rss) / 1024 / float64(n), n: n}, nil
	}
}

// settle is how long such a server has for that.
const settle = 25 * time.Second

// joinStorm has clients join one channel, and counts the lines that tell of it.
func joinStorm(members int) func(*stage) (measurement, error) {
	return func(s *stage) (m measurement, err error) {
		if err := s.register(members, ""); err != nil {
			return m, err
		}
		before, began := s.server.usage(), time.Now()
		for _, c := range s.clients {
			c.say("JOIN #storm")
		}
		lines := members * (members + 1) / 2
		err = s.await("the last JOIN", func() bool { return s.joins >= lines })
		if err != nil {
			return m, err
		}
		took := time.Since(began)
		m = s.server.usage().since(before).per(lines)
		m.rate = float64(lines) / took.Seconds()
		return m, nil
	}
}

// replay has clients join a channel, one after another, hear the last hundred lines
// there, and part.
func replay(n int) func(*stage) (measurement, error) {
	return func(s *stage) (m measurement, err error) {
		const kept = 100
		if err := s.register(n+1, "batch server-time message-tags"); err != nil {
			return m, err
		}
		speaker, joiners := s.clients[0], s.clients[1:]
		if err := s.join("#past", s.clients[:1]); err != nil {
			return m, err
		}
		if s.server.kind.name == "inspircd" {
			speaker.say("MODE #past +H 100:1d")
		}
		for i := range kept {
			speaker.say("PRIVMSG #past :0 %d %s", i, filler)
		}
		speaker.say("PING :said")
		if err := s.await("the past", func() bool { return s.pongs >= 1 }); err != nil {
			return m, err
		}
		turn := 0
		next := func() {
			if turn == len(joiners) {
				s.finish()
				return
			}
			turn++
			joiners[turn-1].say("JOIN #past")
		}
		s.said = func(c *client, _ int, seq uint32) {
			if seq == kept-1 {
				c.say("PART #past")
				next()
			}
		}
		before, began := s.server.usage(), time.Now()
		next()
		if err := s.await("the replays", func() bool { return s.done }); err != nil {
			return m, err
		}
		took := time.Since(began)
		m = s.server.usage().since(before).per(n)
		m.rate = float64(n) / took.Seconds()
		return m, nil
	}
}

// pingPong has pairs answer each other in private.
func pingPong(pairs, lines int) func(*stage) (measurement, error) {
	return func(s *stage) (m measurement, err error) {
		if err := s.register(2*pairs, ""); err != nil {
			return m, err
		}
		latencies := newHistogram()
		at := make([]time.Time, pairs)
		heard := 0
		s.said = func(c *client, pair int, _ uint32) {
			latencies.add(time.Since(at[pair]))
			at[pair] = time.Now()
			heard++
			if heard >= lines {
				s.finish()
				return
			}
			peer := s.clients[c.index^1]
			c.say("PRIVMSG %s :%d %d %s", peer.nick, pair, peer.expects(pair), filler)
		}
		before, began := s.server.usage(), time.Now()
		for pair := range pairs {
			at[pair] = time.Now()
			s.clients[2*pair].say("PRIVMSG %s :%d 0 %s", s.clients[2*pair+1].nick, pair, filler)
		}
		if err := s.await("the talk", func() bool { return s.done }); err != nil {
			return m, err
		}
		took := time.Since(began)
		m = s.server.usage().since(before).per(lines)
		m.rate, m.latency = float64(lines)/took.Seconds(), latencies
		return m, nil
	}
}

// smallChannels has channels of ten talk at a fixed rate for a while. A latency counts
// from the moment at which a line was due, so a server that falls behind shows it.
func smallChannels(channels int, rate float64, long time.Duration) func(*stage) (measurement, error) {
	return func(s *stage) (m measurement, err error) {
		const each = 10
		if err := s.register(channels*each, ""); err != nil {
			return m, err
		}
		for i, crowd := range slices.Collect(slices.Chunk(s.clients, each)) {
			if err := s.join(fmt.Sprintf("#small%d", i), crowd); err != nil {
				return m, err
			}
		}
		lines := int(rate * long.Seconds())
		due := make([]time.Time, lines)
		latencies := newHistogram()
		heard := 0
		s.said = func(_ *client, channel int, seq uint32) {
			line := int(seq)*channels + channel
			if line >= lines {
				s.fail(errors.New("a line that nobody said"))
				return
			}
			latencies.add(time.Since(due[line]))
			if heard++; heard == lines*(each-1) {
				s.finish()
			}
		}
		before, began := s.server.usage(), time.Now()
		for i := range due {
			due[i] = began.Add(time.Duration(float64(i) / rate * float64(time.Second)))
		}
		for i := range due {
			time.Sleep(time.Until(due[i]))
			channel := i % channels
			s.clients[channel*each].say("PRIVMSG #small%d :%d %d %s", channel, channel, i/channels, filler)
		}
		if err := s.await("the talk", func() bool { return s.done }); err != nil {
			return m, err
		}
		m = s.server.usage().since(before).per(lines * (each - 1))
		m.rate, m.latency = float64(lines*(each-1))/time.Since(began).Seconds(), latencies
		return m, nil
	}
}
