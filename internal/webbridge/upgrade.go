package webbridge

import (
	"net/http"
	"strings"

	"github.com/coder/websocket"

	"linnet/internal/irc"
)

// The sub-protocols of IRCv3 websocket. A client that asks for none is served
// as if it had asked for text.
const (
	textProtocol   = "text.ircv3.net"
	binaryProtocol = "binary.ircv3.net"
)

// chooseProtocol takes the first sub-protocol of the client's that we speak:
// the order is its preference and to be respected (IRCv3 websocket). It answers
// "" if there is none.
func chooseProtocol(header http.Header) string {
	for _, value := range header.Values("Sec-WebSocket-Protocol") {
		for name := range strings.SplitSeq(value, ",") {
			switch name = strings.TrimSpace(name); name {
			case textProtocol, binaryProtocol:
				return name
			}
		}
	}
	return ""
}

// wantsWebSocket says whether a request asks for an upgrade.
func wantsWebSocket(r *http.Request) bool {
	return strings.EqualFold(strings.TrimSpace(r.Header.Get("Upgrade")), "websocket")
}

// upgrade makes a session of a request. It returns as soon as that stands, so
// that what net/http holds for a request is freed.
func (b *Bridge) upgrade(w http.ResponseWriter, r *http.Request) {
	if !b.origins.mayUpgrade(r) {
		http.Error(w, "This origin may not connect here.", http.StatusForbidden)
		return
	}
	address, secure := b.proxies.client(r)
	protocol := chooseProtocol(r.Header)
	opts := &websocket.AcceptOptions{
		InsecureSkipVerify: true, // the origin has been looked at above
		CompressionMode:    websocket.CompressionDisabled,
	}
	if protocol != "" {
		opts.Subprotocols = []string{protocol}
	}
	hijack := &hijacker{ResponseWriter: w}
	ws, err := websocket.Accept(hijack, r, opts)
	if err != nil {
		b.log.Debug("no websocket", "address", address, "err", err)
		return
	}
	ws.SetReadLimit(readLimit)
	b.carry(ws, hijack, protocol == binaryProtocol, irc.Peer{Address: address, Secure: secure, Kind: "websocket"})
}

// carry makes a session of a WebSocket: on a loop if one can have it, and else with a
// goroutine of its own.
func (b *Bridge) carry(ws *websocket.Conn, h *hijacker, isBinary bool, peer irc.Peer) {
	f := &framing{ws: ws, binary: isBinary, kept: h.early}
	h.beneath.carrier = f
	if b.irc.Carry(h.conn, peer, f, len(h.early) > 0) {
		return
	}
	k := &cork{Conn: h.conn, early: h.early}
	h.beneath.carrier = k
	newConn(b, ws, k, isBinary, peer).start()
}
