package main

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// page is index.html with the sources it names replaced by what was built of
// them. The icon goes into the page itself: it is too small for a request.
func page(dir string, code, css bundled) ([]byte, error) {
	html, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		return nil, err
	}
	svg, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(icon)))
	if err != nil {
		return nil, err
	}
	replacements := map[string]string{
		script: code.entry.name,
		style:  css.entry.name,
		icon:   "data:image/svg+xml," + url.PathEscape(strings.TrimSpace(string(svg))),
	}
	for source, built := range replacements {
		quoted := []byte(`"` + source + `"`)
		if !bytes.Contains(html, quoted) {
			return nil, fmt.Errorf("index.html does not name %s", quoted)
		}
		html = bytes.ReplaceAll(html, quoted, []byte(`"`+built+`"`))
	}
	return bytes.Replace(html, []byte("</head>"), append(preloads(code.needed), "</head>"...), 1), nil
}

// preloads let the browser ask for the parts of the script all at once, before
// it has read the first.
func preloads(parts []file) []byte {
	var b bytes.Buffer
	for _, part := range parts {
		fmt.Fprintf(&b, "<link rel=\"modulepreload\" href=%q>\n", part.name)
	}
	return b.Bytes()
}
