#!/usr/bin/env bash
# The whole process of `chainrule run` on one worksheet, many times over: least, median and largest time of one run.
# usage: tests/bench/run.sh [chainrule] [worksheet] [runs]
set -euo pipefail
cd "$(dirname "$0")/../.."
program="${1:-target/release/chainrule}"
worksheet="${2:-tests/worked/exploding.chain}"
runs="${3:-200}"
for _ in 1 2 3; do "$program" run "$worksheet" >/dev/null; done
for ((i = 0; i < runs; i++)); do
    start=$(date +%s%N)
    "$program" run "$worksheet" >/dev/null
    end=$(date +%s%N)
    echo $((end - start))
done | sort -n | awk '
    { time[NR] = $1 / 1e6 }
    END { printf "%d runs: least %.2f ms, median %.2f ms, largest %.2f ms (starting the clock included)\n",
          NR, time[1], time[int((NR + 1) / 2)], time[NR] }'
