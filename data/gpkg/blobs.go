package gpkg

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
	"zombiezen.com/go/sqlite"
)

// maxUnpackedBytes bounds what a blob may unpack to: a damaged one must not fill the memory. The streets of Porto have
// 1.5 MB.
const maxUnpackedBytes = 2 << 30

// packer compresses and unpacks content. Packing is safe for concurrent use, unpacking is not.
type packer struct {
	once sync.Once // makes enc
	enc  *zstd.Encoder
	err  error
	dec  *zstd.Decoder
}

// pack compresses b: the same bytes give the same bytes.
func (p *packer) pack(b []byte) ([]byte, error) {
	p.once.Do(func() { p.enc, p.err = zstd.NewWriter(nil) }) // as many at a time as there are CPUs
	if p.err != nil {
		return nil, fmt.Errorf("compress: %w", p.err)
	}
	return p.enc.EncodeAll(b, nil), nil
}

// packed compresses b and gives the hash of it too.
func (p *packer) packed(b []byte) (packed, hash []byte, err error) {
	sum := sha256.Sum256(b)
	packed, err = p.pack(b)
	return packed, sum[:], err
}

// unpack is the content whose hash is given. Anything else is errDamaged.
func (p *packer) unpack(packed, hash []byte) ([]byte, error) {
	if p.dec == nil {
		dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxUnpackedBytes))
		if err != nil {
			return nil, fmt.Errorf("unpack: %w", err)
		}
		p.dec = dec
	}
	b, err := p.dec.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if sum := sha256.Sum256(b); !bytes.Equal(sum[:], hash) {
		return nil, fmt.Errorf("%w: the checksum differs", errDamaged)
	}
	return b, nil
}

// putBlob stores content once and returns its id.
func (w *Workspace) putBlob(c *sqlite.Conn, content []byte) (int64, error) {
	sum := sha256.Sum256(content)
	id := int64(-1)
	err := each(c, func(s *sqlite.Stmt) error { id = s.ColumnInt64(0); return nil },
		"SELECT id FROM c15_blobs WHERE hash = ?", sum[:])
	if err != nil || id >= 0 {
		return id, err
	}
	packed, err := w.pack(content)
	if err != nil {
		return 0, err
	}
	if err := execute(c, "INSERT INTO c15_blobs (hash, packed) VALUES (?, ?)", sum[:], packed); err != nil {
		return 0, err
	}
	return c.LastInsertRowID(), nil
}

// errNoBlob: a record names content that is not there.
var errNoBlob = errors.New("content is missing")

func (w *Workspace) getBlob(c *sqlite.Conn, id int64) (content []byte, err error) {
	found := false
	err = each(c, func(s *sqlite.Stmt) (err error) {
		found = true
		content, err = w.unpack(columnBytes(s, 1), columnBytes(s, 0))
		return err
	}, "SELECT hash, packed FROM c15_blobs WHERE id = ?", id)
	if err == nil && !found {
		err = fmt.Errorf("%w: %w (number %d)", errDamaged, errNoBlob, id)
	}
	return content, err
}

// dropUnused deletes versions of layers that are neither the latest nor used by a run nor what the last import that can be undone
// replaced, and content that nothing names any more.
func dropUnused(c *sqlite.Conn) error {
	const kept = `latest = 1 OR EXISTS (SELECT 1 FROM c15_run_layers r WHERE r.layer = name AND r.version = c15_layers.version)
		OR (name, version) IN (SELECT layer, before FROM c15_imports WHERE id IN
			(SELECT max(id) FROM c15_imports WHERE undone = 0 AND how <> 'undo' GROUP BY layer))`
	for _, q := range []string{
		"DELETE FROM c15_grades WHERE run NOT IN (SELECT number FROM c15_runs)",
		"DELETE FROM c15_layers WHERE NOT (" + kept + ")",
		"DELETE FROM c15_content WHERE NOT EXISTS (SELECT 1 FROM c15_layers l WHERE l.name = layer AND l.version = c15_content.version)",
		`DELETE FROM c15_blobs WHERE id NOT IN (SELECT blob FROM c15_content) AND id NOT IN (SELECT communities FROM c15_runs)
			AND id NOT IN (SELECT blob FROM c15_grades)`,
	} {
		if err := execute(c, q); err != nil {
			return err
		}
	}
	return nil
}

// columnBytes is a copy of a blob column.
func columnBytes(s *sqlite.Stmt, col int) []byte {
	b := make([]byte, s.ColumnLen(col))
	s.ColumnBytes(col, b)
	return b
}
