#!/usr/bin/env bash
# The long run behind the tables in docs/, each with its date, machine and commit: promises that `make test` puts to the test some thousands
# of times, a million times each; ten million inputs thrown at everything that comes in; every host; bytes; speed.
# Hours, of which the fuzzer takes most (LEADWELL_THROWS: how many inputs).
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh
source scripts/judges.sh
scripts/browser.sh
scripts/hosts.sh
export LEADWELL_PROOF=${LEADWELL_PROOF:-1000000}
cargo test --release --features native --test rules -- \
    a_replay_gives_what rows_add_up points_only_fade the_order_of_what_happens the_same_moment no_stored_ledger no_message_of_anybody contributions_add_up
scripts/bytes.sh --write
cargo test --release --features native --test journeys hosts::
node --test tests/hosts/*.test.mjs
scripts/bench.sh --write
scripts/fuzz.sh --write
