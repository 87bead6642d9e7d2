package irc

import (
	"strconv"
	"strings"
	"time"

	"linnet/internal/irc/chat"
)

// isUs says whether a server mask means this server.
func (c *call) isUs(mask string) bool {
	return chat.Match(c.net().Fold(mask), c.net().Fold(c.hub.cfg.Name))
}

// mustBeUs refuses a question to a server that is not this one, the only one
// there is. A nick stands for the server of its user.
func (c *call) mustBeUs(target string) error {
	if target == "" || c.isUs(target) || c.net().User(target) != nil {
		return nil
	}
	return &numericError{num: ERR_NOSUCHSERVER, params: []string{middle(target)}}
}

// cmdMotd sends the message of the day (Modern IRC "MOTD message").
func cmdMotd(c *call) error {
	if err := c.mustBeUs(c.Param(0)); err != nil {
		return err
	}
	c.sendMotd()
	return nil
}

func (c *call) sendMotd() {
	motd := strings.TrimRight(c.hub.cfg.MOTD, "\r\n")
	if motd == "" {
		c.reply(ERR_NOMOTD)
		return
	}
	c.replyText(RPL_MOTDSTART, "- "+c.hub.cfg.Name+" Message of the day - ")
	for line := range strings.SplitSeq(motd, "\n") {
		c.replyText(RPL_MOTD, "- "+strings.TrimRight(line, "\r"))
	}
	c.reply(RPL_ENDOFMOTD)
}

// cmdLusers counts users and channels (Modern IRC "LUSERS message").
func cmdLusers(c *call) error {
	c.sendLusers()
	return nil
}

func (c *call) sendLusers() {
	n := c.net().Counts()
	most := max(n.MostUsers, n.Users)
	users, mostText := strconv.Itoa(n.Users), strconv.Itoa(most)
	c.replyText(RPL_LUSERCLIENT, "There are "+strconv.Itoa(n.Users-n.Invisible)+" users and "+strconv.Itoa(n.Invisible)+" invisible on 1 servers")
	c.replyText(RPL_LUSEROP, "operator(s) online", strconv.Itoa(n.Opers))
	c.replyText(RPL_LUSERUNKNOWN, "unknown connection(s)", strconv.Itoa(c.hub.newcomers))
	c.replyText(RPL_LUSERCHANNELS, "channels formed", strconv.Itoa(n.Channels))
	c.replyText(RPL_LUSERME, "I have "+users+" clients and 0 servers")
	c.replyText(RPL_LOCALUSERS, "Current local users "+users+", max "+mostText, users, mostText)
	c.replyText(RPL_GLOBALUSERS, "Current global users "+users+", max "+mostText, users, mostText)
}

// cmdVersion tells what runs here, and all of ISUPPORT (Modern IRC "VERSION").
func cmdVersion(c *call) error {
	if err := c.mustBeUs(c.Param(0)); err != nil {
		return err
	}
	c.replyText(RPL_VERSION, "Linnet, a chat server for people's own machines", c.hub.version, c.hub.cfg.Name)
	c.sendISupport()
	return nil
}

// cmdTime tells the server's time (Modern IRC "TIME message").
func cmdTime(c *call) error {
	if err := c.mustBeUs(c.Param(0)); err != nil {
		return err
	}
	c.replyText(RPL_TIME, c.hub.now.Format(time.RFC1123), c.hub.cfg.Name, strconv.FormatInt(c.hub.now.Unix(), 10), "0")
	return nil
}

// cmdInfo tells about the software (Modern IRC "INFO message").
func cmdInfo(c *call) error {
	if err := c.mustBeUs(c.Param(0)); err != nil {
		return err
	}
	for _, line := range []string{
		"Linnet " + c.hub.version,
		"An IRC server, a WebSocket door to it and a web client, in one file.",
		"A linnet is a small finch that sings in company.",
		"On line since " + c.hub.started.UTC().Format(time.RFC1123),
	} {
		c.replyText(RPL_INFO, line)
	}
	c.reply(RPL_ENDOFINFO)
	return nil
}
