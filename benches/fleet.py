"""The measurements of `peers.sh fleet`: making files from a device list, by us and by what people use today."""

import gzip
import hashlib
import io
import os
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from measure import MIB, PROFILES, ROUNDS, SPC, Loop
from measure import first_line, head, pairs, ram_disk, report, row, run, run_alone, skip

FLEET = int(os.environ["FLEET"])
PEER = int(os.environ["PEER"])
# What differs from device to device, and the parameter of the profiles that holds it.
VALUES = {
    "label": "Display_Name_1_",
    "user": "User_ID_1_",
    "password": "Password_1_",
    "auth": "Auth_ID_1_",
    "proxy": "Proxy_1_",
    "site": "GPP_A",
}
CBC_BYTES = 64 * (16 << 10)
SEAL_BYTES = 64 * (33 << 10)


# ---- A fleet: a profile with placeholders, and a list of devices, each with its key.

def base(profile, path):
    """The profile with a placeholder for each value."""
    text = (PROFILES / profile).read_text()
    for column, parameter in VALUES.items():
        text, count = re.subn(rf"(<{parameter}\b[^>]*>)[^<]*(</)", rf"\1{{{{{column}}}}}\2", text)
        assert count == 1, f"{profile} has {parameter} {count} times"
    path.write_text(text)
    return path


def devices(count, path, has_keys=True):
    """A device list with values of varying lengths, and nothing that has a meaning to `sed`."""
    with open(path, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as rows:
        rows.write(f"mac,{'key,' if has_keys else ''}{','.join(VALUES)}\n")
        for number in range(count):
            digits = hashlib.sha256(str(number).encode()).hexdigest()
            user, password, site = 1000 + number, digits[: 8 + number % 9], digits[20 : 28 + number % 7]
            rows.write(f"000e08{number:06x},{digits + ',' if has_keys else ''}")
            rows.write(f"Desk {number},{user},{password},u{user}-spa,")
            rows.write(f"pbx{number % 40}.example.net,floor {number % 12} site {site}\n")
    return path


OPENSSL = ("--format", "openssl", "--md", "md5")
GZIP = ("--format", "gzip", "--quiet-target")


def batch(base, devices, place, *arguments):
    return [SPC, "batch", str(devices), "--base", str(base), *place, *arguments]


class Files:
    """Whole runs into an empty folder, timed per device; emptying the folder is not measured."""

    def __init__(self, out, environment=os.environ):
        self.out, self.environment = out, environment

    def run(self, command, count, makes_folder=False):
        shutil.rmtree(self.out, ignore_errors=True)
        if makes_folder:
            self.out.mkdir()
        wall, cpu = run(command, self.environment)
        made = sum(1 for _ in os.scandir(self.out))
        assert made == count, f"`{' '.join(command)}` made {made} files of {count}"
        return wall / count, cpu / count


def grouped(number):
    return f"{number:,.0f}".replace(",", " ")


def per_second(seconds):
    return f"{grouped(1 / seconds)}/s"


def microseconds(seconds):
    return f"{seconds * 1e6:.1f} us"


# ---- Peers. Each one fills in six values, compresses at level 6, and encrypts like `openssl enc` with the device's key.
# One file of each is opened, and has to contain the same profile as ours.

FILL = "; ".join(f"s/{{{{{column}}}}}/${column}/" for column in VALUES)
READ = f"IFS=, read -r {' '.join(['mac', 'key', *VALUES])}"
ENCRYPT = """openssl enc -aes-256-cbc -md md5 -k "$key" -out "$OUT/$mac.cfg" 2>/dev/null"""
ONE = f"""sed "{FILL}" "$BASE" | gzip -6 | {ENCRYPT}"""
LOOP = f"""tail -n +2 "$LIST" | while {READ}; do {ONE}; done"""
XARGS = """tail -n +2 "$LIST" | xargs -P2 -d '\\n' -n1 sh "$EACH\""""
EACH = f"""{READ} <<ROW\n$1\nROW\n{ONE}\n"""


def peers(work, profile):
    ours, few, some = devices(FLEET, work / "devices"), devices(PEER, work / "few"), devices(10 * PEER, work / "some")
    out, each = work / "out", work / "each.sh"
    each.write_text(EACH)
    environment = {**os.environ, "BASE": str(profile), "LIST": str(few), "OUT": str(out), "EACH": str(each)}
    files = Files(out, environment)

    def fleet():
        return files.run(batch(profile, ours, ["--out-dir", str(out)], "-j2", *OPENSSL), FLEET)

    def compare(label, command, count, target):
        label = f"fleet, openssl format, {profile.stat().st_size / 1000:.0f} KB: {label}"
        files.run(command, count, makes_folder=True)
        theirs = opened(out / "000e08000002.cfg", work)
        fleet()
        assert theirs == opened(out / "000e08000002.cfg", work), f"{label} does another work"
        report(label, pairs(fleet, lambda: files.run(command, count, makes_folder=True)), target, per_second)

    shell = shutil.which("sh")
    missing = [tool for tool in ("sed", "gzip", "openssl", "xargs") if not shutil.which(tool)]
    if missing:
        skip("fleet: a shell loop, xargs", " and ".join(missing))
    else:
        compare("shell loop", [shell, "-c", LOOP], PEER, 600)
        compare("xargs -P2", [shell, "-c", XARGS], PEER, 550)
    if subprocess.run([sys.executable, "-c", "import cryptography"], stderr=subprocess.DEVNULL).returncode:
        skip("fleet: Python in two processes", "cryptography for Python")
    else:
        script = str(Path(__file__).with_name("fleet_peer.py"))
        compare("Python, 2 processes", [sys.executable, script, str(profile), str(some), str(out)], 10 * PEER, 110)


def opened(file, work):
    """The canonical profile in a file of the device whose number is 2."""
    key = work / "key"
    key.write_text(hashlib.sha256(b"2").hexdigest() + "\n")
    key.chmod(0o600)
    command = [SPC, "decompile", str(file), "--key-file", str(key), "--md", "md5"]
    return subprocess.run(command, check=True, capture_output=True).stdout


# ---- Ourselves, without the template. In memory, only the work is measured; with files, the whole run.

def template(work, profile):
    def lists(name, has_keys):
        return devices(FLEET, work / f"many-{name}", has_keys), devices(FLEET // 20, work / f"few-{name}", has_keys)

    formats = {"gzip": (GZIP, *lists("gzip", False)), "openssl": (OPENSSL, *lists("openssl", True))}
    files = Files(work / "out")

    def stream(command, count):
        wall, cpu = run(command)
        return wall / count, cpu / count

    places = {
        "archive to /dev/null": (["--archive", "/dev/null"], stream),
        "files": (["--out-dir", str(files.out)], files.run),
    }
    for name, (format, many, few) in formats.items():
        for label, (place, measure) in places.items():
            measured = pairs(
                lambda: measure(batch(profile, many, place, "-j1", *format), FLEET),
                lambda: measure(batch(profile, few, place, "-j1", "--no-template", *format), FLEET // 20),
            )
            report(f"--no-template, CPU: {name}, {label}", measured, 30, microseconds, by_cpu=True)
    for name, (format, _, _) in formats.items():
        label = f"--no-template, instructions (callgrind): {name}"
        if not shutil.which("valgrind"):
            skip(label, "valgrind")
            continue
        command = lambda list, *more: batch(profile, list, ["--archive", "/dev/null"], "-j1", *format, *more)
        with_it = instructions(work, command, format is OPENSSL, PEER, 11 * PEER)
        without = instructions(work, lambda list: command(list, "--no-template"), format is OPENSSL, 8, 8 + PEER)
        ratio = without / with_it
        row(label, grouped(with_it), grouped(without), f"{ratio:.1f}x", "", "50x", ratio >= 50)
        if format is OPENSSL:
            # A quarter of what a device took when each file was hashed for its salt.
            row("instructions per device (callgrind): openssl", grouped(with_it), "", "", "", "156 000", with_it <= 156_000)


def instructions(work, command, has_keys, few, many):
    """The instructions for one device: the difference between a larger fleet and a smaller one."""
    def count(rows):
        list = devices(rows, work / "list", has_keys)
        valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command(list)]
        printed = subprocess.run(valgrind, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True).stderr
        return int(re.search(r"Collected : (\d+)", printed)[1])
    return (count(many) - count(few)) / (many - few)


# ---- A list of many bases, in which each row has a different base from the row before, against a list of one base: what
# the rows take, and what it takes to read, check and compress each further base.

BASES = 32
MIXED = 1.15


def mixed(work, profile):
    folder = work / "mixed"
    folder.mkdir()
    for number in range(BASES):
        text, count = re.subn(r"(<GPP_P\b[^>]*>)[^<]*(</)", rf"\1base {number}\2", profile.read_text())
        assert count == 1
        (folder / f"{number}.xml").write_text(text)
    header, *rows = devices(FLEET, folder / "plain").read_text().splitlines()

    def cpu(bases, count):
        lines = [f"{row},{number % bases}.xml" for number, row in enumerate(rows[:count])]
        path = folder / f"{bases}-{count}.csv"
        path.touch(0o600)
        path.write_text("\n".join([f"{header},base", *lines]) + "\n")
        command = [SPC, "batch", str(path), "--archive", "/dev/null", "-j1", *OPENSSL]
        return run(command)[1]

    def of_rows(bases):
        few = cpu(bases, BASES)
        return (cpu(bases, FLEET) - few) / (FLEET - BASES), few

    measured = list(pairs(lambda: of_rows(BASES), lambda: of_rows(1)))
    (many, start), (one, start_of_one) = ([statistics.median(side) for side in zip(*sides)] for sides in zip(*measured))
    ratio = statistics.median(a[0] / b[0] for a, b in measured)
    label = f"a row in a list of {BASES} bases, openssl, CPU: of one base"
    row(label, microseconds(many), microseconds(one), "", f"{ratio:.2f}x", f"{MIXED}x", ratio <= MIXED)
    print(f"  each base beside the first: {(start - start_of_one) / (BASES - 1) * 1e3:.1f} ms")


# ---- Sizes: each rendered document against gzip -6 of the same document; the worst of them.

def sizes(work):
    if not shutil.which("gzip"):
        skip("size of gzip", "gzip")
        return
    few = devices(PEER, work / "sizes", has_keys=False)
    for profile in ("spa-phone.xml", "mpp-phone.xml", "ata-router.xml"):
        path = base(profile, work / profile)
        for small in ([], ["--small"]):
            command = batch(path, few, ["--archive", "-"], *GZIP, *small)
            printed = subprocess.run(command, check=True, capture_output=True).stdout
            worst, ours, theirs, length = 0, 0, 0, 0
            with tarfile.open(fileobj=io.BytesIO(printed)) as files:
                for member in files:
                    packed = files.extractfile(member).read()
                    text = gzip.decompress(packed)
                    gzip_6 = subprocess.run(["gzip", "-6", "-c"], input=text, check=True, stdout=subprocess.PIPE)
                    other = gzip_6.stdout
                    if len(packed) / len(other) > worst:
                        worst, ours, theirs, length = len(packed) / len(other), len(packed), len(other), len(text)
            label = f"size of gzip, {profile}, {length / 1000:.0f} KB{' --small' if small else ''}: gzip -6"
            target = 1.01 if small else 1.05
            row(label, f"{ours} B", f"{theirs} B", f"{worst:.1%}", "", f"{target:.0%}", worst <= target)


# ---- In process, one thread.

def gigabytes(seconds):
    return f"{1 / seconds / 1e9:.2f} GB/s"


def loops():
    label = "AES-CBC, 16 KiB each, own keys"
    openssl = shutil.which("openssl")
    for profile, variable in (("our profile", "FLEET_LOOP"), ("default profile", "FLEET_LOOP_DEFAULT")):
        if not os.environ.get(variable):
            skip(f"{label}, {profile}", variable)
            continue
        with Loop(os.environ[variable]) as loop:
            def measured(work, size):
                once = loop.seconds(f"{work} 1")
                count = max(1, int(0.05 / once))
                return lambda: (loop.seconds(f"{work} {count}") / count / size, 0)

            lanes = measured("cbc-lanes", CBC_BYTES)
            report(f"{label}, {profile}: cbc crate", pairs(lanes, measured("cbc-crate", CBC_BYTES)), 2, gigabytes)
            if openssl:
                report(f"{label}, {profile}: openssl speed", pairs(lanes, speed), 2, gigabytes)
            else:
                skip(f"{label}, {profile}: openssl speed", "openssl")
            together = pairs(measured("seal-many", SEAL_BYTES), measured("seal-one", SEAL_BYTES))
            report(f"containers of 33 KB, {profile}: one by one", together, 1.25, gigabytes)


def speed():
    """Seconds per byte, as measured by OpenSSL itself: one key, set up once."""
    command = ["openssl", "speed", "-elapsed", "-seconds", "1", "-mr", "-evp", "aes-256-cbc", "-bytes", "16384"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return 1 / float(re.search(r"^\+F:.*:([0-9.]+)$", printed, re.M)[1]), 0


# ---- Many rows, in memory and into files on a disk. Nothing is deleted before the end: ext4 without a journal skips the
# inodes of recently deleted files one by one.

def million(work, profile):
    print()
    print(f"{'':<58} {'time':>10} {'rate':>10} {'CPU':>8} {'memory':>8} {'target':>8}")
    spent = {}
    for count in (10_000, 100_000, 1_000_000):
        list = devices(count, work / "devices")
        for where, runs in (("in memory", 3), ("files on a disk", 3 if count < 1_000_000 else 1)):
            measured = []
            for turn in range(min(ROUNDS, runs)):
                place = ["--archive", "/dev/null"] if where == "in memory" else ["--out-dir", str(work / f"{count}-{turn}")]
                measured.append(run_alone(batch(profile, list, place, "-j2", *OPENSSL)))
            wall, cpu, peak = (statistics.median(side) for side in zip(*measured))
            spent[count, where] = cpu
            limit = 5 if where == "in memory" else 60
            reached = peak < 64 * MIB and (wall < limit or count < 1_000_000)
            label = f"{grouped(count)} rows, {where}"
            target = f"{limit} s" if count == 1_000_000 else "64 M"
            row(label, f"{wall:.2f} s", per_second(wall / count), f"{cpu:.2f} s", f"{peak / MIB:.1f} M", target, reached)
    for where in ("in memory", "files on a disk"):
        for count in (100_000, 1_000_000):
            ratio = spent[count, where] / spent[count // 10, where]
            row(f"linear: {grouped(count)} rows, {where}, by a tenth of them", "", "", f"{ratio:.1f}x", "", "12x", ratio <= 12)


def versions():
    yield first_line("openssl", "version") if shutil.which("openssl") else "no OpenSSL"
    yield first_line("gzip", "--version") if shutil.which("gzip") else "no gzip"
    yield f"Python {sys.version.split()[0]}"
    try:
        import cryptography
        yield f"cryptography {cryptography.__version__}"
    except ImportError:
        yield "no cryptography"


def main():
    with tempfile.TemporaryDirectory(dir=ram_disk()) as work:
        work = Path(work)
        head(versions())
        profile = base("spa-phone.xml", work / "base.xml")
        peers(work, profile)
        template(work, profile)
        mixed(work, profile)
        sizes(work)
    loops()
    if sys.argv[1:] == ["million"]:
        with tempfile.TemporaryDirectory(dir=os.environ.get("DISK")) as work:
            million(Path(work), base("spa-phone.xml", Path(work) / "base.xml"))


if __name__ == "__main__":
    main()
