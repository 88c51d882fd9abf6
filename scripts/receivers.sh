#!/usr/bin/env bash
# Leads from a real browser to the real n8n, Node-RED and Kinto, which are installed into .tools/receivers/: a gigabyte, some minutes, once.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh

# The versions against which their rows in data/connectors/ were measured.
KINTO=26.5.0
NODE_RED=4.1.15
N8N=1.123.81
receivers=.tools/receivers

is_installed() { [ -f "$receivers/$1" ] && [ "$(cat "$receivers/$1")" = "$2" ]; }
install() { # install NAME VERSION COMMAND…
    local name=$1 version=$2
    shift 2
    is_installed "$name.version" "$version" && return
    mkdir -p "$receivers"
    step "installing $name $version" "up to 10 minutes, once" "$@"
    echo "$version" >"$receivers/$name.version"
}
python() { python3 -m venv "$receivers/kinto" && "$receivers/kinto/bin/pip" install --quiet "kinto==$KINTO" waitress; }
npm_into() { mkdir -p "$1" && npm install --no-save --no-package-lock --no-audit --no-fund --prefix "$1" "$2"; }
# Spreadsheets of n8n come from a host of their own, and its sandbox for expressions takes a newer Node.js to build: without both, a webhook
# passes on what it gets all the same. Of what is built on the machine it needs its database alone.
n8n_into() {
    mkdir -p "$1"
    echo "{ \"private\": true, \"dependencies\": { \"n8n\": \"$N8N\" }, \"overrides\": { \"xlsx\": \"0.18.5\" } }" >"$1/package.json"
    npm install --no-package-lock --no-audit --no-fund --ignore-scripts --prefix "$1" && npm rebuild --prefix "$1" sqlite3
}
install kinto "$KINTO" python
install node-red "$NODE_RED" npm_into "$receivers/node-red" "node-red@$NODE_RED"
install n8n "$N8N" n8n_into "$receivers/n8n"

scripts/browser.sh
scripts/dist.sh
cargo test --release --features native --test journeys -- real_receivers --ignored --test-threads=1
