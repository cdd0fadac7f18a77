package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
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

const stopLimit = 5 * time.Second

func startProcess(chosen settings, name string, args []string) (*process, error) {
	if chosen.assets == "" {
		return nil, errors.New("no folder with etcd and kube-apiserver: give --assets or set KUBEBUILDER_ASSETS")
	}
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
	return p, <-started
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

func (p *process) stop() {
	_ = p.child.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(stopLimit):
		_ = p.child.Process.Kill()
		<-p.ended
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
