package wire

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	irc "gopkg.in/irc.v4"
)

func TestParse(t *testing.T) {
	tags := func(pairs ...string) (all []Tag) {
		for i := 0; i < len(pairs); i += 2 {
			all = append(all, Tag{pairs[i], pairs[i+1]})
		}
		return all
	}
	for _, test := range []struct {
		name, line string
		want       Message
	}{
		{"a bare command", "LIST", Message{Command: "LIST"}},
		{"lower case", "join #tea", Message{Command: "JOIN", Params: []string{"#tea"}}},
		{"a trailing text", "PRIVMSG #tea :hi there", Message{Command: "PRIVMSG", Params: []string{"#tea", "hi there"}}},
		{"a trailing text with colons", "PRIVMSG #tea ::) :x", Message{Command: "PRIVMSG", Params: []string{"#tea", ":) :x"}}},
		{"an empty last parameter", "TOPIC #tea :", Message{Command: "TOPIC", Params: []string{"#tea", ""}}},
		{"many spaces", "  PRIVMSG   #tea   :a  b", Message{Command: "PRIVMSG", Params: []string{"#tea", "a  b"}}},
		{"a source, which is dropped", ":bob!b@h PRIVMSG #tea :x", Message{Command: "PRIVMSG", Params: []string{"#tea", "x"}}},
		{"spaces after the source", ":bob   PING  x", Message{Command: "PING", Params: []string{"x"}}},
		{"tags", "@a=1;+b;c= PING x", Message{Tags: tags("a", "1", "+b", "", "c", ""), Command: "PING", Params: []string{"x"}}},
		{"several spaces after tags", "@a   PING x", Message{Tags: tags("a", ""), Command: "PING", Params: []string{"x"}}},
		{"escaped values", `@a=\:\s\\\r\n\b\ PING x`, Message{Tags: tags("a", "; \\\r\nb"), Command: "PING", Params: []string{"x"}}},
		{"a tag sent twice", "@a=1;b=2;a=3 PING x", Message{Tags: tags("a", "3", "b", "2"), Command: "PING", Params: []string{"x"}}},
		{"empty tags", "@;;=x PING x", Message{Command: "PING", Params: []string{"x"}}},
		{"a numeric", "001 x", Message{Command: "001", Params: []string{"x"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Parse(test.line)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	long := strings.Repeat("x", MaxBody)
	for _, test := range []struct {
		name, line, command string
		want                error
	}{
		{"nothing", "", "", ErrEmpty},
		{"spaces", "   ", "", ErrEmpty},
		{"tags and nothing after, where the parser beneath panics", "@a ", "", ErrMalformed},
		{"tags without a space", "@a", "", ErrMalformed},
		{"a source alone", ":bob", "", ErrMalformed},
		{"a source and spaces", ":bob   ", "", ErrMalformed},
		{"a colon alone", ":", "", ErrMalformed},
		{"a command that only Unicode would fold", "PRIVMſG #tea :x", "", ErrMalformed},
		{"a CR inside, which would inject a line", "PRIVMSG #tea :a\rQUIT", "", ErrMalformed},
		{"an LF inside", "PRIVMSG #tea :a\nQUIT", "", ErrMalformed},
		{"a NUL", "PRIVMSG #tea :a\x00b", "", ErrMalformed},
		{"bad UTF-8 in the text", "PRIVMSG #tea :a\xffb", "PRIVMSG", ErrInvalidUTF8},
		{"bad UTF-8 in a tag, which the parser beneath would rewrite", "@+a=\xff TAGMSG #tea", "TAGMSG", ErrInvalidUTF8},
		{"a body one byte too long", "PING " + long[:MaxBody-4], "PING", ErrTooLong},
		{"tags one byte too long", "@" + strings.Repeat("t", MaxClientTags+1) + " PING x", "PING", ErrTooLong},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Parse(test.line)
			if !errors.Is(err, test.want) {
				t.Fatalf("got %v, want %v", err, test.want)
			}
			if got.Command != test.command {
				t.Errorf("command %q, want %q", got.Command, test.command)
			}
		})
	}
}

func TestParseTakesTheLongest(t *testing.T) {
	line := "@" + strings.Repeat("t", MaxClientTags) + " PING " + strings.Repeat("x", MaxBody-5)
	if _, err := Parse(line); err != nil {
		t.Fatal(err)
	}
}

// FuzzParse holds the law of the wire: what was parsed can be printed, and what
// was printed parses to the same; and it is what the library makes of it.
func FuzzParse(f *testing.F) {
	for _, line := range []string{
		"", "@a ", "@a=b;+c=d\\s :src PRIVMSG #x :hi there", ":a", "PRIVMſG", "FOO a b c", "FOO  :", "0  ", "@+x=\\: TAGMSG a",
	} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		first, err := Parse(line)
		if err != nil {
			return
		}
		_, body := splitTags(line)
		theirs, err := irc.ParseMessage(body)
		if err != nil || theirs.Command != first.Command || !slices.Equal(theirs.Params, first.Params) {
			t.Fatalf("%q is %q %q, and %v (%v) by the library", line, first.Command, first.Params, theirs, err)
		}
		second, err := Parse(printed(first))
		if err != nil {
			t.Fatalf("%q printed as %q: %v", line, printed(first), err)
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("%q printed as %q: %s", line, printed(first), diff)
		}
	})
}

// printed writes a message as Line does, without CR LF.
func printed(m Message) string {
	line := Line{Command: m.Command, Params: m.Params, Tags: m.Tags}
	return strings.TrimSuffix(string(line.Form(ShapeTags)), "\r\n")
}
