package irc

import (
	"errors"
	"fmt"

	"linnet/internal/irc/chat"
)

// refusalNumerics says how each refusal of the network is told to a client.
var refusalNumerics = map[chat.Why]numeric{
	chat.NoSuchNick:       ERR_NOSUCHNICK,
	chat.NoSuchChannel:    ERR_NOSUCHCHANNEL,
	chat.NotOnChannel:     ERR_NOTONCHANNEL,
	chat.NotInChannel:     ERR_USERNOTINCHANNEL,
	chat.AlreadyOnChannel: ERR_USERONCHANNEL,
	chat.NeedOperator:     ERR_CHANOPRIVSNEEDED,
	chat.CannotSend:       ERR_CANNOTSENDTOCHAN,
	chat.TooManyChannels:  ERR_TOOMANYCHANNELS,
	chat.BadKey:           ERR_BADCHANNELKEY,
	chat.InviteOnly:       ERR_INVITEONLYCHAN,
	chat.ChannelFull:      ERR_CHANNELISFULL,
	chat.Banned:           ERR_BANNEDFROMCHAN,
	chat.UnknownMode:      ERR_UNKNOWNMODE,
	chat.BanListFull:      ERR_BANLISTFULL,
	chat.NotOperator:      ERR_NOPRIVILEGES,
	chat.LacksPrivilege:   ERR_NOPRIVS,
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

func (e *failure) Error() string { return e.code + ": " + e.text }

// errSilent ends a command that must not be answered.
var errSilent = errors.New("no answer")

// explain is the one place that turns what a handler refused into what the
// client is told.
func (c *call) explain(err error) {
	var refusal *chat.Refusal
	var protocol *numericError
	var fail *failure
	switch {
	case err == nil, c.quiet, errors.Is(err, errSilent):
	case errors.As(err, &refusal):
		c.reply(refusalNumerics[refusal.Why], refusal.About...)
	case errors.As(err, &protocol):
		c.replyText(protocol.num, protocol.text, protocol.params...)
	case errors.As(err, &fail):
		c.fail(fail)
	default:
		// Our own code made an error of a kind that no client can be told of.
		panic(fmt.Sprintf("irc: %s returned %v", c.Command, err))
	}
}
