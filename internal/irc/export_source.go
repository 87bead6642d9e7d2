package irc

import (
	"context"
	"fmt"
	"io"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/history"
)

// Export writes all that is kept of whoever has an account of this name, as one JSON
// object; with the audit log, for operators. When ErrNoAccount or another error is
// returned before anything was written, nothing is.
func (s *Server) Export(ctx context.Context, name string, audit bool, w io.Writer) error {
	h := s.hub
	if h.disk != nil {
		if err := s.Flush(ctx); err != nil { // then all of it is on disk
			return fmt.Errorf("not everything is on disk: %w", err)
		}
	}
	h.lock()
	p, known := h.net.PortraitOf(name)
	now, server, sessions := h.now, h.cfg.Name, h.sessionsOf(p.Users)
	h.unlock()
	if !known {
		return ErrNoAccount
	}
	pictures, err := h.pictures.PicturesOf(p.Account.ID)
	if err != nil {
		return err
	}
	head := exportOf(p, pictures, now)
	head.Server, head.Sessions = server, sessions
	if audit {
		head = head.withAudit(p)
	}
	owner := chat.UserID(p.Account.ID)
	if h.disk != nil {
		if archive, is := h.disk.store.(Archive); is {
			return export(ctx, w, head, owner, stored{h.disk.store, archive, owner, h.underLock})
		}
	}
	return export(ctx, w, head, owner, remembered{h, owner})
}

// underLock reads something of the network.
func (h *hub) underLock(read func(*chat.Network)) {
	h.lock()
	defer h.unlock()
	read(h.net)
}

// Export is Server.Export, with the audit log.
func (r *AtRest) Export(ctx context.Context, name string, w io.Writer) error {
	p, known := r.net.PortraitOf(name)
	archive, is := r.store.(Archive)
	if !known || !is {
		return ErrNoAccount
	}
	pictures, err := r.store.PicturesOf(p.Account.ID)
	if err != nil {
		return err
	}
	owner := chat.UserID(p.Account.ID)
	return export(ctx, w, exportOf(p, pictures, r.now).withAudit(p), owner,
		stored{r.store, archive, owner, func(read func(*chat.Network)) { read(r.net) }})
}

// stored is personal from a disk.
type stored struct {
	store   Store
	archive Archive
	owner   chat.UserID
	network func(func(*chat.Network))
}

func (s stored) said(behind int64) ([]history.Found, int64, error) {
	return s.archive.OwnedBy(s.owner, behind, exportPage)
}

func (s stored) partners() (all []chat.UserID, err error) {
	talks, err := s.store.Talks(s.owner)
	for _, t := range talks {
		all = append(all, t.With)
	}
	return all, err
}

func (s stored) talk(with chat.UserID, behind *history.Ref) ([]history.Entry, error) {
	return s.store.Find(history.Between(s.owner, with), history.Query{After: behind, Limit: exportPage, All: true})
}

func (s stored) names(persons []chat.UserID) (names map[chat.UserID]string) {
	s.network(func(n *chat.Network) { names = n.NicksOf(persons) })
	return names
}

func (s stored) channel(id chat.ChannelID) (name string) {
	s.network(func(n *chat.Network) {
		if ch := n.ChannelByID(id); ch != nil {
			name = ch.Name
		}
	})
	return name
}

// remembered is personal from memory, where that is all there is.
type remembered struct {
	hub   *hub
	owner chat.UserID
}

func (r remembered) said(int64) (found []history.Found, next int64, err error) {
	r.hub.underLock(func(*chat.Network) { found = r.hub.history.OwnedBy(r.owner) })
	return found, 0, nil
}

func (r remembered) partners() (all []chat.UserID, err error) {
	r.hub.underLock(func(*chat.Network) { all = r.hub.history.Partners(r.owner) })
	return all, nil
}

func (r remembered) talk(with chat.UserID, behind *history.Ref) (found []history.Entry, err error) {
	r.hub.underLock(func(*chat.Network) {
		found = r.hub.history.Find(history.Between(r.owner, with), history.Query{After: behind, Limit: exportPage, All: true})
	})
	return found, nil
}

func (r remembered) names(persons []chat.UserID) map[chat.UserID]string {
	return stored{network: r.hub.underLock}.names(persons)
}

func (r remembered) channel(id chat.ChannelID) string {
	return stored{network: r.hub.underLock}.channel(id)
}
