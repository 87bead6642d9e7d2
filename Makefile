# Linnet. `make help` lists what there is to make.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Tools that are run and not depended on: go.mod stays what the server needs.
golangci := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
gotestsum := go run gotest.tools/gotestsum@v1.13.0

# What `make test` runs, in this order, and where each leaves its output.
parts := test-go test-crowd test-web test-clients test-browser
logs := bin/test

# Programs that the tests need, or a file of one, each with its Debian package
# where that has another name.
test_programs := chromium tmux irssi weechat-headless ii sic znc hexchat Xvfb=xvfb supybot=limnoria \
	/usr/lib/*/weechat/plugins/fifo.so=weechat-plugins \
	/usr/lib/*/hexchat/plugins/perl.so=hexchat-perl \
	/usr/lib/python3/dist-packages/irc/bot.py=python3-irc

# The real IRC clients are a part of their own.
clients := ^TestRealClients
# So is the memory of a crowd: the race detector's is not the server's.
crowd := ^TestCrowd

client_sources := $(shell find web/src web/build web/index.html -type f 2>/dev/null)

##@ Run
.PHONY: run
run: build ## build everything and start the server (ARGS="--irc :6667")
	exec bin/ircd $(ARGS)

.PHONY: build
build: web ## the server with the web client in it: bin/ircd
	CGO_ENABLED=0 go build -trimpath -o bin/ircd ./cmd/ircd

.PHONY: web
web: web/dist/index.html ## the web client alone

web/dist/index.html: web/node_modules/.package-lock.json $(client_sources)
	go run ./web/build

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	npm --prefix web ci --no-audit --no-fund
	touch $@

##@ Test
.PHONY: test
test: deps-test ## everything, to the end, whatever fails on the way
	@rm -rf $(logs) && mkdir -p $(logs)
	@failed=
	for part in $(parts); do
		printf '\n== make %s\n' $$part
		$(MAKE) $$part 2>&1 | tee $(logs)/$$part.log || failed+=" $$part"
	done
	printf '\n== what the runners said last\n'
	.ci/count $(addprefix $(logs)/,$(addsuffix .log,$(parts)))
	if [[ $$failed ]]; then echo "failed:$$failed"; exit 1; fi

.PHONY: test-go
test-go: ## the server: go vet, and all its tests with the race detector
	go vet ./...
	$(gotestsum) --format pkgname -- -race -skip '$(clients)|$(crowd)' ./...

.PHONY: test-crowd
test-crowd: ## five thousand idle members, and what each costs
	$(gotestsum) --format standard-verbose -- -count=1 -run '$(crowd)' ./cmd/ircd

.PHONY: test-web
test-web: web/node_modules/.package-lock.json ## the web client: types and units
	cd web
	npm run --silent check
	npm test --silent

.PHONY: test-clients
test-clients: ## real IRC clients, bots and a bouncer
	$(gotestsum) --format testname -- -race -count=1 -run '$(clients)' ./cmd/ircd

.PHONY: test-browser
test-browser: web/node_modules/.package-lock.json ## a real browser, and the person before it
	cd web
	npm run --silent e2e

.PHONY: deps-test
deps-test: ## the programs that the tests need, from Debian if this is root
	@missing=
	for need in $(test_programs); do
		compgen -G "$${need%%=*}" >/dev/null || command -v "$${need%%=*}" >/dev/null || missing+=" $${need#*=}"
	done
	if [[ ! $$missing ]]; then
		exit 0
	elif [[ $$(id -u) == 0 ]] && command -v apt-get >/dev/null; then
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing \
			|| echo "could not install:$$missing"
	else
		echo "missing for some tests: apt-get install$$missing"
	fi

.PHONY: soak
soak: ## a server that is killed fifty times, and as many torn files
	go test -count=1 -v -run '^(TestKilled|TestTornTail)$$' -timeout 30m ./cmd/ircd -rounds $${ROUNDS:-50} -spare 0

.PHONY: lint
lint: ## what golangci-lint has to say of the Go
	$(golangci) run --allow-serial-runners ./...

.PHONY: bench
bench: ## each part, here and in the commit before (BENCH=regexp COUNT=6); whole servers: bench-servers
	.ci/bench

.PHONY: bench-peers
bench-peers: ## other servers to measure ourselves against, from Debian
	apt-get install -qq -y --no-install-recommends inspircd ngircd

.PHONY: bench-servers
bench-servers: ## the same work for all servers that are installed (ARGS="-work fan-out -rounds 1")
	go run ./bench $(ARGS)

.PHONY: bench-loops
bench-loops: ## our event loop beside gnet, netpoll and goroutines (ARGS="-rounds 1 -work pairs")
	cd bench/loops
	go run . $(ARGS)

.PHONY: fuzz
fuzz: ## each fuzz test for a little while (FUZZTIME=10s)
	@grep -rlE '^func Fuzz' --include='*_test.go' cmd internal | while read -r file; do
		for name in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9_]*).*/\1/p' "$$file"); do
			go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $${FUZZTIME:-10s} "./$$(dirname "$$file")"
		done
	done

##@ Else
.PHONY: protocol
protocol: ## docs/protocol.md, from the tables
	go test ./internal/irc -run '^TestProtocolPage$$' -update

.PHONY: clean
clean: ## away with all that was made
	rm -rf bin web/dist web/node_modules web/screenshots

.PHONY: help
help: ## this
	@awk -F ':.*## ' '/^##@/ { printf "\n%s\n", substr($$0, 5) } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# A recipe is one script, so that it can hold a loop and a variable: a cd counts
# for all its lines.
.ONESHELL:
