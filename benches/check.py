"""The measurements of `peers.sh check`: a folder of profiles checked as a whole, and `xmllint --noout` on the same files."""

import os
import shutil
import statistics
import tempfile
from pathlib import Path

from measure import PROFILES, ROUNDS, SPC, first_line, head, pairs, ram_disk, report, row, run, skip

FILES = int(os.environ.get("FILES", "1000"))
GOAL = 3.0


def seconds(value):
    return f"{value:.2f} s"


def main():
    xmllint = shutil.which("xmllint")
    head([first_line(SPC, "--version")] + ([f"libxml2 {first_line('xml2-config', '--version')}"] if shutil.which("xml2-config") else []))
    with tempfile.TemporaryDirectory(dir=ram_disk()) as name:
        folder = Path(name)
        profile = (PROFILES / "spa-phone.xml").read_bytes()
        files = [folder / f"{number:04}.xml" for number in range(FILES)]
        for path in files:
            path.write_bytes(profile)
        ours = [SPC, "check", "--model", "spa504g", "--message-format", "json", str(folder)]
        label = f"{FILES} files of {len(profile) // 1024} KB, with their model"
        alone = statistics.median(run(ours)[0] for _ in range(max(ROUNDS // 2, 1)))
        row(label, seconds(alone), "", "", "", f"{GOAL * FILES / 1000:g} s", alone < GOAL * FILES / 1000)
        label = f"{FILES} files: xmllint --noout, which knows no device"
        if xmllint:
            theirs = [xmllint, "--noout", *map(str, files)]
            # Shown rather than aimed at: what xmllint looks for is a small part of what a check does.
            report(label, pairs(lambda: run(ours), lambda: run(theirs)), 0.1, seconds)
        else:
            skip(label, "xmllint")


main()
