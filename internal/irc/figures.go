package irc

import "time"

// Figures are what somebody watches who runs a server.
type Figures struct {
	Started                  time.Time
	Connections, Registering int
	Users, Opers, Channels   int
	Said                     uint64       // messages since the start
	Queued                   int          // bytes that wait for clients
	Disk                     *DiskFigures // nil without one
}

// DiskFigures are those of the disk. Counts are since the start.
type DiskFigures struct {
	Writes, Stored, Late uint64
	Took                 time.Duration // all writes together
	Within               []uint64      // writes that took at most each of WriteTimes
	Last                 time.Time     // when the last ended, the zero time before the first
	Waiting              int           // entries
	WaitingBytes         int
	Records              int
	Lost                 int // messages
	Trouble              int // 1 while the disk takes nothing
}

// WriteTimes are by which writes are counted.
var WriteTimes = []time.Duration{
	time.Millisecond, 2 * time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond, 20 * time.Millisecond,
	50 * time.Millisecond, 100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond, time.Second,
}

// Figures returns those of now.
func (s *Server) Figures() Figures {
	h := s.hub
	h.lock()
	n := h.net.Counts()
	f := Figures{
		Started: h.started, Connections: len(h.sessions), Registering: h.newcomers,
		Users: n.Users, Opers: n.Opers, Channels: n.Channels, Said: h.said, Disk: h.diskFigures(),
	}
	all := make([]*Session, 0, len(h.sessions))
	for _, session := range h.sessions {
		all = append(all, session)
	}
	h.unlock()
	for _, session := range all {
		f.Queued += session.out.size()
	}
	return f
}

func (h *hub) diskFigures() *DiskFigures {
	d := h.disk
	if d == nil {
		return nil
	}
	f := &DiskFigures{
		Writes: d.pace.commits, Stored: d.pace.stored, Late: d.pace.late, Took: d.pace.total, Last: d.pace.at,
		Waiting: len(d.changes) + len(d.flight.Changes), WaitingBytes: d.bytes, Records: len(d.records), Lost: d.trouble.lost,
	}
	sum := uint64(0)
	for _, n := range d.pace.within {
		sum += n
		f.Within = append(f.Within, sum)
	}
	if d.trouble.is() {
		f.Trouble = 1
	}
	return f
}
