#!/usr/bin/env bash
# Builds the page into dist/, whose files are committed and become resources of OmeZarr.Viewer. Needs Node.js 20 or newer and npm.
#
#   src/OmeZarr.Viewer/page/build.sh            builds
#   src/OmeZarr.Viewer/page/build.sh --check    fails if dist/ is not what the sources give
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

out=dist
if [ "${1:-}" = --check ]; then
    out=$(mktemp -d)
    trap 'rm -rf "$out"' EXIT
fi

if ! cmp -s package-lock.json node_modules/.installed-lock.json; then
    npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1
    cp package-lock.json node_modules/.installed-lock.json
fi

node_modules/.bin/tsc --project .
mkdir -p "$out/assets"
common=(--minify --log-level=warning --charset=utf8 --legal-comments=none)
node_modules/.bin/esbuild src/main.ts --bundle --format=esm --target=es2022 "${common[@]}" --outfile="$out/assets/view.js"
node_modules/.bin/esbuild css/view.css --bundle --external:icon.svg "${common[@]}" --outfile="$out/assets/view.css"
cp index.html "$out/"
cp icon.svg "$out/assets/"
node licences.mjs >"$out/assets/licences.txt"

if [ "$out" != dist ]; then
    diff -r -q dist "$out" || { echo "dist/ differs from what the sources give: run src/OmeZarr.Viewer/page/build.sh and commit the result" >&2; exit 1; }
fi
