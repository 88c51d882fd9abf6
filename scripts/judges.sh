#!/usr/bin/env bash
# Installs the independent judges of what is published: a JSON Schema validator, axe, Lighthouse and vendors' readers of our files for
# them, into .tools/judges/.
# Apart from scripts/tools.sh, since building needs none of them. Sourced after it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Lighthouse 13 asks for a newer Node than Debian and CI have.
JUDGES=(ajv@8.20.0 ajv-formats@3.0.1 axe-core@4.14.1 lighthouse@12.8.2 @netlify/headers-parser@7.3.0 @vercel/routing-utils@6.6.0)

if [ "$(cat .tools/judges/installed 2>/dev/null)" != "${JUDGES[*]}" ]; then
    command -v npm >/dev/null || { echo "leadwell: npm is needed for them: install Node.js" >&2; exit 1; }
    step "installing ${JUDGES[*]}" "a minute or two, once" \
        npm install --no-save --no-package-lock --no-audit --no-fund --prefix .tools/judges "${JUDGES[@]}"
    echo "${JUDGES[*]}" >.tools/judges/installed
fi
