package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// startZNC runs the bouncer, which is on IRC under the nick from then on, and
// returns where its owner's clients come in.
func startZNC(t *testing.T, at place, nick string) place {
	t.Helper()
	needs(t, "znc")
	dir := openTempDir(t)
	// It wants to be told a port, and one that is free now should be so still.
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	_, port, _ := net.SplitHostPort(address)
	host, ircPort, _ := net.SplitHostPort(at.address)
	if err := os.Mkdir(filepath.Join(dir, "configs"), 0o700); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, filepath.Join(dir, "configs", "znc.conf"), fmt.Sprintf(zncConfig, port, nick, host, ircPort))
	cmd := exec.Command("znc", "--foreground", "--datadir", dir)
	cmd.Env = append(os.Environ(), "HOME="+dir)
	spawnUnprivileged(t, cmd, dir)
	door := place{address: address, password: nick + ":secret"}
	eventually(t, "ZNC is there", func() (bool, string) {
		nc, err := net.Dial("tcp", address)
		if err != nil {
			return false, err.Error()
		}
		nc.Close()
		return true, ""
	})
	return door
}

// startSicBehindZNC runs sic as the client of a bouncer, which stays on IRC when
// its client goes: it is the bouncer that is told to leave.
func startSicBehindZNC(t *testing.T, at place, nick string) *foreignClient {
	t.Helper()
	c := startSic(t, startZNC(t, at, nick), nick)
	c.kind = "sic behind ZNC"
	c.typed = but(c.typed, map[string]phrase{"quit": {"", ":m *status disconnect {text}"}})
	return c
}

const zncConfig = `Version = 1.8
ConnectDelay = 0
<Listener clients>
	Host = 127.0.0.1
	Port = %[1]s
	AllowIRC = true
	AllowWeb = false
	SSL = false
</Listener>
<User %[2]s>
	Pass = plain#secret
	Nick = %[2]s
	AltNick = %[2]s_
	Ident = %[2]s
	RealName = %[2]s
	<Network linnet>
		Server = %[3]s %[4]s
		FloodBurst = 9999
		FloodRate = 9999.00
	</Network>
</User>
`
