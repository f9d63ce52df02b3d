// Package ogc gives you the published layers of a run as OGC API - Features: part 1 (core, GeoJSON, HTML, OpenAPI 3.0), part 2
// (reference systems), part 3 (queryables, filters in CQL2) and part 5 (schemas), with sorting and a choice of properties.
//
// A [Service] asks for the run that a request wants and answers from its collections. A page of items links to the next with the
// number of the run and the id of its last feature, so that paging goes on in the same run while a newer one is published.
package ogc
