package controls

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Root is the module's folder: the controls are built from its source.
func Root(ctx context.Context) (string, error) {
	said, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("the controls are built from source, and go does not run: %w", err)
	}
	file := strings.TrimSpace(string(said))
	if file == "" || file == os.DevNull {
		return "", fmt.Errorf("the controls are built from source: run the exam in the module's folder")
	}
	return filepath.Dir(file), nil
}

// Patched is each file that a control changes, with its new text.
func (c Control) Patched(root string) (map[string]string, error) {
	files := map[string]string{}
	for _, edit := range c.Edits {
		text, is := files[edit.File]
		if !is {
			read, err := os.ReadFile(filepath.Join(root, edit.File))
			if err != nil {
				return nil, fmt.Errorf("control %q: %w", c.Name, err)
			}
			text = string(read)
		}
		if n := strings.Count(text, edit.Old); n != 1 {
			return nil, fmt.Errorf("control %q: its text stands %d times in %s and should stand once; write it anew:\n%s", c.Name, n, edit.File, edit.Old)
		}
		files[edit.File] = strings.Replace(text, edit.Old, edit.New, 1)
	}
	return files, nil
}

// Build makes a crew with the control's mistake in it. The source stays as it is.
func (c Control) Build(ctx context.Context, root, dir string) (program string, err error) {
	overlay, err := c.overlay(root, dir)
	if err != nil {
		return "", err
	}
	program = filepath.Join(dir, "crew")
	build := exec.CommandContext(ctx, "go", "build", "-overlay", overlay, "-ldflags", "-s -w", "-o", program, "./internal/exam/crew/program")
	build.Dir = root
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("control %q does not build: %w\n%s", c.Name, err, said)
	}
	return program, nil
}

// overlay is the file that tells the go command what stands in the place of what.
func (c Control) overlay(root, dir string) (string, error) {
	files, err := c.Patched(root)
	if err != nil {
		return "", err
	}
	replace := map[string]string{}
	for name, text := range files {
		file := filepath.Join(dir, strings.ReplaceAll(name, "/", "_"))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			return "", err
		}
		replace[filepath.Join(root, name)] = file
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o600)
}

// Vet compiles what the control changes, and links nothing.
func (c Control) Vet(ctx context.Context, root, dir string) error {
	overlay, err := c.overlay(root, dir)
	if err != nil {
		return err
	}
	var packages []string
	for _, edit := range c.Edits {
		packages = append(packages, "./"+filepath.Dir(edit.File))
	}
	build := exec.CommandContext(ctx, "go", append([]string{"build", "-overlay", overlay}, packages...)...) //nolint:gosec // the packages are the controls' own
	build.Dir = root
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("control %q does not compile: %w\n%s", c.Name, err, said)
	}
	return nil
}
