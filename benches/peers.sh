#!/usr/bin/env bash
# Compares `spc` with the tools people use today, side by side in one run, and prints ratios with the target beside each.
#
#     benches/peers.sh                 builds in release mode, then runs
#     ROUNDS=5 benches/peers.sh        fewer pairs than the default 40
#     SPC=PATH PARSE_LOOP=PATH ...     uses these programs and builds nothing
#
# A peer that is missing is named and left out. How to read the table: benches/README.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ -z ${SPC:-} || -z ${PARSE_LOOP:-} ]]; then
    cargo build --release --locked --quiet -p spc-cli -p spc-benches --bins --examples
    target=$(realpath -m "${CARGO_TARGET_DIR:-target}")/release
fi
export SPC=${SPC:-$target/spc} PARSE_LOOP=${PARSE_LOOP:-$target/examples/parse_loop} ROUNDS=${ROUNDS:-40}
exec python3 benches/peers.py
