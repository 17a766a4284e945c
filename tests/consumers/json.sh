#!/usr/bin/env bash
# The JSON of every worked example keeps to the published schema, as a validator of its own sees it. Needs node and npm.
# Usage: json.sh CHAINRULE_BINARY WORK_FOLDER
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
chainrule="$(realpath "$1")"
work="$2/json"
mkdir -p "$work"
work="$(realpath "$work")"
cp "$here/package.json" "$work/"
(cd "$work" && npm install --no-package-lock --no-audit --no-fund --silent)
cd "$here/../.."
reports=()
for sheet in tests/worked/*.chain tests/consumers/*.chain; do
  report="$work/$(basename "$sheet" .chain).report.json"
  "$chainrule" run "$sheet" --format json -o "$report"
  reports+=("$report")
done
node "$here/json.mjs" "$work" docs/schema/report.schema.json "${reports[@]}"
