//go:build linux

package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

// serve is the process that is measured: it says its address, gives unused memory
// back for each line it is told, and ends with its input.
func serve(name string) error {
	for _, s := range servers {
		if s.name != name {
			continue
		}
		go func() {
			asked := bufio.NewScanner(os.Stdin)
			for asked.Scan() {
				debug.FreeOSMemory()
				fmt.Println("settled")
			}
			os.Exit(0)
		}()
		return s.serve(func(at net.Addr) { fmt.Println(at) })
	}
	return fmt.Errorf("no server is called %q", name)
}

// process is a server that was started.
type process struct {
	cmd     *exec.Cmd
	asks    io.WriteCloser
	says    *bufio.Reader
	address string
}

func start(name string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.Command(self, "-serve", name)}
	p.cmd.Env = append(os.Environ(), "GNET_LOGGING_LEVEL=2") // errors: it logs where we talk
	p.cmd.Stderr = os.Stderr
	if p.asks, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	p.says = bufio.NewReader(out)
	line, err := p.says.ReadString('\n')
	p.address = strings.TrimSpace(line)
	return p, err
}

func (p *process) stop() {
	_ = p.asks.Close()
	_ = p.cmd.Wait()
}

// settle has the server give back what it does not use.
func (p *process) settle() error {
	if _, err := io.WriteString(p.asks, "settle\n"); err != nil {
		return err
	}
	_, err := p.says.ReadString('\n')
	return err
}

// usage is the processor time and the memory, in bytes, that the server has used so
// far. The names of these fields are in proc(5).
func (p *process) usage() (cpu time.Duration, rss int, err error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	for _, field := range fields[11:13] { // utime, stime
		ticks, err := strconv.Atoi(field)
		if err != nil {
			return 0, 0, err
		}
		cpu += time.Duration(ticks) * 10 * time.Millisecond
	}
	pages, err := strconv.Atoi(fields[21])
	return cpu, pages * os.Getpagesize(), err
}
