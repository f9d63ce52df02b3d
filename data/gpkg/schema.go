package gpkg

import (
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// migrations lead from each format to the next: migrations()[n] makes format n+1 out of n. They are never
// changed once released; the program's own tables are described where they are used.
func migrations() []string {
	return []string{format1, formatWork, formatPrints}
}

// migrate brings the workspace from its format to the newest in one transaction.
func migrate(c *sqlite.Conn, format int) error {
	steps := migrations()
	if format == len(steps) {
		return nil
	}
	script := ""
	for _, s := range steps[format:] {
		script += s
	}
	script += fmt.Sprintf("UPDATE c15_meta SET value = %d WHERE key = 'format';\n", len(steps))
	// ExecuteScript runs in a savepoint, which is a transaction here.
	if err := sqlitex.ExecuteScript(c, script, nil); err != nil {
		return fmt.Errorf("bring the workspace from format %d to %d: %w", format, len(steps), err)
	}
	return nil
}

// format1 is a GeoPackage 1.3 (OGC 12-128r17; user_version 10300) with the program's tables:
//
// They have row numbers and plain types, since GDAL looks into them when it is asked for all tables.
//
//	c15_meta      format, revision, frame (lon,lat in 1e-7 degree), default_standard
//	c15_blobs     content, compressed, by the SHA-256 of what it unpacks to
//	c15_layers    a record (JSON) per version of a layer, its extent, its findings (JSON)
//	c15_content   which blobs hold the parts of a version: streets, facilities, …
//	c15_boxes     where the rows of a layer lie in each feature table, in 1e-7 degree
//	c15_runs      a record (JSON) per run, the standard's file, the communities judged
//	c15_run_layers  the versions of layers that a run used
//	c15_results   a pair's result in all runs of the standard from first_run to last_run
const format1 = `
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid'),
  ('China Geodetic Coordinate System 2000', 4490, 'EPSG', 4490, 'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4490"]]', 'CGCS2000 in decimal degrees');
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE c15_meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO c15_meta VALUES ('format', 0), ('revision', 0);
CREATE TABLE c15_blobs (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, packed BLOB NOT NULL);
CREATE TABLE c15_layers (
  name TEXT NOT NULL, version INTEGER NOT NULL, latest INTEGER NOT NULL, kind TEXT NOT NULL,
  record TEXT NOT NULL, extent BLOB NOT NULL, findings TEXT NOT NULL, PRIMARY KEY (name, version));
CREATE TABLE c15_content (
  layer TEXT NOT NULL, version INTEGER NOT NULL, part TEXT NOT NULL, blob INTEGER NOT NULL REFERENCES c15_blobs(id),
  PRIMARY KEY (layer, version, part));
CREATE TABLE c15_boxes (
  layer TEXT NOT NULL, feature_table TEXT NOT NULL, min_lon INTEGER NOT NULL, min_lat INTEGER NOT NULL,
  max_lon INTEGER NOT NULL, max_lat INTEGER NOT NULL, PRIMARY KEY (layer, feature_table));
CREATE TABLE c15_runs (
  number INTEGER PRIMARY KEY, standard TEXT NOT NULL, record TEXT NOT NULL, standard_file BLOB NOT NULL,
  communities INTEGER NOT NULL REFERENCES c15_blobs(id));
CREATE TABLE c15_run_layers (
  run INTEGER NOT NULL REFERENCES c15_runs(number), layer TEXT NOT NULL, version INTEGER NOT NULL,
  PRIMARY KEY (run, layer));
CREATE TABLE c15_results (
  id INTEGER PRIMARY KEY, standard TEXT NOT NULL, community TEXT NOT NULL, criterion TEXT NOT NULL,
  first_run INTEGER NOT NULL, last_run INTEGER NOT NULL, hash BLOB NOT NULL, packed BLOB NOT NULL);
CREATE INDEX c15_results_by_run ON c15_results (standard, last_run);
`
