package chat

import (
	"fmt"
	"testing"
	"time"
)

func TestTheAuditLogKeepsTheNewest(t *testing.T) {
	settings := testSettings
	settings.AuditEntries = 3
	n := New(settings)
	for i := 1; i <= 7; i++ {
		n.Apply(Audited{Who: "alice!a@h", Action: "KILL", Target: fmt.Sprintf("Bob%d", i), At: noon.Add(time.Duration(i) * time.Second)})
		if err := n.Check(); err != nil {
			t.Fatalf("after %d: %v", i, err)
		}
		all := n.Audit(10, "*")
		if want := min(i, 3); len(all) != want || n.AuditSize() != want {
			t.Fatalf("after %d: %d entries, expected %d", i, len(all), want)
		}
		for j, entry := range all {
			if want := fmt.Sprintf("Bob%d", i-len(all)+1+j); entry.Target != want {
				t.Errorf("after %d: entry %d is of %s, expected %s", i, j, entry.Target, want)
			}
		}
	}
	if two := n.Audit(2, "*"); len(two) != 2 || two[0].Target != "Bob6" {
		t.Errorf("the newest two: %v", two)
	}
	if one := n.Audit(3, "bob5"); len(one) != 1 || one[0].Target != "Bob5" {
		t.Errorf("those of Bob5: %v", one)
	}
}
