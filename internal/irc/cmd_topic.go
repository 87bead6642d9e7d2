package irc

import (
	"strconv"
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// cmdTopic shows or changes what a channel is about (Modern IRC "TOPIC message").
func cmdTopic(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	if len(c.Params) == 1 {
		if err := c.net().MayReadTopic(c.user, ch); err != nil {
			return err
		}
		c.sendTopic(ch)
		return nil
	}
	if err := c.net().MaySetTopic(c.user, ch); err != nil {
		return err
	}
	topic := wire.Cut(c.Param(1), c.hub.cfg.Limits.TopicLen)
	if err := c.judge(ch.Name, topic); err != nil {
		return err
	}
	c.record(chat.TopicChanged{Channel: ch.ID, By: c.user.ID, Topic: topic, At: c.hub.now}, nil)
	return nil
}

// sendTopic sends the topic with who set it and when, or that there is none.
func (c *call) sendTopic(ch *chat.Channel) {
	if ch.Topic.Text == "" {
		c.reply(RPL_NOTOPIC, ch.Name)
		return
	}
	c.replyText(RPL_TOPIC, ch.Topic.Text, ch.Name)
	nick, _, _ := strings.Cut(c.hub.setter(ch.Topic.By), "!")
	c.numeric(RPL_TOPICWHOTIME, false, ch.Name, nick, strconv.FormatInt(ch.Topic.At.Unix(), 10))
}
