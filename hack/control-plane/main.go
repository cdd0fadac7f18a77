// control-plane runs an etcd and a kube-apiserver for development and tests, and ends them with itself.
//
//	control-plane run --dir DIR [--assets FOLDER] [--fsync] [--parent-stdin] [--remove] [-- APISERVER-FLAG...]
//	control-plane start --dir DIR ...      the same, detached: returns once it is ready
//	control-plane stop --dir DIR           ends what start (or run) left in DIR, and waits for it
//	control-plane kubeconfig --dir DIR --user NAME [--group GROUP]... [--out FILE]
//
// DIR gets everything: kubeconfig (system:masters), CA and certificates, logs, the data of etcd. Run again in the same
// DIR, it continues with the same data, certificates and, when still free, the same port.
// run prints one line, "ready URL KUBECONFIG", on stdout once /readyz is fine. It ends on SIGINT or SIGTERM, with
// --parent-stdin also when its stdin closes, and when a child dies (exit code 1). With --remove, DIR goes too when it was
// told to end; after a failure the logs stay. The children's process ids are in DIR/NAME.pid, for tests that stop or kill one.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

type settings struct {
	dir           string
	assets        string
	fsync         bool
	parentStdin   bool
	remove        bool
	apiserverArgs []string

	user   string
	groups list
	out    string
}

type list []string

func (l *list) String() string         { return strings.Join(*l, ",") }
func (l *list) Set(value string) error { *l = append(*l, value); return nil }

func main() {
	if err := command(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "control-plane:", err)
		if errors.Is(err, errUsage) {
			os.Exit(2)
		}
		os.Exit(1)
	}
}

var errUsage = errors.New("usage: control-plane run|start|stop|kubeconfig --dir DIR [...]; see -h of each")

func command(args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	var chosen settings
	flags := flag.NewFlagSet(args[0], flag.ExitOnError)
	flags.StringVar(&chosen.dir, "dir", "", "folder for data, certificates, logs and kubeconfig (required)")
	commands := map[string]func(settings) error{"run": run, "start": start, "stop": stop, "kubeconfig": mint}
	act, known := commands[args[0]]
	switch args[0] {
	case "run", "start":
		flags.StringVar(&chosen.assets, "assets", ownFolder(), "folder with etcd and kube-apiserver")
		flags.BoolVar(&chosen.fsync, "fsync", false, "let etcd wait for the disk; without it a power cut may lose data")
		if args[0] == "run" {
			flags.BoolVar(&chosen.parentStdin, "parent-stdin", false, "end when stdin closes, that is, with the parent process")
			flags.BoolVar(&chosen.remove, "remove", false, "remove the folder when told to end")
		}
	case "kubeconfig":
		flags.StringVar(&chosen.user, "user", "", "user name in the certificate (required)")
		flags.Var(&chosen.groups, "group", "group of the user; may be repeated")
		flags.StringVar(&chosen.out, "out", "", "file to write; default: DIR/USER.kubeconfig")
	}
	if !known {
		return errUsage
	}
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	chosen.apiserverArgs = flags.Args()
	if chosen.dir == "" || (args[0] == "kubeconfig" && chosen.user == "") {
		return errUsage
	}
	return act(chosen)
}

// ownFolder is where hack/assets.sh puts this program: next to the ones it runs.
func ownFolder() string {
	program, err := os.Executable()
	if err != nil {
		return ""
	}
	return filepath.Dir(program)
}
