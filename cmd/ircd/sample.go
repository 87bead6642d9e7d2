package main

import (
	"io"

	"github.com/pelletier/go-toml/v2"
)

// printSample prints every setting with its documentation and its default, and
// then examples of what there may be several of.
func printSample(stdout io.Writer) error {
	if err := toml.NewEncoder(stdout).Encode(defaultFile()); err != nil {
		return err
	}
	_, err := io.WriteString(stdout, examples)
	return err
}

// examples are settings that are none until somebody takes the '#' away: prose
// has a space behind it, a setting has not.
const examples = `
# What follows is switched off. Take away the # in front to switch it on; each
# [[table]] may be there several times.

# IRC over TLS.
#[[listen.irc_tls]]
#address = ":6697"
#cert = "/path/fullchain.pem"
#key = "/path/privkey.pem"

# STS: whoever comes without TLS is told the port to come by instead, and for the
# duration not to come without again. A duration of 0s takes that back.
#[listen.sts]
#port = 6697
#duration = "720h"
# Only for clients that asked for one of these hosts. Without any it is for all.
#hosts = ["irc.example.org"]
# Hosts that agree to stand in the lists of STS hosts that clients come with.
#preload = ["irc.example.org"]

# Who may become an operator of the server (OPER). The class "admin" may do
# everything; what ircd hash-password prints is the password.
#[[opers]]
#name = "root"
#password = "$argon2id$..."
#class = "admin"
# From where: user@host masks. Without any it is from everywhere.
#hosts = ["*@192.0.2.*"]

# A class of your own, and some of what it may do: kill, ban, rehash, die,
# wallops, force, chghost, moderate, oversee, inspect.
#[[oper_classes]]
#name = "helper"
#privileges = ["kill", "ban", "moderate"]
# What WHOIS says of its operators.
#title = "a helper of the tea club"

# A gateway that says where its users come from (WEBIRC), and the addresses or
# networks that it may come from; without any that is this machine.
#[[webirc]]
#name = "gateway"
#password = "$argon2id$..."
#hosts = ["192.0.2.1"]

# A server for mail. With one, whoever registers an account is sent a code, and the
# account counts once the code has come back. tls is "starttls", "tls" from the first
# byte, or "none"; within is how long a code is good for.
#[accounts.smtp]
#address = "mail.example.org:587"
#from = "irc@example.org"
#user = "irc"
#password = "secret"
#tls = "starttls"
#within = "24h"

# What people may not write. The kind "word" means words as they are written, "regex"
# an RE2 expression; neither minds case. "log" only tells the operators, so that a
# filter can be tried; "refuse" stops the text, "mute" and "kill" its author too.
#[[filters]]
#pattern = "free money"
#kind = "word"
#action = "log"
#reason = "no advertising, please"
# How long a mute lasts.
#lasts = "10m"
`
