//go:build linux

package main

import (
	"fmt"
	"time"
)

// filler makes a line about as long as people's are.
const filler = "the quick brown fox jumps over the lazy dog and the linnet sings"

// fanOut has some members of one channel talk, each with one line in flight: it says
// the next when all have heard the last.
func fanOut(members, inFlight, deliveries int, caps string) func(*stage) (measurement, error) {
	return fanOutAmong(0, members, inFlight, deliveries, caps)
}

// fanOutAmong is fanOut with so many others connected, who hear nothing of it.
func fanOutAmong(others, members, inFlight, deliveries int, caps string) func(*stage) (measurement, error) {
	return func(s *stage) (m measurement, err error) {
		if len(s.clients) == 0 {
			if err := s.register(members, caps); err != nil {
				return m, err
			}
			if err := s.join("#bench", s.clients); err != nil {
				return m, err
			}
			if err := s.register(others, caps); err != nil {
				return m, err
			}
		}
		warm := max(2*inFlight, 20)
		if _, err := s.talk(members, inFlight, warm); err != nil {
			return m, err
		}
		lines := max(deliveries/(members-1), inFlight)
		before := s.server.usage()
		began := time.Now()
		latencies, err := s.talk(members, inFlight, lines)
		if err != nil {
			return m, err
		}
		took := time.Since(began)
		m = s.server.usage().since(before).per(lines * (members - 1))
		m.rate = float64(lines*(members-1)) / took.Seconds()
		m.latency = latencies
		return m, nil
	}
}

// talk has the first members say so many lines in all.
func (s *stage) talk(members, inFlight, lines int) (*histogram, error) {
	latencies := newHistogram()
	type speech struct {
		seq   uint32
		heard int
		at    time.Time
	}
	speeches := make([]speech, inFlight)
	begun, over := 0, 0
	speak := func(i int) {
		begun++
		speeches[i].heard, speeches[i].at = 0, time.Now()
		s.clients[i].say("PRIVMSG #bench :%d %d %s", i, speeches[i].seq, filler)
	}
	for i := range speeches {
		speeches[i].seq = s.clients[(i+1)%members].expects(i)
	}
	s.mu.Lock()
	s.done = false
	s.mu.Unlock()
	s.said = func(_ *client, speaker int, seq uint32) {
		sp := &speeches[speaker]
		if seq != sp.seq {
			s.fail(fmt.Errorf("line %d of speaker %d was heard while %d is under way", seq, speaker, sp.seq))
			return
		}
		if sp.heard++; sp.heard < members-1 {
			return
		}
		latencies.add(time.Since(sp.at))
		sp.seq++
		over++
		if begun < lines {
			speak(speaker)
		} else if over == lines {
			s.finish()
		}
	}
	for i := range speeches {
		speak(i)
	}
	return latencies, s.await("the talk", func() bool { return s.done })
}
