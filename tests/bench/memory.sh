#!/usr/bin/env bash
# Time and peak memory of `chainrule run` over chains of ten to a hundred thousand quantities, nothing given and all
# given, and of all gradients of dense tanh networks. Needs /usr/bin/time (GNU) and python3.
# usage: tests/bench/memory.sh [chainrule]
set -euo pipefail
cd "$(dirname "$0")/../.."
program="${1:-target/release/chainrule}"
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
python3 tests/bench/worksheets.py "$folder"
for worksheet in $(ls -v "$folder"); do
    /usr/bin/time -f "%e s %M KiB" "$program" run "$folder/$worksheet" 2>&1 >/dev/null | sed "s/^/$worksheet: /"
done
