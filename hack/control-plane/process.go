package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// process is a child with its output in DIR/NAME.log.
type process struct {
	name  string
	log   string
	child *exec.Cmd
	ended chan struct{}
	err   error // valid once ended is closed
}

const (
	stopLimit = 5 * time.Second
	// A server with open watches would hang on for long, and has nothing to lose.
	serverStopLimit = time.Second
)

func startProcess(chosen settings, name string, args []string) (*process, error) {
	p := &process{name: name, log: filepath.Join(chosen.dir, name+".log"), ended: make(chan struct{})}
	output, err := os.Create(p.log)
	if err != nil {
		return nil, err
	}
	defer output.Close()
	p.child = exec.Command(filepath.Join(chosen.assets, name), args...)
	p.child.Stdout, p.child.Stderr = output, output
	// Its own group, so that Ctrl-C in a terminal reaches only the supervisor, which ends the children in order; and
	// the kernel ends them should the supervisor be killed.
	p.child.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}

	started := make(chan error)
	go func() {
		// Pdeathsig follows the thread that started the child, so that thread has to stay.
		runtime.LockOSThread()
		err := p.child.Start()
		started <- err
		if err == nil {
			p.err = p.child.Wait()
			close(p.ended)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	pid := filepath.Join(chosen.dir, name+".pid")
	return p, os.WriteFile(pid, []byte(strconv.Itoa(p.child.Process.Pid)), 0o600)
}

// waitUntil returns when the check passes, or with the reason why it never will.
func (p *process) waitUntil(ctx context.Context, check func() error) error {
	limited, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	for {
		problem := check()
		if problem == nil {
			return nil
		}
		select {
		case <-p.ended:
			return p.failure()
		case <-limited.Done():
			return fmt.Errorf("%s is not ready: %w; its log: %s", p.name, problem, p.log)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (p *process) stop(limit time.Duration) {
	_ = p.child.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(limit):
		_ = p.child.Process.Kill()
		<-p.ended
	}
}

// lostPort says whether somebody else had the port first.
func (p *process) lostPort() bool {
	select {
	case <-p.ended:
		text, _ := os.ReadFile(p.log)
		return bytes.Contains(text, []byte("address already in use"))
	default:
		return false
	}
}

func (p *process) failure() error {
	text, _ := os.ReadFile(p.log)
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	if len(lines) > 8 {
		lines = lines[len(lines)-8:]
	}
	return fmt.Errorf("%s ended by itself (%v); the end of %s:\n%s", p.name, p.err, p.log, bytes.Join(lines, []byte("\n")))
}
