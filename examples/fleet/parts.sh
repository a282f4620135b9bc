# What the tests of parallel, slurm and kubernetes share; source this file. `SPC` names the program, and `name` the example.
# It leaves the shell in a temporary directory with the list, the profiles, a master key, and `whole`: the same fleet made by
# one machine.
examples=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
SPC=$(realpath "$(command -v "${SPC:-spc}")")
export SPC
unset MAKEFLAGS MAKELEVEL SPC_KEY_FILE SPC_KEY_CMD

fail() { echo "examples/$name: $1" >&2; exit 1; }
# A missing tool is a failure under CI=true; otherwise the test is skipped.
need() { # WHAT COMMAND...
    "${@:2}" >/dev/null 2>&1 && return
    [ "${CI:-}" != true ] || fail "$1 is missing"
    echo "examples/$name: skipped: $1 is missing"
    exit 0
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cp "$examples"/fleet/*.txt .
cp "$examples/fleet/devices.csv" .
chmod 600 devices.csv
for ((i = 0; i < 300; i++)); do printf '000e08%06x,%d,,pass-%d\n' $i $i $i; done >>devices.csv
"$SPC" keygen >/dev/null
"$SPC" batch devices.csv --base base.txt --master-file master.key --format openssl --model spa504g \
    --out-dir whole --manifest whole.jsonl 2>log || { cat log >&2; fail 'one machine fails'; }
# A device, and an obstacle in the place of its file that makes only its part fail.
device=000e08aabb01
break_a_part() { rm "www/$device.cfg" && mkdir -p "www/$device.cfg/x"; }
mend_it() { rm -r "www/$device.cfg"; }

# The files of all parts are those of one machine, and so are the lines of their manifests.
joined() {
    diff -r whole www || fail 'the parts are not the whole'
    sort www-*.jsonl | cmp - <(sort whole.jsonl) || fail 'the manifests of the parts are not that of the whole'
}
# Which file is there, and since when.
state() { find www www-*.jsonl -type f -printf '%p %i %T@ %C@\n' | sort; }
