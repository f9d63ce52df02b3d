// Package apidoc gives you the OpenAPI 3.1 document of the service and a page to read it, made of the table of routes and of the
// types that they answer with.
//
// [Document] writes what is true by construction: a route that is not in the table cannot be asked for, and a schema is that of the type that is
// encoded. A [Param] says what a parameter means, in both languages, with an example that can be asked for.
package apidoc
