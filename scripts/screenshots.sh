#!/usr/bin/env bash
# Pictures of every demo page, form state and the inbox, by width, mode and language, into target/screenshots/.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh
scripts/browser.sh
scripts/dist.sh
LEADWELL_SCREENSHOTS=1 cargo test --release --features native --test journeys screenshots
echo "leadwell: pictures are in target/screenshots/, the README's in docs/screenshot.png"
