package chat

import "time"

// units are the letters of a duration, the longest first.
var units = []struct {
	letter byte
	is     time.Duration
}{{'w', 7 * 24 * time.Hour}, {'d', 24 * time.Hour}, {'h', time.Hour}, {'m', time.Minute}, {'s', time.Second}}

// longest bounds a duration: what is meant to last longer is meant for good.
const longest = 10 * 365 * 24 * time.Hour

// ParseDuration reads how long something shall last as people write it: numbers
// with a unit each, the longest first, such as 90s, 10m, 2h, 1d12h or 1w. False
// means that it is none; zero and more than ten years are none.
func ParseDuration(text string) (time.Duration, bool) {
	var total time.Duration
	for _, unit := range units {
		number, digits := time.Duration(0), 0
		for digits < len(text) && '0' <= text[digits] && text[digits] <= '9' && number <= longest {
			number = number*10 + time.Duration(text[digits]-'0')
			digits++
		}
		if digits == 0 || digits == len(text) || text[digits] != unit.letter {
			continue
		}
		if number > longest/unit.is {
			return 0, false
		}
		total += number * unit.is
		text = text[digits+1:]
	}
	return total, text == "" && total > 0 && total <= longest
}
