package irc

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"unicode"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
	"linnet/internal/irc/wire"
)

// A device has a token of its own, which logs in like the password and is taken back
// alone (docs/devices.md). DEVICE is for programs, and for people NickServ says the
// same in sentences.

// cmdDevice lists, adds and removes the devices of the client's account.
func cmdDevice(c *call) error {
	a, err := c.own()
	if err != nil {
		return err
	}
	switch verb := strings.ToUpper(c.Param(0)); verb {
	case "LIST":
		c.listDevices(a)
		return nil
	case "ADD":
		return c.addDevice(a, c.Param(1))
	case "DEL":
		return c.removeDevices(a, c.Param(1))
	}
	return badDevice(c.Param(0), "Expected DEVICE LIST, DEVICE ADD :<label>, or DEVICE DEL <id>")
}

func badDevice(about, text string) error {
	return &failure{code: "INVALID_PARAMS", context: []string{middle(about)}, text: text}
}

// sayDevice answers by DEVICE, or as NickServ does.
func (c *call) sayDevice(sentence string, params ...string) {
	if c.service != nil {
		c.notice(sentence)
		return
	}
	c.send(&wire.Line{Source: c.hub.cfg.Name, Command: "DEVICE", Params: params})
}

// device is the one of the account that the client was logged in by, "" for none.
func (c *call) device() string { return c.net().Session(c.s.id).Device }

// connectedDevices are those of an account by which somebody is connected now.
func (c *call) connectedDevices(a account.Account) map[string]bool {
	connected := map[string]bool{}
	for _, u := range c.net().LoggedIn(a.ID) {
		for _, s := range c.hub.seat(u) {
			connected[c.net().Session(s.id).Device] = true
		}
	}
	return connected
}

func (c *call) listDevices(a account.Account) {
	connected := c.connectedDevices(a)
	for _, d := range a.Devices {
		here, mark := "-", ""
		switch {
		case d.ID == c.device():
			here, mark = "here", " (this one)"
		case connected[d.ID]:
			here, mark = "on", " (connected now)"
		}
		line := &wire.Line{
			Source: c.hub.cfg.Name, Command: "DEVICE", Text: true,
			Params: []string{"ENTRY", d.ID, wire.FormatTime(d.Created), wire.FormatTime(d.Seen), here, d.Label},
		}
		if c.service == nil {
			c.send(line)
			continue
		}
		c.noticef("%s: %s, since %s, last seen on %s%s", d.ID, labelled(d), d.Created.Format(untilFormat), d.Seen.Format(untilFormat), mark)
	}
	c.sayDevice(fmt.Sprintf("%d devices log in to %s by a token.", len(a.Devices), a.Name), "END")
}

func labelled(d account.Device) string {
	if d.Label == "" {
		return "(unnamed)"
	}
	return d.Label
}

// labelMost is how many bytes the label of a device may have.
const labelMost = 60

// addDevice makes a token, which is told once and never again.
func (c *call) addDevice(a account.Account, label string) error {
	if len(label) > labelMost || strings.ContainsFunc(label, unicode.IsControl) {
		return badDevice("ADD", fmt.Sprintf("A label is text without control characters, at most %d bytes", labelMost))
	}
	token := account.NewToken(c.hub.random)
	d := account.Device{ID: c.hub.newDeviceID(a), Label: label, Hash: account.HashToken(token), Created: c.hub.now, Seen: c.hub.now}
	return c.change(chat.DeviceAdded{Account: a.ID, Device: d, At: c.hub.now}, func() error {
		c.hub.note("device added", c.s, slog.String("account", a.Name), slog.String("device", d.ID))
		if c.service == nil {
			c.send(&wire.Line{Source: c.hub.cfg.Name, Command: "DEVICE", Text: true, Params: []string{"TOKEN", d.ID, token, label}})
			return nil
		}
		c.noticef("%s is the password of this device alone (%s). I do not tell it again.", token, d.ID)
		return nil
	})
}

// newDeviceID is an id that no other device of the account has.
func (h *hub) newDeviceID(a account.Account) string {
	for {
		var raw [5]byte
		h.random(raw[:])
		id := strings.ToLower(codeEncoding.EncodeToString(raw[:]))
		if _, taken := a.Device(id); !taken {
			return id
		}
	}
}

// removeDevices takes tokens back: one, or all but that of the client itself. Whoever
// came by one of them is put out; the client, if it is one, once it has its answer.
func (c *call) removeDevices(a account.Account, id string) error {
	here := c.device()
	ids := []string{id}
	if id == "*" {
		ids = nil
		for _, d := range a.Devices {
			if d.ID != here {
				ids = append(ids, d.ID)
			}
		}
	} else if _, has := a.Device(id); !has {
		return chat.Refuse(chat.NoSuchDevice, middle(id))
	}
	answer := func() {
		for _, removed := range ids {
			c.sayDevice(removed+" is logged out, and its token logs in no more.", "REMOVED", removed)
		}
		if id == "*" {
			c.sayDevice(fmt.Sprintf("%d devices are removed.", len(ids)), "REMOVED", "*")
		}
		if slices.Contains(ids, here) {
			c.hub.end(c.s, deviceRemoved)
		}
	}
	if len(ids) == 0 {
		answer()
		return nil
	}
	return c.change(chat.DevicesRemoved{Account: a.ID, Devices: ids, At: c.hub.now}, func() error {
		c.hub.note("devices removed", c.s, slog.String("account", a.Name), slog.Any("devices", ids))
		answer()
		return nil
	})
}

// What is told whose token was taken back, and who may have come by a password of before.
const (
	deviceRemoved   = "This device was logged out"
	passwordChanged = "The password of this account was changed: log in again"
)

// useDevice notes by which device the client has been logged in.
func (c *call) useDevice(device string) {
	if device == "" && c.device() == "" {
		return
	}
	c.happen(chat.DeviceUsed{Session: c.s.id, Device: device, At: c.hub.now})
}

// putOutDevices ends the sessions of an account that may go on no more, since their device is
// none any more or the password is another: those that are there, those that are waited
// for, and those that are about to register. The origin ends itself, behind its answer.
func (h *hub) putOutDevices(origin *Session, ev chat.Event, revoked []chat.SessionID) {
	reason := deviceRemoved
	_, isPassword := ev.(chat.PasswordChanged)
	if isPassword {
		reason = passwordChanged
	}
	for _, id := range slices.Clone(revoked) {
		switch s := h.sessions[id]; {
		case s == nil:
			h.timers.clear(h.graces[id])
			delete(h.graces, id)
			h.happen(nil, chat.SessionEnded{Session: id, Reason: reason, Expired: true, At: h.now})
		case s != origin:
			h.end(s, reason)
		}
	}
	if _, isDevices := ev.(chat.DevicesRemoved); !isDevices && !isPassword {
		return
	}
	changed, _ := chat.ChangedAccount(ev)
	a, _ := h.net.AccountByID(changed)
	for _, s := range h.sessions {
		if s.reg == nil || s.reg.account != changed {
			continue
		}
		if _, has := a.Device(s.reg.device); !has && (isPassword || s.reg.device != "") {
			h.end(s, reason)
		}
	}
}
