# `make` builds the site into output/; `make help` names the other targets. Works with GNU Make 3.81 and later.

# What is passed on to the command behind a target:  make test ARGS="-k outcome"
ARGS =
# The commit to compare with:  make same REF=HEAD~1; make bench REF=HEAD~1
REF =
# The Python that makes the environment:  make site PYTHON=/path/to/python3.12
# Left out, it is the first of these that is new enough.
PYTHON ?=
pythons = python3 python3.14 python3.13 python3.12 python3.11 python

venv = .venv
bin = $(if $(filter Windows_NT,$(OS)),Scripts,bin)
python = $(venv)/$(bin)/python
install = -m pip -qq --disable-pip-version-check --no-input install
constrained = $(python) $(install) --constraint constraints.txt

.PHONY: site demo serve test lint docs audit pictures same bench mutants trials check constraints clean help
.NOTPARALLEL:

site: $(venv)/installed-site  ## build the site into output/
	@$(python) build.py $(ARGS)

demo: $(venv)/installed-site  ## build the example, four years of an invented committee, into output-demo/
	@$(python) build.py --quiet --archive tests/fixtures/fenmoor --output output-demo
	@echo "This is an example: the Fenmoor panel, its four years of decisions and everyone in them are invented."
	@echo "To look at it:  make serve ARGS=output-demo"

serve: $(venv)/installed-site  ## show the site in a browser while you write: make serve ARGS=<another archive, or a built site>
	@$(python) build.py serve $(ARGS)

test: $(venv)/installed-test  ## run the tests, those in a browser included
	@$(python) tests/chromium.py
	@$(python) -m pytest $(ARGS)

lint: $(venv)/installed-lint  ## check style, types and the order of imports
	@echo "ruff"; $(python) -m ruff check --quiet . && $(python) -m ruff format --check --quiet . \
	    || { echo "Most of this is fixed by:  $(python) -m ruff check --fix . ; $(python) -m ruff format ." >&2; exit 1; }
	@echo "mypy"; $(python) -m mypy --no-error-summary
	@echo "imports"; $(venv)/$(bin)/lint-imports --no-logo
	@$(venv)/$(bin)/check-jsonschema --quiet --builtin-schema vendor.citation-file-format CITATION.cff
	@echo "GitHub's files"; for kind in workflows:workflows/*.yml issue-config:ISSUE_TEMPLATE/config.yml \
	    issue-forms:ISSUE_TEMPLATE/*-*.yml; do \
	    $(venv)/$(bin)/check-jsonschema --quiet --builtin-schema "vendor.github-$${kind%%:*}" .github/$${kind#*:} || exit 1; done

docs: $(venv)/installed-site  ## fill docs/format.md from the types
	@$(python) docs/fields.py

audit: $(venv)/installed-test audit/node_modules/.package-lock.json  ## html-validate, Nu HTML checker and Lighthouse over every page (Node, Java)
	@$(python) tests/chromium.py
	@work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT \
	    && $(python) build.py --quiet --output "$$work/output" \
	    && $(python) build.py --quiet --archive tests/fixtures/fenmoor --output "$$work/fenmoor" --styleguide \
	    && node audit/audit.mjs "$$($(python) tests/chromium.py --path)" "$$work/output" "$$work/fenmoor"

audit/node_modules/.package-lock.json: audit/package-lock.json
	@for tool in npm:npm java:default-jre-headless; do \
	    command -v "$${tool%%:*}" >/dev/null && continue; \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	        echo "Installing $${tool#*:} (once) ..."; apt-get update -qq && apt-get install -qq -y "$${tool#*:}" >/dev/null || exit 1; \
	    else echo "make audit needs $${tool%%:*}. Type:  sudo apt-get install $${tool#*:}" >&2; exit 1; fi; done
	@echo "Installing the validators into audit/node_modules (once) ..."
	@npm --prefix audit ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@

pictures: $(venv)/installed-test  ## put a picture of every kind of page into pictures/, to be looked at
	@$(python) tests/chromium.py
	@PYTHONPATH=tests $(python) -m browser.pictures $(ARGS)

same: $(venv)/installed-site  ## compare what is built here with what a commit builds, byte by byte: make same REF=<commit>
	@$(python) tests/same.py "$(REF)"

bench: $(venv)/installed-site  ## how long building and checking take, and how much memory: make bench REF=<commit>; ARGS=--help
	@$(python) benchmarks/bench.py $(if $(REF),--ref "$(REF)") $(ARGS)

mutants: $(venv)/installed-mutants  ## change the findings and the ledger a little, in every way, and see whether the tests notice
	@$(python) tests/mutants.py

trials: $(venv)/installed-test  ## hours of spoilt archives and hostile words: make trials ARGS="fuzz --minutes 10"
	@$(python) tests/chromium.py
	@PYTHONPATH=tests $(python) -m trials $(ARGS)

check: lint test  ## lint and test: what every change must pass

# --- The environment -------------------------------------------------------------------------------------------------
# Stamps in .venv say what is installed, so that nothing is installed twice. `made` holds the Python's version and the
# folder it was made for: in a moved or copied checkout, or after a new Python, the environment is made again.

identity = import os, sys; print(sys.version_info[:2], ascii(os.getcwd()))
sound := $(shell now=$$($(python) -c '$(identity)' 2>/dev/null) \
    && test "$$now" = "$$(cat $(venv)/made 2>/dev/null)" \
    && { test -z "$(PYTHON)" || test "$$now" = "$$("$(PYTHON)" -c '$(identity)' 2>/dev/null)"; } && echo yes)

probe = import sys; from importlib.util import find_spec; v = sys.version_info; \
    print("%d.%d" % v[:2], "old" if v < (3, 11) else "good" if find_spec("venv") and find_spec("ensurepip") else "bare")

# Sets the shell's $found, or says in plain words what is missing.
define find_python
found=; bare=; old=; \
for candidate in $(if $(PYTHON),"$(PYTHON)",$(pythons)); do \
    set -- $$("$$candidate" -c '$(probe)' 2>/dev/null); \
    case "$$2" in \
        good*) found=$$candidate; break ;; \
        bare*) bare=$${bare:-$$1} ;; \
        old*) old="$$old$${old:+, }$$candidate is $$1" ;; \
    esac; \
done; \
if test -z "$$found"; then \
    if test -n "$$bare"; then \
        echo "Python $$bare is installed, but not its venv module, which candour needs." >&2; \
        echo "Debian or Ubuntu: sudo apt install python$$bare-venv; macOS: brew install python;" \
             "Windows: the installer from https://www.python.org/downloads/" >&2; \
    else \
        echo "candour needs Python 3.11 or newer;" \
             "$${old:-$(if $(PYTHON),$(PYTHON) does not run,there is none here)}." >&2; \
        echo "Debian 12 or Ubuntu 24.04 and later: sudo apt install python3 python3-venv; macOS: brew install python;" \
             "Windows: the installer from https://www.python.org/downloads/" >&2; \
        echo "If you have one somewhere else:  make site PYTHON=/path/to/python3" >&2; \
    fi; \
    exit 1; \
fi
endef

ifneq ($(sound),yes)
.PHONY: $(venv)/made
endif
$(venv)/made:
	@$(find_python); \
	echo "Making a Python environment in $(venv) ..."; \
	rm -rf $(venv) && "$$found" -m venv $(venv) && $(python) -c '$(identity)' > $@.new && mv $@.new $@

extras-test = [test,readers]
extras-lint = [test,readers,lint]
extras-mutants = [test,readers,mutants]
extras-all = [test,readers,lint,mutants]
named-site = candour's libraries
named-test = candour's libraries and what its tests need
named-lint = candour's libraries and the tools that check its code
named-mutants = candour's libraries and what changes its code

# Two steps, because only so does constraints.txt hold for the build backend with every version of pip.
installed = $(venv)/installed-site $(venv)/installed-test $(venv)/installed-lint $(venv)/installed-mutants
$(installed): $(venv)/installed-%: $(venv)/made pyproject.toml constraints.txt
	@echo "Installing $(named-$*) into $(venv) (once) ..."
	@$(constrained) hatchling && $(constrained) --no-build-isolation --editable '.$(extras-$*)' \
	    || { echo "The installation failed. If the connection was down, run make again when it is back." >&2; exit 1; }
	@touch $@

# With the oldest Python that candour supports, if it is here: what runs there runs with the newer ones.
constraints: pythons = python3.11 python3.12 python3.13 python3.14 python3
constraints:  ## choose the latest versions of all libraries, and write them to constraints.txt
	@$(find_python); \
	echo "Choosing versions in a temporary environment ..."; \
	work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT && trap 'exit 1' INT TERM \
	&& "$$found" -m venv "$$work/venv" \
	&& "$$work/venv/$(bin)/python" $(install) hatchling --editable '.$(extras-all)' \
	&& "$$work/venv/$(bin)/python" -m pip --disable-pip-version-check list --format=freeze \
	    --exclude-editable --exclude pip --exclude setuptools > "$$work/list" \
	&& LC_ALL=C tr 'A-Z_' 'a-z-' < "$$work/list" | tr -d '\r' | LC_ALL=C sort > "$$work/sorted" \
	&& cp "$$work/sorted" constraints.txt \
	&& echo "constraints.txt: $$(grep -c == constraints.txt) versions"

clean:  ## remove the environment and all caches; output/ stays, because a web server may be showing it
	@rm -rf $(venv) mutants .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist
	@find candour tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
