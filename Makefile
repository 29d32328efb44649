# `make help` lists the targets, from the comments after them.

# The Rust target to build for, a static one. It is looked up once, when a recipe first needs it.
TARGET    ?= $(eval TARGET := $(shell packaging/target))$(TARGET)
DIST      ?= dist
PREFIX    ?= /usr/local
DESTDIR   ?=
# In bytes; `make build` fails when the program is larger. glibc needs more.
SIZE_MAX  ?= $(if $(findstring musl,$(TARGET)),1100000,1700000)

# The name is not CARGO, because cargo sets CARGO for every program that it runs.
CARGO_STATIC := cargo --config packaging/static.toml
export S2IBOX_TARGET = $(TARGET)
RELEASE    = target/$(TARGET)/release/s2ibox
# The target of what is run during a build: the same, unless that is another machine's.
HOST       = $(or $(filter $(shell uname -m)-%,$(TARGET)),$(shell packaging/target))
RUN        = $(CARGO_STATIC) run --quiet --locked --target $(HOST) -p s2ibox
LIST       = $(if $(filter $(HOST),$(TARGET)),$(DIST)/s2ibox,$(RUN) --) --list
LINKS      = powershift $$($(LIST) | sed 's/^/s2i-/')
make_links = for name in $(LINKS); do ln -sf s2ibox "$(1)/$$name" || exit 1; done

# bash and fish look for a completion file of each name below $(PREFIX)/share.
SHARE      = $(DESTDIR)$(PREFIX)/share
VENV      := target/venv
# A static program runs with either C library.
WHEEL_TAGS ?= --compatibility manylinux2014 --compatibility musllinux_1_1
# Random inputs for each parser in `make fuzz`.
FUZZ_CASES ?= 40000

.PHONY: help build test test-user test-aarch64 check faults fuzz mutants test-containers conformance errors lint \
  bench demo man wheel image deb test-packages install uninstall clean

help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

build: ## build dist/s2ibox, static and stripped, and its links in dist/bin; TARGET=aarch64-unknown-linux-musl for ARM
	@packaging/target $(TARGET) >/dev/null
	$(CARGO_STATIC) build --locked --release --target $(TARGET) -p s2ibox
	@mkdir -p $(DIST)/bin
	install -m 755 $(RELEASE) $(DIST)/s2ibox
	@size=$$(stat -c %s $(DIST)/s2ibox); echo "$(DIST)/s2ibox: $$size bytes of $(SIZE_MAX)"; test $$size -le $(SIZE_MAX)
	@ln -f $(DIST)/s2ibox $(DIST)/bin/s2ibox
	@$(call make_links,$(DIST)/bin)

test: build ## run every test: units, behaviour, conformance, the documents, the demo, real containers
	@tests/install curl fish shellcheck strace zsh
	$(CARGO_STATIC) test --locked --target $(TARGET) --workspace -- --include-ignored
	@$(MAKE) --no-print-directory fuzz
	@$(MAKE) --no-print-directory test-user
	@$(MAKE) --no-print-directory test-aarch64
	examples/demo $(DIST)/bin > target/demo.log 2>&1 || { cat target/demo.log; exit 1; }
	@tail -n 1 target/demo.log
	@$(MAKE) --no-print-directory test-containers
	@$(MAKE) --no-print-directory test-packages

test-user: ## run the tests as an ordinary user, as `cargo test` alone does; those that need more are listed as ignored
	$(if $(filter 0,$(shell id -u)),unshare --user --map-user=1000 --map-group=1000) $(CARGO_STATIC) test --locked --target $(TARGET) --workspace

# Under qemu a signal does not stay ignored across exec, a program for x86_64 can be executed, and mount_setattr(2), which
# the sandbox of check needs, is not known.
AARCH64    = aarch64-unknown-linux-musl
EMULATED   = S2IBOX_TARGET=$(AARCH64) tests/emulated $(CARGO_STATIC) test --locked --target $(TARGET) -p s2ibox-tests
test-aarch64: ## run a part of the tests with the program for aarch64, under Debian's qemu-user-static
	@$(MAKE) --no-print-directory build TARGET=$(AARCH64) DIST=target/aarch64
	$(EMULATED) --test behaviour -- --include-ignored actions:: assemble:: embedded:: exec:: hook_kinds:: inline:: jobs:: \
	  names:: run:: --skip an_ignored_signal_stays_ignored --skip without_any_shell --skip a_job_that_the_kernel_refuses
	$(EMULATED) --test adoption env::
	$(EMULATED) --test pod -- entrypoint:: --skip the_environment_and_the_directory
	$(EMULATED) --test source_tree -- init:: --skip a_checked_tree_in_two_commands --skip every_hook_passes_the_check

check: lint ## check in two minutes: format, lints, unit tests, behaviour
	$(CARGO_STATIC) test --locked --target $(TARGET) --workspace --exclude s2ibox-tests
	$(CARGO_STATIC) test --locked --target $(TARGET) -p s2ibox-tests --test behaviour -- $(if $(filter 0,$(shell id -u)),--include-ignored)

faults: ## kill commands, and make their system calls fail, at every point: three thousand
	@tests/install strace
	S2IBOX_FAULTS=all $(CARGO_STATIC) test --locked --target $(TARGET) -p s2ibox-tests --test faults -- --include-ignored --nocapture

fuzz: ## feed the parsers of foreign bytes with random ones, for about a minute; FUZZ_CASES=1000000 for more
	PROPTEST_CASES=$(FUZZ_CASES) $(CARGO_STATIC) test --locked --target $(TARGET) -p s2ibox-common --test fuzz
	PROPTEST_CASES=$(FUZZ_CASES) $(CARGO_STATIC) test --locked --target $(TARGET) -p s2i-check fuzz

mutants: ## change the product in 60 places, one at a time, and report what no test notices; SEED=2 for other places
	@tests/mutants $(SEED)

test-containers: build ## run the tests in real containers; installs podman from Debian, as root
	$(CARGO_STATIC) build --locked --target $(TARGET) -p s2ibox-tests --no-default-features --bin static-hook
	@tests/containers/run $(DIST)/bin target/$(TARGET)/debug/static-hook $(SCENARIOS)

conformance: ## compare s2ibox with powershift-image from PyPI; ONLY=PART_OF_A_NAME for some cases, TREES=1000 for more random ones
	S2IBOX_CONFORMANCE_TREES=$(TREES) $(CARGO_STATIC) test --locked --target $(TARGET) -p s2ibox-tests --test conformance -- --include-ignored $(ONLY)

errors: ## provoke every error message, and write docs/errors.md
	S2IBOX_ERRORS_UPDATE=1 $(CARGO_STATIC) test --locked --target $(TARGET) -p s2ibox-tests --test errors -- --include-ignored

lint: ## check format and lints
	$(CARGO_STATIC) fmt --all --check
	$(CARGO_STATIC) clippy --locked --target $(TARGET) --workspace --all-targets -- -D warnings

bench: build ## measure s2ibox, and write target/bench/report.md; ROWS=probe-musl,size for some rows, QUICK=1 for a first look
	@tests/bench/prepare target/bench
	@$(CARGO_STATIC) run --quiet --locked --release --target $(TARGET) -p s2ibox-tests --no-default-features \
	  --features bench --bin bench -- $(DIST)/s2ibox target/bench tests/bench docs/bench.svg

demo: build ## build and run the example application, showing every step
	@examples/demo $(DIST)/bin

man: ## write the man pages into dist/man, and the completion scripts into dist/completion
	$(RUN) --example man -- $(DIST)

wheel: ## build a wheel for pip in dist/wheel, by maturin in a venv
	@test -x $(VENV)/bin/maturin || { python3 -m venv $(VENV) && $(VENV)/bin/pip install --quiet 'maturin>=1.7,<2'; }
	@rm -rf $(DIST)/wheel
	CARGO_TARGET_DIR=$(CURDIR)/target PATH="$(CURDIR)/$(VENV)/bin:$$PATH" && export CARGO_TARGET_DIR PATH && \
	  cd packaging/wheel && maturin build --release --target $(TARGET) --config ../static.toml $(WHEEL_TAGS) --out $(CURDIR)/$(DIST)/wheel

image: build ## build the image localhost/s2ibox, to COPY --from=; needs podman
	CONTAINERS_CONF=$(CURDIR)/tests/containers/containers.conf \
	  podman build --quiet --tag localhost/s2ibox --file packaging/image/Containerfile $(DIST)

deb: build man ## build a Debian package in dist/deb; needs cargo-deb (cargo install cargo-deb)
	@rm -rf target/deb $(DIST)/deb
	@$(MAKE) --no-print-directory install DESTDIR=$(CURDIR)/target/deb PREFIX=/usr > target/deb.log
	$(CARGO_STATIC) deb --quiet --no-build --no-strip --target $(TARGET) -p s2ibox --output $(DIST)/deb/

test-packages: build man wheel ## build the packages and test each as a user gets it
	@if command -v podman > target/podman && test "$$(id -u)" = 0; then $(MAKE) --no-print-directory image; fi
	@if $(CARGO_STATIC) deb --version > target/cargo-deb 2>&1; then $(MAKE) --no-print-directory deb; else rm -rf $(DIST)/deb; fi
	@rm -rf target/installed
	@$(MAKE) --no-print-directory install DESTDIR=$(CURDIR)/target/installed PREFIX=/usr/local
	packaging/test $(DIST) target/installed
	@$(MAKE) --no-print-directory uninstall DESTDIR=$(CURDIR)/target/installed PREFIX=/usr/local
	@left=$$(find target/installed ! -type d); test -z "$$left" || { echo "uninstall has left: $$left"; exit 1; }

install: build man ## install into $(DESTDIR)$(PREFIX): s2ibox, a link for every command, man pages, completion
	install -D -m 755 $(DIST)/s2ibox $(DESTDIR)$(PREFIX)/bin/s2ibox
	@$(call make_links,$(DESTDIR)$(PREFIX)/bin)
	install -D -m 644 -t $(SHARE)/man/man1 $(DIST)/man/*.1
	install -D -m 644 $(DIST)/completion/s2ibox.bash $(SHARE)/bash-completion/completions/s2ibox
	install -D -m 644 $(DIST)/completion/s2ibox.zsh $(SHARE)/zsh/site-functions/_s2ibox
	install -D -m 644 $(DIST)/completion/s2ibox.fish $(SHARE)/fish/vendor_completions.d/s2ibox.fish
	@for name in $(LINKS); do \
	  ln -sf s2ibox "$(SHARE)/bash-completion/completions/$$name" && \
	  ln -sf s2ibox.fish "$(SHARE)/fish/vendor_completions.d/$$name.fish" || exit 1; \
	done

uninstall: build ## remove the files of `make install`
	@for name in s2ibox $(LINKS); do \
	  rm -f "$(DESTDIR)$(PREFIX)/bin/$$name" "$(SHARE)/man/man1/$$name.1" \
	    "$(SHARE)/bash-completion/completions/$$name" "$(SHARE)/fish/vendor_completions.d/$$name.fish"; \
	done
	rm -f "$(SHARE)/zsh/site-functions/_s2ibox"

clean: ## remove dist and target
	rm -rf $(DIST) target
