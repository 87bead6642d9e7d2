package main

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// parseFile reads settings over the defaults. Its errors name the line, the key,
// what it got and what it expected; an unknown key is one.
func parseFile(name string, text []byte) (file, error) {
	f := defaultFile()
	err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&f)
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) && len(unknown.Errors) > 0 {
		first := unknown.Errors[0]
		row, _ := first.Position()
		return file{}, fmt.Errorf("%s:%d: %s: no such setting%s", name, row, strings.Join(first.Key(), "."), siblings(first.Key()))
	}
	var wrong *toml.DecodeError
	if errors.As(err, &wrong) {
		row, column := wrong.Position()
		key := strings.Join(wrong.Key(), ".")
		expected := expectation(wrong.Key())
		if expected == "" {
			return file{}, fmt.Errorf("%s:%d: %s", name, row, strings.TrimPrefix(wrong.Error(), "toml: "))
		}
		return file{}, fmt.Errorf("%s:%d: %s: %s: expected %s", name, row, key, at(text, row, column), expected)
	}
	if err != nil {
		return file{}, fmt.Errorf("%s: %w", name, err)
	}
	return f, nil
}

// at returns what stands in a line from a column on.
func at(text []byte, row, column int) string {
	lines := strings.Split(string(text), "\n")
	if row < 1 || row > len(lines) || column < 1 || column > len(lines[row-1]) {
		return "it"
	}
	return strings.TrimSpace(lines[row-1][column-1:])
}

// siblings lists the keys that could have been meant.
func siblings(key []string) string {
	table := typeOf(key[:len(key)-1])
	if table == nil || table.Kind() != reflect.Struct {
		return ""
	}
	var names []string
	for i := range table.NumField() {
		names = append(names, keyOf(table.Field(i)))
	}
	return ": expected one of " + strings.Join(names, ", ")
}

// expectation says in words what a key takes, "" for no key of ours.
func expectation(key []string) string {
	t := typeOf(key)
	switch {
	case t == nil || len(key) == 0:
		return ""
	case t == reflect.TypeFor[duration]():
		return `a duration such as "90s"`
	case t == reflect.TypeFor[[]string]():
		return "a list of texts"
	}
	switch t.Kind() {
	case reflect.String:
		return "a text in quotes"
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	default:
		return "a table"
	}
}

// typeOf follows a key through the tables of the file, nil if it leads nowhere.
func typeOf(key []string) reflect.Type {
	t := reflect.TypeFor[file]()
next:
	for _, name := range key {
		if t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return nil
		}
		for i := range t.NumField() {
			if keyOf(t.Field(i)) == name {
				t = t.Field(i).Type
				continue next
			}
		}
		return nil
	}
	if t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct {
		return t.Elem()
	}
	return t
}

func keyOf(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("toml"), ",")
	return name
}
