package main

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/pires/go-proxyproto"

	"linnet/internal/irc"
)

// doorway is a place to listen at.
type doorway struct {
	address string
	from    string      // the flag, the variable or the key that names it
	tls     *tls.Config // nil for plain
	web     bool
	metrics bool     // figures for who watches the server, by HTTP
	proxies []string // who is believed by the PROXY protocol, on doors for IRC
	// certificate is what tls shows; another may take its place.
	certificate *atomic.Pointer[tls.Certificate]
}

// door is a doorway that is open.
type door struct {
	doorway
	listener net.Listener
}

const unixPrefix = "unix:"

// check says whether an address can be meant.
func (d doorway) check() error {
	if path, isUnix := strings.CutPrefix(d.address, unixPrefix); isUnix && !d.isHTTP() && path != "" {
		return nil
	}
	expected := "HOST:PORT such as 127.0.0.1:6667, or unix:/PATH"
	switch {
	case d.web:
		expected = "HOST:PORT such as 127.0.0.1:8080"
	case d.metrics:
		expected = "HOST:PORT such as 127.0.0.1:9090"
	}
	_, port, err := net.SplitHostPort(d.address)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("%s: %q: expected %s", d.from, d.address, expected)
	}
	return nil
}

// openDoors listens at all places, or at none.
func openDoors(ways []doorway) ([]door, error) {
	var doors []door
	for _, way := range ways {
		l, err := way.open()
		if err != nil {
			closeDoors(doors)
			return nil, err
		}
		doors = append(doors, door{way, l})
	}
	return doors, nil
}

func closeDoors(doors []door) {
	for _, d := range doors {
		_ = d.listener.Close()
	}
}

func (d doorway) open() (net.Listener, error) {
	l, err := d.listen()
	if err != nil {
		return nil, fmt.Errorf("%s: cannot listen at %s: %s", d.from, d.address, d.explain(err))
	}
	if len(d.proxies) > 0 && !d.isUnix() {
		if l, err = behindProxies(l, d.proxies); err != nil {
			return nil, err
		}
	}
	if d.tls != nil && d.web { // those for IRC shake hands by themselves
		l = tls.NewListener(l, d.tls)
	}
	return l, nil
}

// isHTTP says whether HTTP is spoken there.
func (d doorway) isHTTP() bool { return d.web || d.metrics }

func (d doorway) isUnix() bool { return strings.HasPrefix(d.address, unixPrefix) }

// headerTimeout is how long a proxy may take to say for whom it connects.
const headerTimeout = 10 * time.Second

// behindProxies lets some networks say for whom they connect (PROXY protocol 1 and
// 2); what anybody else says in this way is what an IRC client says.
func behindProxies(l net.Listener, proxies []string) (net.Listener, error) {
	policy, err := proxyproto.PolicyFromRanges(proxies, proxyproto.USE, proxyproto.SKIP)
	if err != nil {
		return nil, err
	}
	return &proxyproto.Listener{Listener: l, ConnPolicy: policy, ReadHeaderTimeout: headerTimeout}, nil
}

func (d doorway) listen() (net.Listener, error) {
	path, isUnix := strings.CutPrefix(d.address, unixPrefix)
	switch {
	case d.isHTTP():
		return net.Listen("tcp", d.address)
	case !isUnix:
		return irc.Listen("tcp", d.address)
	}
	l, err := irc.Listen("unix", path)
	if !errors.Is(err, syscall.EADDRINUSE) {
		return l, err
	}
	// A socket that nobody answers at was left by a server that crashed.
	if nc, dialErr := net.Dial("unix", path); dialErr == nil {
		_ = nc.Close()
		return nil, err
	} else if !errors.Is(dialErr, syscall.ECONNREFUSED) {
		return nil, err
	}
	if err := os.Remove(path); err != nil {
		return nil, err
	}
	return irc.Listen("unix", path)
}

// explain says why listening failed, and what helps.
func (d doorway) explain(err error) string {
	flag, other := "--irc", "127.0.0.1:6668"
	switch {
	case d.web:
		flag, other = "--web", "127.0.0.1:8081"
	case d.metrics:
		flag, other = "listen.metrics =", "127.0.0.1:9091"
	}
	var named *net.OpError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Sprintf("another program is there (another ircd?); stop it, or choose another place, such as %s %s", flag, other)
	case errors.Is(err, syscall.EACCES) && strings.HasPrefix(d.address, unixPrefix):
		return "this user may not write in that folder"
	case errors.Is(err, syscall.EACCES):
		return fmt.Sprintf("this user may not take that port; choose one above 1023, such as %s %s", flag, other)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return "this machine does not have that address; for all that it has, leave the host out, as in :6667"
	case errors.As(err, &named):
		return named.Err.Error()
	default:
		return err.Error()
	}
}

// String is the door's address as a client would be given it.
func (d door) String() string {
	scheme := map[[2]bool]string{
		{false, false}: "irc", {false, true}: "ircs", {true, false}: "http", {true, true}: "https",
	}[[2]bool{d.isHTTP(), d.tls != nil}]
	address := d.listener.Addr()
	if address.Network() == "unix" {
		return unixPrefix + address.String()
	}
	host, port, err := net.SplitHostPort(address.String())
	if err != nil {
		return address.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost" // all addresses: this one works here
	}
	url := scheme + "://" + net.JoinHostPort(host, port)
	switch {
	case d.web:
		url += "/"
	case d.metrics:
		url += metricsPath
	}
	return url
}

// publicly is how the web door is reached by whoever is given a link to it: as the
// settings say, or else as the door is; "" if there is none.
func publicly(url string, doors []door) string {
	for _, d := range doors {
		if d.web {
			return cmp.Or(url, strings.TrimSuffix(d.String(), "/"))
		}
	}
	return ""
}
