//go:build !unix

package main

// shortPath does something with the name of a folder.
func shortPath(dir string, do func(dir string) error) error { return do(dir) }

// isRefused takes every error for a refusal.
func isRefused(err error) bool { return err != nil }
