package irc

import (
	"strconv"
	"strings"
	"time"

	"linnet/internal/irc/chat"
)

// channelSetting is one that SET knows: it reads a value into the settings, or says
// that it is none.
type channelSetting struct {
	set     func(s *chat.ChannelSettings, value string) bool
	expects string
}

// channelSettings is the table of them.
var channelSettings = map[string]channelSetting{
	"KEEPMODES": {expects: "flags such as +nt-s, or OFF", set: setKept},
	"PRIVATE":   {expects: "ON or OFF", set: func(s *chat.ChannelSettings, value string) bool { return setSwitch(&s.Private, value) }},
	"TOPICLOCK": {expects: "ON or OFF", set: func(s *chat.ChannelSettings, value string) bool { return setSwitch(&s.TopicLock, value) }},
}

func setSwitch(on *bool, value string) bool {
	*on = strings.EqualFold(value, "ON")
	return *on || strings.EqualFold(value, "OFF")
}

// setKept reads the flags that nobody is to change.
func setKept(s *chat.ChannelSettings, value string) bool {
	s.KeepOn, s.KeepOff = 0, 0
	if strings.EqualFold(value, "OFF") {
		return true
	}
	add := true
	for _, letter := range []byte(value) {
		if letter == '+' || letter == '-' {
			add = letter == '+'
			continue
		}
		row, known := chat.FindChannelMode(letter)
		if !known || !row.IsEverybodys() {
			return false
		}
		s.KeepOn, s.KeepOff = s.KeepOn.Without(letter), s.KeepOff.Without(letter)
		if add {
			s.KeepOn = s.KeepOn.With(letter)
		} else {
			s.KeepOff = s.KeepOff.With(letter)
		}
	}
	return s.KeepOn|s.KeepOff != 0 && (!s.KeepOn.Has('p') || !s.KeepOn.Has('s')) // which exclude each other
}

// csSet shows or changes the settings of a channel.
func csSet(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	if err := c.net().MaySetChannel(c.user, ch); err != nil {
		return err
	}
	if len(c.Params) == 1 {
		c.noticef("Settings of %s: %s", ch.Name, settingsText(ch.Registration.ChannelSettings))
		return nil
	}
	row, known := channelSettings[strings.ToUpper(c.Param(1))]
	settings := ch.Registration.ChannelSettings
	switch {
	case !known:
		c.notice("I know the settings KEEPMODES, PRIVATE and TOPICLOCK.")
		return nil
	case !row.set(&settings, strings.TrimSpace(c.Param(2))):
		c.noticef("%s wants %s.", strings.ToUpper(c.Param(1)), row.expects)
		return nil
	}
	changes, err := c.net().KeptChanges(c.user, ch, settings)
	if err != nil {
		return err
	}
	c.changeSettings(ch, settings, changes)
	return nil
}

// changeSettings makes settings count; flags that are kept from now on are changed
// at once.
func (c *call) changeSettings(ch *chat.Channel, settings chat.ChannelSettings, changes []chat.ModeChange) {
	name := ch.Name
	events := []chat.Event{chat.ChannelSettingsChanged{Channel: ch.ID, Settings: settings, At: c.hub.now}}
	if len(changes) > 0 {
		events = append(events, chat.ModesChanged{Channel: ch.ID, By: c.user.ID, As: c.service.mask(c.hub), Changes: changes, At: c.hub.now})
	}
	c.recordAll(events, func() error {
		c.noticef("Settings of %s: %s", name, settingsText(settings))
		return nil
	})
}

// csHistory says what is kept of what is said.
func csHistory(c *call) error {
	ch, err := c.channel(c.Param(0))
	if err != nil {
		return err
	}
	if err := c.net().MaySetChannel(c.user, ch); err != nil {
		return err
	}
	settings := ch.Registration.ChannelSettings
	count, numberErr := strconv.Atoi(c.Param(1))
	switch word := strings.ToUpper(c.Param(1)); {
	case word == "":
		c.noticef("%s: %s", ch.Name, historyText(settings))
		return nil
	case word == "OFF":
		settings.Unrecorded, settings.Replay = true, 0
	case word == "ON":
		settings.Unrecorded, settings.Replay = false, 0
	case word == "KEEP":
		if complaint := c.setKept(ch, &settings, c.Params[2:]); complaint != "" {
			c.notice(complaint)
			return nil
		}
	case numberErr == nil && count > 0 && count <= c.hub.cfg.Limits.Replay:
		settings.Unrecorded, settings.Replay = false, count
	default:
		c.noticef("HISTORY wants ON, OFF, a number up to %d of messages to show, or KEEP and for how long.", c.hub.cfg.Limits.Replay)
		return nil
	}
	c.changeSettings(ch, settings, nil)
	return nil
}

// setKept reads for how long and how many messages are to be kept of a channel: no more
// than the server would. It returns what is wrong with that, if anything.
func (c *call) setKept(ch *chat.Channel, s *chat.ChannelSettings, words []string) string {
	own := s.KeepAge != 0 || s.KeepCount != 0
	s.KeepAge, s.KeepCount = 0, 0
	if len(words) == 1 && strings.EqualFold(words[0], "ALL") {
		return ""
	}
	bare := *ch
	bare.Registration = chat.Registration{}
	most := c.hub.cfg.keptOf(&bare)
	for _, word := range words {
		age, isAge := chat.ParseDuration(strings.ToLower(word))
		count := parseNumber(word)
		switch {
		case isAge && age < time.Minute:
			return "A minute is the least that is kept; HISTORY OFF keeps nothing."
		case isAge && most.MaxAge > 0 && age > most.MaxAge:
			return "This server keeps what is said for " + chat.FormatDuration(most.MaxAge) + " at most."
		case isAge:
			s.KeepAge = age
		case count > 0 && most.MaxCount > 0 && count > most.MaxCount:
			return "This server keeps " + strconv.Itoa(most.MaxCount) + " messages of a channel at most."
		case count > 0:
			s.KeepCount = count
		default:
			words = nil
		}
	}
	if len(words) == 0 {
		text := "KEEP wants a time such as 30d, a number of messages, both, or ALL."
		if own {
			text += " So far: " + historyText(ch.Registration.ChannelSettings) + "."
		}
		return text
	}
	return ""
}

// settingsText is the settings of a channel as a sentence.
func settingsText(s chat.ChannelSettings) string {
	var parts []string
	if s.TopicLock {
		parts = append(parts, "the topic is locked")
	}
	if s.Private {
		parts = append(parts, "private")
	}
	if kept := s.Kept(); kept != "" {
		parts = append(parts, "the modes "+kept+" are kept")
	}
	return strings.Join(append(parts, historyText(s)), ", ")
}

func historyText(s chat.ChannelSettings) string {
	if s.Unrecorded {
		return "nothing that is said is kept"
	}
	text := "what is said is kept"
	if s.KeepAge > 0 {
		text += " for " + chat.FormatDuration(s.KeepAge)
	}
	if s.KeepCount > 0 {
		text += ", at most " + strconv.Itoa(s.KeepCount) + " messages"
	}
	if s.Replay > 0 {
		text += ", at most " + strconv.Itoa(s.Replay) + " messages are shown to whoever joins"
	}
	return text
}
