package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// mint writes a kubeconfig for any user: the CA of the folder vouches for the name and the groups.
func mint(chosen settings) error {
	url, err := os.ReadFile(filepath.Join(chosen.dir, "url"))
	if err != nil {
		return fmt.Errorf("no control plane was started in %s: %w", chosen.dir, err)
	}
	authority, err := openPKI(filepath.Join(chosen.dir, "pki"))
	if err != nil {
		return err
	}
	file := chosen.out
	if file == "" {
		file = filepath.Join(chosen.dir, strings.NewReplacer("/", "-", ":", "-").Replace(chosen.user)+".kubeconfig")
	}
	if err := writeKubeconfig(authority, file, string(url), chosen.user, chosen.groups); err != nil {
		return err
	}
	fmt.Println(file)
	return nil
}

func writeKubeconfig(authority pki, file, url, user string, groups []string) error {
	certificate, key, err := authority.client(user, groups)
	if err != nil {
		return err
	}
	text := func(pem []byte) string { return base64.StdEncoding.EncodeToString(pem) }
	config := fmt.Sprintf(`apiVersion: v1
kind: Config
clusters:
- name: local
  cluster:
    server: %s
    certificate-authority-data: %s
users:
- name: %q
  user:
    client-certificate-data: %s
    client-key-data: %s
contexts:
- name: local
  context:
    cluster: local
    user: %q
current-context: local
`, url, text(encode("CERTIFICATE", authority.certificate.Raw)), user, text(certificate), text(key), user)
	// Readers see the old file or the new one, never half of it.
	if err := os.WriteFile(file+".new", []byte(config), 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
