"""How peers.py and fleet.py measure: whole processes, ours and a peer's in turn, and the median of paired ratios."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROFILES = Path("testdata/profiles")
ROUNDS = int(os.environ["ROUNDS"])
SPC = os.environ["SPC"]
MIB = 1 << 20


def run(command, environment=os.environ):
    """One whole process: seconds of wall-clock time, and seconds of CPU time, including its children's."""
    null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1)]
    with tempfile.TemporaryFile() as printed:
        actions = [*null, (os.POSIX_SPAWN_DUP2, printed.fileno(), 2)]
        start = time.perf_counter()
        pid = os.posix_spawn(command[0], command, environment, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
        elapsed = time.perf_counter() - start
        if status:
            printed.seek(0)
            failed(command, status, printed.read())
    return elapsed, usage.ru_utime + usage.ru_stime


def run_alone(command):
    """The same with the peak of its resident bytes, or that of the bare Python that starts it where that is more: a
    process counts from before its exec."""
    start = """if True:
        import json, os, sys, time
        start = time.perf_counter()
        pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
        _, status, usage = os.wait4(pid, 0)
        elapsed = time.perf_counter() - start
        print(json.dumps([status, elapsed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024]))
    """
    result = subprocess.run([sys.executable, "-IS", "-c", start, *command], capture_output=True, check=True)
    status, elapsed, cpu, peak = json.loads(result.stdout)
    if status:
        failed(command, status, result.stderr)
    return elapsed, cpu, peak


def failed(command, status, printed):
    sys.exit(f"peers: `{' '.join(command)}` failed: {os.waitstatus_to_exitcode(status)}\n{printed.decode()}")


def pairs(ours, peer, rounds=ROUNDS):
    """Alternates between the sides, switching which one starts; a first round is not counted."""
    for turn in range(-1, rounds):
        if turn % 2:
            b, a = peer(), ours()
        else:
            a, b = ours(), peer()
        if turn >= 0:
            yield a, b


def milliseconds(seconds):
    return f"{seconds * 1e3:.2f} ms"


def report(label, measured, target, show=milliseconds, by_cpu=False):
    """A row of the table: the medians of both sides, and the median of the ratios of each pair, by wall-clock and CPU time."""
    measured = list(measured)
    wall = statistics.median(b[0] / a[0] for a, b in measured)
    cpu = statistics.median(b[1] / a[1] for a, b in measured if a[1]) if measured[0][0][1] else None
    a, b = (statistics.median(side[by_cpu] for side in sides) for sides in zip(*measured))
    reached = (cpu if by_cpu else wall) >= target
    row(label, show(a), show(b), f"{wall:.2f}x", f"{cpu:.2f}x" if cpu else "", f"{target:g}x", reached)


def row(label, ours, peer, wall, cpu, target, reached):
    print(f"{label:<58} {ours:>10} {peer:>10} {wall:>8} {cpu:>8} {target:>8}  {'reached' if reached else 'MISSED'}", flush=True)


def skip(label, peer):
    print(f"{label:<58} skipped: no {peer} here", flush=True)


def head(versions):
    print(f"{os.cpu_count()} CPUs, {', '.join(versions)}")
    print(f"{ROUNDS} pairs each; ratio = peer's time / ours, median of the pairs\n")
    print(f"{'':<58} {'ours':>10} {'peer':>10} {'ratio':>8} {'CPU':>8} {'target':>8}")


def first_line(*command):
    """The version that a tool reports."""
    return subprocess.run(command, capture_output=True, text=True).stdout.partition("\n")[0].split("(")[0].strip()


def ram_disk():
    """A folder in memory, if there is one; otherwise the ordinary temporary folder, with a message."""
    if os.access("/dev/shm", os.W_OK):
        return "/dev/shm"
    print("no RAM disk here: files go to the ordinary temporary folder")
    return None


class Loop:
    """A program that does its work as often as requested, and answers with the nanoseconds that took."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def seconds(self, what):
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline()) / 1e9

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
