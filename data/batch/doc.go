// Package batch turns the layers of a city into a run: it prepares the scene, judges the communities with a pool of workers, and
// puts the results together in an order that does not depend on the workers.
package batch
