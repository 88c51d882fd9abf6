#!/usr/bin/env bash
# What takes longer than a change can wait for: promises that `make test` puts to the test some thousands of times, a million times each,
# and ten million inputs thrown at everything that comes in; its table goes into docs/security.md.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh
export LEADWELL_PROOF=${LEADWELL_PROOF:-1000000}
cargo test --release --features native --test rules -- \
    a_replay_gives_what rows_add_up points_only_fade the_order_of_what_happens the_same_moment no_stored_ledger no_message_of_anybody contributions_add_up
scripts/fuzz.sh --write
