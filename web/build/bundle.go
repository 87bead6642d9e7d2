package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// sources are the files that index.html names; each becomes one asset.
var sources = []string{"src/main.tsx", "src/style/linnet.css", "src/style/linnet.svg"}

type file struct {
	name string // slash-separated, below the build's folder
	data []byte
}

// asset is a built file and the source that index.html calls it by.
type asset struct {
	file
	source string
}

func bundle(dir string) ([]asset, error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	var assets []asset
	for _, source := range sources {
		// One build each: a build of several does not say which output came of which source.
		result := api.Build(api.BuildOptions{
			AbsWorkingDir:     root,
			EntryPoints:       []string{source},
			EntryNames:        "linnet-[hash]",
			Outdir:            "dist/assets",
			Bundle:            true,
			Format:            api.FormatESModule,
			Target:            api.ES2022,
			JSX:               api.JSXAutomatic,
			JSXImportSource:   "preact",
			Loader:            map[string]api.Loader{".svg": api.LoaderCopy},
			Charset:           api.CharsetUTF8,
			LegalComments:     api.LegalCommentsNone,
			MinifyWhitespace:  true,
			MinifyIdentifiers: true,
			MinifySyntax:      true,
			LogLevel:          api.LogLevelWarning,
		})
		if len(result.Errors) > 0 {
			return nil, fmt.Errorf("bundle %s: %d errors", source, len(result.Errors))
		}
		if len(result.OutputFiles) != 1 {
			return nil, fmt.Errorf("bundle %s: %d files, want 1", source, len(result.OutputFiles))
		}
		built := result.OutputFiles[0]
		assets = append(assets, asset{
			file:   file{name: "assets/" + filepath.Base(built.Path), data: built.Contents},
			source: source,
		})
	}
	return assets, nil
}

// page is index.html with each source's path replaced by its asset's.
func page(path string, assets []asset) ([]byte, error) {
	html, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	for _, a := range assets {
		quoted := `"` + a.source + `"`
		if !bytes.Contains(html, []byte(quoted)) {
			return nil, fmt.Errorf("%s does not name %s", path, quoted)
		}
		html = bytes.ReplaceAll(html, []byte(quoted), []byte(`"`+a.name+`"`))
	}
	if strings.Contains(string(html), `"src/`) {
		return nil, errors.New(path + " names a source that is not bundled")
	}
	return html, nil
}
