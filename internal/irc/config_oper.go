package irc

import (
	"fmt"
	"slices"
	"strings"

	"linnet/internal/irc/account"
	"linnet/internal/irc/chat"
)

// OperConfig is somebody who may become an operator by OPER.
type OperConfig struct {
	// Name is what is given to OPER; it need be no nick.
	Name string
	// Password is a hash of `ircd hash-password`.
	Password string
	// Class says what the operator may do: the name of an OperClass, or "admin"
	// for everything.
	Class string
	// Hosts are masks such as "*@192.0.2.*" that the user must match one of; none
	// is from anywhere.
	Hosts []string
}

// OperClass names what some operators may do: see chat.Privileges.
type OperClass struct {
	Name       string
	Privileges []string
	// Title is what WHOIS says that its operators are, such as "a helper of the tea
	// club"; without it that is "an IRC operator".
	Title string
}

// adminClass exists without being set, and may do everything.
const adminClass = "admin"

// maxTitle bounds what a class is called, in bytes.
const maxTitle = 100

// oper finds who may become an operator under a name.
func (c Config) oper(name string) (OperConfig, bool) {
	i := slices.IndexFunc(c.Opers, func(row OperConfig) bool { return row.Name == name })
	if i < 0 {
		return OperConfig{}, false
	}
	return c.Opers[i], true
}

// title is what the operators of a class are, in words.
func (c Config) title(class string) string {
	for _, row := range c.OperClasses {
		if row.Name == class {
			return row.Title
		}
	}
	return ""
}

// operator is what somebody becomes by a row of the settings.
func (c Config) operator(row OperConfig) chat.Oper {
	return chat.Oper{Name: row.Name, Class: row.Class, Privileges: c.privileges(row.Class)}
}

// privileges is what a class allows.
func (c Config) privileges(class string) chat.Privilege {
	var all chat.Privilege
	for _, row := range c.OperClasses {
		if row.Name != class {
			continue
		}
		for _, name := range row.Privileges {
			bit, _ := chat.FindPrivilege(name)
			all |= bit
		}
		return all
	}
	if class == adminClass {
		return chat.EveryPrivilege
	}
	return 0
}

// validateOpers says what is wrong with the operators and their classes.
func (c Config) validateOpers() error {
	classes := []string{adminClass}
	for _, class := range c.OperClasses {
		if !isWord(class.Name) {
			return fmt.Errorf("oper_classes: name %q: expected one word", class.Name)
		}
		for _, name := range class.Privileges {
			if _, ok := chat.FindPrivilege(name); !ok {
				return fmt.Errorf("oper_classes.%s.privileges: %q: expected some of %s", class.Name, name, chat.EveryPrivilege)
			}
		}
		if !isText(class.Title) || len(class.Title) > maxTitle {
			return fmt.Errorf("oper_classes.%s.title: %q: expected one line of UTF-8 text, at most %d bytes", class.Name, class.Title, maxTitle)
		}
		classes = append(classes, class.Name)
	}
	for _, oper := range c.Opers {
		if !isWord(oper.Name) {
			return fmt.Errorf("opers: name %q: expected one word", oper.Name)
		}
		if _, err := account.ParsePasswordHash(oper.Password); err != nil {
			return fmt.Errorf("opers.%s.password: %w", oper.Name, err)
		}
		if !slices.Contains(classes, oper.Class) {
			return fmt.Errorf("opers.%s.class: %q: expected one of %s", oper.Name, oper.Class, strings.Join(classes, ", "))
		}
		for _, host := range oper.Hosts {
			if !isWord(host) {
				return fmt.Errorf("opers.%s.hosts: %q: expected a mask such as *@192.0.2.*", oper.Name, host)
			}
		}
	}
	return nil
}
