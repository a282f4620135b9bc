"""Hashes, HKDF and AES as FORMAT uses them, and the one error of this implementation."""
from __future__ import annotations

import hashlib
import hmac
import struct
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


class SpcError(Exception):
    """`code` is the error class that implementations must agree on."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


# --------------------------------------------------------------- primitives --
def sha256(b: bytes) -> bytes:
    return hashlib.sha256(b).digest()


def crc32(b: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(b))


def hmac256(key: bytes, msg: bytes) -> bytes:
    return hmac.new(key, msg, hashlib.sha256).digest()


def hkdf_extract(salt: bytes, ikm: bytes) -> bytes:
    return hmac256(salt, ikm)


def hkdf_expand(prk: bytes, info: bytes, length: int) -> bytes:
    out, t, i = b"", b"", 0
    while len(out) < length:
        i += 1
        t = hmac256(prk, t + info + bytes([i]))
        out += t
    return out[:length]


def aes_cbc(key: bytes, iv: bytes, data: bytes, encrypt: bool) -> bytes:
    c = Cipher(algorithms.AES(key), modes.CBC(iv))
    op = c.encryptor() if encrypt else c.decryptor()
    return op.update(data) + op.finalize()


def pkcs7(data: bytes) -> bytes:
    n = 16 - len(data) % 16
    return data + bytes([n]) * n
