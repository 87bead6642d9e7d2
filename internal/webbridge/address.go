package webbridge

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// proxies are the networks whose word about a client's address is taken.
type proxies []netip.Prefix

func parseProxies(list []string) (proxies, error) {
	var all proxies
	for _, text := range list {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			address, addressErr := netip.ParseAddr(text)
			if addressErr != nil {
				return nil, fmt.Errorf("web.trusted_proxies: %q: expected a network such as 10.0.0.0/8, or an address", text)
			}
			prefix = netip.PrefixFrom(address, address.BitLen())
		}
		all = append(all, prefix.Masked())
	}
	return all, nil
}

func (p proxies) trust(address netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(address) {
			return true
		}
	}
	return false
}

// client returns the address that a request comes from and whether nobody on
// the way can read along. The headers of a proxy are believed only as far as a
// chain of trusted ones reaches: anybody can send such a header, and each proxy
// adds what it saw at the right end.
func (p proxies) client(r *http.Request) (address netip.Addr, secure bool) {
	address, secure = parseHop(r.RemoteAddr), r.TLS != nil
	if !p.trust(address) {
		return address, secure
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && p.trust(address); i-- {
		hop := parseHop(strings.TrimSpace(hops[i]))
		if !hop.IsValid() {
			break
		}
		address = hop
	}
	return address, isSecure(r.Header.Values("X-Forwarded-Proto"))
}

// parseHop reads an address with or without a port, as proxies write them. One
// that cannot be read is invalid.
func parseHop(text string) netip.Addr {
	if pair, err := netip.ParseAddrPort(text); err == nil {
		return pair.Addr().Unmap().WithZone("")
	}
	address, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return address.Unmap().WithZone("")
}

// isSecure wants every part of the way that the proxies name to be TLS.
func isSecure(headers []string) bool {
	if len(headers) == 0 {
		return false
	}
	for proto := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		switch strings.ToLower(strings.TrimSpace(proto)) {
		case "https", "wss":
		default:
			return false
		}
	}
	return true
}
