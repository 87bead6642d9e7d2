package irc

import (
	"maps"

	"linnet/internal/irc/chat"
)

// What a connection says of its user before there is one (IRCv3 metadata,
// before-connect) is kept with its registration; whose words they are is known
// only when it has become a user.

// judgeMetadata leaves of what a newcomer says what a user may say: before anybody
// hears of either.
func (c *call) judgeMetadata(newcomer *chat.User, said chat.Metadata) chat.Metadata {
	c.user = newcomer
	defer func() { c.user = nil }()
	maps.DeleteFunc(said, func(_, value string) bool { return c.mayWrite(value) != nil })
	return said
}

// adoptMetadata gives a user whose session is resumed what the connection has said
// before, as far as there is room.
func (c *call) adoptMetadata(early chat.Metadata) {
	for _, key := range early.Keys() {
		value := early[key]
		if old, there := c.user.Metadata[key]; there && old == value {
			continue
		}
		if c.net().HasRoomFor(c.user.Metadata, key) && c.mayWrite(value) == nil {
			c.happen(chat.MetadataChanged{User: c.user.ID, By: c.user.ID, Key: key, Value: value, At: c.hub.now})
		}
	}
}
