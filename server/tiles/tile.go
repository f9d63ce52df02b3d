package tiles

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"circle15/data/mvt"
	"circle15/server/answer"

	"github.com/gorilla/mux"
	"github.com/klauspost/compress/gzip"
)

// mediaType is that of vector tiles.
const mediaType = "application/vnd.mapbox-vector-tile"

// forEver is for addresses whose content never changes.
const forEver = "public, max-age=31536000, immutable"

func (s *Service) getTile(w http.ResponseWriter, r *http.Request) error {
	t, ok := address(mux.Vars(r))
	if !ok {
		return &answer.Problem{Kind: answer.NoSuchPath, Got: r.URL.Path, Name: "z/x/y", Allowed: []string{"z 0 … " + strconv.Itoa(mvt.MaxZoom) + ", x, y 0 … 2^z - 1"}}
	}
	run, err := s.opt.Find(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	c, err := choose(mux.Vars(r)["layer"], q, run)
	if err != nil {
		return err
	}
	packed, err := s.tile(run, c, t)
	if err != nil {
		return err
	}
	cache := ""
	if q.Get("run") != "" && (!q.Has("v") || q.Get("v") == version(run)) {
		cache = forEver
	}
	return answer.SendPacked(w, r, answer.Reply{ContentType: mediaType, Tag: run.Tag, Cache: cache}, packed)
}

// version stands for the content of a run in addresses: a workspace that was made anew has the same numbers of runs, and another version.
func version(run *Run) string { return run.Tag[:min(8, len(run.Tag))] }

// address reads the address of a tile; false when it does not lie in the grid.
func address(vars map[string]string) (mvt.Tile, bool) {
	z, err1 := strconv.ParseUint(vars["z"], 10, 8)
	x, err2 := strconv.ParseUint(vars["x"], 10, 32)
	y, err3 := strconv.ParseUint(vars["y"], 10, 32)
	t := mvt.Tile{Z: uint8(z), X: uint32(x), Y: uint32(y)}
	return t, err1 == nil && err2 == nil && err3 == nil && t.Valid()
}

// tile is a tile, packed by gzip; empty when nothing lies there.
func (s *Service) tile(run *Run, c choice, t mvt.Tile) ([]byte, error) {
	group := run.Tag + "/" + c.group(c)
	return s.packed.get(fmt.Sprintf("%s/%s/%d/%d/%d", group, c.name, t.Z, t.X, t.Y), func() ([]byte, error) {
		indexes, err := s.indexes.get(group, func() ([]*mvt.Index, error) {
			ctx, cancel := context.WithTimeout(context.Background(), makeTimeout)
			defer cancel()
			return c.make(ctx, run, c)
		})
		if err != nil {
			return nil, fmt.Errorf("tiles of %s: %w", group, err)
		}
		var plain []byte
		for _, ix := range indexes {
			if slices.Contains(c.parts, ix.Name) {
				plain = ix.Append(plain, t)
			}
		}
		return pack(plain)
	})
}

// pack packs a tile. It is done once for each, so a little more is spent on it than on what is sent as it comes.
func pack(plain []byte) ([]byte, error) {
	if len(plain) == 0 {
		return nil, nil
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, 3)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(plain); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
