//go:build linux

package main

// kinds are the servers that are compared: each with the least that it can do (no
// limits, no flood control, no name service) so that no setting decides.
var kinds = map[string]kind{
	"linnet": {
		name: "linnet", collects: true,
		can: []string{"irc", "tags", "tls", "websocket", "replay", "many"}, backlog: 500,
		args: []string{"--config", "linnet.toml", "--log-level", "error"},
		files: map[string]string{"linnet.toml": `
[listen]
irc = ["127.0.0.1:{{IRC}}"]
web = "127.0.0.1:{{WEB}}"
[[listen.irc_tls]]
address = "127.0.0.1:{{TLS}}"
cert = "{{DIR}}/cert.pem"
key = "{{DIR}}/key.pem"
[limits]
flood_burst = 1000000
flood_rate = 1000000.0
`},
	},
	"inspircd": {
		name: "inspircd", program: "inspircd",
		can: []string{"irc", "tags", "tls", "websocket", "replay", "many"}, backlog: 500,
		args: []string{"--runasroot", "--nofork", "--nopid", "--config", "{{DIR}}/inspircd.conf"},
		files: map[string]string{"inspircd.conf": `
<config format="xml">
<server name="irc.bench" description="bench" network="bench" id="001">
<admin name="a" nick="a" email="a@example.org">
<bind address="127.0.0.1" port="{{IRC}}" type="clients">
<bind address="127.0.0.1" port="{{TLS}}" type="clients" ssl="clients">
<bind address="127.0.0.1" port="{{WEB}}" type="clients" hook="websocket">
<sslprofile name="clients" provider="gnutls" certfile="{{DIR}}/cert.pem" keyfile="{{DIR}}/key.pem" hash="sha256">
<connect name="all" allow="*" timeout="120" pingfreq="600" hardsendq="64M" softsendq="32M" recvq="64K" threshold="1000000"
  commandrate="1000000000" fakelag="no" localmax="100000" globalmax="100000" maxchans="100" resolvehostnames="no" useident="no" maxconnwarn="no" limit="100000">
<performance netbuffersize="10240" somaxconn="4096" softlimit="100000" quietbursts="yes" nouserdns="yes">
<options prefixquit="" syntaxhints="no" cyclehostsfromuser="no" announcets="no" allowmismatch="no" defaultbind="auto" hostintopic="yes" pingwarning="0" serverpingfreq="600" defaultmodes="not" xlinemessage="x" allowzerolimit="no" exemptchanops="" invitebypassmodes="yes" nosnoticestack="no" welcomenotice="no">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="{{DIR}}/inspircd.log">
<module name="cap"><module name="ircv3"><module name="ircv3_batch"><module name="ircv3_servertime"><module name="ircv3_msgid">
<module name="ircv3_ctctags"><module name="ircv3_accounttag"><module name="ircv3_echomessage"><module name="namesx"><module name="uhnames">
<module name="chanhistory"><chanhistory maxlines="100" prefixmsg="no" enableumode="no" bots="yes">
<module name="ssl_gnutls"><module name="sha1"><module name="websocket"><websocket defaultmode="text" proxyranges="" sendastext="yes"><wsorigin allow="*">
`},
	},
	"ngircd": {
		name: "ngircd", program: "ngircd",
		can: []string{"irc", "tls"}, backlog: 8,
		args: []string{"--nodaemon", "--config", "{{DIR}}/ngircd.conf"},
		files: map[string]string{"ngircd.conf": `
[Global]
	Name = irc.bench
	Info = bench
	AdminInfo1 = a
	AdminInfo2 = a
	AdminEMail = a@example.org
	Listen = 127.0.0.1
	Ports = {{IRC}}
	ServerUID = root
	ServerGID = root
	MotdPhrase = hello
	PidFile = {{DIR}}/pid
[Limits]
	MaxConnections = 0
	MaxConnectionsIP = 0
	MaxJoins = 100
	MaxPenaltyTime = 0
	PingTimeout = 600
	PongTimeout = 600
[Options]
	DNS = no
	Ident = no
	PAM = no
	MorePrivacy = no
	SyslogFacility = local1
[SSL]
	CertFile = {{DIR}}/cert.pem
	KeyFile = {{DIR}}/key.pem
	Ports = {{TLS}}
`},
	},
	"ergo": {
		name: "ergo", program: "ergo", collects: true,
		can: []string{"irc", "tags", "tls", "websocket", "replay", "many"}, backlog: 500,
		args: []string{"run", "--quiet", "--conf", "{{DIR}}/ergo.yaml"},
		files: map[string]string{"ergo.yaml": `
network: {name: bench}
server:
  name: irc.bench
  listeners:
    "127.0.0.1:{{IRC}}": {}
    "127.0.0.1:{{TLS}}": {tls: {cert: "{{DIR}}/cert.pem", key: "{{DIR}}/key.pem"}}
    "127.0.0.1:{{WEB}}": {websocket: true}
  casemapping: ascii
  max-sendq: 64M
  lookup-hostnames: false
  check-ident: false
  ip-limits: {count: false, throttle: false}
  ip-cloaking: {enabled: false}
accounts: {registration: {enabled: false}, authentication-enabled: false}
channels: {default-modes: +nt, max-channels-per-client: 100, registration: {enabled: false}}
datastore: {path: "{{DIR}}/ircd.db", autoupgrade: true}
languages: {enabled: false}
limits: {nicklen: 32, identlen: 20, channellen: 64, awaylen: 390, kicklen: 390, topiclen: 390, monitor-entries: 100, whowas-entries: 100, chan-list-modes: 100, registration-messages: 1024, multiline: {max-bytes: 4096, max-lines: 100}}
fakelag: {enabled: false}
history: {enabled: true, channel-length: 1024, client-length: 64, autoresize-window: 1h, autoreplay-on-join: 100, chathistory-maxmessages: 100}
logging: [{method: stderr, type: "*", level: error}]
`},
	},
}
