package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"linnet/internal/irc"
	"linnet/internal/webbridge"
)

// lookup finds a variable of the environment.
type lookup func(name string) (value string, found bool)

// settings is everything that the server is told, checked and ready to use.
type settings struct {
	irc     irc.Config
	web     webbridge.Config
	doors   []doorway
	level   slog.Level
	proxies []string // of the doors for IRC
	from    string   // the file, or "*" for none
	data    string   // the folder, "" for none
}

// readSettings puts together what the flags, the environment and the file say,
// each counting more than what comes after it.
func readSettings(typed *commandLine, env lookup) (settings, error) {
	s, err := readAll(typed, env)
	if err != nil {
		return settings{}, &typedWrong{err: err}
	}
	return s, nil
}

func readAll(typed *commandLine, env lookup) (settings, error) {
	f, in, from := defaultFile(), "", "*"
	if name, who := given(typed.Config, env, "--config", "IRCD_CONFIG"); who != "" {
		text, err := os.ReadFile(name)
		if err != nil {
			return settings{}, fmt.Errorf("%s: %w", who, err)
		}
		if f, err = parseFile(name, text); err != nil {
			return settings{}, err
		}
		in, from = name+": ", name
	}
	s, err := f.settings(in)
	if err != nil {
		return settings{}, err
	}
	s.from = from
	if dir, who := given(typed.Data, env, "--data", "IRCD_DATA"); who != "" {
		s.data = dir
	}
	if s.data == "" && s.irc.Durability == irc.Strict {
		return settings{}, fmt.Errorf("%sdata.durability: %q: expected a folder to keep things in as well: data.dir, or --data", in, s.irc.Durability)
	}
	if s.level, err = readLevel(typed, env); err != nil {
		return settings{}, err
	}
	return s, s.override(typed, env)
}

// given returns a value and who gave it: the flag, or else the environment.
func given(typed *string, env lookup, flag, variable string) (value, from string) {
	if typed != nil {
		return *typed, flag
	}
	if value, found := env(variable); found {
		return value, variable
	}
	return "", ""
}

// settings makes settings of the file alone; in begins the errors.
func (f *file) settings(in string) (settings, error) {
	var s settings
	motd, err := f.motd()
	if err != nil {
		return s, fmt.Errorf("%s%w", in, err)
	}
	s.irc = f.config(motd)
	s.web = webbridge.Config{Origins: f.Web.Origins, TrustedProxies: f.Web.TrustedProxies, PublicURL: f.Web.PublicURL}
	if err := s.irc.Validate(); err != nil {
		return s, fmt.Errorf("%s%w", in, err)
	}
	if err := s.web.Validate(); err != nil {
		return s, fmt.Errorf("%s%w", in, err)
	}
	if err := checkProxies(f.Listen.Proxies); err != nil {
		return s, fmt.Errorf("%s%w", in, err)
	}
	s.proxies, s.data = f.Listen.Proxies, f.Data.Dir
	for _, address := range f.Listen.IRC {
		s.doors = append(s.doors, doorway{address: address, from: in + "listen.irc"})
	}
	for _, d := range f.Listen.IRCTLS {
		// A certificate of the client's is asked for and not demanded: whoever has
		// one can be known by it.
		door := doorway{address: d.Address, from: in + "listen.irc_tls"}
		if err := door.loadTLS(d.Cert, d.Key, &tls.Config{MinVersion: tls.VersionTLS12, ClientAuth: tls.RequestClientCert}); err != nil {
			return s, fmt.Errorf("%slisten.irc_tls: %s: %w", in, d.Address, err)
		}
		s.doors = append(s.doors, door)
	}
	if f.Listen.Metrics != "" {
		s.doors = append(s.doors, doorway{address: f.Listen.Metrics, from: in + "listen.metrics", metrics: true})
	}
	if f.Listen.Web != "" {
		door := doorway{address: f.Listen.Web, from: in + "listen.web", web: true}
		if f.Web.Cert != "" || f.Web.Key != "" {
			// HTTP/2 has no upgrade to a WebSocket as browsers and we speak it.
			err := door.loadTLS(f.Web.Cert, f.Web.Key, &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}})
			if err != nil {
				return s, fmt.Errorf("%sweb.cert, web.key: %w", in, err)
			}
		}
		s.doors = append(s.doors, door)
	}
	return s, nil
}

func checkProxies(list []string) error {
	for _, text := range list {
		_, err := netip.ParsePrefix(text)
		if _, addressErr := netip.ParseAddr(text); err != nil && addressErr != nil {
			return fmt.Errorf("listen.proxies: %q: expected a network such as 10.0.0.0/8, or an address", text)
		}
	}
	return nil
}

func (f *file) motd() (string, error) {
	if f.Server.MOTDFile == "" {
		return f.Server.MOTD, nil
	}
	if f.Server.MOTD != "" {
		return "", errors.New("server.motd, server.motd_file: expected only one of them")
	}
	text, err := os.ReadFile(f.Server.MOTDFile)
	if err != nil {
		return "", fmt.Errorf("server.motd_file: %w", err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// loadTLS makes the door one for TLS.
func (d *doorway) loadTLS(cert, key string, cfg *tls.Config) error {
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return err
	}
	d.certificate = new(atomic.Pointer[tls.Certificate])
	d.certificate.Store(&pair)
	cfg.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return d.certificate.Load(), nil }
	d.tls = cfg
	return nil
}

// override lets flags and the environment say where to listen. A door of the
// file that is not replaced stays.
func (s *settings) override(typed *commandLine, env lookup) error {
	addresses, from := typed.IRC, "--irc"
	if value, found := env("IRCD_IRC"); found && len(addresses) == 0 {
		addresses, from = strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }), "IRCD_IRC"
	}
	if len(addresses) > 0 {
		s.doors = slices.DeleteFunc(s.doors, func(d doorway) bool { return !d.isHTTP() && d.tls == nil })
		for _, address := range addresses {
			s.doors = append(s.doors, doorway{address: address, from: from})
		}
	}
	if address, from := given(typed.Web, env, "--web", "IRCD_WEB"); from != "" {
		door := doorway{address: address, from: from, web: true}
		if i := slices.IndexFunc(s.doors, func(d doorway) bool { return d.web }); i >= 0 {
			door.tls, door.certificate = s.doors[i].tls, s.doors[i].certificate
			s.doors = slices.Delete(s.doors, i, i+1)
		}
		if address != "" {
			s.doors = append(s.doors, door)
		}
	}
	if !slices.ContainsFunc(s.doors, func(d doorway) bool { return !d.metrics }) {
		return errors.New("listen: nobody could come in: expected an address in listen.irc, listen.irc_tls or listen.web")
	}
	for i, d := range s.doors {
		if err := d.check(); err != nil {
			return err
		}
		if !d.isHTTP() {
			s.doors[i].proxies = s.proxies
		}
	}
	return nil
}

func readLevel(typed *commandLine, env lookup) (slog.Level, error) {
	text, from := given(typed.LogLevel, env, "--log-level", "IRCD_LOG_LEVEL")
	if from == "" {
		return slog.LevelInfo, nil
	}
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	level, ok := levels[text]
	if !ok {
		return 0, fmt.Errorf("%s: %q: expected debug, info, warn or error", from, text)
	}
	return level, nil
}
