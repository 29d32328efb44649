# `make help` lists the targets; it is made from the comments behind them.

# The target to build for, and what makes its binaries static. For a musl target nothing is needed:
# make build TARGET=aarch64-unknown-linux-musl STATIC=
TARGET    ?= $(shell rustc -vV | sed -n 's/^host: //p')
STATIC    ?= -C target-feature=+crt-static
PREFIX    ?= /usr/local
DESTDIR   ?=
# In bytes; `make build` fails when dist/s2ibox is larger.
SIZE_MAX  ?= 1500000

CARGO     ?= cargo
export RUSTFLAGS = $(STATIC)
export S2IBOX_TARGET = $(TARGET)
RELEASE   := target/$(TARGET)/release/s2ibox
# The one table of commands, as the program itself prints it.
COMMANDS   = $(shell dist/s2ibox --help | sed -n '/^Commands:/,/^$$/s/^  \([a-z]*\) .*/\1/p')

.PHONY: help build test lint demo install uninstall clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

build: ## build dist/s2ibox, static and stripped, and its links in dist/bin
	$(CARGO) build --locked --release --target $(TARGET) -p s2ibox
	@mkdir -p dist/bin
	install -m 755 $(RELEASE) dist/s2ibox
	@size=$$(stat -c %s dist/s2ibox); echo "dist/s2ibox: $$size bytes of $(SIZE_MAX)"; test $$size -le $(SIZE_MAX)
	@$(MAKE) --no-print-directory links FOLDER=dist/bin SOURCE=../s2ibox

.PHONY: links
links:
	@ln -sf $(SOURCE) $(FOLDER)/s2ibox.new && mv -f $(FOLDER)/s2ibox.new $(FOLDER)/s2ibox
	@for name in powershift $(addprefix s2i-,$(COMMANDS)); do ln -sf s2ibox $(FOLDER)/$$name || exit 1; done

test: build ## run every test: units, behaviour, the demo
	$(CARGO) test --locked --target $(TARGET) --workspace
	examples/demo dist/bin > target/demo.log 2>&1 || { cat target/demo.log; exit 1; }
	@tail -n 1 target/demo.log

lint: ## check format and lints
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --target $(TARGET) --workspace --all-targets -- -D warnings

demo: build ## build and run the example application, showing every step
	@examples/demo dist/bin

install: build ## install into $(DESTDIR)$(PREFIX)/bin: s2ibox and a link for every command
	install -D -m 755 dist/s2ibox $(DESTDIR)$(PREFIX)/bin/s2ibox
	@for name in powershift $(addprefix s2i-,$(COMMANDS)); do ln -sf s2ibox $(DESTDIR)$(PREFIX)/bin/$$name || exit 1; done

uninstall: ## take back what install did
	rm -f $(DESTDIR)$(PREFIX)/bin/s2ibox $(addprefix $(DESTDIR)$(PREFIX)/bin/,powershift $(addprefix s2i-,$(COMMANDS)))

clean: ## remove what was built
	rm -rf dist target
