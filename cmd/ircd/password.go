package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"linnet/internal/irc/account"
)

// hashPassword reads a password, from a person without showing it or else from
// the first line, and prints the hash that the settings take in its place.
func hashPassword(stdin io.Reader, stdout, stderr io.Writer) error {
	password, err := readPassword(stdin, stderr)
	if err != nil {
		return fmt.Errorf("read the password: %w", err)
	}
	if password == "" {
		return errors.New("read the password: it is empty: expected one line")
	}
	_, err = fmt.Fprintln(stdout, account.HashPassword(password, func(b []byte) {
		_, _ = rand.Read(b) // it never fails
	}))
	return err
}

func readPassword(stdin io.Reader, stderr io.Writer) (string, error) {
	if file, ok := stdin.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		fmt.Fprint(stderr, "Password: ")
		defer fmt.Fprintln(stderr)
		typed, err := term.ReadPassword(int(file.Fd()))
		return string(typed), err
	}
	line, err := bufio.NewReader(stdin).ReadString('\n')
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}
