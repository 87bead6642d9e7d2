package irc

import "context"

// What whoever runs the server may ask of it that no client may.

// Flush returns when all that has happened by now is on disk, or why it is not.
func (s *Server) Flush(ctx context.Context) error { return s.hub.decide(ctx) }

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
