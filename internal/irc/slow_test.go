package irc

import (
	"strings"
	"testing"
	"time"

	"linnet/internal/irc/chat"
)

// Whatever happens while a password is being checked, its result finds the network
// as it is then: nobody becomes operator who should not, and nobody else waits.
func TestWhatHappensWhileAPasswordIsChecked(t *testing.T) {
	for name, test := range map[string]struct {
		meanwhile func(r *slowCheck)
		opers     int
		hears     string
	}{
		"nothing":             {func(*slowCheck) {}, 1, " 381 alice "},
		"the settings change": {func(r *slowCheck) { r.cfg.Opers = nil; r.reload() }, 0, " 464 alice "},
		"the password does": {func(r *slowCheck) {
			r.cfg.Opers = []OperConfig{{Name: "root", Password: strings.Replace(sesame, "$AVRw", "$BVRw", 1), Class: "admin"}}
			r.reload()
		}, 0, " 464 alice "},
		"the class does": {func(r *slowCheck) {
			r.cfg.Opers = []OperConfig{{Name: "root", Password: sesame, Class: "helper"}}
			r.cfg.OperClasses = []OperClass{{Name: "helper", Privileges: []string{"kill"}}}
			r.reload()
		}, 1, " 381 alice "},
		"a ban":    {func(r *slowCheck) { r.inside(func() { r.hub.expel(nil, r.alice.user, "Banned") }) }, 0, "ERROR :"},
		"she goes": {func(r *slowCheck) { r.alice.Gone(nil) }, 0, ""},
		"she goes on elsewhere": {func(r *slowCheck) {
			r.d.says(r.srv.Attach(r.d, r.d.Peer()), "CAP REQ :linnet.chat/resume", "RESUME "+r.token, "CAP END")
		}, 0, "Resumed elsewhere"},
		"the end": {func(r *slowCheck) { _ = r.srv.Shutdown(r.Context()) }, 0, "ERROR :"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newSlowCheck(t)
			test.meanwhile(r)
			r.later()
			opers := r.hub.net.Opers()
			if len(opers) != test.opers {
				t.Errorf("%d operators", len(opers))
			}
			if len(opers) > 0 && strings.Contains(name, "class") && opers[0].May(chat.MayRehash) {
				t.Error("with the privileges of before")
			}
			if heard := waitingFor(r.alice); !strings.Contains(heard, test.hears) {
				t.Errorf("heard %q", heard)
			}
			if r.alice.holds != 0 && !r.alice.closed {
				t.Error("she is held for good")
			}
		})
	}
}

// slowCheck is a client whose password for OPER is being checked.
type slowCheck struct {
	*testing.T
	srv   *Server
	hub   *hub
	cfg   Config
	d     doorway
	alice *Session
	token string
	later func() // brings the result
}

func newSlowCheck(t *testing.T) *slowCheck {
	t.Helper()
	r := &slowCheck{T: t, d: doorway{Peer{Kind: "tcp"}}}
	r.srv, r.cfg = newServer(t, func(cfg *Config) {
		cfg.Opers = []OperConfig{{Name: "root", Password: sesame, Class: "admin"}}
		cfg.Limits.ResumeGrace = time.Minute
	})
	r.hub = r.srv.hub
	r.hub.spawn = func(work func()) { r.later = work }
	r.alice = r.srv.Attach(r.d, r.d.Peer())
	heard := r.d.says(r.alice, "CAP REQ :linnet.chat/resume", "NICK alice", "USER alice 0 * :alice", "CAP END")
	_, after, _ := strings.Cut(strings.Join(heard, "\n"), "RESUME TOKEN ")
	r.token, _, _ = strings.Cut(after, " ")
	if r.alice.Line([]byte("OPER root sesame")) {
		t.Fatal("her next line would not wait")
	}
	return r
}

func (r *slowCheck) reload() {
	if _, err := r.srv.Reload(r.cfg); err != nil {
		r.Fatal(err)
	}
}

func (r *slowCheck) inside(do func()) {
	r.hub.lock()
	defer r.hub.unlock()
	do()
}

// waitingFor takes what waits for a session.
func waitingFor(s *Session) string {
	var b strings.Builder
	for lines := s.Take(nil); len(lines) > 0; lines = s.Take(nil) {
		for _, line := range lines {
			b.Write(line)
		}
	}
	return b.String()
}
