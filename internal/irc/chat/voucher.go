package chat

import (
	"cmp"
	"slices"
	"time"
)

// Voucher is an invitation that lets one stranger register an account, where
// registration is not open.
type Voucher struct {
	Code  TokenHash // only who was given the code knows that
	By    string    // the operator
	At    time.Time
	Until time.Time
}

// MaxVouchers is how many may be open at once.
const MaxVouchers = 1000

// VoucherMade: one stranger may register an account.
type VoucherMade struct{ Voucher }

// VoucherRevoked: a voucher is good for nothing any more.
type VoucherRevoked struct {
	Code TokenHash
	At   time.Time
}

func (VoucherMade) event()    {}
func (VoucherRevoked) event() {}

// Vouchers lists the open invitations, the oldest first.
func (n *Network) Vouchers() []Voucher {
	all := make([]Voucher, 0, len(n.accounts.vouchers))
	for _, voucher := range n.accounts.vouchers {
		all = append(all, voucher)
	}
	slices.SortFunc(all, func(a, b Voucher) int {
		return cmp.Or(a.At.Compare(b.At), slices.Compare(a.Code[:], b.Code[:]))
	})
	return all
}

// MayUseVoucher decides on registering an account by a code.
func (n *Network) MayUseVoucher(name string, code TokenHash, now time.Time) error {
	voucher, open := n.accounts.vouchers[code]
	if !open || !voucher.Until.After(now) {
		return refuse(VoucherVoid, name)
	}
	return nil
}

// MayVouch decides whether there is room for one more.
func (n *Network) MayVouch() error {
	if len(n.accounts.vouchers) >= MaxVouchers {
		return refuse(VouchersFull)
	}
	return nil
}

// sweepVouchers takes away those that nobody has used in time, and returns what is to
// be kept of that.
func (n *Network) sweepVouchers(at time.Time) (kept []Event) {
	for _, voucher := range n.Vouchers() {
		if !voucher.Until.After(at) {
			delete(n.accounts.vouchers, voucher.Code)
			kept = append(kept, VoucherRevoked{Code: voucher.Code, At: at})
		}
	}
	return kept
}

// presentVoucher is what is to be kept now of a voucher.
func (n *Network) presentVoucher(code TokenHash) Event {
	if voucher, open := n.accounts.vouchers[code]; open {
		return VoucherMade{voucher}
	}
	return VoucherRevoked{Code: code}
}
