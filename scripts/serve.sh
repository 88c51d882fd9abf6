#!/usr/bin/env bash
# The demo and the inbox, on two origins, from nothing but Rust and Node. Ctrl-C stops both.
set -euo pipefail
cd "$(dirname "$0")/.."

site=${LEADWELL_SITE_ADDR:-127.0.0.1:8080}
inbox=${LEADWELL_INBOX_ADDR:-127.0.0.1:8090}
# The demo's leads go to the inbox wherever that listens, and what popups show comes from here.
export LEADWELL_BUILD_FLAGS="--destination inbox=http://$inbox/leads --site-url http://$site"

# What dist/ was built from: unchanged sources need no build.
fingerprint=$(git ls-files -co --exclude-standard -- Cargo.toml Cargo.lock Trunk.toml index.html src style data scripts \
    | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d' ' -f1)
if [ ! -x target/release/leadwell ] || [ "$(cat dist/.built-from 2>/dev/null)" != "$fingerprint" ]; then
    echo "leadwell: building for release (5 to 15 minutes on two cores the first time)…"
    start=$SECONDS
    scripts/dist.sh
    echo "$fingerprint" >dist/.built-from
    echo "leadwell: built in $((SECONDS - start)) s"
else
    # shellcheck disable=SC2086 # several flags
    target/release/leadwell build "${LEADWELL_CAMPAIGN:-campaigns/demo_request/campaign.json}" --out dist $LEADWELL_BUILD_FLAGS
fi
exec target/release/leadwell serve dist --inbox inbox.db --site-addr "$site" --inbox-addr "$inbox"
