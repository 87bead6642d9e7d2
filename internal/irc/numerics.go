package irc

// numeric is a reply number. Its name is the specification's, letter for letter.
type numeric int

// Numerics of Modern IRC "Numerics", except where another source is named.
const (
	RPL_WELCOME           numeric = 1
	RPL_YOURHOST          numeric = 2
	RPL_CREATED           numeric = 3
	RPL_MYINFO            numeric = 4
	RPL_ISUPPORT          numeric = 5
	RPL_UMODEIS           numeric = 221
	RPL_LUSERCLIENT       numeric = 251
	RPL_LUSEROP           numeric = 252
	RPL_LUSERUNKNOWN      numeric = 253
	RPL_LUSERCHANNELS     numeric = 254
	RPL_LUSERME           numeric = 255
	RPL_LOCALUSERS        numeric = 265
	RPL_GLOBALUSERS       numeric = 266
	RPL_WHOISCERTFP       numeric = 276
	RPL_AWAY              numeric = 301
	RPL_USERHOST          numeric = 302
	RPL_ISON              numeric = 303 // RFC 2812 4.9
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
	RPL_LISTSTART         numeric = 321
	RPL_LIST              numeric = 322
	RPL_LISTEND           numeric = 323
	RPL_CHANNELMODEIS     numeric = 324
	RPL_CREATIONTIME      numeric = 329
	RPL_WHOISACCOUNT      numeric = 330
	RPL_NOTOPIC           numeric = 331
	RPL_TOPIC             numeric = 332
	RPL_TOPICWHOTIME      numeric = 333
	RPL_WHOISBOT          numeric = 335 // IRCv3 bot-mode
	RPL_INVITELIST        numeric = 336
	RPL_ENDOFINVITELIST   numeric = 337
	RPL_WHOISACTUALLY     numeric = 338
	RPL_INVITING          numeric = 341
	RPL_VERSION           numeric = 351
	RPL_WHOREPLY          numeric = 352
	RPL_NAMREPLY          numeric = 353
	RPL_ENDOFNAMES        numeric = 366
	RPL_BANLIST           numeric = 367
	RPL_ENDOFBANLIST      numeric = 368
	RPL_ENDOFWHOWAS       numeric = 369
	RPL_INFO              numeric = 371
	RPL_MOTD              numeric = 372
	RPL_ENDOFINFO         numeric = 374
	RPL_MOTDSTART         numeric = 375
	RPL_ENDOFMOTD         numeric = 376
	RPL_WHOISMODES        numeric = 379
	RPL_TIME              numeric = 391
	ERR_NOSUCHNICK        numeric = 401
	ERR_NOSUCHSERVER      numeric = 402
	ERR_NOSUCHCHANNEL     numeric = 403
	ERR_CANNOTSENDTOCHAN  numeric = 404
	ERR_TOOMANYCHANNELS   numeric = 405
	ERR_WASNOSUCHNICK     numeric = 406
	ERR_TOOMANYTARGETS    numeric = 407
	ERR_NOORIGIN          numeric = 409
	ERR_INVALIDCAPCMD     numeric = 410 // IRCv3 capability-negotiation
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
	ERR_NOTREGISTERED     numeric = 451
	ERR_NEEDMOREPARAMS    numeric = 461
	ERR_ALREADYREGISTERED numeric = 462
	ERR_PASSWDMISMATCH    numeric = 464
	ERR_CHANNELISFULL     numeric = 471
	ERR_UNKNOWNMODE       numeric = 472
	ERR_INVITEONLYCHAN    numeric = 473
	ERR_BANNEDFROMCHAN    numeric = 474
	ERR_BADCHANNELKEY     numeric = 475
	ERR_BANLISTFULL       numeric = 478 // RFC 2812 5.2
	ERR_CHANOPRIVSNEEDED  numeric = 482
	ERR_UMODEUNKNOWNFLAG  numeric = 501
	ERR_USERSDONTMATCH    numeric = 502
	ERR_HELPNOTFOUND      numeric = 524
	ERR_INVALIDKEY        numeric = 525
	RPL_WHOISSECURE       numeric = 671
	ERR_INVALIDMODEPARAM  numeric = 696
	RPL_HELPSTART         numeric = 704
	RPL_HELPTXT           numeric = 705
	RPL_ENDOFHELP         numeric = 706
)

// numericText is the human half of the numerics whose text never changes.
var numericText = map[numeric]string{
	RPL_AWAY:              "", // the text is the away message
	RPL_UNAWAY:            "You are no longer marked as being away",
	RPL_NOWAWAY:           "You have been marked as being away",
	RPL_ENDOFWHO:          "End of WHO list",
	RPL_ENDOFWHOIS:        "End of /WHOIS list",
	RPL_LISTEND:           "End of /LIST",
	RPL_NOTOPIC:           "No topic is set",
	RPL_ENDOFINVITELIST:   "End of /INVITE list",
	RPL_ENDOFNAMES:        "End of /NAMES list",
	RPL_ENDOFBANLIST:      "End of channel ban list",
	RPL_ENDOFWHOWAS:       "End of WHOWAS",
	RPL_ENDOFINFO:         "End of INFO list",
	RPL_ENDOFMOTD:         "End of /MOTD command",
	RPL_WHOISSECURE:       "is using a secure connection",
	RPL_WHOISBOT:          "is a bot",
	RPL_WHOISOPERATOR:     "is an IRC operator",
	RPL_WHOISACCOUNT:      "is logged in as",
	ERR_NOSUCHNICK:        "No such nick/channel",
	ERR_NOSUCHSERVER:      "No such server",
	ERR_NOSUCHCHANNEL:     "No such channel",
	ERR_CANNOTSENDTOCHAN:  "Cannot send to channel",
	ERR_TOOMANYCHANNELS:   "You have joined too many channels",
	ERR_WASNOSUCHNICK:     "There was no such nickname",
	ERR_TOOMANYTARGETS:    "Too many targets",
	ERR_NOORIGIN:          "No origin specified",
	ERR_INVALIDCAPCMD:     "Invalid CAP command",
	ERR_NOTEXTTOSEND:      "No text to send",
	ERR_INPUTTOOLONG:      "Input line was too long",
	ERR_UNKNOWNCOMMAND:    "Unknown command",
	ERR_NOMOTD:            "MOTD File is missing",
	ERR_NONICKNAMEGIVEN:   "No nickname given",
	ERR_ERRONEUSNICKNAME:  "Erroneous nickname",
	ERR_NICKNAMEINUSE:     "Nickname is already in use",
	ERR_USERNOTINCHANNEL:  "They aren't on that channel",
	ERR_NOTONCHANNEL:      "You're not on that channel",
	ERR_USERONCHANNEL:     "is already on channel",
	ERR_NOTREGISTERED:     "You have not registered",
	ERR_NEEDMOREPARAMS:    "Not enough parameters",
	ERR_ALREADYREGISTERED: "You may not reregister",
	ERR_PASSWDMISMATCH:    "Password incorrect",
	ERR_CHANNELISFULL:     "Cannot join channel (+l)",
	ERR_UNKNOWNMODE:       "is unknown mode char to me",
	ERR_INVITEONLYCHAN:    "Cannot join channel (+i)",
	ERR_BANNEDFROMCHAN:    "Cannot join channel (+b)",
	ERR_BADCHANNELKEY:     "Cannot join channel (+k)",
	ERR_BANLISTFULL:       "Channel list is full",
	ERR_CHANOPRIVSNEEDED:  "You're not channel operator",
	ERR_UMODEUNKNOWNFLAG:  "Unknown MODE flag",
	ERR_USERSDONTMATCH:    "Cant change mode for other users",
	ERR_HELPNOTFOUND:      "No help available on this topic",
	ERR_INVALIDKEY:        "Key is not well-formed",
}
