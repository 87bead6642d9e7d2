package main

// file is the settings file. The comments in its tags are the documentation of
// each setting: "ircd config" prints them. A table that may be there several
// times or not at all has an example in sample.go instead.
type file struct {
	Server      serverTable   `toml:"server" comment:"Settings of Linnet. Everything is optional; what is written here are the defaults."`
	Listen      listenTable   `toml:"listen" comment:"Where clients come in. IRC over TLS is at the end of this file."`
	Web         webTable      `toml:"web" comment:"The web client and its WebSocket."`
	Channels    channelsTable `toml:"channels"`
	OperClasses []classTable  `toml:"oper_classes,omitempty"`
	Opers       []operTable   `toml:"opers,omitempty"`
	Filters     []filterTable `toml:"filters,omitempty"`
	Admin       adminTable    `toml:"admin" comment:"Who runs the server, for whoever asks (ADMIN)."`
	Cloak       cloakTable    `toml:"cloak" comment:"What is shown of where people come from. Operators who may inspect see the addresses."`
	WebIRC      []webircTable `toml:"webirc,omitempty"`
	Accounts    accountsTable `toml:"accounts" comment:"Who may register an account: a name with a password that nobody else can take."`
	History     historyTable  `toml:"history" comment:"What is kept of each conversation, in memory and on disk."`
	Data        dataTable     `toml:"data" comment:"What outlives a restart: without a folder nothing is ever written to disk."`
	Limits      limitsTable   `toml:"limits" comment:"Numbers that keep one client from being everybody's problem. Lengths are in bytes."`
}

type serverTable struct {
	Name        string `toml:"name" comment:"The server's name, as clients see it. It must contain a dot."`
	Network     string `toml:"network" comment:"The network's name, one word."`
	Casemapping string `toml:"casemapping" comment:"Which nicks there may be: \"ascii\", or \"precis\" for letters of all scripts, told apart as RFC 8265 does.\nThen nobody can take a nick that looks like another's."`
	Icon        string `toml:"icon" comment:"The address of a picture of the network, for clients that show one: https://..."`
	Password    string `toml:"password" comment:"What every client must give (PASS), if set: as it is, or as ircd hash-password prints it."`
	MOTD        string `toml:"motd" comment:"The message of the day, or a file that holds it."`
	MOTDFile    string `toml:"motd_file"`
}

type listenTable struct {
	IRC     []string  `toml:"irc" comment:"Plain IRC: \"HOST:PORT\", \":PORT\" for every address of the machine, or \"unix:/PATH\"."`
	IRCTLS  []tlsDoor `toml:"irc_tls,omitempty"`
	STS     stsTable  `toml:"sts,omitempty"`
	Web     string    `toml:"web" comment:"Browsers. Empty means none."`
	Metrics string    `toml:"metrics" comment:"Figures for Prometheus and the like, at http://HOST:PORT/metrics: nobody is asked who she is, so let no stranger\ncome there. Empty means none."`
	Proxies []string  `toml:"proxies" comment:"Networks that are believed when they say for whom they connect to the doors for IRC (PROXY protocol), such as \"10.0.0.0/8\"."`
}

// stsTable makes clients come by TLS.
type stsTable struct {
	Port     int      `toml:"port"`
	Duration duration `toml:"duration"`
	Hosts    []string `toml:"hosts,omitempty"`
	Preload  []string `toml:"preload,omitempty"`
}

// tlsDoor is one place where IRC is spoken over TLS.
type tlsDoor struct {
	Address string `toml:"address"`
	Cert    string `toml:"cert"`
	Key     string `toml:"key"`
}

type webTable struct {
	Origins        []string `toml:"origins" comment:"Web origins besides our own whose pages may connect, such as \"https://chat.example.org\"; \"*\" for all."`
	TrustedProxies []string `toml:"trusted_proxies" comment:"Networks whose X-Forwarded-For and X-Forwarded-Proto are believed, such as \"127.0.0.1\" or \"10.0.0.0/8\"."`
	PublicURL      string   `toml:"public_url" comment:"The address under which everybody reaches the web client, such as \"https://chat.example.org\": addresses of\npictures begin with it, for IRC clients that show them, and links to what is kept of somebody. Without it they begin as in the browser of who brings one."`
	Cert           string   `toml:"cert" comment:"Files of a certificate and its key, to serve https by itself."`
	Key            string   `toml:"key"`
}

type channelsTable struct {
	NewModes string          `toml:"new_modes" comment:"Flags of a channel that somebody creates."`
	Always   []standingTable `toml:"always" comment:"A channel that exists from the start and while empty; nobody becomes its operator by joining."`
}

type standingTable struct {
	Name     string   `toml:"name"`
	Topic    string   `toml:"topic"`
	Modes    string   `toml:"modes,omitempty"`
	MaxAge   duration `toml:"max_age,omitempty"`
	MaxCount int      `toml:"max_count,omitempty"`
}

// historyTable bounds what is kept.
type historyTable struct {
	MaxAge   duration `toml:"max_age" comment:"For how long what is said is kept, such as \"90d\"; 0s is for ever. A channel of [[channels.always]] may have its own, and founders of registered ones may choose less."`
	MaxCount int      `toml:"max_count" comment:"How many messages of each conversation are kept; 0 is any number."`
}

// classTable names what some operators may do.
type classTable struct {
	Name       string   `toml:"name"`
	Privileges []string `toml:"privileges"`
	Title      string   `toml:"title,omitempty"`
}

// operTable is somebody who may become an operator by OPER.
type operTable struct {
	Name     string   `toml:"name"`
	Password string   `toml:"password"`
	Class    string   `toml:"class"`
	Hosts    []string `toml:"hosts,omitempty"`
}

type adminTable struct {
	Location string `toml:"location" comment:"Where the server is, whose it is, and how to reach whoever runs it."`
	Owner    string `toml:"owner"`
	Email    string `toml:"email"`
}

type cloakTable struct {
	Enabled bool   `toml:"enabled" comment:"Show a cloak in place of addresses other than this machine's: one part each for the address and for two networks around it, so that a ban can hold for a network."`
	Secret  string `toml:"secret" comment:"What the cloaks are made with, at least 20 characters that nobody knows. Without it they change with every start."`
	Suffix  string `toml:"suffix" comment:"The end of every cloak."`
}

type dataTable struct {
	Dir        string `toml:"dir" comment:"The folder in which accounts, channels and what was said are kept. ircd backup makes a copy of it while the server runs."`
	Durability string `toml:"durability" comment:"\"fast\": what is said is on disk a tenth of a second later. \"strict\": before anybody hears it, at the price of\nwaiting for the disk. Accounts, channels and bans are on disk before it is said that they changed, always."`
}

// webircTable is a gateway that is believed where its users come from.
type webircTable struct {
	Name     string   `toml:"name"`
	Password string   `toml:"password"`
	Hosts    []string `toml:"hosts,omitempty"`
}

// accountsTable says who may register an account, and how.
type accountsTable struct {
	Registration  string    `toml:"registration" comment:"\"open\" to everybody, to who has an \"invitation\" of an operator, or \"closed\"."`
	Required      bool      `toml:"required" comment:"Let in only who is logged in."`
	CustomNames   bool      `toml:"custom_names" comment:"Let the name of an account be another than the nick of who registers it."`
	EmailRequired bool      `toml:"email_required" comment:"Want an address of mail of everybody who registers."`
	RefusedEmails []string  `toml:"refused_emails,omitempty" comment:"Addresses that no account may have, by masks such as \"*@throwaway.example\"."`
	MinPassword   int       `toml:"min_password" comment:"Characters that a password has at least."`
	PerHour       int       `toml:"per_hour" comment:"Accounts that may be registered from one address within an hour, 0 for any number, and that there may be in all."`
	Most          int       `toml:"most"`
	Expire        duration  `toml:"channels_expire" comment:"After this long a registered channel is nobody's in which nobody was; 0s is never."`
	AlwaysOn      bool      `toml:"always_on" comment:"Keep users of accounts in their channels with nobody connected, unless they have chosen otherwise (NickServ SET ALWAYS-ON)."`
	SMTP          smtpTable `toml:"smtp,omitempty"`
}

// smtpTable is a server that takes letters.
type smtpTable struct {
	Address  string   `toml:"address"`
	From     string   `toml:"from"`
	User     string   `toml:"user,omitempty"`
	Password string   `toml:"password,omitempty"`
	TLS      string   `toml:"tls"`
	Within   duration `toml:"within"`
}

// filterTable is a pattern that is looked for in whatever people write.
type filterTable struct {
	Pattern string   `toml:"pattern"`
	Kind    string   `toml:"kind"`
	Action  string   `toml:"action"`
	Reason  string   `toml:"reason,omitempty"`
	Lasts   duration `toml:"lasts,omitempty"`
}

type limitsTable struct {
	Nick            int      `toml:"nick" comment:"Lengths of what people write into names and texts."`
	Channel         int      `toml:"channel"`
	Topic           int      `toml:"topic"`
	Away            int      `toml:"away"`
	Kick            int      `toml:"kick"`
	Realname        int      `toml:"realname"`
	User            int      `toml:"user"`
	Key             int      `toml:"key"`
	MetadataValue   int      `toml:"metadata_value" comment:"What users and channels may say of themselves: bytes of a value, keys, and keys that a client may subscribe to."`
	MetadataKeys    int      `toml:"metadata_keys"`
	MetadataSubs    int      `toml:"metadata_subs"`
	ChannelsPerUser int      `toml:"channels_per_user" comment:"Channels that one user may be in, and masks in one channel's ban list."`
	Bans            int      `toml:"bans"`
	PerAccount      int      `toml:"channels_per_account" comment:"Channels that one account may register, and accounts on the access list of each."`
	AccessEntries   int      `toml:"access_entries"`
	Targets         int      `toml:"targets" comment:"Targets of one message or KICK, parameters of one MODE, and nicks that one client may monitor."`
	Modes           int      `toml:"modes"`
	Monitor         int      `toml:"monitor"`
	Replay          int      `toml:"replay" comment:"Messages that a channel keeps, and replays to who joins."`
	HistoryMemory   int      `toml:"history_memory" comment:"Bytes that all kept messages may take; past it the conversations that have been silent for longest are forgotten."`
	KeepHistory     duration `toml:"keep_history" comment:"How long an emptied channel's messages wait for its return."`
	ResumeGrace     duration `toml:"resume_grace" comment:"How long a web client that lost its connection is waited for."`
	RedactWindow    duration `toml:"redact_window" comment:"How long one may redact a message of one's own; 0s is as long as it is kept."`
	MultilineBytes  int      `toml:"multiline_bytes" comment:"Bytes and lines of one multiline message, and how long a client may take to send it."`
	MultilineLines  int      `toml:"multiline_lines"`
	BatchTimeout    duration `toml:"batch_timeout"`
	Registration    duration `toml:"registration_timeout" comment:"How long a connection may take to say who it is."`
	PingInterval    duration `toml:"ping_interval" comment:"After this silence a client is asked whether it is there, and after the second it is gone."`
	PingTimeout     duration `toml:"ping_timeout"`
	WriteTimeout    duration `toml:"write_timeout" comment:"How long a client may take none of its lines."`
	PerAddress      int      `toml:"connections_per_address" comment:"Connections from one address other than this machine's (of IPv6 a /64), and to the web door four times as many besides; 0 is no limit."`
	PerMinute       int      `toml:"connections_per_minute" comment:"Connections that may come from there within a minute; 0 is no limit."`
	AccountSessions int      `toml:"sessions_per_account" comment:"Connections that may be logged in to one account at the same time."`
	ServerBans      int      `toml:"server_bans" comment:"Server bans that there may be, and mutes."`
	SendQ           int      `toml:"sendq" comment:"Bytes that others may cause to wait for one client before it is cut off."`
	FloodBurst      int      `toml:"flood_burst" comment:"Commands that a client may send at once, and commands a second after that; a rate of 0 delays nothing."`
	FloodRate       float64  `toml:"flood_rate"`
}
