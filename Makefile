# SPDX-License-Identifier: GPL-3.0-or-later
# One Makefile for the whole house. `make help` lists what it can do.
#
#   make run        install what is missing, build, start the gateway on simulated modems
#   make check      install what is missing, run every test
#
# Variants build beside each other: make BUILD=build/asan SAN=1, make BUILD=build/clang CC=clang.

BUILD   ?= build
PREFIX  ?= /usr
SYSCONF ?= /etc
CC      ?= gcc
VERSION := 0.1.0

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.SECONDARY:

# --- flags -------------------------------------------------------------------------------------

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 \
        -Wundef -Wpointer-arith -Wwrite-strings
HARD := -fstack-protector-strong -fstack-clash-protection -fPIE
ifneq ($(filter x86_64 i686,$(shell uname -m)),)
HARD += -fcf-protection
endif
OPT  := -O2 -g
LINK := -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed
ifdef SAN
OPT  := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
LINK += -fsanitize=address,undefined
else
HARD += -D_FORTIFY_SOURCE=2
endif
ifdef FUZZ
OPT += -fsanitize=fuzzer-no-link
endif
ifdef COVER
OPT  := -O0 -g --coverage
HARD := -fPIE
LINK += --coverage
endif
ifdef WERROR
WARN += -Werror
endif

# Public include paths and libraries of Debian's packages; gammu keeps its headers in a folder.
GAMMU_CFLAGS = $(shell pkg-config --cflags gammu 2>/dev/null)
CPPFLAGS := -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -DPREFIX='"$(PREFIX)"' -DSYSCONF='"$(SYSCONF)"' \
            -Igateway -Ihandlers -I$(BUILD)/gen
ALL_CFLAGS := -std=gnu11 $(OPT) $(HARD) $(WARN) $(CFLAGS)
LIBS := -lGammu -levent -lhiredis -lconfig -lsodium -ljansson -licui18n -licuuc -lm

# --- what is built from what -------------------------------------------------------------------

LIB_SRC  := $(wildcard gateway/*/*.c handlers/*.c)
MAIN_SRC := $(wildcard gateway/*.c)
SIM_SRC  := $(wildcard tests/sim/*.c)
UNIT_SRC := $(wildcard tests/unit/test_*.c)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
BENCH_SRC := $(wildcard tests/bench/*.c)

obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
PROGRAMS := $(foreach m,$(MAIN_SRC),$(BUILD)/$(subst _,-,$(basename $(notdir $(m)))))
SIM_BIN  := $(if $(SIM_SRC),$(BUILD)/modem-sim $(BUILD)/handsets)
UNIT_BIN := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(UNIT_SRC))
FUZZ_BIN := $(patsubst tests/fuzz/%.c,$(BUILD)/tests/fuzz/%,$(FUZZ_SRC))
BENCH_BIN := $(patsubst tests/bench/%.c,$(BUILD)/tests/bench/%,$(BENCH_SRC))
LIB := $(BUILD)/libhotline.a

.PHONY: all
all: $(PROGRAMS) $(SIM_BIN)

# The Lua functions are compiled into the programs: code and library can never be of two versions.
GEN := $(BUILD)/gen/hotline_lua.h
$(BUILD)/gen/hotline_lua.h: gateway/bus/hotline.lua
	@mkdir -p $(@D)
	@{ printf 'static const unsigned char hotline_lua[] = {\n'; \
	   od -An -v -tx1 $< | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'; printf '};\n'; } > $@

$(BUILD)/obj/%.o: %.c | $(GEN)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(CPPFLAGS) $(if $(findstring gateway/modem,$<),$(GAMMU_CFLAGS)) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(LIB): $(call obj,$(LIB_SRC))
	@echo "  AR    $@"
	@rm -f $@ && $(AR) rcs $@ $^

define program
$(BUILD)/$(subst _,-,$(basename $(notdir $(1)))): $(call obj,$(1)) $(LIB)
	@echo "  LD    $$@"
	@$(CC) $(ALL_CFLAGS) $(LINK) -o $$@ $$^ $(LIBS)
endef
$(foreach m,$(MAIN_SRC),$(eval $(call program,$(m))))

SIM_SHARED := $(filter-out tests/sim/sim_main.c tests/sim/handsets%.c,$(SIM_SRC))
$(BUILD)/modem-sim: $(call obj,$(SIM_SHARED) tests/sim/sim_main.c) $(LIB)
$(BUILD)/handsets: $(call obj,$(SIM_SHARED) $(filter tests/sim/handsets%.c,$(SIM_SRC))) $(LIB)
$(BUILD)/modem-sim $(BUILD)/handsets:
	@echo "  LD    $@"
	@$(CC) $(ALL_CFLAGS) $(LINK) -o $@ $^ $(LIBS)

$(BUILD)/tests/unit/%: $(BUILD)/obj/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(ALL_CFLAGS) $(LINK) -o $@ $^ $(LIBS) -lcmocka

# clang links libFuzzer; every other compiler gets a main that replays files given as arguments.
ifeq ($(findstring clang,$(CC)),clang)
FUZZ_LINK := -fsanitize=fuzzer
else
FUZZ_LINK := $(BUILD)/obj/tests/fuzz/replay.o
$(FUZZ_BIN): $(BUILD)/obj/tests/fuzz/replay.o
endif
$(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(LIB)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(ALL_CFLAGS) $(LINK) -o $@ $(BUILD)/obj/tests/fuzz/$*.o $(FUZZ_LINK) $(LIB) $(LIBS)

$(BUILD)/tests/bench/%: $(BUILD)/obj/tests/bench/%.o $(LIB)
	@mkdir -p $(@D)
	@echo "  LD    $@"
	@$(CC) $(ALL_CFLAGS) $(LINK) -o $@ $^ $(LIBS)

# Objects of tests may say #include "sim/..." and the like.
$(BUILD)/obj/tests/%.o: CPPFLAGS += -Itests

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)


# --- what people call ---------------------------------------------------------------------------

.PHONY: help deps run
help:
	@echo 'make run           install what is missing, build, start a hotline on a simulated network'
	@echo 'make check         install what is missing, run every test'
	@echo 'make all           build; programs land in $(BUILD)/'
	@echo 'make install       DESTDIR=, PREFIX=$(PREFIX), SYSCONF=$(SYSCONF)'
	@echo 'make asan          all tests again, with AddressSanitizer and UBSan'
	@echo 'make valgrind      the unit tests under valgrind'
	@echo 'make fuzz          every fuzzer for SECONDS=60 (clang)'
	@echo 'make bench         measure; figures are quoted with this command'
	@echo 'make cover         lines that the tests reach, by file'
	@echo 'make tidy          clang-tidy; format, format-check, layers: the house style'
	@echo 'make chaos         SEED= KILLS= TEXTS=: processes die while texts arrive'
	@echo 'make deps, make ci, make clean'

deps:
	@.ci/deps run

run: deps
	@$(MAKE) --no-print-directory -s all >&2
	@tests/run.sh $(BUILD)

# --- tests --------------------------------------------------------------------------------------

# Both compilers first, then everything twice: as it will run, and with sanitizers.
.PHONY: check deps-check asan prove valgrind
check: deps-check
	@$(MAKE) --no-print-directory -j2 WERROR=1 BUILD=$(BUILD)/clang CC=clang all
	@$(MAKE) --no-print-directory -j2 WERROR=1 all tests
	@$(MAKE) --no-print-directory prove PROVE='tests/style $(SCENARIOS)'
	@$(MAKE) --no-print-directory asan

deps-check:
	@.ci/deps check

.PHONY: tests
tests: $(UNIT_BIN) $(FUZZ_BIN)

SCENARIOS ?= tests/scenario
PROVE ?= $(SCENARIOS)
prove: all tests
	@BUILD=$(BUILD) CMOCKA_MESSAGE_OUTPUT=TAP prove -j2 $(PROVE) tests/fuzz $(UNIT_BIN)

asan:
	@$(MAKE) --no-print-directory -j2 SAN=1 WERROR=1 BUILD=$(BUILD)/asan all tests
	@$(MAKE) --no-print-directory SAN=1 BUILD=$(BUILD)/asan prove

valgrind: tests
	@for t in $(UNIT_BIN); do \
		valgrind -q --error-exitcode=9 --leak-check=full $$t >/dev/null || exit; done

.PHONY: ci
ci:
	@.ci/run

# --- style --------------------------------------------------------------------------------------

C_FILES := $(wildcard gateway/*.c gateway/*/*.[ch] handlers/*.[ch] tests/sim/*.[ch] tests/unit/*.[ch] \
             tests/fuzz/*.c tests/bench/*.c)
.PHONY: format format-check layers tidy cover
format:
	clang-format -i $(C_FILES)
format-check:
	clang-format --dry-run -Werror $(C_FILES)
layers:
	prove tests/style/layers.t
tidy:
	clang-tidy --quiet $(LIB_SRC) $(MAIN_SRC) -- -std=gnu11 $(CPPFLAGS) $(GAMMU_CFLAGS)

cover:
	@$(MAKE) --no-print-directory -j2 COVER=1 BUILD=$(BUILD)/cover prove
	@cd $(BUILD)/cover && find . -name '*.gcda' -path '*/obj/*' | xargs gcov -n 2>/dev/null | \
		awk -F"'" '/^File .(gateway|handlers)/ { f = $$2 } /^Lines/ && f { print $$0, f; f = "" }' | \
		sort -t: -k2 -n

# --- fuzzing, measuring, breaking ---------------------------------------------------------------

SECONDS ?= 60
.PHONY: fuzz bench chaos
fuzz: deps-check
	@$(MAKE) --no-print-directory -j2 CC=clang SAN=1 FUZZ=1 BUILD=$(BUILD)/fuzz tests
	@for f in $(notdir $(FUZZ_BIN)); do \
		mkdir -p $(BUILD)/corpus/$$f && \
		LSAN_OPTIONS=suppressions=tests/fuzz/lsan.supp PHRASES=menus/phrases $(BUILD)/fuzz/tests/fuzz/$$f -max_total_time=$(SECONDS) -timeout=10 $(BUILD)/corpus/$$f \
			tests/fuzz/corpus/$${f#fuzz_} || exit; done

bench: all $(BENCH_BIN)
	@BUILD=$(BUILD) perl tests/bench/bench.pl

chaos: all
	@BUILD=$(BUILD) SEED=$(SEED) KILLS=$(KILLS) TEXTS=$(TEXTS) prove -v tests/scenario/chaos.t

# --- installing ---------------------------------------------------------------------------------

MAN := $(wildcard gateway/*.[1-8] gateway/*/*.[1-8] etc/*.[1-8] menus/*.[1-8] tests/sim/*.[1-8])
.PHONY: install
install: all
	install -d $(addprefix $(DESTDIR),$(PREFIX)/bin \
		$(PREFIX)/share/bash-completion/completions $(PREFIX)/lib/systemd/system \
		$(PREFIX)/lib/sysusers.d $(PREFIX)/lib/tmpfiles.d $(PREFIX)/lib/udev/rules.d \
		$(PREFIX)/share/doc/hotline $(SYSCONF)/hotline)
	install -m 755 $(PROGRAMS) $(SIM_BIN) $(DESTDIR)$(PREFIX)/bin
	for m in $(MAN); do \
		install -D -m 644 $$m $(DESTDIR)$(PREFIX)/share/man/man$${m##*.}/$$(basename $$m); done
	install -m 644 etc/hotlinectl.bash \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/hotlinectl
	install -m 644 systemd/*.service $(DESTDIR)$(PREFIX)/lib/systemd/system
	install -m 644 systemd/hotline.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/hotline.conf
	install -m 644 systemd/hotline.tmpfiles $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/hotline.conf
	install -m 644 etc/99-hotline.rules $(DESTDIR)$(PREFIX)/lib/udev/rules.d
	cp -R menus $(DESTDIR)$(SYSCONF)/hotline/
	for f in hotline.conf roster.conf; do \
		[ -e $(DESTDIR)$(SYSCONF)/hotline/$$f ] || \
		install -m 640 etc/$$f $(DESTDIR)$(SYSCONF)/hotline/; done

.PHONY: clean
clean:
	rm -rf build
