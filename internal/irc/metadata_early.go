package irc

import "linnet/internal/irc/chat"

// What a connection says of its user before there is one (IRCv3 metadata,
// before-connect) is kept with its registration; whose words they are is known
// only when it has become a user.

// judgeMetadata takes away what a new user may not say.
func (c *call) judgeMetadata() {
	for _, key := range c.user.Metadata.Keys() {
		if c.mayWrite(c.user.Metadata[key]) != nil {
			c.happen(chat.MetadataChanged{User: c.user.ID, By: c.user.ID, Key: key, Unset: true, At: c.hub.now})
		}
	}
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
