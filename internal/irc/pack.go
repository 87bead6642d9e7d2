package irc

import "linnet/internal/irc/wire"

// packer fills the last parameter of numerics with words, as many to a line as
// fit and none in two.
type packer struct {
	room int
	by   byte // between two words
	send func(text string)
	text []byte
}

// pack begins numerics of one kind, which send writes; their other parameters
// say how much room there is.
func (c *call) pack(by byte, send func(text string), num numeric, params ...string) *packer {
	room := wire.MaxBody - len(":"+c.hub.cfg.Name+" "+num.String()+" "+c.s.name()+" :")
	for _, param := range params {
		room -= len(" ") + len(param)
	}
	return &packer{room: room, by: by, send: send}
}

// add puts one word into the line, made of its parts.
func (p *packer) add(parts ...string) {
	size := 1
	for _, part := range parts {
		size += len(part)
	}
	if len(p.text)+size > p.room {
		p.flush()
	}
	if p.text == nil {
		p.text = make([]byte, 0, p.room)
	}
	if len(p.text) > 0 {
		p.text = append(p.text, p.by)
	}
	for _, part := range parts {
		p.text = append(p.text, part...)
	}
}

// flush sends the line, if there is anything in it.
func (p *packer) flush() {
	if len(p.text) > 0 {
		p.send(string(p.text))
		p.text = p.text[:0]
	}
}
