#!/usr/bin/env bash
# Figures of this machine: demo pages under Lighthouse, how soon typed letters are on the screen, and the time a large build takes.
# Prints tables; with --write also into docs/performance.md.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh
source scripts/judges.sh
scripts/browser.sh
scripts/dist.sh
exec node tests/judges/bench.mjs "$@"
