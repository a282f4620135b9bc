"""The SPC container: keys, payload, sealing and opening (FORMAT 2 to 6, 8 and 9)."""
from __future__ import annotations

import hashlib
import hmac
import re
import struct
from dataclasses import dataclass, field

from primitives import SpcError, aes_cbc, crc32, hkdf_expand, hkdf_extract, hmac256, pkcs7

MAGIC = b"\x89SPC\r\n\x1a\n"
VERSION, SUITE = 1, 1
MODE_TARGET, MODE_KEY = 1, 2
FORM_NONE, FORM_RAW, FORM_PASS = 0, 1, 2
HEADER_LEN, TAG_LEN, CRC_LEN = 80, 32, 4
SIV_PREFIX_LEN = 40                       # header bytes before file_salt
MAX_CT_LEN = 1 << 20
MAX_RECORDS, MAX_NAME_LEN, MAX_VALUE_LEN = 16384, 255, 65535
MAX_SEGMENTS, MAX_INDEX, MAX_DEPTH, MAX_SOURCE = 8, 9999, 16, 4 << 20
KDF_ITER_MIN, KDF_ITER_MAX = 10_000, 10_000_000
LABEL = b"SPC1-A256CBC-HS256"
UA = {None: 0, "na": 1, "ro": 2, "rw": 3}
UA_NAME = {v: k for k, v in UA.items()}
SEGMENT = "[A-Za-z_][A-Za-z0-9_.-]*"
NAME_RE = re.compile(rf"(?:{SEGMENT}(?:\[(?:[2-9]|[1-9][0-9]{{1,3}})\])?/){{0,{MAX_SEGMENTS - 1}}}{SEGMENT}\Z".encode())


def parse_mac(text: str) -> bytes:
    """Six bytes from 12 hex digits, bare or with one consistent separator."""
    for pat in (r"[0-9A-Fa-f]{12}", r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}",
                r"[0-9A-Fa-f]{2}(-[0-9A-Fa-f]{2}){5}", r"[0-9A-Fa-f]{4}(\.[0-9A-Fa-f]{4}){2}"):
        if re.fullmatch(pat, text, re.ASCII):
            mac = bytes.fromhex(re.sub(r"[:.\-]", "", text))
            break
    else:
        raise SpcError("BadMac", "syntax")
    if mac == bytes(6):
        raise SpcError("BadMac", "all zero")
    if mac[0] & 1:
        raise SpcError("BadMac", "group address")
    return mac


def parse_hex_key(text: str) -> bytes:
    if not re.fullmatch(r"[0-9A-Fa-f]*", text, re.ASCII):
        raise SpcError("BadKey", "not hex")
    if len(text) % 2:
        raise SpcError("BadKey", "odd number of digits")
    if not 32 <= len(text) <= 64:
        raise SpcError("BadKey", "128 to 256 bits wanted")
    return bytes.fromhex(text)


def parse_passphrase(text: str) -> bytes:
    b = text.encode("utf-8")
    if not 1 <= len(b) <= 128:
        raise SpcError("BadKey", "1 to 128 characters wanted")
    if any(c < 0x20 or c > 0x7E for c in b):
        raise SpcError("BadKey", "printable ASCII only")
    if b"SPC-MASTER-KEY-" in b.upper():
        raise SpcError("BadKey", "a master key")
    return b


def device_key(master: bytes, mac: bytes) -> bytes:
    """Per-device key from a fleet master that never leaves the build host. Its text
    form is .hex(): raw key of the container and -k passphrase of openssl enc."""
    if len(master) != 32:
        raise SpcError("BadKey", "master key is 32 bytes")
    return hkdf_expand(hkdf_extract(b"SPC1 device-key", master), mac, 32)


# ------------------------------------------------------------------ payload --
@dataclass(frozen=True)
class Param:
    name: str
    value: str | None            # None: leave the value as it is on the phone
    ua: str | None = None        # None: factory default access


def check_value(v: bytes) -> None:
    try:
        v.decode("utf-8", "strict")
    except UnicodeDecodeError:
        raise SpcError("BadPayload", "value is not UTF-8") from None
    if any(c < 0x20 or c == 0x7F for c in v):
        raise SpcError("BadPayload", "control character in value")


def check_sections(names: list[bytes]) -> None:
    """No element is both a parameter and a section (FORMAT 6.5), by its definition.
    conflict_streaming is the one-pass form of the same rule."""
    leaves = set(names)
    for n in names:
        if any(c in b"/[" and n[:i] in leaves for i, c in enumerate(n)):
            raise SpcError("BadPayload", "parameter and section of one name")


def conflict_streaming(names: list[bytes]) -> bool:
    """FORMAT 6.6, literally; names strictly ascending."""
    leaf, prev = [False] * 256, b""
    for cur in names:
        c = 0
        while c < min(len(prev), len(cur)) and prev[c] == cur[c]:
            c += 1
        for k in range(c + 1, len(prev) + 1):
            leaf[k] = False
        if any(cur[k] in b"/[" and leaf[k] for k in range(1, len(cur))):
            return True
        leaf[len(cur)] = True
        prev = cur
    return False


def encode_record(name: bytes, attr: int, value: bytes) -> bytes:
    return struct.pack(">BBH", len(name), attr, len(value)) + name + value


def encode_payload(params: list[Param]) -> bytes:
    """The payload; what cannot be encoded is refused with the names of FORMAT 6.6."""
    recs = []
    for p in params:
        name, value = p.name.encode(), (p.value or "").encode()
        if not 1 <= len(name) <= MAX_NAME_LEN or not NAME_RE.match(name):
            raise SpcError("Name", "bad name")
        if len(value) > MAX_VALUE_LEN:
            raise SpcError("Limit", "value too long")
        refused_as("Value", check_value, value)
        recs.append((name, encode_record(name, UA[p.ua] | (4 if p.value is not None else 0), value)))
    recs.sort(key=lambda r: r[0])
    if any(a[0] == b[0] for a, b in zip(recs, recs[1:])):
        raise SpcError("Duplicate", "duplicate name")
    if len(recs) > MAX_RECORDS:
        raise SpcError("Limit", "too many records")
    refused_as("Mixed", check_sections, [n for n, _ in recs])
    payload = b"".join(r for _, r in recs)
    if len(payload) >= MAX_CT_LEN:
        raise SpcError("Limit", "payload over 1048575 bytes")
    return payload


def refused_as(code: str, check, what) -> None:
    """The same check on a writer's side, where its error has another name."""
    try:
        check(what)
    except SpcError as error:
        raise SpcError(code, error.detail) from None


def decode_payload(buf: bytes) -> list[Param]:
    out, i, prev = [], 0, b""
    while i < len(buf):
        if len(out) == MAX_RECORDS:
            raise SpcError("BadPayload", "too many records")
        if len(buf) - i < 4:
            raise SpcError("BadPayload", "truncated record header")
        nlen, attr, vlen = struct.unpack_from(">BBH", buf, i)
        i += 4
        if nlen == 0:
            raise SpcError("BadPayload", "name length")
        if attr & ~7:
            raise SpcError("BadPayload", "reserved attribute bits")
        if not attr & 4 and vlen:
            raise SpcError("BadPayload", "value without value flag")
        if len(buf) - i < nlen + vlen:
            raise SpcError("BadPayload", "truncated record body")
        name, value = buf[i:i + nlen], buf[i + nlen:i + nlen + vlen]
        i += nlen + vlen
        if not NAME_RE.match(name):
            raise SpcError("BadPayload", "name syntax")
        if name <= prev:
            raise SpcError("BadPayload", "names not strictly ascending")
        check_value(value)
        prev = name
        out.append(Param(name.decode(), value.decode() if attr & 4 else None, UA_NAME[attr & 3]))
    check_sections([p.name.encode() for p in out])
    return out


# ----------------------------------------------------------------- key setup --
@dataclass
class Secrets:
    mode: int = 0
    form: int = FORM_NONE
    mac: bytes = bytes(6)
    key_text: str = ""           # what --hex-key / --ascii-key / [--key ...] carries
    kdf_iter: int = 0
    kdf_salt: bytes = bytes(16)

    def key_bytes(self) -> bytes:
        if self.form == FORM_RAW:
            return parse_hex_key(self.key_text)
        if self.form == FORM_PASS:
            return hashlib.pbkdf2_hmac("sha256", parse_passphrase(self.key_text),
                                       self.kdf_salt, self.kdf_iter, 32)
        return b""


@dataclass
class Schedule:
    ikm: bytes
    prk: bytes
    k_siv: bytes

    @staticmethod
    def of(s: Secrets) -> "Schedule":
        key = s.key_bytes()
        ikm = bytes([s.mode, s.form]) + s.mac + bytes([len(key)]) + key
        prk = hkdf_extract(LABEL, ikm)
        return Schedule(ikm, prk, hkdf_expand(prk, b"siv", 32))

    def file_keys(self, file_salt: bytes) -> dict[str, bytes]:
        okm = hkdf_expand(self.prk, b"file" + file_salt, 96)
        return {"enc_key": okm[:32], "mac_key": okm[32:64], "iv": okm[64:80], "key_check": okm[80:96]}


def target_check(mode: int, mac: bytes, file_salt: bytes) -> bytes:
    return hmac256(file_salt, b"SPC1 target" + mac)[:8] if mode & MODE_TARGET else bytes(8)


# -------------------------------------------------------------------- seal --
@dataclass
class Sealed:
    file: bytes
    trace: dict = field(default_factory=dict)


def seal_raw(s: Secrets, payload: bytes, serial: int = 0, randomizer: bytes = b"",
             padded: bytes | None = None, header_patch: dict[int, bytes] | None = None) -> Sealed:
    """Seal payload bytes. `padded`/`header_patch` exist only to build bad files
    that are nevertheless correctly authenticated (a buggy or hostile writer)."""
    padded = pkcs7(payload) if padded is None else padded
    if len(randomizer) > 255:
        raise SpcError("Limit", "randomizer over 255 bytes")
    if len(padded) > MAX_CT_LEN:
        raise SpcError("TooLarge", "payload over 1048575 bytes")
    sch = Schedule.of(s)
    head = (MAGIC + bytes([VERSION, SUITE, s.mode, s.form])
            + struct.pack(">III", s.kdf_iter, serial, len(padded)) + s.kdf_salt)
    assert len(head) == SIV_PREFIX_LEN
    siv_in = head + bytes([len(randomizer)]) + randomizer + payload
    file_salt = hmac256(sch.k_siv, siv_in)[:16]
    k = sch.file_keys(file_salt)
    header = head + file_salt + target_check(s.mode, s.mac, file_salt) + k["key_check"]
    for off, b in (header_patch or {}).items():
        header = header[:off] + b + header[off + len(b):]
    ct = aes_cbc(k["enc_key"], k["iv"], padded, True)
    tag = hmac256(k["mac_key"], header + ct)
    body = header + ct + tag
    trace = {"ikm": sch.ikm, "prk": sch.prk, "k_siv": sch.k_siv, "file_salt": file_salt, **k,
             "target_check": header[56:64], "header": header, "payload": payload,
             "ciphertext": ct, "tag": tag, "crc": crc32(body)}
    return Sealed(body + crc32(body), trace)


def seal(s: Secrets, params: list[Param], serial: int = 0, randomizer: bytes = b"") -> Sealed:
    return seal_raw(s, encode_payload(params), serial, randomizer)


# -------------------------------------------------------------------- open --
@dataclass
class Device:
    """What the phone knows. Policy comes from here, never from the file."""
    mac: bytes | None = None
    key_text: str | None = None
    require_target: bool = False
    require_key: bool | None = None      # None: required exactly when a key is set
    min_serial: int = 0
    max_ct_len: int = MAX_CT_LEN
    max_kdf_iter: int = KDF_ITER_MAX


def key_id(key: bytes) -> str:
    """The id of a key in messages (FORMAT 9.4)."""
    return hmac256(key, b"SPC key id")[:8].hex()


def open_(file: bytes, dev: Device) -> list[Param]:
    # 1 framing: public bytes only
    head8 = file[:8]
    if head8 != MAGIC[:len(head8)]:
        raise SpcError("TextModeDamage" if head8[:4] == MAGIC[:4] else "BadMagic")
    if len(file) < 10:
        raise SpcError("Truncated", "no version")
    if file[8] != VERSION:
        raise SpcError("UnsupportedVersion")
    if file[9] != SUITE:
        raise SpcError("UnsupportedSuite")
    if len(file) < HEADER_LEN:
        raise SpcError("Truncated", "header")
    header = file[:HEADER_LEN]
    mode, form = header[10], header[11]
    kdf_iter, serial, ct_len = struct.unpack_from(">III", header, 12)
    kdf_salt, file_salt = header[24:40], header[40:56]
    if mode & ~3:
        raise SpcError("BadHeader", "reserved mode bits")
    if form > FORM_PASS or bool(mode & MODE_KEY) != (form != FORM_NONE):
        raise SpcError("BadHeader", "key form")
    if form == FORM_PASS:
        if not KDF_ITER_MIN <= kdf_iter <= KDF_ITER_MAX:
            raise SpcError("BadHeader", "kdf iterations")
    elif kdf_iter or any(kdf_salt):
        raise SpcError("BadHeader", "kdf fields without passphrase")
    if not mode & MODE_TARGET and any(header[56:64]):
        raise SpcError("BadHeader", "target check without target")
    if ct_len == 0 or ct_len % 16:
        raise SpcError("BadHeader", "ciphertext length")
    if ct_len > min(MAX_CT_LEN, dev.max_ct_len):
        raise SpcError("TooLarge")
    if form == FORM_PASS and kdf_iter > dev.max_kdf_iter:
        raise SpcError("TooLarge", "kdf iterations")
    want = HEADER_LEN + ct_len + TAG_LEN + CRC_LEN
    if len(file) < want:
        raise SpcError("Truncated", "body")
    if len(file) > want:
        raise SpcError("TrailingData")
    if crc32(file[:-CRC_LEN]) != file[-CRC_LEN:]:
        raise SpcError("Corrupt")
    # 2 policy: the device decides how much protection it requires
    need_key = dev.key_text is not None if dev.require_key is None else dev.require_key
    if need_key and not mode & MODE_KEY or dev.require_target and not mode & MODE_TARGET:
        raise SpcError("PolicyRefused")
    # 3 identity and key
    s = Secrets(mode, form, kdf_iter=kdf_iter, kdf_salt=kdf_salt)
    if mode & MODE_TARGET:
        if dev.mac is None:
            raise SpcError("TargetRequired")
        s.mac = dev.mac
        if not hmac.compare_digest(target_check(mode, s.mac, file_salt), header[56:64]):
            raise SpcError("WrongTarget")
    if mode & MODE_KEY:
        if dev.key_text is None:
            raise SpcError("KeyRequired")
        s.key_text = dev.key_text
        try:
            (parse_hex_key if form == FORM_RAW else parse_passphrase)(s.key_text)
        except SpcError as e:
            raise SpcError("WrongKeyForm", e.detail) from None
    k = Schedule.of(s).file_keys(file_salt)
    if not hmac.compare_digest(k["key_check"], header[64:80]):
        raise SpcError("WrongKey")
    # 4 authenticity, before a single byte is decrypted
    body, tag = file[:HEADER_LEN + ct_len], file[HEADER_LEN + ct_len:-CRC_LEN]
    if not hmac.compare_digest(hmac256(k["mac_key"], body), tag):
        raise SpcError("Tampered")
    # 5 content: from here on only the writer can be at fault
    if serial < dev.min_serial:
        raise SpcError("Rollback")
    padded = aes_cbc(k["enc_key"], k["iv"], body[HEADER_LEN:], False)
    n = padded[-1]
    if not 1 <= n <= 16 or padded[-n:] != bytes([n]) * n:
        raise SpcError("BadPadding")
    return decode_payload(padded[:-n])
