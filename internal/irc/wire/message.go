// Package wire turns text into messages and messages into text. It knows the
// shape of a line (Modern IRC "Client-to-Server Protocol Structure", IRCv3
// message-tags) and nothing of users, channels or sockets. It is the only
// package that touches gopkg.in/irc.v4.
package wire

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	irc "gopkg.in/irc.v4"
)

// Sizes of a line, in bytes.
const (
	// MaxLine bounds a line without its tags, CR LF included (RFC 1459 2.3).
	MaxLine = 512
	// MaxBody is MaxLine without CR LF: all a WebSocket message may hold.
	MaxBody = MaxLine - 2
	// MaxClientTags bounds the tag data of a client, between "@" and the space
	// (IRCv3 message-tags, "Size limit").
	MaxClientTags = 4094
	// MaxInput is the longest line a framer must be able to hold.
	MaxInput = MaxClientTags + 2 + MaxBody
)

// Reasons for which Parse refuses a line. ErrEmpty is to be ignored in silence.
var (
	ErrEmpty       = errors.New("empty line")
	ErrTooLong     = errors.New("line over the limit")
	ErrInvalidUTF8 = errors.New("not UTF-8")
	ErrMalformed   = errors.New("malformed line")
)

// Tag is one message tag, its value unescaped. A tag without a value has an
// empty one: the specification forbids a difference.
type Tag struct {
	Key, Value string
}

// Message is one line from a client. Its source is dropped: a client speaks
// only for itself (Modern IRC, "Source").
type Message struct {
	Tags    []Tag // in the order sent, each key once
	Command string
	Params  []string
}

// Tag returns the value of a tag, or "" when it is absent.
func (m *Message) Tag(key string) string {
	for _, t := range m.Tags {
		if t.Key == key {
			return t.Value
		}
	}
	return ""
}

// Param returns the i-th parameter, or "" when there are fewer.
func (m *Message) Param(i int) string {
	if i >= len(m.Params) {
		return ""
	}
	return m.Params[i]
}

// Parse reads one line without its CR LF. On an error the message still carries
// its command and its tags where they could be read, so that the answer can name
// the one and carry the label of the other.
func Parse(line string) (Message, error) {
	if strings.ContainsAny(line, "\r\n\x00") {
		return Message{}, ErrMalformed
	}
	tags, body := splitTags(line)
	if len(tags) > MaxClientTags || len(body) > MaxBody {
		return unreadable(tags, body), ErrTooLong
	}
	if body == "" {
		if tags == "" {
			return Message{}, ErrEmpty
		}
		return unreadable(tags, body), ErrMalformed
	}
	command := peekCommand(body)
	if command == "" {
		return unreadable(tags, body), ErrMalformed
	}
	if !utf8.ValidString(line) {
		return unreadable(tags, body), ErrInvalidUTF8
	}
	return Message{Tags: ParseTags(tags), Command: command, Params: splitParams(body)}, nil
}

// splitParams returns the parameters of a line that has a command. It means what the
// library's ParseMessage does (FuzzParse holds them side by side), which panics when
// there are tags and nothing after them, forgets their order, and takes six allocations
// for what is a third of the work of a private message.
func splitParams(body string) []string {
	if body[0] == ':' {
		_, body, _ = strings.Cut(body, " ")
	}
	head, last, hasLast := strings.Cut(body, " :")
	_, head, _ = strings.Cut(strings.TrimLeft(head, " "), " ") // what stands behind the command
	head = strings.Trim(head, " ")
	words := strings.Count(head, " ")
	if head != "" || hasLast {
		words += 2
	}
	params := slices.Grow([]string(nil), words)
	for word := range strings.SplitSeq(head, " ") {
		if word != "" {
			params = append(params, word)
		}
	}
	if hasLast {
		params = append(params, last)
	}
	return params
}

// unreadable is what can be told of a line that is refused.
func unreadable(tags, body string) Message {
	m := Message{Command: peekCommand(body)}
	if len(tags) <= MaxClientTags && utf8.ValidString(tags) {
		m.Tags = ParseTags(tags)
	}
	return m
}

// splitTags separates tag data from the rest, past any number of spaces. The rest
// is a copy, or whoever keeps a word of it would keep 4 KB of tags with it.
func splitTags(line string) (tags, body string) {
	line = strings.TrimLeft(line, " ")
	if !strings.HasPrefix(line, "@") {
		return "", line
	}
	tags, body, _ = strings.Cut(line[1:], " ")
	return tags, strings.Clone(strings.TrimLeft(body, " "))
}

// peekCommand returns the upper-cased command of a line without tags, or ""
// if there is none that is made of ASCII letters or digits. Upper-casing by
// hand matters: Unicode folding would make a command of "PRIVMſG".
func peekCommand(body string) string {
	if strings.HasPrefix(body, ":") {
		_, rest, found := strings.Cut(body, " ")
		if !found {
			return ""
		}
		body = strings.TrimLeft(rest, " ")
	}
	word, _, _ := strings.Cut(body, " ")
	upper := true
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case 'A' <= c && c <= 'Z' || '0' <= c && c <= '9':
		case 'a' <= c && c <= 'z':
			upper = false
		default:
			return ""
		}
	}
	if upper {
		return word
	}
	return strings.ToUpper(word)
}

// ParseTags reads tag data, or what else is written like it; of a key sent twice the last value counts
// (message-tags, "Format").
func ParseTags(data string) []Tag {
	if data == "" {
		return nil
	}
	var tags []Tag
next:
	for raw := range strings.SplitSeq(data, ";") {
		key, value, _ := strings.Cut(raw, "=")
		if key == "" || key == "+" {
			continue
		}
		tag := Tag{key, irc.ParseTagValue(value)}
		for i := range tags {
			if tags[i].Key == key {
				tags[i] = tag
				continue next
			}
		}
		tags = append(tags, tag)
	}
	return tags
}
