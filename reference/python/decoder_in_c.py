"""The device-side decoder in `reference/c`, compiled and called through ctypes."""
from __future__ import annotations

import ctypes as C
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from container import Device

SOURCE = Path(__file__).resolve().parents[1] / "c" / "spc1_open.c"
OUTCOMES = ("Ok TextModeDamage BadMagic Truncated UnsupportedVersion UnsupportedSuite BadHeader TooLarge TrailingData "
            "Corrupt PolicyRefused TargetRequired WrongTarget KeyRequired WrongKeyForm WrongKey Tampered Rollback "
            "BadPadding BadPayload").split()
ACCESS = [None, "na", "ro", "rw"]
SANITIZE = ["-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]


class About(C.Structure):
    _fields_ = [("mac", C.c_char_p), ("key", C.c_char_p), ("require_key", C.c_int), ("require_target", C.c_int),
                ("min_serial", C.c_uint32), ("max_ct_len", C.c_uint32),
                ("max_kdf_iter", C.c_uint32)]


DELIVER = C.CFUNCTYPE(None, C.c_void_p, C.POINTER(C.c_char), C.c_size_t, C.c_int, C.POINTER(C.c_char), C.c_size_t)


class Decoder:
    """The decoder, compiled with these flags."""

    def __init__(self, flags: list[str]):
        with tempfile.TemporaryDirectory() as folder:
            library = f"{folder}/spc1.so"
            compiler = [os.environ.get("CC", "cc"), "-std=c99", "-Wall", "-Wextra", "-Wno-parentheses"]
            subprocess.run([*compiler, "-shared", "-fPIC", *flags, "-o", library, str(SOURCE)], check=True)
            self.library = C.CDLL(library)

    @staticmethod
    def sanitized() -> "Decoder":
        """The same under sanitizers, whose runtime has to be loaded before Python: restarts the program if necessary."""
        if "SPC_SANITIZED" not in os.environ:
            ask = ["gcc", "-print-file-name=libasan.so"]
            runtime = subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()
            os.execve(sys.executable, [sys.executable, *sys.argv],
                      {**os.environ, "CC": "gcc", "LD_PRELOAD": runtime, "PYTHONMALLOC": "malloc", "SPC_SANITIZED": "1",
                       "ASAN_OPTIONS": "detect_leaks=0", "UBSAN_OPTIONS": "halt_on_error=1"})
        return Decoder(SANITIZE)

    def open(self, blob: bytes, device: Device) -> tuple[str, list[dict]]:
        """The outcome, and the parameters that were delivered."""
        delivered: list[dict] = []

        def deliver(_, name, name_length, access, value, value_length):
            text = C.string_at(value, value_length).decode() if value else None
            delivered.append({"name": C.string_at(name, name_length).decode(), "ua": ACCESS[access], "value": text})

        key = device.key_text
        require_key = (key is not None) if device.require_key is None else device.require_key
        about = About(device.mac, None if key is None else key.encode(), require_key, device.require_target,
                      device.min_serial, device.max_ct_len, device.max_kdf_iter)
        buffer = (C.c_uint8 * max(len(blob), 1)).from_buffer_copy(blob or b"\0")
        code = self.library.spc1_open(buffer, C.c_size_t(len(blob)), C.byref(about), DELIVER(deliver), None)
        assert code == 0 or not delivered, "delivered a parameter and then failed"
        return OUTCOMES[code], delivered
