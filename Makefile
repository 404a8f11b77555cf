# make demo    what xp does, on the worked examples
# make test    every test
# make soak    the tests of faults and of many writers, with many more rounds: hours; make soak-bits turns every bit of a ledger
# make fuzz    a minute of libFuzzer for every reader of what strangers write; FUZZ_TIME=SECONDS for more
# make lint    the formatter's rules
# make bench   speed, beside peers
# make build   the debug build       make release   the binary that travels
# make record  rewrites golden files and transcripts from what xp says now

BUILD_NEEDS = libsqlite3-dev libssl-dev pkg-config
# The demo trains in Python; the tests ask Python, OpenSSL and git as judges.
TEST_NEEDS = $(BUILD_NEEDS) git openssl python3 python3-jsonschema python3-markdown-it python3-yaml sqlite3 \
  $(TEST_JUDGES)
# Without these some tests are skipped.
TEST_JUDGES = python3-cryptography strace
BENCH_NEEDS = $(TEST_NEEDS) hyperfine python3-venv time

# Bound to its addresses: 95,000 of them need not be filled in at every start, which is a sixth of it.
RELEASE = -c release --static-swift-stdlib -Xlinker -s -Xlinker -no-pie --product xp
XP = .build/release/xp

# Seconds for each reader.
FUZZ_TIME = 60
# Faults, many writers, power loss: more rounds with XP_SOAK.
SOAKED = BadConfigTests ImportFaultTests KillTests ManyAtOnceTests ManyWritersTests NetworkTests PointLogTests PowerLossTests StreamTests WritersElsewhereTests

.PHONY: demo test soak soak-bits fuzz lint bench build release record
.DEFAULT_GOAL := build

build:
	@.ci/need $(BUILD_NEEDS)
	swift build

release:
	@.ci/need $(BUILD_NEEDS)
	swift build $(RELEASE)

demo:
	@.ci/need $(BUILD_NEEDS) git python3
	swift build $(RELEASE)
	@experiments/demo.sh $(XP) build/demo

test:
	@.ci/need $(TEST_NEEDS)
	swift test --disable-xctest

soak:
	@.ci/need $(TEST_NEEDS)
	XP_SOAK=1 swift test --disable-xctest $(SOAKED:%=--filter %)

# A verification for each bit.
soak-bits:
	@.ci/need $(TEST_NEEDS)
	XP_SOAK=1 swift test --disable-xctest --filter BitFlipTests

fuzz:
	@.ci/need $(BUILD_NEEDS)
	XP_FUZZ=1 swift build --scratch-path .build-fuzz --product fuzz
	@.ci/fuzz .build-fuzz/debug/fuzz $(FUZZ_TIME)

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

bench:
	@.ci/need $(BENCH_NEEDS)
	swift build $(RELEASE)
	@bench/run $(XP) build/bench

record:
	@.ci/need $(TEST_NEEDS)
	RECORD=1 swift test --disable-xctest
	git status --short Tests schemas
