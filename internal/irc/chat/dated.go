package chat

import (
	"reflect"
	"time"
)

// Dated is an event that happens at another time than it was decided at, later as a
// rule: what has to be on disk before. When an event happens is its field At, so it is
// set by that name, and no event that is to come can be forgotten here. Other times in
// it, such as that of a ban, are what was decided.
func Dated(ev Event, at time.Time) Event {
	if _, is := ev.(timely); is {
		return ev
	}
	was := reflect.ValueOf(ev)
	field, has := was.Type().FieldByName("At")
	if !has || len(field.Index) > 1 { // none, or that of something it carries
		return ev
	}
	is := reflect.New(was.Type()).Elem()
	is.Set(was)
	is.FieldByIndex(field.Index).Set(reflect.ValueOf(at))
	dated, _ := is.Interface().(Event)
	return dated
}

// timely are events that are by a code which is good for a while: one that came back in
// time did so however long the disk takes then.
type timely interface{ cameInTime() }

func (CodeReturned) cameInTime()    {}
func (PasswordChanged) cameInTime() {}
