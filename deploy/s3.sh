#!/usr/bin/env bash
# S3: uploads dist/ with types and caching, what is kept for good first and pages last, so that no page names a file that is not there.
# CloudFront compresses by itself; cloudfront.js finds the page of a folder, cloudfront-headers.json says the rest.
#
#     deploy/s3.sh s3://BUCKET[/PATH] [DIST]
#
# It takes the `aws` command, signed in. What an earlier build left in the bucket stays: pinned tags on other sites may still name it.
set -euo pipefail
bucket=${1:?usage: deploy/s3.sh s3://BUCKET[/PATH] [DIST]}
dist=${2:-dist}
[ -f "$dist/runtime.json" ] || { echo "$dist: no built site; run \`make dist\` first, or name another folder" >&2; exit 1; }

type_of() {
    case $1 in
        *.html) echo "text/html; charset=utf-8" ;;
        *.js | *.mjs) echo "text/javascript; charset=utf-8" ;;
        *.css) echo "text/css; charset=utf-8" ;;
        *.txt) echo "text/plain; charset=utf-8" ;;
        *.wasm) echo application/wasm ;;
        *.json | *.map) echo application/json ;;
        *.webmanifest) echo application/manifest+json ;;
        *.xml) echo application/xml ;;
        *.svg) echo image/svg+xml ;;
        *.png) echo image/png ;;
        *.jpg | *.jpeg) echo image/jpeg ;;
        *.gif) echo image/gif ;;
        *.webp) echo image/webp ;;
        *.avif) echo image/avif ;;
        *.ico) echo image/x-icon ;;
        *.mp4) echo video/mp4 ;;
        *.webm) echo video/webm ;;
        *.woff2) echo font/woff2 ;;
        *.pdf) echo application/pdf ;;
        *) echo application/octet-stream ;;
    esac
}

has_hash='-[0-9a-f]{8,}(_bg)?\.[a-z0-9]+$'
caching_of() {
    case $1 in
        *.html) echo no-cache ;;
        leadwell.js) echo "public, max-age=300" ;;
        *) if [[ $1 =~ $has_hash ]]; then echo "public, max-age=31536000, immutable"; else echo no-cache; fi ;;
    esac
}

upload() {
    aws s3 cp "$dist/$1" "${bucket%/}/$1" --only-show-errors --content-type "$(type_of "$1")" --cache-control "$(caching_of "$1")"
}

files=$(cd "$dist" && find . -type f ! -name '.*' ! -path '*/.*/*' ! -name '*.br' ! -name '*.gz' ! -name _headers | sed 's|^\./||' | sort)
lasting() { [[ $(caching_of "$1") = *immutable ]]; }
while read -r file; do lasting "$file" && upload "$file"; done <<<"$files" || true
while read -r file; do lasting "$file" || [[ $file = *.html ]] || upload "$file"; done <<<"$files"
while read -r file; do [[ $file != *.html ]] || upload "$file"; done <<<"$files"
