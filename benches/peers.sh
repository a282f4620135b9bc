#!/usr/bin/env bash
# Compares `spc` with the tools people use today, side by side in one run, and prints ratios with the target beside each.
#
#     benches/peers.sh                 one profile; builds in release mode, then runs
#     benches/peers.sh fleet           many devices
#     benches/peers.sh fleet million   and a million rows into files in the folder $DISK, which needs 16 GB
#     benches/peers.sh check           the checks of a folder of profiles, compared with xmllint --noout
#     ROUNDS=5 benches/peers.sh        fewer pairs than the default of 40, or 10 for a fleet
#     FLEET=1000 PEER=10 ..            fewer devices than the default of 20000 for us and 60 for the slowest peers
#     SPC=PATH PARSE_LOOP=PATH ..      uses these programs and builds nothing; SPC=PATH FLEET_LOOP=PATH .. for a fleet
#
# A missing peer is named and left out. benches/README.md explains how to read the table.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PYTHONDONTWRITEBYTECODE=1

case ${1:-} in
    '') script=benches/peers.py rounds=40 loop=PARSE_LOOP ;;
    fleet) script=benches/fleet.py rounds=10 loop=FLEET_LOOP ;;
    check) script=benches/check.py rounds=10 loop=SPC ;;
    *) sed -n 's/^#  \+benches/benches/p' benches/peers.sh >&2; exit 2 ;;
esac
if [[ -z ${SPC:-} || -z ${!loop:-} ]]; then
    target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
    build() { cargo build --release --locked --quiet "$@"; }
    build -p sip-profile-compiler -p spc-benches --bins --examples
    SPC=$target/release/spc
    # Built as README.md says to install it; without a C library to link, built as usual.
    host=$(rustc -vV | sed -n 's/^host: //p')
    if RUSTFLAGS='-C target-feature=+crt-static' build -p sip-profile-compiler --target "$host" --target-dir "$target/static"; then
        SPC=$target/static/$host/release/spc
    else
        echo 'spc is not linked statically here: the system has no C library to link'
    fi
    # And copied, as installing does: a file that a linker has written piece by piece takes 0.2 ms longer to map.
    install -D "$SPC" "$target/installed/spc"
    SPC=$target/installed/spc PARSE_LOOP=$target/release/examples/parse_loop FLEET_LOOP=$target/release/examples/fleet_loop
    if [[ $loop == FLEET_LOOP ]]; then
        # Built like a crate that depends on spc-core without a profile of its own.
        build -p spc-benches --example fleet_loop --target-dir "$target/default-profile" --config profile.release.lto=false \
            --config profile.release.codegen-units=16 --config profile.release.overflow-checks=false
        FLEET_LOOP_DEFAULT=$target/default-profile/release/examples/fleet_loop
    fi
fi
export SPC PARSE_LOOP FLEET_LOOP FLEET_LOOP_DEFAULT ROUNDS=${ROUNDS:-$rounds} FLEET=${FLEET:-20000} PEER=${PEER:-60}
exec python3 "$script" "${@:2}"
