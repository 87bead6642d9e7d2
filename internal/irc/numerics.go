package irc

import "fmt"

// numeric is a reply number. Its name is the specification's, letter for letter.
type numeric int

// String is the number as it stands in a line: three digits.
func (n numeric) String() string { return numericNames[n] }

// numericNames are made once, for half of what a server says are numerics.
var numericNames = func() (names [1000]string) {
	for n := range names {
		names[n] = fmt.Sprintf("%03d", n)
	}
	return names
}()

const (
	RPL_WELCOME           numeric = 1
	RPL_YOURHOST          numeric = 2
	RPL_CREATED           numeric = 3
	RPL_MYINFO            numeric = 4
	RPL_ISUPPORT          numeric = 5
	RPL_MAP               numeric = 15
	RPL_MAPEND            numeric = 17
	RPL_TRACEUNKNOWN      numeric = 203
	RPL_TRACEOPERATOR     numeric = 204
	RPL_TRACEUSER         numeric = 205
	RPL_STATSLINKINFO     numeric = 211
	RPL_STATSCOMMANDS     numeric = 212
	RPL_STATSKLINE        numeric = 216
	RPL_ENDOFSTATS        numeric = 219
	RPL_UMODEIS           numeric = 221
	RPL_STATSUPTIME       numeric = 242
	RPL_STATSOLINE        numeric = 243
	RPL_STATSDEBUG        numeric = 249
	RPL_LUSERCLIENT       numeric = 251
	RPL_LUSEROP           numeric = 252
	RPL_LUSERUNKNOWN      numeric = 253
	RPL_LUSERCHANNELS     numeric = 254
	RPL_LUSERME           numeric = 255
	RPL_ADMINME           numeric = 256
	RPL_ADMINLOC1         numeric = 257
	RPL_ADMINLOC2         numeric = 258
	RPL_ADMINEMAIL        numeric = 259
	RPL_TRACEEND          numeric = 262
	RPL_LOCALUSERS        numeric = 265
	RPL_GLOBALUSERS       numeric = 266
	RPL_SILELIST          numeric = 271
	RPL_ENDOFSILELIST     numeric = 272
	RPL_ACCEPTLIST        numeric = 281
	RPL_ENDOFACCEPT       numeric = 282
	RPL_WHOISCERTFP       numeric = 276
	RPL_AWAY              numeric = 301
	RPL_USERHOST          numeric = 302
	RPL_ISON              numeric = 303
	RPL_UNAWAY            numeric = 305
	RPL_NOWAWAY           numeric = 306
	RPL_WHOISUSER         numeric = 311
	RPL_WHOISSERVER       numeric = 312
	RPL_WHOISOPERATOR     numeric = 313
	RPL_WHOWASUSER        numeric = 314
	RPL_ENDOFWHO          numeric = 315
	RPL_WHOISIDLE         numeric = 317
	RPL_ENDOFWHOIS        numeric = 318
	RPL_WHOISCHANNELS     numeric = 319
	RPL_WHOISSPECIAL      numeric = 320
	RPL_LISTSTART         numeric = 321
	RPL_LIST              numeric = 322
	RPL_LISTEND           numeric = 323
	RPL_CHANNELMODEIS     numeric = 324
	RPL_CREATIONTIME      numeric = 329
	RPL_WHOISACCOUNT      numeric = 330
	RPL_NOTOPIC           numeric = 331
	RPL_TOPIC             numeric = 332
	RPL_TOPICWHOTIME      numeric = 333
	RPL_WHOISBOT          numeric = 335
	RPL_INVITELIST        numeric = 336
	RPL_ENDOFINVITELIST   numeric = 337
	RPL_WHOISACTUALLY     numeric = 338
	RPL_USERIP            numeric = 340
	RPL_INVITING          numeric = 341
	RPL_INVEXLIST         numeric = 346
	RPL_ENDOFINVEXLIST    numeric = 347
	RPL_EXCEPTLIST        numeric = 348
	RPL_ENDOFEXCEPTLIST   numeric = 349
	RPL_VERSION           numeric = 351
	RPL_WHOREPLY          numeric = 352
	RPL_NAMREPLY          numeric = 353
	RPL_LINKS             numeric = 364
	RPL_ENDOFLINKS        numeric = 365
	RPL_WHOSPCRPL         numeric = 354
	RPL_ENDOFNAMES        numeric = 366
	RPL_BANLIST           numeric = 367
	RPL_ENDOFBANLIST      numeric = 368
	RPL_ENDOFWHOWAS       numeric = 369
	RPL_INFO              numeric = 371
	RPL_MOTD              numeric = 372
	RPL_ENDOFINFO         numeric = 374
	RPL_MOTDSTART         numeric = 375
	RPL_ENDOFMOTD         numeric = 376
	RPL_YOUREOPER         numeric = 381
	RPL_WHOISHOST         numeric = 378
	RPL_WHOISMODES        numeric = 379
	RPL_VISIBLEHOST       numeric = 396
	RPL_TIME              numeric = 391
	RPL_REHASHING         numeric = 382
	ERR_UNKNOWNERROR      numeric = 400
	ERR_NOSUCHNICK        numeric = 401
	ERR_NOSUCHSERVER      numeric = 402
	ERR_NOSUCHCHANNEL     numeric = 403
	ERR_CANNOTSENDTOCHAN  numeric = 404
	ERR_TOOMANYCHANNELS   numeric = 405
	ERR_WASNOSUCHNICK     numeric = 406
	ERR_TOOMANYTARGETS    numeric = 407
	ERR_NOORIGIN          numeric = 409
	ERR_INVALIDCAPCMD     numeric = 410
	ERR_NORECIPIENT       numeric = 411
	ERR_NOTEXTTOSEND      numeric = 412
	ERR_INPUTTOOLONG      numeric = 417
	ERR_UNKNOWNCOMMAND    numeric = 421
	ERR_NOMOTD            numeric = 422
	ERR_NONICKNAMEGIVEN   numeric = 431
	ERR_ERRONEUSNICKNAME  numeric = 432
	ERR_NICKNAMEINUSE     numeric = 433
	ERR_USERNOTINCHANNEL  numeric = 441
	ERR_NOTONCHANNEL      numeric = 442
	ERR_USERONCHANNEL     numeric = 443
	ERR_SUMMONDISABLED    numeric = 445
	ERR_USERSDISABLED     numeric = 446
	ERR_NONICKCHANGE      numeric = 447
	ERR_ACCEPTFULL        numeric = 456
	ERR_ACCEPTEXIST       numeric = 457
	ERR_ACCEPTNOT         numeric = 458
	ERR_NOTREGISTERED     numeric = 451
	ERR_NEEDMOREPARAMS    numeric = 461
	ERR_ALREADYREGISTERED numeric = 462
	ERR_PASSWDMISMATCH    numeric = 464
	ERR_LINKCHANNEL       numeric = 470
	ERR_YOUREBANNEDCREEP  numeric = 465
	ERR_CHANNELISFULL     numeric = 471
	ERR_UNKNOWNMODE       numeric = 472
	ERR_INVITEONLYCHAN    numeric = 473
	ERR_BANNEDFROMCHAN    numeric = 474
	ERR_BADCHANNELKEY     numeric = 475
	ERR_BADCHANMASK       numeric = 476
	ERR_NEEDREGGEDNICK    numeric = 477
	ERR_BANLISTFULL       numeric = 478
	ERR_THROTTLE          numeric = 480
	ERR_NOPRIVILEGES      numeric = 481
	ERR_CHANOPRIVSNEEDED  numeric = 482
	ERR_NONONREG          numeric = 486
	ERR_CANTKILLSERVER    numeric = 483
	ERR_SECUREONLYCHAN    numeric = 489
	ERR_ALLMUSTSSL        numeric = 490
	ERR_NOOPERHOST        numeric = 491
	RPL_UNINVITED         numeric = 493
	ERR_INVITEREMOVED     numeric = 494
	ERR_UMODEUNKNOWNFLAG  numeric = 501
	ERR_USERSDONTMATCH    numeric = 502
	ERR_NOTINVITED        numeric = 505
	ERR_OPERONLY          numeric = 520
	ERR_HELPNOTFOUND      numeric = 524
	ERR_SILELISTFULL      numeric = 511
	ERR_CANNOTSENDRP      numeric = 573
	RPL_WHOISSECURE       numeric = 671
	ERR_INVALIDMODEPARAM  numeric = 696
	RPL_HELPSTART         numeric = 704
	RPL_HELPTXT           numeric = 705
	ERR_TARGUMODEG        numeric = 716
	ERR_MLOCKRESTRICTED   numeric = 742
	RPL_TARGNOTIFY        numeric = 717
	RPL_UMODEGMSG         numeric = 718
	ERR_NOPRIVS           numeric = 723
	RPL_ENDOFHELP         numeric = 706
	RPL_WHOISKEYVALUE     numeric = 760
	RPL_KEYVALUE          numeric = 761
	RPL_KEYNOTSET         numeric = 766
	RPL_METADATASUBOK     numeric = 770
	RPL_METADATAUNSUBOK   numeric = 771
	RPL_METADATASUBS      numeric = 772
	RPL_METADATASYNCLATER numeric = 774
	ERR_METADATARATELIMIT numeric = 775
	RPL_MONONLINE         numeric = 730
	RPL_MONOFFLINE        numeric = 731
	RPL_MONLIST           numeric = 732
	RPL_ENDOFMONLIST      numeric = 733
	ERR_MONLISTFULL       numeric = 734
	RPL_KNOCK             numeric = 710
	RPL_KNOCKDLVR         numeric = 711
	ERR_TOOMANYKNOCK      numeric = 712
	ERR_CHANOPEN          numeric = 713
	ERR_KNOCKONCHAN       numeric = 714
	RPL_LOGGEDIN          numeric = 900
	RPL_LOGGEDOUT         numeric = 901
	ERR_NICKLOCKED        numeric = 902
	RPL_SASLSUCCESS       numeric = 903
	ERR_SASLFAIL          numeric = 904
	ERR_SASLTOOLONG       numeric = 905
	ERR_SASLABORTED       numeric = 906
	ERR_SASLALREADY       numeric = 907
	RPL_SASLMECHS         numeric = 908

	ERR_ONLYSERVERSCANCHANGE numeric = 468
)

// numericRow is one numeric: its name, the human half where that never changes,
// and where it is written; "" is Modern IRC "Numerics".
type numericRow struct{ name, text, spec string }

// numerics is the table of all that the server sends.
var numerics = map[numeric]numericRow{
	RPL_WELCOME:           {"RPL_WELCOME", "", ""},
	RPL_YOURHOST:          {"RPL_YOURHOST", "", ""},
	RPL_CREATED:           {"RPL_CREATED", "", ""},
	RPL_MYINFO:            {"RPL_MYINFO", "", ""},
	RPL_ISUPPORT:          {"RPL_ISUPPORT", "", ""},
	RPL_MAP:               {"RPL_MAP", "", "ircu"},
	RPL_MAPEND:            {"RPL_MAPEND", "End of /MAP", "ircu"},
	RPL_TRACEUNKNOWN:      {"RPL_TRACEUNKNOWN", "", "RFC 2812 5.1"},
	RPL_TRACEOPERATOR:     {"RPL_TRACEOPERATOR", "", "RFC 2812 5.1"},
	RPL_TRACEUSER:         {"RPL_TRACEUSER", "", "RFC 2812 5.1"},
	RPL_STATSLINKINFO:     {"RPL_STATSLINKINFO", "", "RFC 2812 5.1"},
	RPL_STATSCOMMANDS:     {"RPL_STATSCOMMANDS", "", ""},
	RPL_STATSKLINE:        {"RPL_STATSKLINE", "", "RFC 1459 6.2"},
	RPL_ENDOFSTATS:        {"RPL_ENDOFSTATS", "End of /STATS report", ""},
	RPL_UMODEIS:           {"RPL_UMODEIS", "", ""},
	RPL_STATSUPTIME:       {"RPL_STATSUPTIME", "", ""},
	RPL_STATSOLINE:        {"RPL_STATSOLINE", "", "RFC 2812 5.1"},
	RPL_STATSDEBUG:        {"RPL_STATSDEBUG", "", ""},
	RPL_LUSERCLIENT:       {"RPL_LUSERCLIENT", "", ""},
	RPL_LUSEROP:           {"RPL_LUSEROP", "", ""},
	RPL_LUSERUNKNOWN:      {"RPL_LUSERUNKNOWN", "", ""},
	RPL_LUSERCHANNELS:     {"RPL_LUSERCHANNELS", "", ""},
	RPL_LUSERME:           {"RPL_LUSERME", "", ""},
	RPL_ADMINME:           {"RPL_ADMINME", "Administrative info", ""},
	RPL_ADMINLOC1:         {"RPL_ADMINLOC1", "", ""},
	RPL_ADMINLOC2:         {"RPL_ADMINLOC2", "", ""},
	RPL_ADMINEMAIL:        {"RPL_ADMINEMAIL", "", ""},
	RPL_TRACEEND:          {"RPL_TRACEEND", "End of TRACE", "RFC 2812 5.1"},
	RPL_LOCALUSERS:        {"RPL_LOCALUSERS", "", ""},
	RPL_GLOBALUSERS:       {"RPL_GLOBALUSERS", "", ""},
	RPL_WHOISCERTFP:       {"RPL_WHOISCERTFP", "", ""},
	RPL_AWAY:              {"RPL_AWAY", "", ""},
	RPL_USERHOST:          {"RPL_USERHOST", "", ""},
	RPL_ISON:              {"RPL_ISON", "", "RFC 2812 4.9"},
	RPL_UNAWAY:            {"RPL_UNAWAY", "You are no longer marked as being away", ""},
	RPL_NOWAWAY:           {"RPL_NOWAWAY", "You have been marked as being away", ""},
	RPL_WHOISUSER:         {"RPL_WHOISUSER", "", ""},
	RPL_WHOISSERVER:       {"RPL_WHOISSERVER", "", ""},
	RPL_WHOISOPERATOR:     {"RPL_WHOISOPERATOR", "", ""},
	RPL_WHOWASUSER:        {"RPL_WHOWASUSER", "", ""},
	RPL_ENDOFWHO:          {"RPL_ENDOFWHO", "End of WHO list", ""},
	RPL_WHOISIDLE:         {"RPL_WHOISIDLE", "", ""},
	RPL_ENDOFWHOIS:        {"RPL_ENDOFWHOIS", "End of /WHOIS list", ""},
	RPL_WHOISCHANNELS:     {"RPL_WHOISCHANNELS", "", ""},
	RPL_WHOISSPECIAL:      {"RPL_WHOISSPECIAL", "", ""},
	RPL_LISTSTART:         {"RPL_LISTSTART", "", ""},
	RPL_LIST:              {"RPL_LIST", "", ""},
	RPL_LISTEND:           {"RPL_LISTEND", "End of /LIST", ""},
	RPL_CHANNELMODEIS:     {"RPL_CHANNELMODEIS", "", ""},
	RPL_CREATIONTIME:      {"RPL_CREATIONTIME", "", ""},
	RPL_WHOISACCOUNT:      {"RPL_WHOISACCOUNT", "is logged in as", ""},
	RPL_NOTOPIC:           {"RPL_NOTOPIC", "No topic is set", ""},
	RPL_TOPIC:             {"RPL_TOPIC", "", ""},
	RPL_TOPICWHOTIME:      {"RPL_TOPICWHOTIME", "", ""},
	RPL_WHOISBOT:          {"RPL_WHOISBOT", "is a bot", "IRCv3 bot-mode"},
	RPL_INVITELIST:        {"RPL_INVITELIST", "", ""},
	RPL_ENDOFINVITELIST:   {"RPL_ENDOFINVITELIST", "End of /INVITE list", ""},
	RPL_WHOISACTUALLY:     {"RPL_WHOISACTUALLY", "", ""},
	RPL_USERIP:            {"RPL_USERIP", "", "ircu"},
	RPL_INVITING:          {"RPL_INVITING", "", ""},
	RPL_INVEXLIST:         {"RPL_INVEXLIST", "", ""},
	RPL_ENDOFINVEXLIST:    {"RPL_ENDOFINVEXLIST", "End of Channel Invite Exception List", ""},
	RPL_EXCEPTLIST:        {"RPL_EXCEPTLIST", "", ""},
	RPL_ENDOFEXCEPTLIST:   {"RPL_ENDOFEXCEPTLIST", "End of channel exception list", ""},
	RPL_VERSION:           {"RPL_VERSION", "", ""},
	RPL_WHOREPLY:          {"RPL_WHOREPLY", "", ""},
	RPL_NAMREPLY:          {"RPL_NAMREPLY", "", ""},
	RPL_LINKS:             {"RPL_LINKS", "", ""},
	RPL_ENDOFLINKS:        {"RPL_ENDOFLINKS", "End of /LINKS list", ""},
	RPL_WHOSPCRPL:         {"RPL_WHOSPCRPL", "", "IRCv3 whox"},
	RPL_ENDOFNAMES:        {"RPL_ENDOFNAMES", "End of /NAMES list", ""},
	RPL_BANLIST:           {"RPL_BANLIST", "", ""},
	RPL_ENDOFBANLIST:      {"RPL_ENDOFBANLIST", "End of channel ban list", ""},
	RPL_ENDOFWHOWAS:       {"RPL_ENDOFWHOWAS", "End of WHOWAS", ""},
	RPL_INFO:              {"RPL_INFO", "", ""},
	RPL_MOTD:              {"RPL_MOTD", "", ""},
	RPL_ENDOFINFO:         {"RPL_ENDOFINFO", "End of INFO list", ""},
	RPL_MOTDSTART:         {"RPL_MOTDSTART", "", ""},
	RPL_ENDOFMOTD:         {"RPL_ENDOFMOTD", "End of /MOTD command", ""},
	RPL_YOUREOPER:         {"RPL_YOUREOPER", "You are now an IRC operator", ""},
	RPL_WHOISHOST:         {"RPL_WHOISHOST", "", ""},
	RPL_VISIBLEHOST:       {"RPL_VISIBLEHOST", "is now your displayed host", "hybrid"},
	RPL_WHOISMODES:        {"RPL_WHOISMODES", "", ""},
	RPL_TIME:              {"RPL_TIME", "", ""},
	RPL_REHASHING:         {"RPL_REHASHING", "Rehashing", ""},
	ERR_UNKNOWNERROR:      {"ERR_UNKNOWNERROR", "", ""},
	ERR_NOSUCHNICK:        {"ERR_NOSUCHNICK", "No such nick/channel", ""},
	ERR_NOSUCHSERVER:      {"ERR_NOSUCHSERVER", "No such server", ""},
	ERR_NOSUCHCHANNEL:     {"ERR_NOSUCHCHANNEL", "No such channel", ""},
	ERR_CANNOTSENDTOCHAN:  {"ERR_CANNOTSENDTOCHAN", "Cannot send to channel", ""},
	ERR_TOOMANYCHANNELS:   {"ERR_TOOMANYCHANNELS", "You have joined too many channels", ""},
	ERR_WASNOSUCHNICK:     {"ERR_WASNOSUCHNICK", "There was no such nickname", ""},
	ERR_TOOMANYTARGETS:    {"ERR_TOOMANYTARGETS", "Too many targets", ""},
	ERR_NOORIGIN:          {"ERR_NOORIGIN", "No origin specified", ""},
	ERR_INVALIDCAPCMD:     {"ERR_INVALIDCAPCMD", "Invalid CAP command", "IRCv3 capability-negotiation"},
	ERR_NORECIPIENT:       {"ERR_NORECIPIENT", "", ""},
	ERR_NOTEXTTOSEND:      {"ERR_NOTEXTTOSEND", "No text to send", ""},
	ERR_INPUTTOOLONG:      {"ERR_INPUTTOOLONG", "Input line was too long", ""},
	ERR_UNKNOWNCOMMAND:    {"ERR_UNKNOWNCOMMAND", "Unknown command", ""},
	ERR_NOMOTD:            {"ERR_NOMOTD", "MOTD File is missing", ""},
	ERR_NONICKNAMEGIVEN:   {"ERR_NONICKNAMEGIVEN", "No nickname given", ""},
	ERR_ERRONEUSNICKNAME:  {"ERR_ERRONEUSNICKNAME", "Erroneous nickname", ""},
	ERR_NICKNAMEINUSE:     {"ERR_NICKNAMEINUSE", "Nickname is already in use", ""},
	ERR_USERNOTINCHANNEL:  {"ERR_USERNOTINCHANNEL", "They aren't on that channel", ""},
	ERR_NOTONCHANNEL:      {"ERR_NOTONCHANNEL", "You're not on that channel", ""},
	ERR_USERONCHANNEL:     {"ERR_USERONCHANNEL", "is already on channel", ""},
	ERR_NONICKCHANGE:      {"ERR_NONICKCHANGE", "Cannot change nickname", "alien.net.au numerics list"},
	ERR_SUMMONDISABLED:    {"ERR_SUMMONDISABLED", "SUMMON has been disabled", "RFC 2812 5.2"},
	ERR_USERSDISABLED:     {"ERR_USERSDISABLED", "USERS has been disabled", "RFC 2812 5.2"},
	ERR_NOTREGISTERED:     {"ERR_NOTREGISTERED", "You have not registered", ""},
	ERR_NEEDMOREPARAMS:    {"ERR_NEEDMOREPARAMS", "Not enough parameters", ""},
	ERR_ALREADYREGISTERED: {"ERR_ALREADYREGISTERED", "You may not reregister", ""},
	ERR_PASSWDMISMATCH:    {"ERR_PASSWDMISMATCH", "Password incorrect", ""},
	ERR_LINKCHANNEL:       {"ERR_LINKCHANNEL", "Forwarding to another channel", "docs/modes.md"},
	ERR_YOUREBANNEDCREEP:  {"ERR_YOUREBANNEDCREEP", "", ""},
	ERR_CHANNELISFULL:     {"ERR_CHANNELISFULL", "Cannot join channel (+l)", ""},
	ERR_UNKNOWNMODE:       {"ERR_UNKNOWNMODE", "is unknown mode char to me", ""},
	ERR_INVITEONLYCHAN:    {"ERR_INVITEONLYCHAN", "Cannot join channel (+i)", ""},
	ERR_BANNEDFROMCHAN:    {"ERR_BANNEDFROMCHAN", "Cannot join channel (+b)", ""},
	ERR_BADCHANNELKEY:     {"ERR_BADCHANNELKEY", "Cannot join channel (+k)", ""},
	ERR_BADCHANMASK:       {"ERR_BADCHANMASK", "Bad Channel Mask", ""},
	ERR_NEEDREGGEDNICK:    {"ERR_NEEDREGGEDNICK", "Cannot join channel (+R)", "docs/modes.md"},
	ERR_BANLISTFULL:       {"ERR_BANLISTFULL", "Channel list is full", "RFC 2812 5.2"},
	ERR_THROTTLE:          {"ERR_THROTTLE", "Cannot join channel (+j)", "docs/modes.md"},
	ERR_NOPRIVILEGES:      {"ERR_NOPRIVILEGES", "Permission Denied- You're not an IRC operator", ""},
	ERR_CHANOPRIVSNEEDED:  {"ERR_CHANOPRIVSNEEDED", "You're not channel operator", ""},
	ERR_CANTKILLSERVER:    {"ERR_CANTKILLSERVER", "You can't kill a server!", ""},
	ERR_SECUREONLYCHAN:    {"ERR_SECUREONLYCHAN", "Cannot join channel (+z)", "docs/modes.md"},
	ERR_ALLMUSTSSL:        {"ERR_ALLMUSTSSL", "Cannot set mode z: not everybody in the channel is on a secure connection", "docs/modes.md"},
	ERR_NOOPERHOST:        {"ERR_NOOPERHOST", "No O-lines for your host", ""},
	RPL_UNINVITED:         {"RPL_UNINVITED", "", "docs/modes.md"},
	ERR_INVITEREMOVED:     {"ERR_INVITEREMOVED", "Uninvited", "docs/modes.md"},
	ERR_UMODEUNKNOWNFLAG:  {"ERR_UMODEUNKNOWNFLAG", "Unknown MODE flag", ""},
	ERR_USERSDONTMATCH:    {"ERR_USERSDONTMATCH", "Cant change mode for other users", ""},
	ERR_NOTINVITED:        {"ERR_NOTINVITED", "Is not invited to that channel", "docs/modes.md"},
	ERR_OPERONLY:          {"ERR_OPERONLY", "Cannot join channel (+O)", "docs/modes.md"},
	ERR_HELPNOTFOUND:      {"ERR_HELPNOTFOUND", "No help available on this topic", ""},
	ERR_CANNOTSENDRP:      {"ERR_CANNOTSENDRP", "Cannot send roleplay message", "docs/modes.md"},
	RPL_WHOISSECURE:       {"RPL_WHOISSECURE", "is using a secure connection", ""},
	ERR_INVALIDMODEPARAM:  {"ERR_INVALIDMODEPARAM", "", ""},
	RPL_HELPSTART:         {"RPL_HELPSTART", "", ""},
	RPL_HELPTXT:           {"RPL_HELPTXT", "", ""},
	ERR_NOPRIVS:           {"ERR_NOPRIVS", "Insufficient oper privileges", ""},
	RPL_SILELIST:          {"RPL_SILELIST", "", "alien.net.au numerics list"},
	RPL_ENDOFSILELIST:     {"RPL_ENDOFSILELIST", "End of Silence List", "alien.net.au numerics list"},
	RPL_ACCEPTLIST:        {"RPL_ACCEPTLIST", "", "alien.net.au numerics list"},
	RPL_ENDOFACCEPT:       {"RPL_ENDOFACCEPT", "End of /ACCEPT list", "alien.net.au numerics list"},
	ERR_ACCEPTFULL:        {"ERR_ACCEPTFULL", "Accept list is full", "alien.net.au numerics list"},
	ERR_ACCEPTEXIST:       {"ERR_ACCEPTEXIST", "is already on your accept list", "alien.net.au numerics list"},
	ERR_ACCEPTNOT:         {"ERR_ACCEPTNOT", "is not on your accept list", "alien.net.au numerics list"},
	ERR_NONONREG:          {"ERR_NONONREG", "You must be logged in to an account to message this user", "alien.net.au numerics list"},
	ERR_SILELISTFULL:      {"ERR_SILELISTFULL", "Your silence list is full", "alien.net.au numerics list"},
	ERR_MLOCKRESTRICTED:   {"ERR_MLOCKRESTRICTED", "The channel keeps that mode as it is", "Solanum"},
	ERR_TARGUMODEG:        {"ERR_TARGUMODEG", "is in +g mode (server-side ignore)", "alien.net.au numerics list"},
	RPL_TARGNOTIFY:        {"RPL_TARGNOTIFY", "has been informed that you messaged them", "alien.net.au numerics list"},
	RPL_UMODEGMSG:         {"RPL_UMODEGMSG", "is messaging you, and you have user mode +g set", "alien.net.au numerics list"},
	RPL_ENDOFHELP:         {"RPL_ENDOFHELP", "", ""},
	RPL_WHOISKEYVALUE:     {"RPL_WHOISKEYVALUE", "", "IRCv3 metadata (draft)"},
	RPL_KEYVALUE:          {"RPL_KEYVALUE", "", "IRCv3 metadata (draft)"},
	RPL_KEYNOTSET:         {"RPL_KEYNOTSET", "key not set", "IRCv3 metadata (draft)"},
	RPL_METADATASUBOK:     {"RPL_METADATASUBOK", "", "IRCv3 metadata (draft)"},
	RPL_METADATAUNSUBOK:   {"RPL_METADATAUNSUBOK", "", "IRCv3 metadata (draft)"},
	RPL_METADATASUBS:      {"RPL_METADATASUBS", "", "IRCv3 metadata (draft)"},
	RPL_METADATASYNCLATER: {"RPL_METADATASYNCLATER", "", "IRCv3 metadata (draft)"},
	ERR_METADATARATELIMIT: {"ERR_METADATARATELIMIT", "", "IRCv3 metadata-3 (draft)"},
	RPL_MONONLINE:         {"RPL_MONONLINE", "", "IRCv3 monitor"},
	RPL_MONOFFLINE:        {"RPL_MONOFFLINE", "", "IRCv3 monitor"},
	RPL_MONLIST:           {"RPL_MONLIST", "", "IRCv3 monitor"},
	RPL_ENDOFMONLIST:      {"RPL_ENDOFMONLIST", "End of MONITOR list", "IRCv3 monitor"},
	ERR_MONLISTFULL:       {"ERR_MONLISTFULL", "Monitor list is full.", "IRCv3 monitor"},
	RPL_KNOCK:             {"RPL_KNOCK", "", "docs/modes.md"},
	RPL_KNOCKDLVR:         {"RPL_KNOCKDLVR", "Your KNOCK has been delivered.", "docs/modes.md"},
	ERR_TOOMANYKNOCK:      {"ERR_TOOMANYKNOCK", "Too many KNOCKs (user).", "docs/modes.md"},
	ERR_CHANOPEN:          {"ERR_CHANOPEN", "Channel is open.", "docs/modes.md"},
	ERR_KNOCKONCHAN:       {"ERR_KNOCKONCHAN", "You are already on that channel.", "docs/modes.md"},
	RPL_LOGGEDIN:          {"RPL_LOGGEDIN", "", "IRCv3 sasl-3.1"},
	RPL_LOGGEDOUT:         {"RPL_LOGGEDOUT", "You are now logged out", "IRCv3 sasl-3.1"},
	ERR_NICKLOCKED:        {"ERR_NICKLOCKED", "", "IRCv3 sasl-3.1"},
	RPL_SASLSUCCESS:       {"RPL_SASLSUCCESS", "SASL authentication successful", "IRCv3 sasl-3.1"},
	ERR_SASLFAIL:          {"ERR_SASLFAIL", "SASL authentication failed", "IRCv3 sasl-3.1"},
	ERR_SASLTOOLONG:       {"ERR_SASLTOOLONG", "SASL message too long", "IRCv3 sasl-3.1"},
	ERR_SASLABORTED:       {"ERR_SASLABORTED", "SASL authentication aborted", "IRCv3 sasl-3.1"},
	ERR_SASLALREADY:       {"ERR_SASLALREADY", "You have already authenticated using SASL", "IRCv3 sasl-3.1"},
	RPL_SASLMECHS:         {"RPL_SASLMECHS", "are available SASL mechanisms", "IRCv3 sasl-3.1"},

	ERR_ONLYSERVERSCANCHANGE: {"ERR_ONLYSERVERSCANCHANGE", "Only the server changes that mode", "alien.net.au numerics list"},
}
