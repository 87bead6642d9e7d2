package chat

import (
	"strconv"
	"time"
)

// units are the letters of a duration, the longest first.
var units = []struct {
	letter byte
	is     int64 // seconds
}{{'w', 7 * 24 * 60 * 60}, {'d', 24 * 60 * 60}, {'h', 60 * 60}, {'m', 60}, {'s', 1}}

// longest bounds a duration: what is meant to last longer is meant for good.
const longest = 10 * 365 * 24 * time.Hour

// ParseDuration reads how long something shall last as people write it: numbers
// with a unit each, the longest first, such as 90s, 10m, 2h, 1d12h or 1w. False
// means that it is none; zero and more than ten years are none.
func ParseDuration(text string) (time.Duration, bool) {
	const most = int64(longest / time.Second)
	var total int64
	for _, unit := range units {
		number, digits := int64(0), 0
		for digits < len(text) && '0' <= text[digits] && text[digits] <= '9' && number <= most {
			number = number*10 + int64(text[digits]-'0')
			digits++
		}
		if digits == 0 || digits == len(text) || text[digits] != unit.letter {
			continue
		}
		if number > most/unit.is {
			return 0, false
		}
		total += number * unit.is
		text = text[digits+1:]
	}
	return time.Duration(total) * time.Second, text == "" && total > 0 && total <= most
}

// FormatDuration writes a duration of whole seconds so that ParseDuration reads it: in
// the greatest unit of which there are some, days at most, and smaller ones if need be.
func FormatDuration(d time.Duration) string {
	seconds, text := int64(d/time.Second), ""
	for _, unit := range units[1:] {
		if n := seconds / unit.is; n > 0 {
			text += strconv.FormatInt(n, 10) + string(unit.letter)
			seconds -= n * unit.is
		}
	}
	return text
}
