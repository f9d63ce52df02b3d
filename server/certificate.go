package server

import (
	"crypto/tls"
	"fmt"
	"os"
	"sync"
	"time"
)

// certificate is a certificate in files. It is read again when it was renewed, so that the server need not stop for that.
type certificate struct {
	cert, key string

	mu      sync.Mutex
	changed time.Time
	asked   time.Time
	current *tls.Certificate
}

// certificateEvery is how often the files are looked at.
const certificateEvery = time.Minute

// loadCertificate reads the files; an error says which cannot be used.
func loadCertificate(cert, key string) (*certificate, error) {
	c := &certificate{cert: cert, key: key}
	return c, c.load()
}

func (c *certificate) load() error {
	info, err := os.Stat(c.cert)
	if err != nil {
		return fmt.Errorf("the certificate for TLS: %w", err)
	}
	if c.current != nil && info.ModTime().Equal(c.changed) {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return fmt.Errorf("the certificate %s with its key %s: %w", c.cert, c.key, err)
	}
	c.current, c.changed = &pair, info.ModTime()
	return nil
}

// config is for a server that uses the certificate. While the files cannot be read the last certificate stays in use.
func (c *certificate) config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if now := time.Now(); now.Sub(c.asked) > certificateEvery {
			c.asked = now
			if err := c.load(); err != nil && c.current == nil {
				return nil, err
			}
		}
		return c.current, nil
	}}
}
