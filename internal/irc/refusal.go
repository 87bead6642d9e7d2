package irc

import (
	"errors"
	"fmt"
	"strings"

	"linnet/internal/irc/chat"
)

// refusalNumerics says how each refusal of the network is told to a client.
var refusalNumerics = map[chat.Why]numeric{
	chat.NoSuchNick:         ERR_NOSUCHNICK,
	chat.NoSuchChannel:      ERR_NOSUCHCHANNEL,
	chat.NotOnChannel:       ERR_NOTONCHANNEL,
	chat.NotInChannel:       ERR_USERNOTINCHANNEL,
	chat.AlreadyOnChannel:   ERR_USERONCHANNEL,
	chat.NeedOperator:       ERR_CHANOPRIVSNEEDED,
	chat.NoOutsiders:        ERR_CANNOTSENDTOCHAN,
	chat.Moderated:          ERR_CANNOTSENDTOCHAN,
	chat.Muted:              ERR_CANNOTSENDTOCHAN,
	chat.NeedAccountToSpeak: ERR_CANNOTSENDTOCHAN,
	chat.NoCTCP:             ERR_CANNOTSENDTOCHAN,
	chat.NoNotices:          ERR_CANNOTSENDTOCHAN,
	chat.TooSoon:            ERR_CANNOTSENDTOCHAN,
	chat.NickFixed:          ERR_NONICKCHANGE,
	chat.NoKicks:            ERR_CHANOPRIVSNEEDED,
	chat.NoRoleplay:         ERR_CANNOTSENDRP,
	chat.BadPart:            ERR_CANNOTSENDRP,
	chat.NeedAccountToReach: ERR_NONONREG,
	chat.NotAccepted:        ERR_TARGUMODEG,
	chat.AcceptListFull:     ERR_ACCEPTFULL,
	chat.AcceptedAlready:    ERR_ACCEPTEXIST,
	chat.NotOnAcceptList:    ERR_ACCEPTNOT,
	chat.SilenceListFull:    ERR_SILELISTFULL,
	chat.TooManyChannels:    ERR_TOOMANYCHANNELS,
	chat.BadKey:             ERR_BADCHANNELKEY,
	chat.InviteOnly:         ERR_INVITEONLYCHAN,
	chat.ChannelFull:        ERR_CHANNELISFULL,
	chat.Banned:             ERR_BANNEDFROMCHAN,
	chat.NeedAccount:        ERR_NEEDREGGEDNICK,
	chat.SecureOnly:         ERR_SECUREONLYCHAN,
	chat.OpersOnly:          ERR_OPERONLY,
	chat.Throttled:          ERR_THROTTLE,
	chat.AllMustBeSecure:    ERR_ALLMUSTSSL,
	chat.NotInvited:         ERR_NOTINVITED,
	chat.KnocksInside:       ERR_KNOCKONCHAN,
	chat.NoKnocks:           ERR_CANNOTSENDTOCHAN,
	chat.DoorOpen:           ERR_CHANOPEN,
	chat.TooManyKnocks:      ERR_TOOMANYKNOCK,
	chat.UnknownMode:        ERR_UNKNOWNMODE,
	chat.BanListFull:        ERR_BANLISTFULL,
	chat.NickReserved:       ERR_NICKNAMEINUSE,
	chat.NotOperator:        ERR_NOPRIVILEGES,
	chat.LacksPrivilege:     ERR_NOPRIVS,
	chat.Silenced:           ERR_CANNOTSENDTOCHAN,
	chat.BannedNick:         ERR_ERRONEUSNICKNAME,
	chat.ServersMode:        ERR_ONLYSERVERSCANCHANGE,
	chat.ModeKept:           ERR_MLOCKRESTRICTED,
	chat.TopicLocked:        ERR_CHANOPRIVSNEEDED,
	chat.Filtered:           ERR_CANNOTSENDTOCHAN,
}

// refusalTexts says what is told instead of the numeric's own text, where one
// numeric has several reasons. The last of what a refusal is about stands where
// the text has a place for it, the rest are parameters.
var refusalTexts = map[chat.Why]string{
	chat.NoOutsiders:        "Cannot send to channel (+n)",
	chat.Moderated:          "Cannot send to channel (+m)",
	chat.Muted:              "Cannot send to channel (+b)",
	chat.NeedAccountToSpeak: "Cannot send to channel (+M): you need to be logged in",
	chat.NoCTCP:             "Cannot send to channel (+C)",
	chat.NoNotices:          "Cannot send to channel (+T)",
	chat.TooSoon:            "Cannot send to channel (+W): wait %s seconds",
	chat.NoKnocks:           "Cannot knock on channel (+K)",
	chat.NickFixed:          "Cannot change nickname while on %s (+N)",
	chat.NoRoleplay:         "Parts are not played in this channel (-E)",
	chat.BadPart:            "The name of a part must be one that a nick of yours could be",
	chat.NoKicks:            "Cannot kick from this channel (+Q)",
	chat.TopicLocked:        "The topic is for those on the channel's access list",
	chat.Filtered:           "Cannot send to channel: that text is filtered (%s)",
	chat.NickReserved:       "Nickname is registered: log in to its account first, or choose another",
	chat.Silenced:           "Cannot send to channel: you are muted on this server (%s)",
}

// refusalFailures are the refusals that no numeric tells, but a standard reply:
// its code and its text, with a place as above.
var refusalFailures = map[chat.Why]failure{
	chat.NameInUse:       {code: "CHANNEL_NAME_IN_USE", text: "The channel name is already taken"},
	chat.CannotRename:    {code: "CANNOT_RENAME", text: "The channel cannot be renamed so"},
	chat.RenamedRecently: {code: "CANNOT_RENAME", text: "This channel has been renamed recently"},
	chat.BansFull:        {code: "BAN_LIST_FULL", text: "There is no room for another ban: lift some first"},
	chat.BannedRealname:  {code: "INVALID_REALNAME", text: "Realname is not allowed"},
	chat.RedactForbidden: {code: "REDACT_FORBIDDEN", text: "You are not authorised to delete this message"},
	chat.RedactTooLate:   {code: "REDACT_WINDOW_EXPIRED", text: "You can no longer delete this message"},
	chat.AccountExists:   {code: "ACCOUNT_EXISTS", text: "That name is registered already"},
	chat.NoSuchAccount:   {code: "ACCOUNT_UNKNOWN", text: "There is no such account"},
	chat.BadAccountName:  {code: "BAD_ACCOUNT_NAME", text: "That name is somebody else's, or looks like it"},
	chat.AccountsFull:    {code: "TEMPORARILY_UNAVAILABLE", text: "No more accounts can be registered now"},
	chat.CertInUse:       {code: "CERTIFICATE_IN_USE", text: "That certificate belongs to an account already"},
	chat.VoucherVoid:     {code: "INVITATION_REQUIRED", text: "To register here you need an invitation that nobody has used yet"},
	chat.CertsFull:       {code: "TOO_MANY_CERTIFICATES", text: "Your account has as many certificates as it may: remove one first"},
	chat.NoSuchDevice:    {code: "UNKNOWN_DEVICE", text: "There is no such device: DEVICE LIST tells which there are"},
	chat.DevicesFull:     {code: "TOO_MANY_DEVICES", text: "Your account has as many devices as it may: remove one first"},
	chat.VouchersFull:    {code: "INVITATIONS_FULL", text: "There are as many open invitations as there may be: revoke some first"},
	chat.SilencedThere:   {code: "MUTED", text: "You are muted on this server (%s)"},
	chat.FilteredThere:   {code: "FILTERED", text: "That text is filtered (%s)"},

	chat.RenamedByFounder:  {code: "CANNOT_RENAME", text: "Only its founder may rename a registered channel"},
	chat.NotLoggedIn:       {code: "ACCOUNT_REQUIRED", text: "You need to be logged in to an account for that"},
	chat.NotRegistered:     {code: "NOT_REGISTERED", text: "That channel is not registered"},
	chat.RegisteredAlready: {code: "REGISTERED_ALREADY", text: "That channel is registered already"},
	chat.FoundsTooMany:     {code: "TOO_MANY_CHANNELS", text: "Your account has as many channels as it may"},
	chat.NotFounder:        {code: "NOT_FOUNDER", text: "That is for the channel's founder"},
	chat.LacksAccess:       {code: "LACKS_ACCESS", text: "That takes access to the channel as %s"},
	chat.NotOnAccessList:   {code: "NOT_ON_LIST", text: "That account has no access to the channel"},
	chat.AccessListFull:    {code: "ACCESS_LIST_FULL", text: "The channel's access list is full"},
	chat.FounderHasAll:     {code: "IS_FOUNDER", text: "The founder has all access already"},
	chat.NotOffered:        {code: "NOT_OFFERED", text: "Nobody has offered you that channel"},
}

// refused answers what policy refused.
func (c *call) refused(r *chat.Refusal) {
	if f := failureOf(r); f != nil {
		c.fail(f)
		return
	}
	params, text := told(r, refusalTexts[r.Why])
	c.replyText(refusalNumerics[r.Why], text, params...)
}

// failureOf is the standard reply that tells a refusal, nil if a numeric does.
func failureOf(r *chat.Refusal) *failure {
	f, is := refusalFailures[r.Why]
	if !is {
		return nil
	}
	f.context, f.text = told(r, f.text)
	return &f
}

// recoded gives a refusal that a standard reply tells the code that a command's
// own specification has for it.
func recoded(err error, code string, context ...string) error {
	var refusal *chat.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	f := failureOf(refusal)
	if f == nil {
		return err
	}
	f.code, f.context = code, context
	return f
}

// told puts into a text what it has a place for, and returns the rest of what a
// refusal is about.
func told(r *chat.Refusal, text string) (params []string, _ string) {
	params = r.About[:len(r.About)-strings.Count(text, "%s")]
	if said := r.About[len(params):]; len(said) > 0 {
		text = fmt.Sprintf(text, said[0])
	}
	return params, text
}

// numericError is a refusal of the protocol itself, decided by a handler. text
// is the numeric's own when empty.
type numericError struct {
	num    numeric
	params []string
	text   string
}

func (e *numericError) Error() string { return fmt.Sprintf("%03d %v", int(e.num), e.params) }

// failure is a standard reply FAIL (IRCv3 standard-replies).
type failure struct {
	code    string
	context []string
	text    string
}

// invalidUTF8 is the one code that is for all commands (IRCv3 utf8-only).
const invalidUTF8 = "INVALID_UTF8"

func (e *failure) Error() string { return e.code + ": " + e.text }

// errSilent ends a command that must not be answered.
var errSilent = errors.New("no answer")

// explain is the one place that turns what a handler refused into what the
// client is told.
func (c *call) explain(err error) {
	if err == nil { // which is nearly always so, and costs no memory
		return
	}
	var refusal *chat.Refusal
	var protocol *numericError
	var fail *failure
	switch {
	case c.quiet, errors.Is(err, errSilent):
	case c.service != nil:
		c.notice(inWords(err))
	case errors.As(err, &refusal):
		c.refused(refusal)
	case errors.As(err, &protocol):
		c.replyText(protocol.num, protocol.text, protocol.params...)
	case errors.As(err, &fail):
		c.fail(fail)
	default:
		// Our own code made an error of a kind that no client can be told of.
		panic(fmt.Sprintf("irc: %s returned %v", c.Command, err))
	}
}
