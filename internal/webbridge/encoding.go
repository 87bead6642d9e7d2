package webbridge

import (
	"strconv"
	"strings"
)

// choose returns the variant that the client likes best (RFC 9110, 12.5.3); of
// equals the first. If it would have none of them it gets the plain one, which
// every client can read.
func choose(variants []variant, acceptEncoding string) variant {
	wishes := parseWishes(acceptEncoding)
	best, bestQ := variants[len(variants)-1], 0.0
	for _, v := range variants {
		if q := wishes.quality(v.encoding); q > bestQ {
			best, bestQ = v, q
		}
	}
	return best
}

// wishes are the q-values of an Accept-Encoding header.
type wishes map[string]float64

func parseWishes(header string) wishes {
	w := wishes{}
	for item := range strings.SplitSeq(header, ",") {
		coding, params, _ := strings.Cut(item, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding == "" {
			continue
		}
		if coding == "x-gzip" { // RFC 9110, 8.4.1.3
			coding = "gzip"
		}
		w[coding] = parseQuality(params)
	}
	return w
}

// parseQuality reads "q=0.8"; nothing is 1, and nonsense is a refusal.
func parseQuality(params string) float64 {
	name, value, found := strings.Cut(strings.TrimSpace(params), "=")
	if !found || !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 1
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !(0 <= q && q <= 1) {
		return 0
	}
	return q
}

// quality says how much an encoding is liked. The plain form is acceptable
// unless it is refused, but liked less than any that is named.
func (w wishes) quality(encoding string) float64 {
	const unnamed = 0.0001
	if encoding == "" {
		encoding = "identity"
	}
	if q, ok := w[encoding]; ok {
		return q
	}
	if q, ok := w["*"]; ok {
		return q
	}
	if encoding == "identity" {
		return unnamed
	}
	return 0
}
