package irc

import "linnet/internal/irc/chat"

// commands is THE TABLE: every command that a client may send. It is filled in
// init because HELP reads it.
var commands map[string]command

func init() {
	commands = map[string]command{
		"ACCEPT": {run: cmdAccept, min: 1, targets: anyNumber, help: "ACCEPT [-]<nick>{,[-]<nick>}\nLets somebody in past your user modes g and R, or no more; ACCEPT * lists them.", spec: "docs/modes.md"},
		"ADMIN":  {run: cmdAdmin, help: "ADMIN [<server>]\nTells who runs the server.", spec: `Modern IRC "ADMIN message"`},
		"AUDIT":  {run: cmdAudit, oper: chat.MayInspect, cost: 2, help: "AUDIT [<count>] [<mask>]\nShows what operators did, the newest last; the mask is of who, operator, action or target.", spec: "docs/moderation.md"},
		"AWAY":   {run: cmdAway, help: "AWAY [:<message>]\nMarks you as away, or as back without a message.", spec: `Modern IRC "AWAY message"`},
		"CAP":    {run: cmdCap, min: 1, early: true, help: "CAP LS|LIST|REQ|END [:<capabilities>]\nNegotiates capabilities.", spec: "IRCv3 capability-negotiation"},
		"CHATHISTORY": {run: cmdChathistory, needs: capChathistory, help: "CHATHISTORY LATEST|BEFORE|AFTER|AROUND <target> <message> <limit>\n" +
			"CHATHISTORY BETWEEN <target> <message> <message> <limit>\nCHATHISTORY TARGETS <time> <time> <limit>\n" +
			"Asks for what was said. A message is msgid=<id> or timestamp=<time>; * is the end.", spec: "IRCv3 chathistory (draft)"},
		"CONNECT":  {run: cmdNoLink, help: "CONNECT <server>\nFor operators; there is no other server to connect to.", spec: `Modern IRC "CONNECT message"`},
		"DIE":      {run: cmdDie, oper: chat.MayDie, help: "DIE\nEnds the server.", spec: "RFC 2812 4.3"},
		"CYCLE":    {run: cmdCycle, targets: anyNumber, min: 1, cost: 2, help: "CYCLE <channel>{,<channel>} [:<reason>]\nLeaves channels and joins them again.", spec: "docs/modes.md"},
		"ERROR":    {run: cmdError, early: true, quiet: true, help: "ERROR :<reason>\nIs for servers; yours is ignored.", spec: `Modern IRC "ERROR message"`},
		"HELP":     {run: cmdHelp, help: "HELP [<command>]\nExplains a command, or lists them.", spec: `Modern IRC "HELP message"`},
		"HELPOP":   {run: cmdHelp, help: "HELPOP [<command>]\nThe same as HELP.", spec: `Modern IRC "HELP message"`},
		"INFO":     {run: cmdInfo, help: "INFO\nTells what this server is.", spec: `Modern IRC "INFO message"`},
		"INVITE":   {run: cmdInvite, help: "INVITE <nick> <channel>\nInvites somebody; without parameters lists where you are invited to.", spec: `Modern IRC "INVITE message"`},
		"ISON":     {run: cmdIson, min: 1, help: "ISON <nick> {<nick>}\nTells which of the nicks are here.", spec: "RFC 2812 4.9"},
		"JOIN":     {run: cmdJoin, targets: anyNumber, min: 1, help: "JOIN <channel>{,<channel>} [<key>{,<key>}]\nEnters channels; a new name is a new channel. JOIN 0 leaves all.", spec: `Modern IRC "JOIN message"`},
		"KICK":     {run: cmdKick, targets: messageTargets, min: 2, help: "KICK <channel> <nick>{,<nick>} [:<reason>]\nKICK <channel>,<channel> <nick>,<nick> [:<reason>]\nPuts somebody out of a channel, or each out of its own.", spec: `Modern IRC "KICK message"`},
		"KILL":     {run: cmdKill, min: 2, oper: chat.MayKill, help: "KILL <nick> :<reason>\nEnds somebody's connection.", spec: `Modern IRC "KILL message"`},
		"KNOCK":    {run: cmdKnock, min: 1, cost: 2, help: "KNOCK <channel> [:<reason>]\nAsks to be invited, once a minute.", spec: "docs/modes.md"},
		"LINKS":    {run: cmdLinks, help: "LINKS [<mask>]\nLists the servers of the network: this one.", spec: `Modern IRC "LINKS message"`},
		"LIST":     {run: cmdList, targets: anyNumber, cost: 2, help: "LIST [<channel or mask>{,<channel or mask>}]\nLists channels, their sizes and topics.", spec: `Modern IRC "LIST message"`},
		"LUSERS":   {run: cmdLusers, help: "LUSERS\nCounts users and channels.", spec: `Modern IRC "LUSERS message"`},
		"MAP":      {run: cmdMap, help: "MAP\nShows the servers of the network: this one.", spec: "ircu"},
		"METADATA": {run: cmdMetadata, early: true, help: "METADATA <target> GET|SUB|UNSUB <key> {<key>}\nMETADATA <target> SET <key> [:<value>]\nMETADATA <target> LIST|CLEAR|SUBS|SYNC\nShows or changes what you (*), others or channels say of themselves.", spec: "IRCv3 metadata (draft)"},
		"MODE":     {run: cmdMode, min: 1, help: "MODE <channel> [<modes> [<parameters>]]\nMODE <your nick> [<modes>]\nShows or changes modes.", spec: `Modern IRC "MODE message"`},
		"MONITOR":  {run: cmdMonitor, min: 1, targets: monitorTargets, help: "MONITOR +|- <nick>{,<nick>}\nMONITOR C|L|S\nTells when nicks come and go: adds, removes, clears, lists, tells who is here.", spec: "IRCv3 monitor"},
		"MOTD":     {run: cmdMotd, help: "MOTD\nShows the message of the day.", spec: `Modern IRC "MOTD message"`},
		"NAMES":    {run: cmdNames, targets: anyNumber, cost: 2, help: "NAMES <channel>{,<channel>}\nLists who is in channels.", spec: `Modern IRC "NAMES message"`},
		"NICK":     {run: cmdNick, early: true, help: "NICK <nick>\nGives you a nick.", spec: `Modern IRC "NICK message"`},
		"NOTICE":   {run: cmdMessage, targets: messageTargets, quiet: true, help: "NOTICE <target>{,<target>} :<text>\nSays something that no program should answer.", spec: `Modern IRC "NOTICE message"`},
		"OPER":     {run: cmdOper, min: 2, cost: 5, help: "OPER <name> <password>\nMakes you an operator of the server.", spec: `Modern IRC "OPER message"`},
		"PART":     {run: cmdPart, targets: anyNumber, min: 1, help: "PART <channel>{,<channel>} [:<reason>]\nLeaves channels.", spec: `Modern IRC "PART message"`},
		"PASS":     {run: cmdPass, min: 1, early: true, help: "PASS <password>\nThe server's password, before NICK and USER.", spec: `Modern IRC "PASS message"`},
		"PING":     {run: cmdPing, min: 1, early: true, help: "PING <token>\nIs answered with the token.", spec: `Modern IRC "PING message"`},
		"PONG":     {run: cmdPong, early: true, free: true, help: "PONG <token>\nAnswers PING.", spec: `Modern IRC "PONG message"`},
		"PRIVMSG":  {run: cmdMessage, targets: messageTargets, help: "PRIVMSG <target>{,<target>} :<text>\nSays something to a channel or a nick.", spec: `Modern IRC "PRIVMSG message"`},
		"QUIT":     {run: cmdQuit, early: true, help: "QUIT [:<reason>]\nLeaves the network.", spec: `Modern IRC "QUIT message"`},
		"REHASH":   {run: cmdRehash, oper: chat.MayRehash, cost: 5, help: "REHASH\nReads the settings again.", spec: `Modern IRC "REHASH message"`},
		"RESTART":  {run: cmdRestart, oper: chat.MayDie, help: "RESTART\nEnds the server and starts it anew.", spec: `Modern IRC "RESTART message"`},
		"REMOVE":   {run: cmdRemove, targets: messageTargets, min: 2, help: "REMOVE <channel> <nick>{,<nick>} [:<reason>]\nPuts somebody out of a channel, as if they left.", spec: "docs/modes.md"},
		"RESUME":   {run: cmdResume, min: 1, early: true, help: "RESUME <token>\nTakes up a lost session, in place of NICK and USER.", spec: "docs/resume.md"},
		"SETNAME":  {run: cmdSetname, min: 1, help: "SETNAME :<real name>\nChanges your real name.", spec: "IRCv3 setname"},
		"SILENCE":  {run: cmdSilence, targets: anyNumber, help: "SILENCE [+|-]<mask>{,[+|-]<mask>}\nKeeps somebody's private words from you, or no more; without a mask lists them.", spec: "docs/modes.md"},
		"SQUIT":    {run: cmdNoLink, help: "SQUIT <server> :<reason>\nFor operators; there is no other server to let go of.", spec: `Modern IRC "SQUIT message"`},
		"STATS":    {run: cmdStats, min: 1, cost: 2, help: "STATS <letter>\nTells figures of the server:" + statsHelp(), spec: `Modern IRC "STATS message"`},
		"SUMMON":   {run: cmdSummon, help: "SUMMON\nIs not to be had here.", spec: "RFC 2812 4.5"},
		"TAGMSG":   {run: cmdMessage, targets: messageTargets, help: "TAGMSG <target>{,<target>}\nSends tags without a text.", spec: "IRCv3 message-tags"},
		"TBAN":     {run: cmdTban, min: 1, help: "TBAN <channel> <time> <mask>\nTBAN <channel>\nBans for a time such as 10m or 2d, takes such a ban off with the time 0, or shows them.", spec: "docs/modes.md"},
		"TIME":     {run: cmdTime, help: "TIME\nTells the server's time.", spec: `Modern IRC "TIME message"`},
		"TOPIC":    {run: cmdTopic, min: 1, help: "TOPIC <channel> [:<topic>]\nShows or changes what a channel is about.", spec: `Modern IRC "TOPIC message"`},
		"TRACE":    {run: cmdTrace, cost: 2, help: "TRACE [<nick>]\nTells how you are connected; operators see everybody.", spec: "RFC 2812 3.4.8"},
		"UNINVITE": {run: cmdUninvite, min: 2, help: "UNINVITE <nick> <channel>\nTakes an invitation back.", spec: "docs/modes.md"},
		"USER":     {run: cmdUser, min: 4, early: true, help: "USER <user> 0 * :<real name>\nSays who you are, once.", spec: `Modern IRC "USER message"`},
		"USERHOST": {run: cmdUserhost, targets: fiveTargets, min: 1, help: "USERHOST <nick> {<nick>}\nTells the masks of up to five nicks.", spec: `Modern IRC "USERHOST message"`},
		"USERS":    {run: cmdUsers, help: "USERS\nIs not to be had here.", spec: "RFC 2812 4.6"},
		"VERSION":  {run: cmdVersion, help: "VERSION\nTells what runs here and what it can do.", spec: `Modern IRC "VERSION message"`},
		"WALLOPS":  {run: cmdWallops, min: 1, oper: chat.MayWallop, help: "WALLOPS :<text>\nSays something to all who have set user mode w.", spec: `Modern IRC "WALLOPS message"`},
		"WHO":      {run: cmdWho, cost: 2, help: "WHO [<channel, nick or mask> [<flags>][%<fields>[,<token>]]]\nLists users. Flags: o lists operators only; n u h s r a i say what the mask is compared with. Fields: tcuihsnfdlaor.", spec: `Modern IRC "WHO message"`},
		"WHOIS":    {run: cmdWhois, targets: messageTargets, help: "WHOIS [<server>] <nick>\nTells about somebody.", spec: `Modern IRC "WHOIS message"`},
		"WHOWAS":   {run: cmdWhowas, targets: messageTargets, help: "WHOWAS <nick> [<count>]\nTells who had a nick before.", spec: `Modern IRC "WHOWAS message"`},
	}
}
