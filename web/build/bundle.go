package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/evanw/esbuild/pkg/api"
)

// What index.html refers to, and the style that the script asks for later.
const (
	script    = "src/main.tsx"
	style     = "src/style/linnet.css"
	chatStyle = "src/style/chat.css"
	icon      = "src/style/linnet.svg"
)

type file struct {
	name string // slash-separated, below the build's folder
	data []byte
}

// bundled is a source with all it imports: the file that index.html names, the
// files that one needs at once, and those that it asks for later.
type bundled struct {
	entry  file
	needed []file
	later  []file
}

// bundle builds one source. What is imported by import() becomes a file of its
// own, so that the first form need not wait for the whole chat. Names in words are
// replaced by what they stand for.
func bundle(dir, source string, words map[string]string) (bundled, error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return bundled{}, err
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:     root,
		EntryPoints:       []string{source},
		EntryNames:        "linnet-[hash]",
		ChunkNames:        "linnet-[hash]",
		Outdir:            "dist/assets",
		Bundle:            true,
		Splitting:         true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		JSX:               api.JSXAutomatic,
		JSXImportSource:   "preact",
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Define:            words,
		Metafile:          true,
		LogLevel:          api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return bundled{}, fmt.Errorf("bundle %s: %d errors", source, len(result.Errors))
	}
	return sortOut(source, result)
}

// sortOut tells by esbuild's metafile what each output is for.
func sortOut(source string, result api.BuildResult) (bundled, error) {
	var meta struct {
		Outputs map[string]struct {
			EntryPoint string
			Imports    []struct{ Path, Kind string }
		}
	}
	if err := json.Unmarshal([]byte(result.Metafile), &meta); err != nil {
		return bundled{}, fmt.Errorf("bundle %s: metafile: %w", source, err)
	}
	var b bundled
	var needed []string
	for path, output := range meta.Outputs {
		if output.EntryPoint != source {
			continue
		}
		b.entry.name = assetName(path)
		for _, imported := range output.Imports {
			if imported.Kind == "import-statement" {
				needed = append(needed, assetName(imported.Path))
			}
		}
	}
	for _, output := range result.OutputFiles {
		f := file{name: assetName(output.Path), data: output.Contents}
		switch {
		case f.name == b.entry.name:
			b.entry = f
		case slices.Contains(needed, f.name):
			b.needed = append(b.needed, f)
		default:
			b.later = append(b.later, f)
		}
	}
	if b.entry.data == nil {
		return bundled{}, fmt.Errorf("bundle %s: esbuild wrote no file for it", source)
	}
	return b, nil
}

func assetName(path string) string {
	return "assets/" + filepath.Base(path)
}
