#!/usr/bin/env bash
# Every check by a real consumer, as many at a time as there are cores. A check that passed prints what it counted, one that failed all
# that was said.
# The book comes last: it is looked at with the browser that the check of HTML installs.
# Usage: all.sh CHAINRULE_BINARY WORK_FOLDER
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
export here chainrule="$1" work="$2"
mkdir -p "$work"

check() {
  local start="$SECONDS" said="$work/$(basename "$1").out" verdict=passed
  "$1" "$chainrule" "$work" >"$said" 2>&1 || verdict=FAILED
  local lines=3
  [ "$verdict" = passed ] || lines=+1
  printf '\n-- %s %s (%s s)\n%s\n' "$(basename "$1")" "$verdict" "$((SECONDS - start))" "$(tail -n "$lines" "$said")"
  [ "$verdict" = passed ]
}
export -f check

printf '%s\0' "$here"/{latex,html,katex,markdown,typst,notes,json}.sh |
  xargs -0 -n 1 -P "$(nproc)" bash -c 'check "$1"' check
check "$here/../../docs/build"
