package irc

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linnet/internal/irc/chat"
)

// FilterConfig is a pattern that is looked for in whatever people write.
type FilterConfig struct {
	// Pattern is words, or an RE2 expression; neither minds case.
	Pattern string
	// Kind is "word" or "regex".
	Kind string
	// Action is "log" (nothing but a line for operators), "refuse", "mute" or "kill".
	Action string
	// Reason is shown to whom the filter stops.
	Reason string
	// Lasts is how long a mute is; 0 is ten minutes.
	Lasts time.Duration
}

// filterMute is how long a filter mutes that was not told.
const filterMute = 10 * time.Minute

// filter makes a filter of the settings.
func (f FilterConfig) filter() (chat.Filter, error) {
	kind, ok := chat.FindFilterKind(f.Kind)
	if !ok {
		return chat.Filter{}, fmt.Errorf("kind: %q: expected one of %s", f.Kind, strings.Join(chat.FilterKinds, ", "))
	}
	action, ok := chat.FindFilterAction(f.Action)
	if !ok {
		return chat.Filter{}, fmt.Errorf("action: %q: expected one of %s", f.Action, strings.Join(chat.FilterActions, ", "))
	}
	if !isText(f.Reason) || len(f.Reason) > banReasonLen {
		return chat.Filter{}, fmt.Errorf("reason: %q: expected one line of UTF-8 text, at most %d bytes", f.Reason, banReasonLen)
	}
	if f.Lasts < 0 {
		return chat.Filter{}, fmt.Errorf("lasts: %v: expected how long a mute is", f.Lasts)
	}
	made := chat.Filter{Kind: kind, Action: action, Pattern: f.Pattern, Reason: f.Reason}
	if action == chat.FilterMute {
		made.Lasts = f.Lasts
		if f.Lasts == 0 {
			made.Lasts = filterMute
		}
	}
	return made, nil
}

// validateFilters says what is wrong with the filters, alone or together.
func (c Config) validateFilters() error {
	together := chat.New(chat.Settings{})
	for _, row := range c.Filters {
		f, err := row.filter()
		if err == nil {
			err = together.MayAddFilter(f)
		}
		if err != nil {
			return fmt.Errorf("filters: pattern %q: %w", row.Pattern, err)
		}
		f.ID = together.NextFilterID()
		together.Apply(chat.FilterAdded{Filter: f})
	}
	return nil
}

// reviewFilters makes the filters of the settings what the settings say. Those
// that operators have added stay.
func (h *hub) reviewFilters() {
	var wanted []chat.Filter
	for _, row := range h.cfg.Filters {
		f, err := row.filter()
		if err != nil {
			panic("irc: a setting that Validate has passed: " + err.Error())
		}
		f.Configured = true
		wanted = append(wanted, f)
	}
	for _, there := range h.net.Filters() {
		bare := there
		bare.ID, bare.At = 0, time.Time{}
		if i := slices.Index(wanted, bare); i >= 0 {
			wanted = slices.Delete(wanted, i, i+1)
		} else if there.Configured {
			h.happen(nil, chat.FilterRemoved{ID: there.ID, At: h.now})
		}
	}
	for _, f := range wanted {
		f.ID, f.At = h.net.NextFilterID(), h.now
		if err := h.net.MayAddFilter(f); err != nil { // operators have added too many
			h.audit(nil, chat.Audited{Who: h.cfg.Name, Action: "FILTER", Target: f.Pattern, Reason: "not added: " + err.Error()})
			continue
		}
		h.happen(nil, chat.FilterAdded{Filter: f})
	}
}
