package gpkg

// formatWork adds what people do with the results, and the log of imports:
//
//	c15_imports   a row per import: the layer, its version, the version before (0: none), how, by whom and when, whether it was undone
//	c15_grades    the colours of a run: a blob
//	c15_work      an item of the worklist: its record (JSON)
//	c15_work_log  what happened to an item, in the order in which it did (JSON)
const formatWork = `
CREATE TABLE c15_imports (
  id INTEGER PRIMARY KEY, layer TEXT NOT NULL, version INTEGER NOT NULL, before INTEGER NOT NULL, how TEXT NOT NULL,
  by TEXT NOT NULL, at TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0);
CREATE TABLE c15_grades (run INTEGER PRIMARY KEY, blob INTEGER NOT NULL REFERENCES c15_blobs(id));
CREATE TABLE c15_work (id TEXT NOT NULL PRIMARY KEY, standard TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE c15_work_log (id INTEGER PRIMARY KEY, item TEXT NOT NULL, event TEXT NOT NULL);
CREATE INDEX c15_work_log_by_item ON c15_work_log (item);
`
