package irc

import (
	"fmt"
	"strings"

	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// cmdFilter adds, removes, lists and tries word filters.
func cmdFilter(c *call) error {
	switch strings.ToUpper(c.Param(0)) {
	case "ADD":
		return c.addFilter()
	case "DEL":
		return c.removeFilter()
	case "LIST":
		c.listFilters()
		return nil
	case "TEST":
		return c.testFilters()
	}
	return &failure{code: "INVALID_PARAMS", context: []string{mention(c.Param(0))}, text: "Expected ADD, DEL, LIST or TEST"}
}

// addFilter is FILTER ADD <kind> <action> [<duration>] <pattern> [:<reason>].
func (c *call) addFilter() error {
	if len(c.Params) < 4 {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{c.Command}}
	}
	row := FilterConfig{Kind: strings.ToLower(c.Param(1)), Action: strings.ToLower(c.Param(2))}
	rest := c.Params[3:]
	if lasts, ok := chat.ParseDuration(rest[0]); ok && len(rest) > 1 {
		row.Lasts, rest = lasts, rest[1:]
	}
	row.Pattern = rest[0]
	row.Reason = wire.Cut(strings.Join(rest[1:], " "), banReasonLen)
	f, err := row.filter()
	if err == nil {
		err = c.net().MayAddFilter(f)
	}
	if err != nil {
		return &failure{code: "INVALID_FILTER", context: []string{"ADD"}, text: err.Error()}
	}
	f.ID, f.By, f.At = c.net().NextFilterID(), c.user.Mask(), c.hub.now
	c.record(chat.FilterAdded{Filter: f}, func() error {
		c.audit("FILTER", fmt.Sprint(f.ID), fmt.Sprintf("added: %s %s %q", f.Kind, f.Action, f.Pattern))
		c.notice(filterLine(f))
		return nil
	})
	return nil
}

func (c *call) removeFilter() error {
	id := chat.FilterID(parseNumber(c.Param(1)))
	for _, f := range c.net().Filters() {
		if f.ID != id {
			continue
		}
		c.record(chat.FilterRemoved{ID: id, At: c.hub.now}, func() error {
			c.audit("FILTER", fmt.Sprint(id), fmt.Sprintf("removed: %s %s %q", f.Kind, f.Action, f.Pattern))
			c.notice(fmt.Sprintf("Filter %d is gone", id))
			return nil
		})
		return nil
	}
	return &failure{code: "FILTER_NOT_FOUND", context: []string{mention(c.Param(1))}, text: "There is no filter of that number"}
}

func (c *call) listFilters() {
	all := c.net().Filters()
	shown := len(all)
	c.pages(func() bool {
		if len(all) == 0 {
			c.notice(fmt.Sprintf("End of FILTER: %d listed", shown))
			return false
		}
		c.notice(filterLine(all[0]))
		all = all[1:]
		return true
	})
}

// testFilters tells what each filter would do about a text, and does nothing.
func (c *call) testFilters() error {
	text := strings.Join(c.Params[1:], " ")
	if text == "" {
		return &numericError{num: ERR_NEEDMOREPARAMS, params: []string{c.Command}}
	}
	hits := c.net().Filter(wire.StripFormatting(text))
	for _, hit := range hits {
		c.notice(fmt.Sprintf("Filter %d (%s) finds %q", hit.Filter.ID, hit.Filter.Action, hit.Found))
	}
	c.notice(fmt.Sprintf("End of FILTER: %d found something", len(hits)))
	return nil
}

// filterLine is a filter as operators read it.
func filterLine(f chat.Filter) string {
	does := f.Action.String()
	if f.Action == chat.FilterMute {
		does += " " + f.Lasts.String()
	}
	by := "by the settings"
	if !f.Configured {
		by = fmt.Sprintf("by %s at %s", f.By, wire.FormatTime(f.At))
	}
	line := fmt.Sprintf("Filter %d: %s, %s %q, %s", f.ID, does, f.Kind, f.Pattern, by)
	if f.Reason != "" {
		line += ": " + f.Reason
	}
	return line
}
