package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// pki is the certificate authority of one folder, and the files it has made there.
type pki struct {
	dir         string
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func (p pki) caFile() string                 { return filepath.Join(p.dir, "ca.crt") }
func (p pki) file(name string) string        { return filepath.Join(p.dir, name) }
func (p pki) pair(name string) (_, _ string) { return p.file(name + ".crt"), p.file(name + ".key") }

const validity = 10 * 365 * 24 * time.Hour

// openPKI reads the authority of the folder, or makes one with a serving pair and a service account key.
func openPKI(dir string) (pki, error) {
	p := pki{dir: dir}
	certificate, err := os.ReadFile(p.caFile())
	if errors.Is(err, fs.ErrNotExist) {
		return p, p.create()
	}
	if err != nil {
		return p, err
	}
	key, err := os.ReadFile(p.file("ca.key"))
	if err != nil {
		return p, err
	}
	if p.certificate, err = x509.ParseCertificate(decode(certificate)); err != nil {
		return p, err
	}
	p.key, err = x509.ParseECPrivateKey(decode(key))
	return p, err
}

func (p *pki) create() error {
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return err
	}
	template := newTemplate(pkix.Name{CommonName: "local-control-plane"})
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage |= x509.KeyUsageCertSign
	var err error
	if p.certificate, p.key, err = sign(template, nil, nil); err != nil {
		return err
	}

	serving := newTemplate(pkix.Name{CommonName: "kube-apiserver"})
	serving.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	serving.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	serving.DNSNames = []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"}
	if err := p.write("apiserver", serving); err != nil {
		return err
	}
	// Stock needs a key for service account tokens; ours ignores it.
	accounts, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	if err := writeKey(p.file("service-accounts.key"), accounts); err != nil {
		return err
	}
	// The CA's certificate goes last: the folder counts as made when it is there.
	if err := writeKey(p.file("ca.key"), p.key); err != nil {
		return err
	}
	return writePEM(p.caFile(), "CERTIFICATE", p.certificate.Raw)
}

func (p pki) write(name string, template *x509.Certificate) error {
	certificate, key, err := sign(template, p.certificate, p.key)
	if err != nil {
		return err
	}
	certificateFile, keyFile := p.pair(name)
	if err := writeKey(keyFile, key); err != nil {
		return err
	}
	return writePEM(certificateFile, "CERTIFICATE", certificate.Raw)
}

// client makes a certificate that authenticates as the user, in PEM.
func (p pki) client(user string, groups []string) (certificate, key []byte, err error) {
	template := newTemplate(pkix.Name{CommonName: user, Organization: groups})
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	made, private, err := sign(template, p.certificate, p.key)
	if err != nil {
		return nil, nil, err
	}
	encoded, err := x509.MarshalECPrivateKey(private)
	return encode("CERTIFICATE", made.Raw), encode("EC PRIVATE KEY", encoded), err
}

func newTemplate(name pkix.Name) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{
		Subject: name, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(validity),
		KeyUsage: x509.KeyUsageDigitalSignature,
	}
}

func sign(template, parent *x509.Certificate, parentKey *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	if parent == nil {
		parent, parentKey = template, key
	}
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127)); err != nil {
		return nil, nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, parentKey)
	if err != nil {
		return nil, nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return certificate, key, err
}

func writeKey(file string, key *ecdsa.PrivateKey) error {
	encoded, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return writePEM(file, "EC PRIVATE KEY", encoded)
}

func writePEM(file, kind string, der []byte) error {
	return os.WriteFile(file, encode(kind, der), 0o600)
}

func encode(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func decode(text []byte) []byte {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil
	}
	return block.Bytes
}
