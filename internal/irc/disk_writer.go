package irc

import (
	"time"

	"linnet/internal/irc/history"
)

const (
	// promise is after how long what has happened is on disk. What comes during a
	// write waits for the next, so it can be kept as long as a write takes half of it.
	promise = 100 * time.Millisecond
	// gather is how long what has happened waits for more of the kind, so that a
	// crowd that talks costs one write.
	gather = 25 * time.Millisecond
	// retry is after how long a disk that took nothing is asked again.
	retry = time.Second
)

// aliveEvery is how often the disk is told that the server is alive, while there are
// channels that would be empty without it: from then on their messages wait.
const aliveEvery = 10 * time.Minute

// keepAlive tells it if it is time to.
func (h *hub) keepAlive() {
	if d := h.disk; d != nil && len(d.rows) > 0 && h.now.Sub(d.alive) >= aliveEvery {
		d.isDue = true
		poke(d.wake)
	}
}

// write puts a change of what was said in the queue. Where there is no room it is
// lost to the disk, and that is told.
func (h *hub) write(c history.Change) {
	d := h.disk
	if d.bytes+changeSize(c) > diskRoom {
		h.lose(c)
		return
	}
	d.add(c)
	if d.trouble.is() {
		h.tellTrouble(c.Key.Channel)
	}
}

// runDisk writes whatever waits until it is told to stop.
func (h *hub) runDisk() {
	d := h.disk
	defer close(d.ended)
	for ending := false; !ending; {
		select {
		case <-d.wake:
			ending = h.pause(h.gathering())
		case <-d.hurry:
		case <-d.stop:
			ending = true
		}
		for more := !ending; more; {
			var err error
			if more, err = h.writeBatch(); err != nil {
				ending = h.pause(retry)
				more = !ending
			}
		}
	}
	h.lock()
	d.isDue = true
	h.unlock()
	for more := true; more; { // the last words
		var err error
		if more, err = h.writeBatch(); err != nil {
			return
		}
	}
}

// gathering is for how long what waits may wait for more: never so long that a
// write as slow as others lately would break the promise.
func (h *hub) gathering() time.Duration {
	h.lock()
	defer h.unlock()
	d := h.disk
	return min(gather, promise-d.pace.slowest) - d.clock.Now().Sub(d.oldest)
}

// pause waits until somebody is in a hurry. It says whether all is to end.
func (h *hub) pause(t time.Duration) (ending bool) {
	if t <= 0 {
		return false
	}
	over := make(chan struct{})
	defer h.clock.AfterFunc(t, func() { close(over) })()
	select {
	case <-over:
	case <-h.disk.hurry:
	case <-h.disk.stop:
		return true
	}
	return false
}

// writeBatch writes all that waits, and lets happen what waited for that. It says
// whether there is more already.
func (h *hub) writeBatch() (more bool, err error) {
	d := h.disk
	h.lock()
	g := h.beginRecords()
	since := d.oldest
	batch := d.take(h.lastID, h.now, g)
	isDue := d.isDue || !batch.IsEmpty()
	still := h.still
	h.unlock()
	if !isDue && len(g.records) == 0 {
		return false, nil
	}
	began := h.clock.Now()
	if g.words > 0 {
		defer h.clock.AfterFunc(still.Sub(began), h.look)()
	}
	if isDue {
		err = d.store.Commit(batch)
	}
	h.lock()
	defer h.unlock()
	switch {
	case err != nil:
		d.putBack()
		h.beginTrouble(err)
	case isDue:
		d.pace.add(began, h.clock.Now(), len(batch.Changes), since)
		d.flight, d.alive, d.isDue = history.Batch{}, batch.At, false
		h.endTrouble()
	}
	h.settleAll(g, err)
	return len(d.records) > 0, err
}

// closeDisk writes what waits, and returns when that is done.
func (h *hub) closeDisk() {
	if h.disk == nil {
		return
	}
	h.disk.trimming.end(h)
	close(h.disk.stop)
	<-h.disk.ended
}
