# swift-clip. `make help` lists what can be made.

PREFIX ?= /usr/local
IMAGES ?= Examples/photos
LABELS ?=
SANITIZER ?= both
MINUTES ?= 16
TARGET ?=
FILTER ?=
DATA ?= ../shared/data
PYTHON ?= python3
MODEL ?=
AS ?=
PICTURES ?=
# Where make compare keeps its Python environment, models and pictures; what more it is told.
COMPARE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/swift-clip-compare
OPTIONS ?=
# What test-conversion converts.
MODELS ?= $(patsubst %/,%,$(dir $(wildcard Tests/Goldens/networks/*/golden.safetensors)))

ifeq ($(shell uname -s),Darwin)
# Homebrew's headers and libraries are not on Apple's search paths.
BREW := $(shell brew --prefix 2>/dev/null)
FLAGS := -Xcc -I$(BREW)/include -Xlinker -L$(BREW)/lib
STANDALONE :=
else
# The toolchain's own linker, because newer systems no longer ship gold.
FLAGS := -Xswiftc -use-ld=lld
# The command carries Swift's run-time library, so that it outlives the toolchain that built it.
STANDALONE := --static-swift-stdlib
endif

# HEIC and AVIF, where their libraries are; `make TRAITS=` builds without. See `make setup-all`.
TRAITS = $(shell bash Scripts/setup.sh --traits)
PLAIN := swift build -c release --product swift-clip $(STANDALONE) $(FLAGS)
BUILD = $(PLAIN) $(TRAITS)
# Tests see internal declarations, which changes how every module is compiled: they keep their own build.
TEST = swift test -c release -Xswiftc -enable-testing $(FLAGS) $(TRAITS)
COMMAND := .build/release/swift-clip

.PHONY: check-report test-real verify-published compare growth help setup setup-all build demo test test-data test-hub test-conversion test-arm test-sanitized fuzz coverage lint docs install uninstall dist test-dist test-fresh test-full-disk clean

help: ## list these targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
	    awk -F'|' '{ printf "%-23s %s\n", $$1, $$2 }'
	@echo
	@echo '  make demo IMAGES="photo.jpg folder" LABELS="a cat,a dog"    your own photos and labels'
	@echo '  make install PREFIX=$$HOME/.local                            somewhere else than /usr/local'
	@echo '  make test FILTER=TokenizerTests                             a part of the tests'

setup: ## install the native libraries that are missing (apt or Homebrew)
	@bash Scripts/setup.sh

setup-all: ## and those for HEIC and AVIF
	@bash Scripts/setup.sh --all

build: setup ## build the command, optimised
	@$(BUILD)

demo: build ## classify the photos of Examples/photos, or your own
	@$(COMMAND) classify $(IMAGES) --top 3 --precision f32 $(if $(LABELS),--labels "$(LABELS)",--labels-file Examples/photos/labels.txt)

test: setup ## run the whole test suite
	@$(TEST) --scratch-path .build-test $(if $(FILTER),--filter $(FILTER))

test-hub: build ## share a cache with Python's huggingface_hub (PYTHON=…)
	@$(PYTHON) Scripts/compare_hub.py --command $(COMMAND)

test-arm: ## compare kernels and resampler for Arm with the plain ones under an emulator
	@bash Scripts/test-arm.sh

test-sanitized: setup ## run the tests under both sanitizers, or one (SANITIZER=address or thread)
	@for sanitizer in $(if $(filter both,$(SANITIZER)),address thread,$(SANITIZER)); do \
	    SWIFT_BACKTRACE=enable=no LSAN_OPTIONS=suppressions=$(CURDIR)/Scripts/leaks.txt:print_suppressions=0 \
	        $(TEST) --scratch-path .build-sanitize-$$sanitizer --sanitize=$$sanitizer \
	        $(if $(FILTER),--filter $(FILTER)) || exit 1; \
	done

fuzz: setup ## feed damaged files to every reader (MINUTES=… in all, TARGET=… for one)
	@bash Scripts/fuzz.sh $(MINUTES) $(TARGET)

test-data: build ## compare pictures and captions below a folder with Python's (DATA=… PYTHON=…)
	@[ -d "$(DATA)" ] || { echo "DATA=$(DATA): no such folder" >&2; exit 1; }
	@swift build -c release --product tokenize-benchmark $(FLAGS)
	@$(PYTHON) Scripts/compare_images.py "$(DATA)" --command $(COMMAND)
	@find "$(DATA)" -name '*.csv' -print0 | sort -z | xargs -0 $(PYTHON) Scripts/compare_text.py --nasty 1000 .build/release/tokenize-benchmark

test-conversion: build ## convert models and load them with open_clip and transformers (MODELS=… PYTHON=…)
	@$(PYTHON) Scripts/compare_conversion.py $(MODELS) --command $(COMMAND)

test-real: build ## compare with OpenCLIP on real CLIP weights, and show that they mean something (DATA=… PYTHON=…)
	@[ -d "$(DATA)" ] || { echo "DATA=$(DATA): no such folder" >&2; exit 1; }
	@$(PYTHON) Scripts/convert_real_tower.py .build/real/vit-b-16-vision
	@$(PYTHON) Scripts/compare_real_tower.py .build/real/vit-b-16-vision "$(DATA)" --command $(COMMAND)
	@for set in a-imagenette10 a-caltech16 b-fruits360; do \
	    $(COMMAND) probe "$(DATA)/$$set" --model .build/real/vit-b-16-vision --heads logistic,knn --shots all \
	        --label-quality .build/real/$$set.csv || exit 1; \
	done

verify-published: build ## check published numbers with published weights (MODEL=… of one model, AS=… for your own folder)
	@$(PYTHON) Scripts/verify_published.py --command $(COMMAND) $(if $(MODEL),--model "$(MODEL)") $(if $(AS),--as "$(AS)") \
	    $(if $(PICTURES),--pictures "$(PICTURES)")

compare: build ## time PyTorch, ONNX Runtime, OpenVINO and this in one run (DATA=… COMPARE=… OPTIONS="--models ViT-B-32 …")
	@swift build -c release --product encode-benchmark $(FLAGS) $(TRAITS)
	@sh Scripts/setup_compare.sh $(COMPARE)/env
	@$(COMPARE)/env/bin/python Scripts/compare.py --cache $(COMPARE) --photos "$(DATA)" --command $(COMMAND) $(OPTIONS)
	@$(COMPARE)/env/bin/python Scripts/plot_comparison.py

growth: build ## how time and memory grow with batch, threads, labels and files (MODEL=… DATA=… COMPARE=… OPTIONS=…)
	@sh Scripts/setup_compare.sh $(COMPARE)/env
	@$(COMPARE)/env/bin/python Scripts/measure_growth.py --model "$(or $(MODEL),$(COMPARE)/ViT-B-32/openclip)" \
	    --photos "$(DATA)" --command $(COMMAND) --write Documentation/Performance.md $(OPTIONS)

check-report: build ## open reports in headless Chromium and fail on what a reader would stumble over (SHOTS=…)
	@$(PYTHON) Scripts/check_report.py --command $(COMMAND) --screenshots "$(or $(SHOTS),.build/screenshots)"

coverage: setup ## run the tests and print line coverage by target
	@$(TEST) --scratch-path .build-coverage --enable-code-coverage
	@bash Scripts/coverage.sh .build-coverage

lint: ## check format and the house's rules
	@bash Scripts/lint.sh

docs: build ## build the library's documentation; a warning fails
	@bash Scripts/docs.sh

install: build ## install command, manual page and completions under PREFIX
	@bash Scripts/install.sh $(COMMAND) "$(DESTDIR)$(PREFIX)"

uninstall: ## remove what install put under PREFIX
	@bash Scripts/install.sh --remove "$(DESTDIR)$(PREFIX)"

dist: setup ## pack a command that needs nothing but glibc, under dist/
	@bash Scripts/dist.sh $(PLAIN)

test-dist: dist ## run that command in a root that holds nothing but glibc
	@bash Scripts/test-dist.sh

test-fresh: ## clone, demo and test in a bare Debian root (needs root and debootstrap)
	@bash Scripts/test-fresh.sh

test-full-disk: build ## fill a small file system by every writer (needs root)
	@bash Scripts/test-full-disk.sh $(COMMAND)

clean: ## remove all that was built
	rm -rf .build .build-* .fuzz dist
