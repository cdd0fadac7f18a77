package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// lock keeps a second control plane out of the folder, and tells stop whom to end. The kernel lets go of it with the
// process, so a killed one leaves nothing behind that has to be cleaned.
func lock(dir string) (unlock func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(filepath.Join(dir, "pid"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, fmt.Errorf("a control plane is running in %s already", dir)
	}
	if err := file.Truncate(0); err == nil {
		_, err = file.WriteAt([]byte(strconv.Itoa(os.Getpid())), 0)
	}
	return func() { file.Close() }, err
}

// start runs the same program detached from the terminal and waits for its "ready" line.
func start(chosen settings) error {
	if err := os.MkdirAll(chosen.dir, 0o700); err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	args := []string{"run", "--dir", chosen.dir, "--assets", chosen.assets, fmt.Sprintf("--fsync=%t", chosen.fsync), "--"}
	child := exec.Command(program, append(args, chosen.apiserverArgs...)...)
	child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	log, err := os.Create(filepath.Join(chosen.dir, "control-plane.log"))
	if err != nil {
		return err
	}
	defer log.Close()
	child.Stderr = log
	output, err := child.StdoutPipe()
	if err != nil {
		return err
	}
	if err := child.Start(); err != nil {
		return err
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		_ = child.Wait()
		text, _ := os.ReadFile(log.Name())
		return errors.New(strings.TrimPrefix(strings.TrimSpace(string(text)), "control-plane: "))
	}
	fmt.Print(line)
	return child.Process.Release()
}

// stop ends the process that holds the folder's lock, and only that one.
func stop(chosen settings) error {
	file, err := os.Open(filepath.Join(chosen.dir, "pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	asked := false
	for deadline := time.Now().Add(3 * stopLimit); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			return nil
		}
		if asked {
			continue
		}
		text, err := os.ReadFile(file.Name())
		if err != nil {
			return err
		}
		if pid, err := strconv.Atoi(string(text)); err == nil {
			asked = syscall.Kill(pid, syscall.SIGTERM) == nil
		}
	}
	return fmt.Errorf("the control plane in %s did not end", chosen.dir)
}
