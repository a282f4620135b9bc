"""The measurements of peers.sh without arguments: whole processes of one profile, and in-process parsing."""

import os
import shutil
import tempfile
import time
from pathlib import Path
from xml.parsers import expat

try:
    from lxml import etree
except ImportError:
    etree = None

from measure import MIB, PROFILES, SPC, Loop, first_line, head, pairs, ram_disk, report, row, run, run_alone, skip

PARSE_LOOP = os.environ["PARSE_LOOP"]
MAC = "000e08aabbcc"
KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
PARSE_BLOCK_NS = 20_000_000


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
    _, _, peak = run_alone(ours[:-4])
    row("peak memory, 187 KB profile", f"{peak / MIB:.1f} MiB", "", "", "", "16 MiB", peak < 16 * MIB)


# ---- Parsing in process. Ours makes the profile with all spans, lxml makes a tree. expat makes nothing by itself: without
# handlers it only checks; with empty handlers, each event also pays for a call into Python. The truth lies in between.

def expat_parse(data, handler=None):
    parser = expat.ParserCreate()
    parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = handler
    parser.Parse(data, True)


def parsing(name):
    data = (PROFILES / name).read_bytes()
    with Loop(PARSE_LOOP, str(PROFILES / name)) as loop:
        def ours(count):
            return loop.seconds(count) / count, 0

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


def versions():
    yield first_line("openssl", "version") if shutil.which("openssl") else "no OpenSSL"
    yield "libxml2 " + ".".join(map(str, etree.LIBXML_VERSION)) if etree else "no lxml"
    yield expat.EXPAT_VERSION


def main():
    with tempfile.TemporaryDirectory(dir=ram_disk()) as work:
        head(versions())
        processes(Path(work))
    parsing("spa-phone.xml")
    parsing("mpp-phone.xml")


if __name__ == "__main__":
    main()
