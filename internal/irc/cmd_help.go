package irc

import (
	"slices"
	"strings"
)

// cmdHelp explains the commands, from the rows of the table (Modern IRC "HELP
// message"): the first line a title, the second empty.
func cmdHelp(c *call) error {
	subject := strings.ToUpper(c.Param(0))
	if subject == "" {
		c.sendHelp("*", "The commands of this server", commandNames())
		return nil
	}
	row, ok := commands[subject]
	if !ok {
		return &numericError{num: ERR_HELPNOTFOUND, params: []string{c.asked(ERR_HELPNOTFOUND, c.Param(0))}}
	}
	c.sendHelp(c.Param(0), "The "+subject+" command", strings.Split(row.help, "\n"))
	return nil
}

func (c *call) sendHelp(subject, title string, lines []string) {
	c.replyText(RPL_HELPSTART, title, subject)
	c.replyText(RPL_HELPTXT, "", subject)
	for _, line := range lines[:len(lines)-1] {
		c.replyText(RPL_HELPTXT, line, subject)
	}
	c.replyText(RPL_ENDOFHELP, lines[len(lines)-1], subject)
}

// commandNames lists the commands, as many to a line as are good to read.
func commandNames() []string {
	const perLine = 8
	names := make([]string, 0, len(commands))
	for name := range commands {
		names = append(names, name)
	}
	slices.Sort(names)
	var lines []string
	for chunk := range slices.Chunk(names, perLine) {
		lines = append(lines, strings.Join(chunk, " "))
	}
	return append(lines, "HELP <command> tells more about one of them.")
}
