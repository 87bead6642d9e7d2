package chat

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"linnet/internal/irc/account"
)

func TestDated(t *testing.T) {
	later := noon.Add(time.Hour)
	for _, tt := range []struct{ decided, happens Event }{
		{
			TopicChanged{Channel: 1, By: 2, Topic: "tea", ID: "x", At: noon},
			TopicChanged{Channel: 1, By: 2, Topic: "tea", ID: "x", At: later},
		},
		{DeviceAdded{Account: 1, At: noon}, DeviceAdded{Account: 1, At: later}},
		{Swept{noon}, Swept{later}},
		{EntryTimed{Channel: 1, Until: noon, At: noon}, EntryTimed{Channel: 1, Until: noon, At: later}},
		// What was decided is as it was.
		{AccountSaved{Account: account.Account{ID: 1, Created: noon}, At: noon}, AccountSaved{Account: account.Account{ID: 1, Created: noon}, At: later}},
		{BanPlaced{Ban{Target: "*", At: noon}}, BanPlaced{Ban{Target: "*", At: noon}}},
		{VoucherMade{Voucher{By: "root", At: noon}}, VoucherMade{Voucher{By: "root", At: noon}}},
		{MarkerMoved{Account: 1, UpTo: noon}, MarkerMoved{Account: 1, UpTo: noon}},
		{CodeReturned{Account: 1, At: noon}, CodeReturned{Account: 1, At: noon}},
	} {
		if got := Dated(tt.decided, later); !reflect.DeepEqual(got, tt.happens) {
			t.Errorf("%+v; expected %+v", got, tt.happens)
		}
	}
}

// When an event happens is called At in every event, or Dated would pass it by: other
// times that are its own say by their names what they are.
func TestTimesOfEvents(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	events, structs := map[string]bool{}, map[string]*ast.StructType{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.FuncDecl:
				if of, is := receiver(node); is && node.Name.Name == "event" {
					events[of] = true
				}
			case *ast.TypeSpec:
				if s, is := node.Type.(*ast.StructType); is {
					structs[node.Name.Name] = s
				}
			}
			return true
		})
	}
	if len(events) < 60 {
		t.Fatalf("only %d events are found", len(events))
	}
	for name := range events {
		for _, field := range structs[name].Fields.List {
			for _, word := range field.Names {
				if isTime(field.Type) && !slices.Contains([]string{"At", "Until", "UpTo"}, word.Name) {
					t.Errorf("%s has a time %s: if it happens then it is to be At", name, word.Name)
				}
				if !isTime(field.Type) && word.Name == "At" {
					t.Errorf("%s has an At that is no time", name)
				}
			}
		}
	}
}

func receiver(f *ast.FuncDecl) (name string, is bool) {
	if f.Recv == nil {
		return "", false
	}
	ident, is := f.Recv.List[0].Type.(*ast.Ident)
	if !is {
		return "", false
	}
	return ident.Name, true
}

func isTime(e ast.Expr) bool {
	s, is := e.(*ast.SelectorExpr)
	return is && s.Sel.Name == "Time"
}
