# make demo   sets everything up and serves CoachTrack with demo data on http://127.0.0.1:5000 (PORT=… for another port)
# make test   sets everything up and runs the whole suite, on SQLite and on PostgreSQL
# make check  format, lint, import contracts, types, templates, known vulnerabilities
# Also: drills, bench (large counts and timings), vulnerabilities, sbom (what is in it, and what is known about that),
# format, translations (collect new sentences), lock (renew requirements)

PORT ?= 5000
ARGS ?=

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
SERVE = $(BIN)/waitress-serve --listen=127.0.0.1:$(PORT) --threads=8 --call coachtrack:create_app
else
BIN := .venv/bin
SERVE = $(BIN)/gunicorn --bind 127.0.0.1:$(PORT) --worker-class gthread --workers 2 --threads 4 --no-control-socket \
	--log-level warning "coachtrack:create_app()"
endif

CATALOGUES := $(wildcard coachtrack/translations/*/LC_MESSAGES/messages.po)
COMPILED := $(CATALOGUES:.po=.mo)
KEYWORDS := -k _l -k N_ -k lazy_gettext -k lazy_ngettext:1,2 -k lazy_pgettext:1c,2
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
PYTEST = $(BIN)/python -m pytest
# The hashes must be those of all platforms, so no folder with wheels of this machine takes part.
COMPILE = env -u PIP_FIND_LINKS -u UV_FIND_LINKS $(BIN)/uv --no-config pip compile pyproject.toml --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate $(ARGS)

.PHONY: demo test check drills bench vulnerabilities sbom format translations lock clean
.DELETE_ON_ERROR:

demo: export COACHTRACK_DEMO = 1
demo: export PORT := $(PORT)
demo: .venv/.runtime $(COMPILED)
	@$(BIN)/flask --app coachtrack seed-demo
	@echo
	@echo "CoachTrack: http://127.0.0.1:$(PORT)   (Ctrl+C stops it)"
	@$(SERVE)

# Two runs at once, one a core: SQLite in view, and PostgreSQL, which keeps quiet until the end. Each walks with a part of
# the browser: every page beside SQLite, the journeys after PostgreSQL.
EVERY_PAGE := tests/browser/test_every_page.py
test: .venv/.dev $(COMPILED)
	@output=$$(mktemp); \
	( $(PYTEST) --database=postgresql -o cache_dir=.pytest_cache/postgresql $(ARGS); on_postgresql=$$?; \
	  echo; echo "== Journeys in a browser =="; \
	  $(PYTEST) tests/browser --ignore=$(EVERY_PAGE) -o cache_dir=.pytest_cache/browser $(ARGS); \
	  test $$? -eq 0 && test $$on_postgresql -eq 0 ) >"$$output" 2>&1 & second=$$!; \
	trap 'kill $$second 2>/dev/null; wait $$second; rm -f "$$output"; exit 130' INT TERM; \
	echo "== SQLite, and every page in a browser =="; \
	$(PYTEST) --ignore-glob='tests/browser/test_[!e]*' $(ARGS); first=$$?; \
	wait $$second; second=$$?; \
	echo; echo "== PostgreSQL =="; cat "$$output"; rm -f "$$output"; \
	test $$first -eq 0 && test $$second -eq 0

check: .venv/.dev .venv/.check $(COMPILED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python .ci/vulnerabilities.py

drills: .venv/.dev $(COMPILED)
	$(PYTEST) tests/drills -o python_files="drill_*.py" --hypothesis-profile=drills -p no:randomly -s $(ARGS)

bench: .venv/.dev $(COMPILED)
	$(BIN)/python -m tests.drills.bench $(ARGS)

# ADVISORIES=… holds the locked packages against a newer copy: a folder or zip file with advisories in the OSV format.
vulnerabilities: .venv/.dev
	$(BIN)/python .ci/vulnerabilities.py $(ADVISORIES)

sbom: .venv/.check
	@mkdir -p instance
	$(BIN)/python -W ignore -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml --of JSON \
		--output-reproducible --validate -o instance/sbom.cdx.json
	@echo "instance/sbom.cdx.json: what CoachTrack runs on (CycloneDX)"

format: .venv/.check
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

translations: .venv/.runtime
	$(BIN)/pybabel --quiet extract -F babel.cfg $(KEYWORDS) --no-location --no-wrap --sort-output \
		--project=CoachTrack --omit-header -o messages.pot .
	$(BIN)/pybabel --quiet update -i messages.pot -d coachtrack/translations -l nl --init-missing --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date --no-wrap
	rm -f messages.pot
	@$(MAKE) --no-print-directory compiled

.PHONY: compiled
compiled: $(COMPILED)

# ARGS=--upgrade takes the newest versions that pyproject.toml allows.
lock: .venv/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) -o requirements.txt
	$(COMPILE) --group dev -c requirements.txt -o requirements-dev.txt
	$(COMPILE) --group check -c requirements-dev.txt -o requirements-check.txt
	@! grep -nE "https?://|file:|--(extra-)?index-url|--find-links" requirements*.txt

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis $(COMPILED)

%.mo: %.po .venv/.runtime
	@$(BIN)/python -m babel.messages.frontend --quiet compile -i $< -o $@

# A name can be on the path and still not run, so each is tried.
.venv/.made:
	@names="python3.13 python3.12 python3.11 python3.14 python3 python"; \
	runs() { $$1 -c "import sys; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; }; \
	for name in $$names; do \
		if runs $$name; then bare=$$name; if $$name -c "import ensurepip, venv" >/dev/null 2>&1; then python=$$name; break; fi; fi; \
	done; \
	if [ -z "$$bare" ]; then \
		echo "CoachTrack needs Python 3.11 or newer and found none. Install it (from python.org, or with your" >&2; \
		echo "package manager) and try again." >&2; exit 1; \
	elif [ -z "$$python" ]; then \
		echo "$$bare cannot make a virtual environment, because its venv part is missing." >&2; \
		echo "On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; \
	fi; \
	echo "Setting up .venv with $$($$python --version) ..."; \
	$$python -m venv --clear .venv
	@touch $@

.venv/.runtime: requirements.txt .venv/.made
	@echo "Installing what CoachTrack runs on ..."
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	@echo "Installing what the tests need ..."
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

.venv/.check: requirements-check.txt .venv/.runtime
	@echo "Installing what the checks need ..."
	@$(INSTALL) -r requirements-check.txt
	@touch $@
