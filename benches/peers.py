"""The measurements of peers.sh: whole processes and in-process parsing, ours and a peer's in turn, median of paired ratios."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.parsers import expat

try:
    from lxml import etree
except ImportError:
    etree = None

PROFILES = Path("testdata/profiles")
ROUNDS = int(os.environ["ROUNDS"])
SPC, PARSE_LOOP = os.environ["SPC"], os.environ["PARSE_LOOP"]
MAC = "000e08aabbcc"
KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
PARSE_BLOCK_NS = 20_000_000
MIB = 1 << 20


# ---- Measuring.

def run(command):
    """One whole process: seconds on the clock, and seconds of CPU, its children's too."""
    null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1)]
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=null)
    _, status, usage = os.wait4(pid, 0)
    elapsed = time.perf_counter() - start
    if status:
        sys.exit(f"peers: `{' '.join(command)}` failed: {os.waitstatus_to_exitcode(status)}")
    return elapsed, usage.ru_utime + usage.ru_stime


def peak_memory(command):
    """Peak resident bytes of a process, or those of the bare Python that starts it where those are more: a process counts
    from before its exec."""
    start = "import os, sys; pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ); print(os.wait4(pid, 0)[2].ru_maxrss)"
    result = subprocess.run([sys.executable, "-IS", "-c", start, *command], capture_output=True, check=True)
    return int(result.stdout) * 1024


def pairs(ours, peer):
    """Takes turns, starting with either side every other time; one round before that is not counted."""
    for turn in range(-1, ROUNDS):
        if turn % 2:
            b, a = peer(), ours()
        else:
            a, b = ours(), peer()
        if turn >= 0:
            yield a, b


def report(label, measured, target):
    """A row of the table: medians of both sides, and the median of the ratios of each pair, by the clock and by CPU."""
    measured = list(measured)
    wall = statistics.median(b[0] / a[0] for a, b in measured)
    cpu = statistics.median(b[1] / a[1] for a, b in measured if a[1]) if measured[0][0][1] else None
    a, b = (statistics.median(side[0] for side in sides) * 1e3 for sides in zip(*measured))
    row(label, f"{a:.2f} ms", f"{b:.2f} ms", f"{wall:.2f}x", f"{cpu:.2f}x" if cpu else "", f"{target:g}x", wall >= target)


def row(label, ours, peer, wall, cpu, target, reached):
    print(f"{label:<58} {ours:>10} {peer:>10} {wall:>8} {cpu:>8} {target:>8}  {'reached' if reached else 'MISSED'}", flush=True)


def skip(label, peer):
    print(f"{label:<58} skipped: no {peer} here", flush=True)


# ---- Whole processes, all files on a RAM disk.

def cut(profile, size):
    """The first lines of a flat profile up to a size, closed again."""
    head = profile[:size]
    return head[:head.rindex(b"\n") + 1] + b"</flat-profile>\n</device>\n"


def processes(work):
    key, profile, out, sealed = work / "key", work / "profile.xml", work / "ours", work / "theirs"
    key.write_text(KEY + "\n")
    key.chmod(0o600)
    openssl, shell, gzip = shutil.which("openssl"), shutil.which("sh"), shutil.which("gzip")

    label = "one process, 120 KB, raw key: openssl enc"
    profile.write_bytes(cut((PROFILES / "mpp-phone.xml").read_bytes(), 120_000))
    ours = [SPC, "compile", str(profile), "--mac", MAC, "--key-file", str(key), "-o", str(out)]
    if openssl:
        theirs = [openssl, "enc", "-aes-256-cbc", "-K", KEY, "-iv", KEY[:32], "-in", str(profile), "-out", str(sealed)]
        report(label, pairs(lambda: run(ours), lambda: run(theirs)), 1)
    else:
        skip(label, "openssl")

    label = "openssl format, 60 KB profile: gzip | openssl enc"
    profile.write_bytes((PROFILES / "spa-phone.xml").read_bytes())
    ours += ["--format", "openssl", "--md", "md5"]
    if openssl and gzip:
        pipeline = f"{gzip} -c '{profile}' | {openssl} enc -aes-256-cbc -md md5 -pass 'file:{key}' -out '{sealed}' 2>/dev/null"
        report(label, pairs(lambda: run(ours), lambda: run([shell, "-c", pipeline])), 2)
    else:
        skip(label, "openssl and gzip")

    profile.write_bytes((PROFILES / "mpp-phone.xml").read_bytes())
    peak = peak_memory(ours[:-4])
    row("peak memory, 187 KB profile", f"{peak / MIB:.1f} MiB", "", "", "", "16 MiB", peak < 16 * MIB)


# ---- Parsing in process. Ours makes the profile with all spans, lxml a tree. expat makes nothing by itself: without
# handlers it only checks, with empty ones each event also pays for a call into Python. The truth lies between.

def expat_parse(data, handler=None):
    parser = expat.ParserCreate()
    parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = handler
    parser.Parse(data, True)


def parsing(name):
    data = (PROFILES / name).read_bytes()
    with subprocess.Popen([PARSE_LOOP, str(PROFILES / name)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as loop:
        def ours(count):
            loop.stdin.write(f"{count}\n")
            loop.stdin.flush()
            return int(loop.stdout.readline()) / 1e9 / count, 0

        def theirs(parse, count):
            start = time.perf_counter()
            for _ in range(count):
                parse()
            return (time.perf_counter() - start) / count, 0

        def compare(peer, parse, target):
            parse_count, count = (max(1, int(PARSE_BLOCK_NS / 1e9 / once)) for once in (theirs(parse, 3)[0], ours(3)[0]))
            report(f"parse {name}: {peer}", pairs(lambda: ours(count), lambda: theirs(parse, parse_count)), target)

        if etree:
            compare("lxml etree.fromstring", lambda: etree.fromstring(data), 3)
        else:
            skip(f"parse {name}: lxml etree.fromstring", "lxml")
        compare("expat, no handlers", lambda: expat_parse(data), 2)
        compare("expat, empty handlers", lambda: expat_parse(data, lambda *_: None), 2)
        loop.stdin.close()


def versions():
    openssl = shutil.which("openssl")
    first = subprocess.run([openssl, "version"], capture_output=True, text=True).stdout.split("(")[0].strip() if openssl else "no OpenSSL"
    libxml2 = "libxml2 " + ".".join(map(str, etree.LIBXML_VERSION)) if etree else "no lxml"
    return f"{os.cpu_count()} CPUs, {first}, {libxml2}, {expat.EXPAT_VERSION}"


def main():
    ram = "/dev/shm"
    if not os.access(ram, os.W_OK):
        ram = None
        print("no RAM disk here: files go to the ordinary temporary folder")
    print(versions())
    print(f"{ROUNDS} pairs each; ratio = peer's time / ours, median of the pairs\n")
    print(f"{'':<58} {'ours':>10} {'peer':>10} {'ratio':>8} {'CPU':>8} {'target':>8}")
    with tempfile.TemporaryDirectory(dir=ram) as work:
        processes(Path(work))
    parsing("spa-phone.xml")
    parsing("mpp-phone.xml")


if __name__ == "__main__":
    main()
