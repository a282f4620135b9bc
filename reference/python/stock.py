"""The formats that stock phones read: openssl enc, gzip and RFC 8188 (FORMAT 11)."""
from __future__ import annotations

import hashlib
import struct
import zlib

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from container import MAX_CT_LEN
from primitives import SpcError, aes_cbc, hkdf_expand, hkdf_extract, hmac256, pkcs7


def evp_bytes_to_key(md: str, pw: bytes, salt: bytes, n: int = 48) -> bytes:
    out, d = b"", b""
    while len(out) < n:
        d = hashlib.new(md, d + pw + salt).digest()
        out += d
    return out[:n]


def openssl_enc(pw: bytes, salt: bytes | None, data: bytes, md="md5", iters: int | None = None) -> bytes:
    s = salt or b""
    kiv = (evp_bytes_to_key(md, pw, s) if iters is None
           else hashlib.pbkdf2_hmac(md, pw, s, iters, 48))
    return (b"Salted__" + salt if salt is not None else b"") + aes_cbc(kiv[:32], kiv[32:], pkcs7(data), True)


def openssl_guess(pw: bytes, file: bytes) -> tuple[str, bytes]:
    """The digest that a file was made with, and its content (FORMAT 11.1.3)."""
    if not b"Salted__".startswith(file[:8]):
        raise SpcError("BadMagic")
    if len(file) < 32 or len(file) % 16:
        raise SpcError("Truncated")
    for md in ("md5", "sha256"):
        kiv = evp_bytes_to_key(md, pw, file[8:16])
        plain = aes_cbc(kiv[:32], kiv[32:], file[16:], False)
        count = plain[-1]
        if 1 <= count <= 16 and plain.endswith(bytes([count]) * count):
            plain = plain[:-count]
            if is_content(plain):
                return md, plain
    raise SpcError("WrongKey")


def is_content(plain: bytes) -> bool:
    """Whether it starts like gzip or XML."""
    if plain[:3] == b"\x1f\x8b\x08":
        return len(plain) >= 10 and not plain[3] & 0xE0
    text = plain.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    return text.startswith(b"<") and all(c >= 0x20 and c != 0x7F or c in b"\t\r\n" for c in text[:16])


def openssl_salt(pw: bytes, data: bytes, md: str, iters: int | None) -> bytes:
    """Synthetic salt for reproducible `openssl enc` output. It is no better an
    oracle on the passphrase than the single MD5 of the format itself."""
    k = hkdf_extract(b"SPC openssl salt", pw)
    return hmac256(k, md.encode() + b"\0" + struct.pack(">I", iters or 0) + data)[:8]


def text(b: bytes) -> bytes:
    return struct.pack(">I", len(b)) + b


def template_identity(runs: list[bytes], slots: list[int], empty: bytes) -> bytes:
    """T of FORMAT 11.1.4: run, slot, run, ..., run, and the file of empty values."""
    assert len(runs) == len(slots) + 1
    places = [text(run) + struct.pack(">I", slot) for run, slot in zip(runs, slots)]
    return hashlib.sha256(struct.pack(">I", len(slots)) + b"".join(places) + text(runs[-1]) + text(empty)).digest()


def openssl_template_salt(pw: bytes, template: bytes, values: list[bytes], md: str, iters: int | None) -> bytes:
    """Synthetic salt of a file that a template renders: from what it is rendered from, not from its whole content."""
    k = hkdf_extract(b"SPC openssl template salt", pw)
    return hmac256(k, md.encode() + b"\0" + struct.pack(">I", iters or 0) + template + b"".join(map(text, values)))[:8]


def rfc8188_salt(ikm: bytes, data: bytes, rs: int, keyid: bytes = b"") -> bytes:
    """Synthetic salt: equal only for equal input, so no GCM key/nonce pair repeats."""
    return hmac256(hkdf_extract(b"SPC rfc8188 salt", ikm), struct.pack(">IB", rs, len(keyid)) + keyid + data)[:16]


def rfc8188_template_salt(ikm: bytes, template: bytes, values: list[bytes], rs: int, keyid: bytes = b"") -> bytes:
    """Synthetic salt of a fleet's file: from what it is filled in from, not from its whole content."""
    k = hkdf_extract(b"SPC rfc8188 template salt", ikm)
    return hmac256(k, struct.pack(">IB", rs, len(keyid)) + keyid + template + b"".join(map(text, values)))[:16]


def gzip_header(level: int) -> bytes:
    """FORMAT 11.2.2: what a writer begins with."""
    return b"\x1f\x8b\x08\0\0\0\0\0" + (b"\x02" if level == 9 else b"\0") + b"\xff"


def gunzip(b: bytes) -> bytes:
    """FORMAT 11.2.3: one member, everything checked, output bounded."""
    if b[:2] != b"\x1f\x8b"[:len(b)]:
        raise SpcError("BadMagic")
    if b[2:3] not in (b"", b"\x08") or b[3:4] and b[3] & 0xE0:
        raise SpcError("BadHeader")
    if len(b) < 10:
        raise SpcError("Truncated")
    flg, i = b[3], 10
    if flg & 4:
        i += 2 + int.from_bytes(b[i:i + 2], "little")
    for bit in (8, 16):                   # name, comment: zero-terminated
        if flg & bit:
            i = b.find(b"\0", i) + 1 or len(b) + 1
    if flg & 2:
        i += 2
        if i <= len(b) and struct.pack("<H", zlib.crc32(b[:i - 2]) & 0xFFFF) != b[i - 2:i]:
            raise SpcError("Corrupt", "header CRC")
    if i > len(b):
        raise SpcError("Truncated")
    d, out = zlib.decompressobj(-15), b""
    try:
        out = d.decompress(b[i:], MAX_CT_LEN + 1)
    except zlib.error as e:
        raise SpcError("Corrupt", str(e)) from None
    rest = d.unused_data
    consumed = len(b)
    if len(out) > MAX_CT_LEN or len(out) > 65536 and len(out) > 200 * consumed:
        raise SpcError("TooLarge")
    if not d.eof or len(rest) < 8:
        raise SpcError("Truncated")
    if rest[:8] != struct.pack("<II", zlib.crc32(out), len(out) & 0xFFFFFFFF):
        raise SpcError("Corrupt")
    if len(rest) > 8:
        raise SpcError("TrailingData")
    return out


def rfc8188_encrypt(ikm: bytes, salt: bytes, data: bytes, rs: int, keyid: bytes = b"", pad: int = 0) -> bytes:
    """`pad` zero bytes are put in the first record only (RFC 8188 example 2.)"""
    assert rs >= 18 and len(salt) == 16 and len(keyid) <= 255
    prk = hkdf_extract(salt, ikm)
    cek = hkdf_expand(prk, b"Content-Encoding: aes128gcm\0", 16)
    base = hkdf_expand(prk, b"Content-Encoding: nonce\0", 12)
    room, recs, i = rs - 17, [], 0
    first = min(room - pad, len(data))
    recs.append((data[:first], pad))
    i = first
    while i < len(data):
        recs.append((data[i:i + room], 0))
        i += room
    out = salt + struct.pack(">IB", rs, len(keyid)) + keyid
    for seq, (chunk, p) in enumerate(recs):
        last = seq == len(recs) - 1
        nonce = (int.from_bytes(base, "big") ^ seq).to_bytes(12, "big")
        rec = chunk + (b"\x02" if last else b"\x01") + bytes(p)
        if not last:
            assert len(rec) == rs - 16
        out += AESGCM(cek).encrypt(nonce, rec, None)
    return out


def rfc8188_decrypt(ikm: bytes, blob: bytes) -> bytes:
    if len(blob) < 21:
        raise SpcError("Truncated")
    salt, (rs, idlen) = blob[:16], struct.unpack_from(">IB", blob, 16)
    if rs < 18:
        raise SpcError("BadHeader", "record size")
    body = blob[21 + idlen:]
    if not body:
        raise SpcError("Truncated", "no record")
    prk = hkdf_extract(salt, ikm)
    cek = hkdf_expand(prk, b"Content-Encoding: aes128gcm\0", 16)
    base = hkdf_expand(prk, b"Content-Encoding: nonce\0", 12)
    out = b""
    for seq in range((len(body) + rs - 1) // rs):
        rec = body[seq * rs:(seq + 1) * rs]
        last = (seq + 1) * rs >= len(body)
        nonce = (int.from_bytes(base, "big") ^ seq).to_bytes(12, "big")
        try:
            pt = AESGCM(cek).decrypt(nonce, rec, None)
        except Exception:
            raise SpcError("Tampered", f"record {seq}") from None
        pt = pt.rstrip(b"\0")
        if not pt or pt[-1] != (2 if last else 1):
            raise SpcError("BadPadding", f"record {seq}")
        out += pt[:-1]
    return out
