package irc

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestOnlyWhatOthersCausedOverflows(t *testing.T) {
	var o outbox
	line := bytes.Repeat([]byte("x"), 100)
	for range 50 {
		if _, full := o.put(line, true, 250); full {
			t.Fatal("a client's own answers overflow")
		}
	}
	for i, wantFull := range []bool{false, false, true, true} {
		if _, full := o.put(line, false, 250); full != wantFull {
			t.Errorf("foreign line %d: full %v", i+1, full)
		}
	}
	if _, full := o.put(line[:50], false, 250); full {
		t.Error("what still fits is refused")
	}
	if got := o.size(); got != 5250 {
		t.Errorf("%d bytes wait", got)
	}
	o.take(nil)
	if _, full := o.put(line, false, 250); full {
		t.Error("after it was emptied there is no room")
	}
}

func TestATakeIsBoundedButNeverNothing(t *testing.T) {
	var o outbox
	huge := bytes.Repeat([]byte("h"), takeAtMost+1)
	half := bytes.Repeat([]byte("x"), takeAtMost/2)
	for _, form := range [][]byte{huge, half, half, half, huge} {
		o.put(form, true, 0)
	}
	for i, want := range []int{1, 2, 1, 1, 0} {
		if got := len(o.take(nil)); got != want {
			t.Errorf("take %d: %d lines, expected %d", i+1, got, want)
		}
	}
	into := [][]byte{[]byte("before")}
	o.put([]byte("after"), true, 0)
	if got := o.take(into); len(got) != 2 || string(got[0]) != "before" {
		t.Errorf("it does not append: %q", got)
	}
}

func TestAClosedOutboxIsEmptiedButNotFilled(t *testing.T) {
	var o outbox
	o.put([]byte("last words"), true, 0)
	o.close()
	if wake, full := o.put([]byte("too late"), false, 0); wake || full {
		t.Errorf("after the end: wake %v, full %v", wake, full)
	}
	if got := o.take(nil); len(got) != 1 || string(got[0]) != "last words" {
		t.Errorf("took %q", got)
	}
}

// TestOneWakePerFilling holds the contract with a transport: from a wake on it
// takes until it is told that nothing is left, and is not woken meanwhile. So no
// line is left behind, and none comes twice or in another order.
func TestOneWakePerFilling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var o outbox
		var put, taken []string
		awake := false // by what the transport was told
		foreign := 0
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "put") {
				own := rapid.Bool().Draw(t, "own")
				line := fmt.Sprintf("%d%0*d", len(put), rapid.SampledFrom([]int{1, 40000}).Draw(t, "size"), 0)
				fits := own || foreign+len(line) <= 100_000
				wake, full := o.put([]byte(line), own, 100_000)
				if full == fits {
					t.Fatalf("%d foreign bytes and %d more: full %v", foreign, len(line), full)
				}
				if full {
					continue
				}
				put = append(put, line)
				if !own {
					foreign += len(line)
				}
				if wake == awake {
					t.Fatalf("awake %v, and woken %v", awake, wake)
				}
				awake = true
			} else if awake {
				lines := o.take(nil)
				for _, l := range lines {
					taken = append(taken, string(l))
				}
				if len(taken) == len(put) && len(lines) > 0 {
					foreign = 0
				} else if len(lines) > 0 {
					foreign = int(o.foreign)
				}
				awake = len(lines) > 0
			}
		}
		for lines := o.take(nil); len(lines) > 0; lines = o.take(nil) {
			for _, l := range lines {
				taken = append(taken, string(l))
			}
		}
		if fmt.Sprint(taken) != fmt.Sprint(put) || o.bytes != 0 || o.foreign != 0 {
			t.Fatalf("%d lines in, %d out, %d and %d bytes left", len(put), len(taken), o.bytes, o.foreign)
		}
	})
}

// TestOutboxBlocks: lines that were put together come out as lines where those are asked
// for, and as they are where bytes are.
func TestOutboxBlocks(t *testing.T) {
	one, two, three := []byte("one\r\n"), []byte("two\r\n"), []byte("three\r\n")
	fill := func() *outbox {
		o := &outbox{}
		o.put(one, false, 100)
		for _, b := range blocksOf([][]byte{two, three}) {
			o.putBlock(b)
		}
		return o
	}
	byLine, atOnce := fill(), fill()
	if got := byLine.take(nil); !slices.EqualFunc(got, [][]byte{one, two, three}, bytes.Equal) {
		t.Errorf("lines: %q", got)
	}
	var room []byte
	if got, more := atOnce.takeBytes(&room); string(got) != "one\r\ntwo\r\nthree\r\n" || more {
		t.Errorf("bytes: %q, more %v", got, more)
	}
	for _, o := range []*outbox{byLine, atOnce} {
		if o.size() != 0 || o.foreign != 0 || o.sent() != (traffic{17, 3}) {
			t.Errorf("left %d bytes, %d of others, sent %+v", o.size(), o.foreign, o.sent())
		}
	}
	long := make([]byte, blockBytes)
	if n := len(blocksOf([][]byte{long, one, long})); n != 3 {
		t.Errorf("two lines of a block each and a short one are %d blocks", n)
	}
}
