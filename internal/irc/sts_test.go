package irc

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

// doorway is a transport of any kind that keeps what is written.
type doorway struct{ peer Peer }

func (d doorway) Peer() Peer { return d.peer }
func (d doorway) Wake()      {}
func (d doorway) Release()   {}
func (d doorway) Close()     {}

// says lets a client say lines and returns what it hears.
func (d doorway) says(s *Session, lines ...string) []string {
	for _, line := range lines {
		s.Line([]byte(line))
	}
	var heard []string
	for _, line := range s.Take(nil) {
		heard = append(heard, strings.TrimSuffix(string(line), "\r\n"))
	}
	return heard
}

func newServer(t *testing.T, change func(*Config)) (*Server, Config) {
	t.Helper()
	cfg := DefaultConfig()
	cfg.Name = "irc.test"
	change(&cfg)
	srv, err := New(cfg, Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return srv, cfg
}

// TestSTS holds IRCv3 sts: the port to who came in the clear, the duration to who
// came by TLS and said to which host; nothing to anybody else.
func TestSTS(t *testing.T) {
	on := STS{Port: 6697, Duration: 30 * 24 * time.Hour, Hosts: []string{"irc.example.org", "chat.example.org"}, Preload: []string{"Chat.example.org"}}
	anyHost := STS{Port: 6697, Duration: 0}
	for _, test := range []struct {
		name string
		sts  STS
		peer Peer
		want string
	}{
		{"off", STS{Duration: time.Hour}, Peer{Kind: "tcp"}, ""},
		{"in the clear", on, Peer{Kind: "tcp", Address: netip.MustParseAddr("192.0.2.1")}, "sts=port=6697"},
		{"over TLS", on, Peer{Kind: "tls", Secure: true, ServerName: "IRC.example.org"}, "sts=duration=2592000"},
		{"over TLS to a host for the lists", on, Peer{Kind: "tls", Secure: true, ServerName: "chat.example.org"}, "sts=duration=2592000,preload"},
		{"over TLS to another host", on, Peer{Kind: "tls", Secure: true, ServerName: "example.org"}, ""},
		{"over TLS to no host", on, Peer{Kind: "tls", Secure: true}, ""},
		{"taken back, to any host", anyHost, Peer{Kind: "tls", Secure: true, ServerName: "a.example"}, "sts=duration=0"},
		{"by a browser", on, Peer{Kind: "websocket"}, ""},
		{"on the same machine", on, Peer{Kind: "unix", Secure: true}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv, _ := newServer(t, func(cfg *Config) { cfg.STS = test.sts })
			d := doorway{test.peer}
			s := srv.Attach(d, d.Peer())
			var got string
			for _, line := range d.says(s, "CAP LS 302") {
				for name := range strings.FieldsSeq(line[strings.LastIndex(line, " :")+2:]) {
					if name, isSTS := strings.CutPrefix(name, "sts"); isSTS {
						got = "sts" + name
					}
				}
			}
			if got != test.want {
				t.Errorf("offered %q, want %q", got, test.want)
			}
			if plain := strings.Join(d.says(s, "CAP LS"), " "); strings.Contains(plain, "sts") {
				t.Errorf("a client that knows no values is told %q", plain)
			}
			if got := d.says(s, "CAP REQ sts"); len(got) != 1 || !strings.HasSuffix(got[0], "NAK :sts") {
				t.Errorf("asked for, it is answered by %q", got)
			}
		})
	}
}

func TestSTSIsValidated(t *testing.T) {
	for _, sts := range []STS{{Port: -1}, {Port: 65536}, {Port: 6697, Duration: -1}} {
		cfg := DefaultConfig()
		cfg.STS = sts
		if err := cfg.Validate(); err == nil || !strings.Contains(err.Error(), "listen.sts.") {
			t.Errorf("%+v: %v", sts, err)
		}
	}
}

// TestOffersChange holds capability-negotiation "The CAP NEW subcommand": who
// wants to know hears of a value that changed, and STS is never taken back by DEL.
func TestOffersChange(t *testing.T) {
	srv, cfg := newServer(t, func(cfg *Config) { cfg.STS = STS{Port: 6697} })
	d := doorway{Peer{Kind: "tcp"}}
	knows, asked, quiet := srv.Attach(d, d.Peer()), srv.Attach(d, d.Peer()), srv.Attach(d, d.Peer())
	d.says(knows, "CAP LS 302", "NICK alice")
	d.says(asked, "CAP REQ cap-notify")
	d.says(quiet, "CAP LS")
	for _, change := range []struct {
		port int
		want []string
	}{
		{6698, []string{":irc.test CAP alice NEW :sts=port=6698"}},
		{6698, nil},
		{0, nil},
		{6697, []string{":irc.test CAP alice NEW :sts=port=6697"}},
	} {
		cfg.STS.Port = change.port
		if _, err := srv.Reload(cfg); err != nil {
			t.Fatal(err)
		}
		if got := d.says(knows); !slices.Equal(got, change.want) {
			t.Errorf("port %d: heard %q, want %q", change.port, got, change.want)
		}
		if got := append(d.says(asked), d.says(quiet)...); got != nil {
			t.Errorf("port %d: who knows no values hears %q", change.port, got)
		}
	}
}

// TestOffersComeAndGo tells of capabilities that are new or gone, each client as
// it understands it, and switches off what is gone.
func TestOffersComeAndGo(t *testing.T) {
	srv, _ := newServer(t, func(*Config) {})
	d := doorway{Peer{Kind: "tcp"}}
	knows, asked, quiet := srv.Attach(d, d.Peer()), srv.Attach(d, d.Peer()), srv.Attach(d, d.Peer())
	d.says(knows, "CAP LS 302", "CAP REQ away-notify")
	d.says(asked, "CAP REQ :cap-notify away-notify")
	d.says(quiet, "CAP REQ away-notify")
	h := srv.hub
	h.lock()
	now := h.offers(d.peer.door(), true)
	var before []string
	for _, offer := range now {
		if offer != "setname" && offer != "batch" {
			before = append(before, offer)
		}
	}
	before = append(before, "away-notify=old")
	before = slices.DeleteFunc(before, func(offer string) bool { return offer == "away-notify" })
	h.tellOffers(map[Peer][]string{d.peer.door(): before})
	h.unlock()
	for who, want := range map[*Session][]string{
		knows: {":irc.test CAP * NEW :batch away-notify setname"},
		asked: {":irc.test CAP * NEW :batch setname"},
		quiet: nil,
	} {
		if got := d.says(who); !slices.Equal(got, want) {
			t.Errorf("heard %q, want %q", got, want)
		}
	}
	fresh, gone := changedOffers([]string{"away-notify", "sts=port=1", "batch"}, []string{"batch"})
	if fresh != nil || !slices.Equal(gone, []string{"away-notify"}) {
		t.Errorf("%q new and %q gone", fresh, gone)
	}
	if bits := bitsOf(gone); bits != capAwayNotify {
		t.Errorf("what is gone are the bits %b", bits)
	}
}
