package irc

import (
	"errors"
	"strings"
)

// What an operator does to the program itself. Reading the settings and starting
// anew are done by whoever runs the server (Options).

// cmdRehash reads the settings again (Modern IRC "REHASH message"). What is wrong
// with them is told exactly, and changes nothing.
func cmdRehash(c *call) error {
	return c.readAgain(func(cfg Config, from string) {
		kept := c.hub.reload(cfg)
		c.audit("REHASH", from, "")
		c.reply(RPL_REHASHING, middle(from))
		if len(kept) > 0 {
			c.notice("These change with the next start: " + strings.Join(kept, ", "))
		}
	})
}

// cmdDie ends the server (RFC 2812 4.3).
func cmdDie(c *call) error {
	if c.hub.stop == nil {
		return c.impossible(errors.New("whoever runs this server stops it by other means"))
	}
	c.audit("DIE", "", "")
	c.hub.later = append(c.hub.later, func() { c.hub.stop(false) })
	return nil
}

// cmdRestart ends the server and starts it anew (Modern IRC "RESTART message"). It
// does not when it could not start again, for what the settings say.
func cmdRestart(c *call) error {
	if c.hub.stop == nil {
		return c.impossible(errors.New("whoever runs this server starts it by other means"))
	}
	return c.readAgain(func(Config, string) {
		c.audit("RESTART", "", "")
		c.hub.goodbye = "Server is restarting"
		c.hub.later = append(c.hub.later, func() { c.hub.stop(true) })
	})
}

// readAgain reads the settings beside the lock, and goes on if they are right.
func (c *call) readAgain(then func(cfg Config, from string)) error {
	if c.hub.reread == nil {
		return c.impossible(errors.New("this server has no settings to read again"))
	}
	var cfg Config
	var from string
	var err error
	c.slowly(func() {
		if cfg, from, err = c.hub.reread(); err == nil {
			err = cfg.Validate()
		}
	}, func() error {
		if err != nil {
			c.audit(c.Command, from, "refused: "+err.Error())
			return c.impossible(err)
		}
		then(cfg, from)
		return nil
	})
	return nil
}

// impossible is the answer when a command could not be carried out, with the cause.
func (c *call) impossible(err error) error {
	cause := strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r < ' ' }), " ")
	return &numericError{num: ERR_UNKNOWNERROR, params: []string{c.Command}, text: strings.ToValidUTF8(cause, "?")}
}
