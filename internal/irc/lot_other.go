//go:build !linux

package irc

// lot is for Linux; elsewhere every stream reads on a goroutine of its own.
type lot struct{}

func newLot() *lot { return &lot{} }

func (*lot) park(*Server, *stream) bool { return false }

func (*lot) close() {}
