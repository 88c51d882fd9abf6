#!/usr/bin/env bash
# Figures of this machine: demo pages under Lighthouse, and the time a large build takes. Prints a table; with --write also into
# docs/performance.md.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh
source scripts/judges.sh
scripts/browser.sh
scripts/dist.sh
exec node tests/judges/bench.mjs "$@"
