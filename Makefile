# Punos. Two commands for a newcomer: `make demo` and `make test`. Both begin from a bare Debian with Rust and Node.

PORT ?= 8080
RESIDENTS ?= 20000
DATA ?= data/demo
CARGO ?= cargo

.PHONY: demo predictor test-predictor bench-predictor web test test-rust test-web journeys e2e check bench bench-full package services help clean-demo

help:
	@echo "make demo    set everything up and run a node of synthetic people (PORT=$(PORT) RESIDENTS=$(RESIDENTS) DATA=$(DATA))"
	@echo "make test    set up what the tests need (PostgreSQL, Chromium) and run them all"
	@echo "make predictor  the program that computes prediction models"
	@echo "make check   formatting, lints, licences, unused dependencies, types, missing translations"
	@echo "make package a Debian package in target/package (systemd unit, user, /etc/punos)"
	@echo "make bench   measure against the floor on SQLite and PostgreSQL (bench-full: a whole county at its full size)"

# Predictions are in the demo when `make predictor` has been run before.
PREDICTOR = target/predictor/debug/punos-predictor
demo: web
	$(CARGO) build --profile demo -p server
	$(if $(wildcard $(PREDICTOR)),PUNOS_PREDICTOR=$(PREDICTOR) )target/demo/punos demo --data $(DATA) --port $(PORT) --residents $(RESIDENTS)

clean-demo:
	rm -rf $(DATA)

# npm ci only when the lock file changed.
web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@

web: web/node_modules/.package-lock.json
	cd web && npm run build

e2e/node_modules/.package-lock.json: e2e/package-lock.json
	cd e2e && npm ci --no-audit --no-fund
	@touch $@

# PostgreSQL and Chromium from Debian, when they are not there.
services:
	scripts/install-services

test: services web e2e/node_modules/.package-lock.json
	scripts/with-postgres $(MAKE) test-rust test-web journeys

# A workspace of its own: neither the demo nor the node's own build has it.
predictor:
	$(CARGO) build --manifest-path predictor/Cargo.toml --target-dir target/predictor

test-predictor: predictor
	$(CARGO) test --manifest-path predictor/Cargo.toml --target-dir target/predictor

bench-predictor:
	$(CARGO) run --release --manifest-path predictor/Cargo.toml --target-dir target/predictor --example speed

test-rust: test-predictor
	$(CARGO) test --workspace --exclude bench

test-web:
	cd web && npm run check && npm test

# The browser journeys run against the program itself (PUNOS_BIN, target/debug/punos by default), with a small county. Testing the
# crates has built it already; `make e2e` alone builds it first.
journeys: web e2e/node_modules/.package-lock.json
	cd e2e && npm test

e2e: web
	$(CARGO) build -p server
	$(MAKE) journeys

check: web/node_modules/.package-lock.json
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	cd predictor && $(CARGO) fmt --check && $(CARGO) clippy --target-dir ../target/predictor --all-targets -- -D warnings
	scripts/cargo-tool cargo-deny 0.20.2 deny check
	scripts/cargo-tool cargo-machete 0.9.2 machete
	scripts/check-unit
	cd web && npm run check

bench: services
	$(CARGO) build --release -p server -p bench
	scripts/with-postgres target/release/bench

# Takes some 20 GB of disk in $TMPDIR and the better part of an hour.
bench-full: services
	$(CARGO) build --release -p server -p bench
	scripts/with-postgres target/release/bench --full

package: web
	$(CARGO) build --release -p server
	scripts/sbom
	scripts/package target/release/punos target/package
