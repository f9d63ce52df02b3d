// Package gpkg gives you the workspace (工作库): one GeoPackage file with the layers of a
// city and the runs computed from them.
//
// [Create] makes one, [Open] opens one; [Workspace] has the methods of the store. QGIS and GDAL open
// the file as it is: the layers in their latest versions, and the results of the latest run
// of the default standard, are ordinary feature tables in WGS84 (EPSG:4326).
//
// Beside those tables stand the program's own, with the prefix c15_: what is computed from is kept as
// compressed columns per version of a layer, found by the SHA-256 of its content, so that a run can always be
// loaded with exactly what it used. Feature tables are copies for people; nothing is computed from them.
//
// # Caveats
//
// One process writes at a time: [Open] for writing takes a lock of the operating system on a file beside the
// workspace, which vanishes with its holder. Readers are never kept waiting: they see the workspace as it was before the
// transaction under way. While it is open for writing there are two more files beside it (-wal, -shm); once the
// last user has closed it, it is one plain file again.
//
// Both [Workspace.PutLayer] and [Workspace.Publish] are one transaction, synced to the disk: they
// happen whole or not at all.
package gpkg
