# Every target is a command of dev.py, which also works by itself: python3 dev.py run
PYTHON ?= python3
TARGETS := setup run test quick check bench fmt messages

.PHONY: help $(TARGETS)

help:
	@$(PYTHON) dev.py --help

$(TARGETS):
	@$(PYTHON) dev.py $@ $(ARGS)
