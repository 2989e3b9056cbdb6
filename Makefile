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

.PHONY: clean
clean:
	rm -rf build
