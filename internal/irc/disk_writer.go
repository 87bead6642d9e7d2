package irc

import (
	"time"

	"linnet/internal/irc/history"
)

const (
	// gather is how long what has happened waits for more of the kind, so that a
	// crowd that talks costs one write. With the write itself it stays well below
	// the tenth of a second after which what was said is on disk.
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
		hurried := false
		select {
		case <-d.wake:
		case <-d.hurry:
			hurried = true
		case <-d.stop:
			ending = true
		}
		if !hurried && !ending {
			ending = d.pause(gather)
		}
		for !ending {
			more, err := h.writeBatch()
			if err != nil {
				ending = d.pause(retry)
				poke(d.wake)
			}
			if !more || err != nil {
				break
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

// pause waits until somebody is in a hurry. It says whether all is to end.
func (d *disk) pause(t time.Duration) (ending bool) {
	timer := time.NewTimer(t)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-d.hurry:
	case <-d.stop:
		return true
	}
	return false
}

// writeBatch writes all that waits, and lets happen what waited for that. It says
// whether there is more already.
func (h *hub) writeBatch() (more bool, err error) {
	d := h.disk
	h.lock()
	group, foreseen := h.beginRecords()
	batch := d.take(h.lastID, h.now, foreseen)
	isDue := d.isDue || !batch.IsEmpty()
	h.unlock()
	if !isDue && len(group) == 0 {
		return false, nil
	}
	if isDue {
		err = d.store.Commit(batch)
	}
	h.lock()
	defer h.unlock()
	if err != nil {
		d.putBack()
		h.beginTrouble(err)
	} else {
		d.stored += uint64(len(batch.Changes))
		d.flight, d.alive, d.isDue = history.Batch{}, batch.At, false
		h.endTrouble()
	}
	for _, r := range group {
		h.settle(r, err)
	}
	return len(d.records) > 0, err
}

// closeDisk writes what waits, and returns when that is done.
func (h *hub) closeDisk() {
	if h.disk == nil {
		return
	}
	close(h.disk.stop)
	<-h.disk.ended
}
