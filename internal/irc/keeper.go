package irc

import (
	"context"
	"errors"
	"fmt"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// What whoever runs the server may ask of it that no client may.

// Flush returns when all that has happened by now is on disk, or why it is not.
func (s *Server) Flush(ctx context.Context) error {
	err := s.hub.decide(ctx)
	if err == nil || s.hub.disk == nil {
		return err
	}
	s.hub.lock()
	defer s.hub.unlock()
	if trouble := s.hub.disk.trouble; trouble.is() {
		return fmt.Errorf("the disk takes nothing: %w", trouble.err)
	}
	return err
}

// Connections is how many there are.
func (s *Server) Connections() int {
	s.hub.lock()
	defer s.hub.unlock()
	return len(s.hub.sessions)
}

// LastWords is what everybody is told when the server ends.
func (s *Server) LastWords(text string) {
	s.hub.lock()
	defer s.hub.unlock()
	s.hub.goodbye = text
}

// ErrNoAccount is that there is no account of a name.
var ErrNoAccount = errors.New("there is no such account")

// EndedAccount is what has become of an account that was given up.
type EndedAccount struct {
	Name     string
	Channels []string // what has become of each that was its own, in words
}

// Erase gives an account up, as NickServ's DROP does, and unless its messages are kept
// all that was written under it: it returns when nothing of that is in a file any more.
func (s *Server) Erase(ctx context.Context, name string, keepMessages bool) (EndedAccount, error) {
	h := s.hub
	h.lock()
	a, known := h.net.Account(name)
	ended := endOf(h.net, a)
	users, now := h.usersOf(a.ID), h.now
	h.unlock()
	if !known {
		return ended, ErrNoAccount
	}
	if err := h.decide(ctx, erasure(a.ID, keepMessages, now)...); err != nil {
		return ended, err
	}
	h.lock()
	h.audit(nil, chat.Audited{Who: h.cfg.Name, Action: eraseAction(keepMessages), Target: a.Name})
	h.rejudge(nil, users)
	h.unlock()
	if keepMessages || h.disk == nil {
		return ended, nil
	}
	if err := s.Flush(ctx); err != nil { // with what was a guest's until she logged in
		return ended, err
	}
	if archive, is := h.disk.store.(Archive); is {
		return ended, archive.Scrub(ctx)
	}
	return ended, nil
}

func eraseAction(keepMessages bool) string {
	if keepMessages {
		return "DROP-ACCOUNT"
	}
	return "ERASE-ACCOUNT"
}

// endOf foresees what becomes of an account's channels.
func endOf(net *chat.Network, a account.Account) EndedAccount {
	ended := EndedAccount{Name: a.Name}
	for _, ch := range net.Holdings(a.ID) {
		if !ch.IsFounder(a.ID) {
			continue
		}
		if heir, is := net.AccountByID(ch.Successor()); is {
			ended.Channels = append(ended.Channels, fmt.Sprintf("%s is %s's", ch.Name, heir.Name))
		} else {
			ended.Channels = append(ended.Channels, ch.Name+" is nobody's")
		}
	}
	return ended
}
