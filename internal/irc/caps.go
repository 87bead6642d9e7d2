package irc

import "linnet/internal/irc/wire"

// capability is one bit in the set that a session has negotiated.
type capability uint64

const (
	capServerTime capability = 1 << iota
	capMessageTags
	capBatch
	capEchoMessage
	capLabeledResponse
	capMultiPrefix
	capUserhostInNames
	capAwayNotify
	capExtendedJoin
	capInviteNotify
	capSetname
	capAccountTag
	capAccountNotify
	capStandardReplies
	capNotify
	capChathistory
	capChannelRename
	capMetadata2
	capMetadata3
	capResume
	capSASL
	capRelaymsg
	capNoImplicitNames
	capNoImplicitNamesDraft
	capExtendedMonitor
	capExtendedMonitorDraft
	capChghost
	capOperTag
	capExtendedISupport
	capPreAway
	capEventPlayback
	capMultiline
	capRedaction
	capReadMarker
	capPlayback
	capAccountRegistration
	capSearch
	capDevices
)

// capRow is one capability that the server offers.
type capRow struct {
	name  string
	bit   capability // 0 for one that is only to be seen, and cannot be asked for
	shape wire.Shape // the tags that it makes lines carry
	// value is what stands behind the name for clients of version 302; nil is
	// nothing.
	value func(h *hub, peer Peer) string
	// shown says whether the capability is offered at all to who comes by this
	// door; nil is always.
	shown func(h *hub, peer Peer) bool
	// excludes are capabilities that nobody may have besides this one.
	excludes capability
	spec     string
}

// capabilities is the table of all that CAP LS lists, in this order: a client
// that knows no version 302 is told of as many as one line holds, so what old
// clients look for comes first.
var capabilities = []capRow{
	{name: "server-time", bit: capServerTime, shape: wire.ShapeTime, spec: "IRCv3 server-time"},
	{name: "message-tags", bit: capMessageTags, shape: wire.ShapeTags, spec: "IRCv3 message-tags"},
	{name: "batch", bit: capBatch, spec: "IRCv3 batch"},
	{name: "sasl", bit: capSASL, value: mechanismNames, spec: "IRCv3 sasl-3.2"},
	{name: "echo-message", bit: capEchoMessage, spec: "IRCv3 echo-message"},
	{name: "labeled-response", bit: capLabeledResponse, spec: "IRCv3 labeled-response"},
	{name: "multi-prefix", bit: capMultiPrefix, spec: "IRCv3 multi-prefix"},
	{name: "userhost-in-names", bit: capUserhostInNames, spec: "IRCv3 userhost-in-names"},
	{name: "away-notify", bit: capAwayNotify, spec: "IRCv3 away-notify"},
	{name: "extended-join", bit: capExtendedJoin, spec: "IRCv3 extended-join"},
	{name: "invite-notify", bit: capInviteNotify, spec: "IRCv3 invite-notify"},
	{name: "setname", bit: capSetname, spec: "IRCv3 setname"},
	{name: "account-tag", bit: capAccountTag, shape: wire.ShapeAccount, spec: "IRCv3 account-tag"},
	{name: "account-notify", bit: capAccountNotify, spec: "IRCv3 account-notify"},
	{name: "standard-replies", bit: capStandardReplies, spec: "IRCv3 standard-replies"},
	{name: "cap-notify", bit: capNotify, spec: "IRCv3 capability-negotiation"},
	{name: "no-implicit-names", bit: capNoImplicitNames, spec: "IRCv3 no-implicit-names"},
	{name: "extended-monitor", bit: capExtendedMonitor, spec: "IRCv3 extended-monitor"},
	{name: "chghost", bit: capChghost, spec: "IRCv3 chghost"},
	{name: "sts", value: stsValue, shown: offersSTS, spec: "IRCv3 sts"},
	{name: "draft/chathistory", bit: capChathistory, spec: "IRCv3 chathistory (draft)"},
	{name: "draft/account-registration", bit: capAccountRegistration, value: registrationTokens, shown: offersRegistration, spec: "IRCv3 account-registration (draft)"},
	{name: "draft/channel-rename", bit: capChannelRename, spec: "IRCv3 channel-rename (draft)"},
	{name: "draft/metadata-2", bit: capMetadata2, value: metadataTokens2, spec: "IRCv3 metadata (draft)"},
	{name: "draft/metadata-3", bit: capMetadata3, value: metadataTokens3, excludes: capMetadata2, spec: "IRCv3 metadata-3 (draft)"},
	{name: "draft/relaymsg", bit: capRelaymsg, shape: wire.ShapeRelay, value: func(*hub, Peer) string { return relaySeparator }, spec: "IRCv3 relaymsg (draft)"},
	{name: "draft/oper-tag", bit: capOperTag, shape: wire.ShapeOper, spec: "IRCv3 oper-tag (draft)"},
	{name: "draft/extended-isupport", bit: capExtendedISupport, spec: "IRCv3 extended-isupport (draft)"},
	{name: "draft/pre-away", bit: capPreAway, spec: "IRCv3 pre-away (draft)"},
	{name: "draft/event-playback", bit: capEventPlayback, shape: wire.ShapeEvents, spec: "IRCv3 chathistory (draft)"},
	{name: "draft/multiline", bit: capMultiline, shape: wire.ShapeMultiline, value: multilineLimits, spec: "IRCv3 multiline (draft)"},
	{name: "draft/message-redaction", bit: capRedaction, spec: "IRCv3 message-redaction (draft)"},
	{name: "draft/read-marker", bit: capReadMarker, spec: "IRCv3 read-marker (draft)"},
	{name: "soju.im/search", bit: capSearch, spec: searchSpec},
	{name: "znc.in/playback", bit: capPlayback, spec: "wiki.znc.in/Playback"},
	{name: "linnet.chat/resume", bit: capResume, spec: "docs/resume.md"},
	{name: "linnet.chat/devices", bit: capDevices, spec: "docs/devices.md"},
	{name: "draft/no-implicit-names", bit: capNoImplicitNamesDraft, spec: "IRCv3 no-implicit-names, as clients knew it before"},
	{name: "draft/extended-monitor", bit: capExtendedMonitorDraft, spec: "IRCv3 extended-monitor, as clients knew it before"},
}

// findCap returns the row of a capability's name, which is case-sensitive.
func findCap(name string) (capRow, bool) {
	for _, row := range capabilities {
		if row.name == name {
			return row, true
		}
	}
	return capRow{}, false
}

// has says whether all of the bits are in the set.
func (c capability) has(bits capability) bool { return c&bits == bits }

// hasAny says whether one of the bits is in the set.
func (c capability) hasAny(bits capability) bool { return c&bits != 0 }

// shape returns the tags that lines carry to a client with these capabilities.
func (c capability) shape() wire.Shape {
	var shape wire.Shape
	for _, row := range capabilities {
		if c.has(row.bit) {
			shape |= row.shape
		}
	}
	if !c.has(capBatch) {
		shape &^= wire.ShapeMultiline // which depends on it
	}
	return shape
}

// names lists the capabilities in the set.
func (c capability) names() []string {
	var names []string
	for _, row := range capabilities {
		if row.bit != 0 && c.has(row.bit) {
			names = append(names, row.name)
		}
	}
	return names
}

// agrees says whether no capability in the set excludes another.
func (c capability) agrees() bool {
	for _, row := range capabilities {
		if row.bit != 0 && c.has(row.bit) && c&row.excludes != 0 {
			return false
		}
	}
	return true
}
