package irc

import (
	"time"

	"linnet/internal/irc/history"
)

// retry is after how long a disk that took nothing is asked again.
const retry = time.Second

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
			ending = h.pause(h.gathers())
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

// gathers is for how long what waits may wait for more.
func (h *hub) gathers() time.Duration {
	h.lock()
	defer h.unlock()
	if h.disk.oldest.IsZero() { // the batch before has taken it along
		return 0
	}
	return h.disk.pace.gathers(h.clock.Now().Sub(h.disk.oldest))
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

// atOnce is how many entries are written together. If more wait, those that want to
// know wait until it is less: so no write takes for long, nor does one that fails.
const atOnce = 2000

// writeBatch writes what waits, and lets happen what waited for that. It says whether
// there is more already.
func (h *hub) writeBatch() (more bool, err error) {
	d := h.disk
	h.lock()
	var g group
	var batch history.Batch
	since := d.oldest
	isMuch := len(d.changes) > atOnce
	if isMuch {
		batch = h.takePart()
	} else {
		g = h.beginRecords()
		batch = h.take(g)
	}
	isDue, more := d.isDue || !batch.IsEmpty(), len(d.back.queue) > 0
	still := h.still
	h.unlock()
	if !isDue && len(g.records) == 0 {
		return more, nil
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
		if isMuch { // what is behind it cannot be written either
			g = h.beginRecords()
		}
	case isDue:
		d.pace.add(began, h.clock.Now(), len(batch.Changes), since)
		d.landed()
		d.alive, d.isDue = batch.At, false
		d.back.landed(batch)
		if !isMuch {
			h.endTrouble()
			h.beginScrub()
		}
	}
	h.settleAll(g, err)
	return isMuch || len(d.records) > 0 || len(d.back.queue) > 0, err
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
