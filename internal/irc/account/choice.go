package account

import "fmt"

// Choice is what a person has chosen, or left to the settings of the server.
type Choice int8

const (
	Unchosen Choice = iota
	Yes
	No
)

// Chosen is the choice of somebody who says yes, or no.
func Chosen(yes bool) Choice {
	if yes {
		return Yes
	}
	return No
}

// Or is the choice, or for who has made none that of the settings.
func (c Choice) Or(settings bool) bool {
	if c == Unchosen {
		return settings
	}
	return c == Yes
}

var choices = map[Choice]string{Unchosen: `""`, Yes: `"yes"`, No: `"no"`}

// MarshalJSON implements json.Marshaler.
func (c Choice) MarshalJSON() ([]byte, error) { return []byte(choices[c]), nil }

// UnmarshalJSON implements json.Unmarshaler. It also reads the bool that this once
// was: nobody is known to have chosen its false, with which everybody began.
func (c *Choice) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case `"yes"`, "true":
		*c = Yes
	case `"no"`:
		*c = No
	case `""`, "false", "null":
		*c = Unchosen
	default:
		return fmt.Errorf("%s is no choice: expected \"yes\", \"no\" or \"\"", text)
	}
	return nil
}
