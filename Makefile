# `make help` lists the targets; it is made from the comments behind them.

# The target to build for, and what makes its binaries static. For a musl target nothing is needed:
# make build TARGET=aarch64-unknown-linux-musl STATIC=
TARGET    ?= $(shell rustc -vV | sed -n 's/^host: //p')
STATIC    ?= -C target-feature=+crt-static -C relocation-model=static
PREFIX    ?= /usr/local
DESTDIR   ?=
# In bytes; `make build` fails when dist/s2ibox is larger.
SIZE_MAX  ?= 1500000

CARGO     ?= cargo
export RUSTFLAGS = $(STATIC)
export S2IBOX_TARGET = $(TARGET)
RELEASE   := target/$(TARGET)/release/s2ibox
# The links, from the one table of commands, as the program itself prints it.
LINKS      = powershift $$(dist/s2ibox --help | sed -n '/^Commands:/,/^$$/s/^  \([a-z]*\) .*/s2i-\1/p')
make_links = for name in $(LINKS); do ln -sf s2ibox "$(1)/$$name" || exit 1; done

.PHONY: help build test test-containers conformance lint bench demo install uninstall clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

build: ## build dist/s2ibox, static and stripped, and its links in dist/bin
	$(CARGO) build --locked --release --target $(TARGET) -p s2ibox
	@mkdir -p dist/bin
	install -m 755 $(RELEASE) dist/s2ibox
	@size=$$(stat -c %s dist/s2ibox); echo "dist/s2ibox: $$size bytes of $(SIZE_MAX)"; test $$size -le $(SIZE_MAX)
	@ln -f dist/s2ibox dist/bin/s2ibox
	@$(call make_links,dist/bin)

test: build ## run every test: units, behaviour, conformance, the demo, real containers
	$(CARGO) test --locked --target $(TARGET) --workspace
	examples/demo dist/bin > target/demo.log 2>&1 || { cat target/demo.log; exit 1; }
	@tail -n 1 target/demo.log
	@$(MAKE) --no-print-directory test-containers

test-containers: build ## run the tests in real containers; installs podman from Debian, as root
	$(CARGO) build --locked --target $(TARGET) -p s2ibox-tests --no-default-features --bin static-hook
	@tests/containers/run dist/bin target/$(TARGET)/debug/static-hook $(SCENARIOS)

conformance: ## hold s2ibox against powershift-image from PyPI; ONLY=PART_OF_A_NAME for some cases
	$(CARGO) test --locked --target $(TARGET) -p s2ibox-tests --test conformance -- $(ONLY)

lint: ## check format and lints
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --target $(TARGET) --workspace --all-targets -- -D warnings

bench: build ## measure it into target/bench/report.md; ROWS=probe-floor,size for some rows, QUICK=1 for a first look
	@tests/bench/prepare target/bench
	@$(CARGO) run --quiet --locked --release --target $(TARGET) -p s2ibox-tests --no-default-features \
	  --features bench --bin bench -- dist/s2ibox target/bench tests/bench docs/bench.svg

demo: build ## build and run the example application, showing every step
	@examples/demo dist/bin

install: build ## install into $(DESTDIR)$(PREFIX)/bin: s2ibox and a link for every command
	install -D -m 755 dist/s2ibox $(DESTDIR)$(PREFIX)/bin/s2ibox
	@$(call make_links,$(DESTDIR)$(PREFIX)/bin)

uninstall: build ## take back what install did
	for name in s2ibox $(LINKS); do rm -f "$(DESTDIR)$(PREFIX)/bin/$$name"; done

clean: ## remove what was built
	rm -rf dist target
