package webbridge

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// What is kept of somebody is handed out by a link of NickServ's, once, as a file.
func TestExport(t *testing.T) {
	e := openEasel(t, nil)
	e.ada.send("JOIN #tea", "PRIVMSG #tea :leaves", "NS EXPORT")
	_, path, is := strings.Cut(e.ada.until(":https://chat.test/export/"), "https://chat.test")
	if !is {
		t.Fatal("no link")
	}
	answer, text := e.do(http.MethodGet, path, nil)
	for header, want := range map[string]string{
		"Content-Type": "application/json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
		"Content-Disposition": "attachment; filename=linnet-ada-",
	} {
		if got := answer.Header.Get(header); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q", header, got)
		}
	}
	var file struct {
		Account struct{ Name string }
		Said    []struct{ Channel, Text string }
	}
	if err := json.Unmarshal([]byte(text), &file); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%v: %s", err, text)
	}
	last := file.Said[len(file.Said)-1]
	if file.Account.Name != "ada" || last.Channel != "#tea" || last.Text != "leaves" {
		t.Errorf("%+v", file)
	}
	for name, path := range map[string]string{"used": path, "wrong": "/export/x", "none": "/export/"} {
		if answer, text := e.do(http.MethodGet, path, nil); answer.StatusCode != http.StatusNotFound || strings.Contains(text, "leaves") {
			t.Errorf("%s: %d %s", name, answer.StatusCode, text)
		}
	}
	// Who only looks, as those do who preview links, uses nothing up.
	e.ada.send("NS EXPORT")
	_, path, _ = strings.Cut(e.ada.until(":https://chat.test/export/"), "https://chat.test")
	if answer, _ := e.do(http.MethodHead, path, nil); answer.StatusCode == http.StatusOK {
		t.Errorf("HEAD: %d", answer.StatusCode)
	}
	if answer, _ := e.do(http.MethodGet, path, nil); answer.StatusCode != http.StatusOK {
		t.Errorf("after HEAD: %d", answer.StatusCode)
	}
	// A link to what is kept of an account that is no more is none.
	e.ada.send("NS EXPORT")
	_, path, _ = strings.Cut(e.ada.until(":https://chat.test/export/"), "https://chat.test")
	e.ada.send("NS ERASE")
	code := strings.Fields(e.ada.until("say: ERASE"))
	e.ada.send("NS ERASE ada " + code[len(code)-1])
	e.ada.until("is gone")
	if answer, _ := e.do(http.MethodGet, path, nil); answer.StatusCode != http.StatusNotFound {
		t.Errorf("erased: %d", answer.StatusCode)
	}
}
