package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	startLimit = 60 * time.Second
	portTries  = 5
)

func run(chosen settings) error {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer cancel()
	if chosen.parentStdin {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			cancel()
		}()
	}
	dir, err := filepath.Abs(chosen.dir)
	if err != nil {
		return err
	}
	chosen.dir = dir
	unlock, err := lock(dir)
	if err != nil {
		return err
	}
	defer unlock()
	if chosen.remove {
		// Here, because a parent that is gone cannot.
		defer removeWhenDone(ctx, dir)
	}
	authority, err := openPKI(filepath.Join(dir, "pki"))
	if err != nil {
		return err
	}

	etcd, endpoint, err := startEtcd(ctx, chosen)
	if err != nil {
		return err
	}
	defer etcd.stop(stopLimit)
	server, url, err := startServer(ctx, chosen, authority, endpoint)
	if err != nil {
		return err
	}
	defer server.stop(serverStopLimit)

	if err := writeKubeconfig(authority, filepath.Join(dir, "kubeconfig"), url, "admin", []string{"system:masters"}); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "url"), []byte(url), 0o600); err != nil {
		return err
	}
	fmt.Println("ready", url, filepath.Join(dir, "kubeconfig"))
	select {
	case <-ctx.Done():
		return nil
	case <-etcd.ended:
		return etcd.failure()
	case <-server.ended:
		return server.failure()
	}
}

func removeWhenDone(ctx context.Context, dir string) {
	if ctx.Err() == nil {
		return
	}
	if err := os.RemoveAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, "control-plane:", err)
	}
}

func startEtcd(ctx context.Context, chosen settings) (*process, string, error) {
	client := http.Client{Timeout: time.Second}
	return onFreePort(chosen.dir, "etcd", func(port int) (*process, string, error) {
		peer, err := freePort()
		if err != nil {
			return nil, "", err
		}
		endpoint, peers := fmt.Sprintf("http://127.0.0.1:%d", port), fmt.Sprintf("http://127.0.0.1:%d", peer)
		args := []string{
			"--data-dir=" + filepath.Join(chosen.dir, "etcd"), "--name=default", "--log-level=warn",
			"--listen-client-urls=" + endpoint, "--advertise-client-urls=" + endpoint,
			"--listen-peer-urls=" + peers, "--initial-advertise-peer-urls=" + peers, "--initial-cluster=default=" + peers,
			"--quota-backend-bytes=8589934592",
			// A lone member elects itself after one timeout; the default is over a second of waiting.
			"--heartbeat-interval=50", "--election-timeout=250",
		}
		if !chosen.fsync {
			args = append(args, "--unsafe-no-fsync")
		}
		child, err := startProcess(chosen, "etcd", args)
		if err == nil {
			err = child.waitUntil(ctx, func() error { return answersOK(&client, endpoint+"/health") })
		}
		return child, endpoint, err
	})
}

func startServer(ctx context.Context, chosen settings, authority pki, etcd string) (*process, string, error) {
	certificate, key := authority.pair("apiserver")
	accounts := authority.file("service-accounts.key")
	trusted := x509.NewCertPool()
	trusted.AddCert(authority.certificate)
	client := http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}}}
	defer client.CloseIdleConnections()
	return onFreePort(chosen.dir, "kube-apiserver", func(port int) (*process, string, error) {
		url := fmt.Sprintf("https://127.0.0.1:%d", port)
		child, err := startProcess(chosen, "kube-apiserver", append([]string{
			"--etcd-servers=" + etcd, "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1",
			"--secure-port=" + strconv.Itoa(port), "--cert-dir=" + authority.dir,
			"--tls-cert-file=" + certificate, "--tls-private-key-file=" + key, "--client-ca-file=" + authority.caFile(),
			"--authorization-mode=RBAC",
			// A stock server needs these; nothing here runs pods, so the account admission would only be in the way.
			"--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file=" + accounts,
			"--service-account-signing-key-file=" + accounts, "--service-cluster-ip-range=10.96.0.0/16",
			"--disable-admission-plugins=ServiceAccount",
		}, chosen.apiserverArgs...))
		if err == nil {
			err = child.waitUntil(ctx, func() error { return answersOK(&client, url+"/readyz") })
		}
		return child, url, err
	})
}

// onFreePort tries the port of the last run first. Between finding a free port and binding it somebody else may take it:
// the child then ends at once, and the next port is tried.
func onFreePort(dir, name string, begin func(port int) (*process, string, error)) (*process, string, error) {
	remembered := filepath.Join(dir, name+".port")
	text, _ := os.ReadFile(remembered)
	port, _ := strconv.Atoi(string(text))
	for try := 1; ; try++ {
		if !isFree(port) {
			var err error
			if port, err = freePort(); err != nil {
				return nil, "", err
			}
		}
		child, address, err := begin(port)
		if err == nil {
			return child, address, os.WriteFile(remembered, []byte(strconv.Itoa(port)), 0o600)
		}
		if child == nil {
			return nil, "", err
		}
		child.stop(stopLimit)
		if !child.lostPort() || try == portTries {
			return nil, "", err
		}
		port = 0
	}
}

func isFree(port int) bool {
	if port == 0 {
		return false
	}
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return false
	}
	return listener.Close() == nil
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func answersOK(client *http.Client, url string) error {
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s: %s", url, response.Status, strings.TrimSpace(string(body)))
	}
	return err
}
