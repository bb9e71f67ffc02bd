# Everything a newcomer or CI does, one target each. Needs Python 3.11 or newer and make; nothing else.
PYTHON ?= python3
BIN := .venv/bin
DEMO ?= build/demo-feed
EVAL ?= ../shared/eval
SHAPES ?= rows cards "deep <div>" "run: quotes"
SECONDS ?= $(if $(filter fuzz,$(MAKECMDGOALS)),300,1200)
STEPS ?= 20000
LISTS ?=
VOICES ?=
FUZZ ?=
# What is installed, by version and hash. `make LOCK= demo` takes the newest that pyproject.toml allows.
LOCK ?= requirements.lock

# Where `make install` puts the program, and the link to it.
HOME_VENV ?= $(HOME)/.local/share/audiobrief/venv
HOME_BIN ?= $(HOME)/.local/bin
EXTRAS ?=

.PHONY: help install fuzz demo test test-long test-all lint types spelling house check coverage hooks dist lock test-install bench linear eval eval-floors spoken-lists voices names heard conformance mutations crash model soak soak-short test-scale bench-scale kill-scale kill-scale-short clean

help:  ## what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /: /'

# A virtual environment with what is locked: $(call environment,FOLDER)
define environment
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Error: Python: it is older than 3.11. Use make PYTHON=python3.11.")'
	$(PYTHON) -m venv $(1)
	$(1)/bin/python -m pip install --quiet --disable-pip-version-check $(if $(LOCK),--require-hashes --requirement $(LOCK),"pip>=25.1" "hatchling>=1.27" .)
endef

.venv/.installed: pyproject.toml $(LOCK)
	$(call environment,.venv)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(LOCK),--no-deps --no-build-isolation) --editable .
	@touch $@

install:  ## puts audiobrief on your PATH, in a virtual environment of its own (EXTRAS=piper,s3)
	$(call environment,$(HOME_VENV))
	$(if $(EXTRAS),$(HOME_VENV)/bin/python -m pip install --quiet --disable-pip-version-check ".[$(EXTRAS)]")
	$(HOME_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --force-reinstall .
	@mkdir -p $(HOME_BIN)
	@ln -sf $(HOME_VENV)/bin/audiobrief $(HOME_BIN)/audiobrief
	@case ":$$PATH:" in \
	  *":$(HOME_BIN):"*) echo "Installed: run audiobrief --help" ;; \
	  *) echo "Installed as $(HOME_BIN)/audiobrief. To run it as audiobrief, put its folder on your PATH, once:"; \
	     echo "  echo 'export PATH=\"$(HOME_BIN):\$$PATH\"' >> ~/.profile && . ~/.profile" ;; \
	esac

.venv/.tested: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[cluster,s3,sftp]' --group test --group lint
	@touch $@

demo: .venv/.installed  ## builds a feed from examples/ and says where to hear it
	$(BIN)/python examples/demo.py $(DEMO)

test: .venv/.tested  ## sets up what the tests need and runs them
	$(BIN)/python -m pytest -m "not full and not long" --numprocesses auto --dist worksteal

test-long: .venv/.tested  ## kills, clusters, buckets, how-tos: what takes minutes; `make crash` and `make kill-scale` go further
	$(BIN)/python -m pytest -m "long and not full" --numprocesses auto --dist worksteal
	THOROUGH=1 $(BIN)/python -m pytest -m "thorough and not full and not long" --numprocesses auto --dist worksteal

test-install: .venv/.tested  ## installs by make, by pip and as the container does, from the package index
	$(BIN)/python -m pytest -m "long and full" tests/test_install.py tests/test_container.py

test-all: .venv/.tested  ## also what needs an optional engine, a browser or a system program
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group full
	$(BIN)/python -m pytest

lint: .venv/.tested  ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.tested  ## mypy, strict
	$(BIN)/mypy

spelling: .venv/.tested  ## codespell, and the schemas of workflow and hooks
	$(BIN)/codespell
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml examples/pages/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec examples/container/compose.yaml

house: .venv/.tested  ## import circles, complexity, docstrings, sizes: each figure beside its bar
	$(BIN)/python -m tests.house

check: lint types spelling house  ## all that can be said without running the program

# The pure core: what the same arguments always give the same result of. Its own tests alone, in two minutes.
COVERED := 97
CORE := extract script spoken_form languages text roles identity mix.arrange
coverage: .venv/.tested  ## the pure core's tests with its coverage, and the least that is let pass
	$(BIN)/python -m pytest -q -m "not full" --numprocesses auto $(foreach room,$(CORE),--cov=audiobrief.$(room)) \
	  --cov-report=term:skip-covered --cov-fail-under=$(COVERED) \
	  tests/test_extract_*.py tests/test_script_*.py tests/test_golden_*.py tests/test_text_*.py tests/test_roles.py tests/test_language*.py \
	  tests/test_mix_arrange.py tests/test_library_names.py

hooks: .venv/.tested  ## runs style and spelling before each commit of yours
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group hooks
	$(BIN)/pre-commit install

dist: .venv/.installed  ## wheel and source archive, checked, in dist/
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group release
	rm -rf dist
	$(BIN)/python -m build
	$(BIN)/python -m twine check --strict dist/*

# Some releases of pip cannot compare the names of Linux kernels with what asks for a macOS (>= '20'), or for an old one.
lock: .venv/.installed  ## takes the newest versions of what audiobrief needs into requirements.lock, with their hashes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group lock
	@mkdir -p build
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-package pyobjc-framework-pubsub --custom-compile-command "make lock" --group build pyproject.toml \
	  | sed "s/platform_release >= '[0-9.]*' and //" > build/requirements.lock
	mv build/requirements.lock requirements.lock

bench: .venv/.installed  ## prints speed and memory beside espeak-ng | lame
	$(BIN)/python -m tests.bench.machine
	$(BIN)/python -m tests.bench.bench_line
	$(BIN)/python -m tests.bench.bench_line --memory --minutes 600 --articles 120
	$(BIN)/python -m tests.bench.bench_natural
	$(BIN)/python -m tests.bench.bench_feed
	$(BIN)/python -m tests.bench.bench_edition
	$(BIN)/python -m tests.bench.bench_growth
	$(BIN)/python -m tests.bench.bench_mix
	$(BIN)/python -m tests.bench.bench_speech
	$(BIN)/python -m tests.bench.bench_serve
	$(BIN)/python -m tests.bench.bench_inbox
	-$(BIN)/python -m tests.shapes $(SHAPES)

mutations: .venv/.tested  ## prints how many mutations of a good feed `audiobrief check` finds, of each half of the list
	$(BIN)/python -m tests.mutations

linear: .venv/.installed  ## what twice the page costs, for pages of every shape; no pattern that could explode
	$(BIN)/python -m tests.patterns
	$(BIN)/python -m tests.shapes

eval: .venv/.installed  ## prints the reading figures beside their floors; EVAL is the folder with pages and scorers
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group eval
	$(BIN)/python -m tests.eval $(EVAL) --vs --whole
	-$(BIN)/python $(EVAL)/score_normalization.py audiobrief:spoken --phonemes

eval-floors: .venv/.installed  ## the same without trafilatura, in two minutes; says so where EVAL is not here
	$(BIN)/python -m tests.eval $(EVAL)

spoken-lists: .venv/.installed  ## prints how many lines of news and service are said right (LISTS="--lang de --half dev --show 20")
	$(BIN)/python -m tests.spoken_lists $(LISTS)

# A tenth of an hour a minute of speech on a busy machine; the judges' packages are large (torch).
voices: .venv/.installed  ## word errors and quality of the cast by two judges (VOICES="--language en --half test --than HEAD")
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --group voices
	$(BIN)/python -m tests.judge_voices $(VOICES)

names: .venv/.installed  ## names heard right, raw and as in an episode (NAMES="--engine piper --half dev --tell")
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --group voices
	$(BIN)/python -m tests.judge_names $(NAMES)

heard: .venv/.installed  ## what `check --heard` finds of 200 planted faults, and what it names without one
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --group full
	$(BIN)/python -m tests.heard

build/conformance/.installed: tests/conformance/requirements.txt tests/conformance/package.json
	mkdir -p build/conformance/node
	cp tests/conformance/package.json build/conformance/node/
	-$(PYTHON) -m venv build/conformance/venv
	-build/conformance/venv/bin/python -m pip install --quiet --disable-pip-version-check -r tests/conformance/requirements.txt
	-cd build/conformance/node && PUPPETEER_SKIP_DOWNLOAD=1 npm install --no-audit --no-fund --ignore-scripts --loglevel=error
	@test ! -x build/conformance/venv/bin/pip -o ! -d build/conformance/node/node_modules || touch $@

conformance: .venv/.tested build/conformance/.installed  ## the demo feed, read by every client and checker that is here
	$(BIN)/python -m tests.conformance

crash: .venv/.tested  ## kills, failing calls and power cuts at every change of a run; holds the feed to its word
	CRASH_FULL=1 $(BIN)/python -m pytest -s tests/test_crash.py tests/test_crash_edition.py tests/test_power_cut.py tests/test_library_crash.py
	CRASH_FULL=1 $(BIN)/python -m pytest tests/test_bucket.py -k kill -s

fuzz: .venv/.tested  ## mutated pages, feeds, texts and files for five minutes, by coverage (SECONDS=… FUZZ="page feed")
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) $(FUZZ)

model: .venv/.tested  ## lives a feed's life by random steps: runs, kills, clocks, edits, losses (STEPS=…)
	$(BIN)/python -m tests.feed_model --steps $(STEPS)

soak: .venv/.tested  ## 50 sources, one hostile, one restless, one flooding: 20 minutes (SECONDS=…)
	$(BIN)/python -m tests.soak --seconds $(SECONDS)

soak-short: .venv/.tested  ## the same for a minute
	$(BIN)/python -m tests.soak --seconds 60

test-scale: .venv/.tested  ## a real scheduler with real workers, and a bucket, on the loopback
	$(BIN)/python -m pytest tests/test_cluster.py tests/test_places.py tests/test_bucket.py

bench-scale: .venv/.tested  ## what a cluster costs beside threads, and what a second worker brings
	$(BIN)/python -m tests.cluster.bench
	$(BIN)/python -m tests.cluster.costs

kill-scale: .venv/.tested  ## kills workers 20 times and schedulers 10 times at random; counts what is lost or spoken twice
	$(BIN)/python -m tests.cluster.kill
	$(BIN)/python -m tests.cluster.lose

kill-scale-short: .venv/.tested  ## the same with 3 workers and 2 schedulers
	$(BIN)/python -m tests.cluster.kill --kills 3 --articles 8 --minutes 1
	$(BIN)/python -m tests.cluster.lose --times 2 --articles 4

clean:  ## removes what was made
	rm -rf .venv build dist
