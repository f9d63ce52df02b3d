# circle15. `make demo` needs Go, Node and make; everything else says below what it needs.

GO         ?= go
STATICCHECK = $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZTIME   ?= 10s
SOAK       ?= 20
GOTEST     ?= $(GO) test
WEB         = server/web
WEBSOURCES  = $(shell find $(WEB)/src -type f) $(WEB)/index.html $(WEB)/vite.config.ts $(WEB)/tsconfig.json
GOFILES     = $(shell git ls-files '*.go')
# The race detector needs a C compiler.
RACE        = $(if $(shell command -v gcc cc 2>/dev/null),CGO_ENABLED=1 $(GO) test -race,$(GO) test)

# What is shipped has no C in it, and so have the tests.
export CGO_ENABLED = 0

.PHONY: geos help demo build build-windows web test test-go test-web check guards bench fuzz soak soak-runs clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

demo: build ## an invented city: files, import, compute, serve
	bin/circle15 demo

build: web ## bin/circle15 with the map inside
	$(GO) build -trimpath -ldflags "-s -w" -o bin/circle15 ./cmd/circle15

build-windows: web ## bin/circle15.exe
	GOOS=windows GOARCH=amd64 $(GO) build -trimpath -ldflags "-s -w" -o bin/circle15.exe ./cmd/circle15

web: $(WEB)/dist/index.html ## the map page (needs Node)

$(WEB)/node_modules/.package-lock.json: $(WEB)/package.json $(WEB)/package-lock.json
	cd $(WEB) && npm ci
	@touch $@

$(WEB)/dist/index.html: $(WEB)/node_modules/.package-lock.json $(WEBSOURCES)
	cd $(WEB) && npm run build

test: test-go test-web ## everything that needs no other programs than Go, Node and make

test-go:
	$(GO) vet ./...
	$(GOTEST) ./...

test-web: $(WEB)/node_modules/.package-lock.json
	cd $(WEB) && npm run check && npm test

check: guards ## what a change has to pass: format, vet, staticcheck, tests in random order, with the race detector
	$(GO) vet ./...
	$(STATICCHECK) ./...
	$(RACE) -shuffle=on ./...
	$(MAKE) test-web

guards: ## format, no address of a registry in the lock file, no page built into the repository
	@out=$$(gofmt -l $(GOFILES)); if [ -n "$$out" ]; then echo "gofmt -w these files:"; echo "$$out"; exit 1; fi
	@if grep -n '"resolved"' $(WEB)/package-lock.json; then echo "the lock file names a registry: run npm install in $(WEB), where .npmrc leaves it out"; exit 1; fi
	@if git ls-files --error-unmatch $(WEB)/dist >/dev/null 2>&1; then echo "$(WEB)/dist is built, not committed"; exit 1; fi

geos: ## the polygons against GEOS (needs a C compiler, pkg-config and libgeos-dev)
	CGO_ENABLED=1 $(GO) test -tags geos ./geo/surface -run GEOS -rapid.checks=3000

bench: ## every benchmark once
	$(GO) test -run '^$$' -bench . -benchmem ./...

fuzz: ## every fuzz test for FUZZTIME (default 10s)
	@set -e; for file in $$(git ls-files '*_test.go' | xargs grep -lE '^func Fuzz'); do \
		for name in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9_]*)\(.*/\1/p' $$file); do \
			echo "$$(dirname $$file) $$name"; \
			$(GO) test ./$$(dirname $$file) -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x; \
		done; \
	done

soak: ## every test SOAK times (default 20) in random order: finds what fails now and then
	$(GO) test -shuffle=on -count=$(SOAK) ./...

soak-runs: ## 200 kills of import, compute and publish; 300 random months of edits: the incremental run is the full one
	CIRCLE15_TEST_KILLS=200 $(GO) test -count=1 -timeout 60m -v -run TestKilledRuns ./cmd/circle15
	$(GO) test -count=1 -timeout 60m -v -run TestIncrementalIsFull ./data/batch -rapid.checks=300

clean: ## what was built
	rm -rf bin $(WEB)/dist $(WEB)/test/out
