package irc

import (
	"math"
	"strconv"
	"strings"
	"time"

	"linnet/internal/irc/chat"
)

// metadataCommand is a subcommand: how many parameters METADATA then has, at
// least and at most (0 is any number), and whom it may be about.
type metadataCommand struct {
	least, most int
	self        bool // only about the client itself
	all         bool // also about everybody (*ALL, draft/metadata-3)
	run         func(*call, subject) error
}

// metadataCommands is the table of subcommands (IRCv3 metadata).
var metadataCommands = map[string]metadataCommand{
	"GET":   {least: 3, run: (*call).getMetadata},
	"LIST":  {least: 2, most: 2, run: (*call).listMetadata},
	"SET":   {least: 3, most: 4, run: (*call).setMetadata},
	"CLEAR": {least: 2, most: 2, run: (*call).clearMetadata},
	"SUB":   {least: 3, self: true, run: (*call).subscribe},
	"UNSUB": {least: 3, self: true, run: (*call).unsubscribe},
	"SUBS":  {least: 2, most: 2, self: true, run: (*call).listSubscriptions},
	"SYNC":  {least: 2, most: 2, all: true, run: (*call).syncMetadata},
}

// cmdMetadata keeps what users and channels say of themselves (IRCv3 metadata).
// A client that asked for neither name is answered as by draft/metadata-2.
func cmdMetadata(c *call) error {
	sub := strings.ToUpper(c.Param(1))
	row, known := metadataCommands[sub]
	switch {
	case len(c.Params) < 2, known && len(c.Params) < row.least:
		return c.tooFewMetadata(sub)
	case !known:
		return c.metadataFailure("SUBCOMMAND_INVALID", "INVALID_PARAMS", "Invalid subcommand", middle(c.Param(1)))
	case row.most > 0 && len(c.Params) > row.most && c.s.caps.has(capMetadata3):
		return c.metadataFailure("", "INVALID_PARAMS", "Too many parameters", sub)
	}
	of, ok := c.metadataSubject(c.Param(0), row)
	if !ok {
		return c.metadataFailure("INVALID_TARGET", "INVALID_TARGET", "Invalid metadata target", middle(c.Param(0)))
	}
	return row.run(c, of)
}

// metadataFailure is a FAIL under its name of either specification.
func (c *call) metadataFailure(code2, code3, text string, context ...string) *failure {
	if c.s.caps.has(capMetadata3) {
		return &failure{code: code3, context: context, text: text}
	}
	return &failure{code: code2, context: context, text: text}
}

func (c *call) tooFewMetadata(sub string) error {
	if !c.s.caps.has(capMetadata3) {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{"METADATA"}}
	}
	return &failure{code: "INVALID_PARAMS", context: []string{middle(sub)}, text: "Not enough parameters"}
}

func (c *call) invalidKey(key string) *failure {
	return c.metadataFailure("KEY_INVALID", "INVALID_KEY", "Invalid key", middle(key))
}

func noMetadataPermission(target, key string) *failure {
	return &failure{code: "KEY_NO_PERMISSION", context: []string{target, key}, text: "Permission denied"}
}

// subject is whose metadata a command is about: a user's, a channel's, everybody's
// or, without any of them, the client's own before it is a user.
type subject struct {
	name    string
	user    *chat.User
	channel *chat.Channel
	values  chat.Metadata
}

// everybody is the target that stands for all that a client sees.
const everybody = "*ALL"

// metadataSubject finds a target. Before registration there is only "*".
func (c *call) metadataSubject(target string, row metadataCommand) (subject, bool) {
	switch {
	case c.user == nil:
		return subject{name: "*", values: c.s.reg.metadata}, target == "*"
	case row.all && target == everybody:
		return subject{name: everybody}, c.s.caps.has(capMetadata3)
	case chat.LooksLikeChannel(target):
		ch := c.net().Channel(target)
		if ch == nil || row.self || !c.net().MaySeeChannel(c.user, ch) {
			return subject{}, false
		}
		return subject{name: ch.Name, channel: ch, values: ch.Metadata}, true
	}
	u := c.user
	if target != "*" {
		u = c.net().User(target)
	}
	if u == nil || row.self && u != c.user {
		return subject{}, false
	}
	return subject{name: u.Nick, user: u, values: u.Metadata}, true
}

// mayChange says whether this client may set and clear keys there.
func (c *call) mayChange(of subject) bool {
	switch {
	case of.channel != nil:
		return c.net().MaySetChannelMetadata(c.user, of.channel)
	case of.user != nil:
		return c.net().MaySetUserMetadata(c.user, of.user)
	}
	return true
}

// getMetadata answers with the value of each key, in order.
func (c *call) getMetadata(of subject) error {
	keys := c.Params[2:]
	c.extra = len(keys) / 10
	b := c.openBatch(true, "metadata", of.name)
	for _, key := range keys {
		value, set := of.values[key]
		switch {
		case !chat.IsMetadataKey(key, metadataKeyLen):
			b.send(c.standardReply(c.partFailed(), c.invalidKey(key)))
		case set:
			b.send(c.keyValue(of.name, key, value))
		default:
			b.send(c.numericLine(RPL_KEYNOTSET, true, of.name, key, numerics[RPL_KEYNOTSET].text))
		}
	}
	b.close()
	return nil
}

// partFailed is the standard reply for one key of several: the others are dealt
// with, which draft/metadata-3 calls a warning.
func (c *call) partFailed() string {
	if c.s.caps.has(capMetadata3) {
		return "WARN"
	}
	return "FAIL"
}

func (c *call) listMetadata(of subject) error {
	b := c.openBatch(true, "metadata", of.name)
	for _, key := range of.values.Keys() {
		b.send(c.keyValue(of.name, key, of.values[key]))
	}
	b.close()
	return nil
}

// setMetadata sets a key or, without a value, takes it away. In draft/metadata-3
// an empty value is none.
func (c *call) setMetadata(of subject) error {
	key, value := c.Param(2), c.Param(3)
	unset := len(c.Params) == 3 || value == "" && c.s.caps.has(capMetadata3)
	old, there := of.values[key]
	switch {
	case !chat.IsMetadataKey(key, metadataKeyLen):
		return c.invalidKey(key)
	case !c.mayChange(of):
		return noMetadataPermission(of.name, key)
	case len(value) > c.hub.cfg.Limits.metadataValue():
		return c.invalidValue(key)
	case unset && !there && !c.s.caps.has(capMetadata3):
		return &failure{code: "KEY_NOT_SET", context: []string{of.name, key}, text: "key not set"}
	case !unset && !c.net().HasRoomFor(of.values, key):
		return c.metadataFull(of.name)
	}
	if unset && there || !unset && (!there || old != value) {
		if wait := c.metadataWait(); wait > 0 {
			return c.tooManyChanges(key, wait)
		}
		if err := recoded(c.mayWrite(value), "KEY_NO_PERMISSION", of.name, key); err != nil {
			return err
		}
		c.changeMetadata(of, c.tellSet(of, key, value, unset), chat.MetadataChanged{Key: key, Value: value, Unset: unset})
		return nil
	}
	return c.tellSet(of, key, value, unset)()
}

// tellSet answers METADATA SET.
func (c *call) tellSet(of subject, key, value string, unset bool) func() error {
	name := of.name
	if c.Param(0) == "*" {
		name = "*"
	}
	return func() error {
		if unset {
			c.reply(RPL_KEYNOTSET, name, key)
		} else {
			c.send(c.keyValue(name, key, value))
		}
		return nil
	}
}

func (c *call) invalidValue(key string) error {
	if c.s.caps.has(capMetadata3) {
		return &failure{code: "INVALID_VALUE", context: []string{key}, text: "Invalid value"}
	}
	return &failure{code: "VALUE_INVALID", text: "value is too long or not UTF8"}
}

func (c *call) metadataFull(target string) error {
	context := []string{target}
	if c.s.caps.has(capMetadata3) {
		context = []string{"SET", target, strconv.Itoa(c.hub.cfg.Limits.MetadataKeys)}
	}
	return &failure{code: "LIMIT_REACHED", context: context, text: "metadata limit reached"}
}

// metadataWait counts a change, or says how long the client should wait with it.
// An owner who slows nobody down (flood_rate 0) does not here either.
func (c *call) metadataWait() time.Duration {
	if c.hub.cfg.Limits.FloodRate <= 0 {
		return 0
	}
	gate := c.s.changes
	if wait := gate.pass(c.hub.now, 1, metadataBurst, metadataRate); wait > 0 {
		return wait
	}
	c.s.own().changes = gate
	return 0
}

func (c *call) tooManyChanges(key string, wait time.Duration) error {
	seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
	target := middle(c.Param(0))
	if !c.s.caps.has(capMetadata3) {
		return &failure{code: "RATE_LIMITED", context: []string{target, key, seconds}, text: "too many changes"}
	}
	params := []string{seconds, target, "SET", key}
	c.numeric(ERR_METADATARATELIMIT, len(c.Params) > 3, append(params, c.Params[3:]...)...)
	return errSilent
}

// changeMetadata makes changes and then answers: an event each, or before
// registration a note of what the user will say of itself.
func (c *call) changeMetadata(of subject, then func() error, changes ...chat.MetadataChanged) {
	var events []chat.Event
	for _, ev := range changes {
		switch {
		case c.user == nil:
			c.noteMetadata(ev)
			continue
		case of.channel != nil:
			ev.Channel = of.channel.ID
		default:
			ev.User = of.user.ID
		}
		ev.By, ev.At = c.user.ID, c.hub.now
		events = append(events, ev)
	}
	c.recordAll(events, then)
}

// noteMetadata is for who has not registered yet.
func (c *call) noteMetadata(ev chat.MetadataChanged) {
	if c.s.reg.metadata == nil {
		c.s.reg.metadata = chat.Metadata{}
	}
	if c.s.reg.metadata[ev.Key] = ev.Value; ev.Unset {
		delete(c.s.reg.metadata, ev.Key)
	}
}

// clearMetadata takes all keys away. Each is answered: with draft/metadata-2 as a
// value, which is empty now.
func (c *call) clearMetadata(of subject) error {
	if !c.mayChange(of) {
		return noMetadataPermission(of.name, "*")
	}
	keys := of.values.Keys()
	var changes []chat.MetadataChanged
	for _, key := range keys {
		c.s.own().changes.pass(c.hub.now, 1, metadataBurst, metadataRate)
		changes = append(changes, chat.MetadataChanged{Key: key, Unset: true})
	}
	c.changeMetadata(of, func() error {
		b := c.openBatch(true, "metadata", of.name)
		for _, key := range keys {
			line := c.keyValue(of.name, key, "")
			if c.s.caps.has(capMetadata3) {
				line = c.numericLine(RPL_KEYNOTSET, true, of.name, key, numerics[RPL_KEYNOTSET].text)
			}
			b.send(line)
		}
		b.close()
		return nil
	}, changes...)
	return nil
}
