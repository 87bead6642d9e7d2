package irc

import "strings"

// question draws a line that asks for something.
func (w *siege) question() string {
	nick, ch := w.pick(siegeNicks), w.pick(siegeChannels)
	switch w.dice.IntN(8) {
	case 0:
		return "MONITOR + " + w.pick(siegeNicks) + "," + w.pick(siegeNicks) + "," + w.pick(siegeOdd)
	case 1:
		return "MONITOR - " + nick + "," + w.pick(siegeOdd)
	case 2:
		return "MONITOR " + w.pick([]string{"L", "S", "C", "S"})
	case 3:
		fields := strings.Split("tcuihsnfdlaor", "")
		w.dice.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
		return "WHO " + w.pick([]string{ch, nick, "*", "*e*", "0"}) + " " + w.pick([]string{"", "o", "nuhsrai", "r"}) + "%" +
			strings.Join(fields[:w.dice.IntN(len(fields)+1)], "") + w.pick([]string{"", ",1", ",123", ",1234", ","})
	case 4:
		return "LIST " + w.pick([]string{ch, "*", ">0", "<2", "C<1", "T>0", "!#t*", "#t*,>0,!*x", "C>", "T"}) + w.pick([]string{"", " >1", " irc.test"})
	default:
		return w.pick([]string{"WHO ", "WHOIS ", "WHOIS " + nick + ",", "WHOWAS ", "WHOWAS " + nick + ",", "NAMES ", "NAMES " + ch + ",", "LIST "}) + w.pick([]string{nick, ch, "*", ""})
	}
}
