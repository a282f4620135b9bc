"""Answers the questions of differential*.rs, one JSON object per line, using the reference implementation.

The folder of the reference, `reference/python`, is the first argument.
"""
import functools
import json
import random
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import container as c
from decoder_in_c import Decoder
from primitives import SpcError, pkcs7
from xml_source import compile_xml


def as_json(params):
    return [{"name": p.name, "ua": p.ua, "value": p.value} for p in params]


def device_of(q):
    mac = None if q["mac"] is None else bytes.fromhex(q["mac"])
    return c.Device(mac, q["key"], q["require_target"], q["require_key"], q["min_serial"], q["max_ct_len"])


def secrets_of(q):
    mac, salt = bytes.fromhex(q["mac"] or "00" * 6), bytes.fromhex(q["kdf_salt"])
    return c.Secrets(q["mode"], q["form"], mac, q["key"] or "", q["kdf_iter"], salt)


def seal(q):
    params = [c.Param(p["name"], p["value"], p["ua"]) for p in q["params"]]
    return {"file": c.seal(secrets_of(q), params, q["serial"], bytes.fromhex(q["randomizer"])).file.hex()}


def compile_(q):
    params, _ = compile_xml(bytes.fromhex(q["source"]))
    return {"file": c.seal(secrets_of(q), params, q["serial"]).file.hex()}


def open_(q):
    return {"params": as_json(c.open_(bytes.fromhex(q["file"]), device_of(q)))}


@functools.cache
def decoder():
    return Decoder(["-O2"])


def c_open(q):
    error, params = decoder().open(bytes.fromhex(q["file"]), device_of(q))
    return {"params": params} if error == "Ok" else {"error": error}


def xml(q):
    params, warnings = compile_xml(bytes.fromhex(q["source"]))
    return {"params": as_json(params), "warnings": warnings}


def credentials(q):
    answers = {}
    for kind, parse in (("mac", c.parse_mac), ("hex_key", c.parse_hex_key), ("passphrase", c.parse_passphrase)):
        try:
            answers[kind] = parse(q["text"]).hex()
        except SpcError:
            answers[kind] = None
    return answers


def random_payload(rng):
    """Records that are right or nearly so: names with few letters, mostly in order, and occasionally a different byte."""

    def segment():
        return "".join(rng.choices("AB-.1", (6, 3, 2, 2, 1), k=rng.randint(1, 3))) + rng.choice(["", "", "[2]", "[10]", "[1]"])

    names = {"/".join(segment() for _ in range(rng.choice((1, 1, 2, 2, 3, 9)))) for _ in range(rng.randint(0, 6))}
    if rng.random() < 0.8:
        names = {name for name in names if c.NAME_RE.match(name.encode())}
    # A set has a different order in every run of Python.
    order = sorted(names)
    if rng.random() < 0.1:
        rng.shuffle(order)
    value = lambda: rng.choice(("", "x", "\u20ac")).encode()
    payload = b"".join(c.encode_record(name.encode(), rng.choice((4, 5, 6, 7)), value()) for name in order)
    if payload and rng.random() < 0.1:
        at = rng.randrange(len(payload))
        payload = payload[:at] + bytes([rng.randrange(256)]) + payload[at + 1:]
    return payload


def hostile(q):
    """A correctly authenticated file by a writer that gets its padding, payload or header wrong, and a device."""
    rng = random.Random(q["seed"])
    mode = rng.randrange(4)
    s = c.Secrets(mode, c.FORM_RAW if mode & c.MODE_KEY else c.FORM_NONE)
    s.mac = bytes.fromhex("000e08aabbcc") if mode & c.MODE_TARGET else bytes(6)
    s.key_text = "5b" * rng.choice((16, 32)) if mode & c.MODE_KEY else ""
    payload = random_payload(rng)
    padded = pkcs7(payload)
    if rng.random() < 0.2:
        padded = padded[:-1] + bytes([rng.choice((0, 1, 2, 15, 16, 17, 255))])
    patch = {}
    if rng.random() < 0.3:
        offset = rng.randrange(8, c.HEADER_LEN)
        patch = {offset: rng.randbytes(min(rng.choice((1, 4)), c.HEADER_LEN - offset))}
    file = c.seal_raw(s, payload, rng.randrange(3), b"", padded, patch).file
    device = {
        "mac": rng.choice(("000e08aabbcc",) * 8 + ("000e08aabbcd", None)),
        "require_target": rng.random() < 0.1,
        "key": rng.choice((s.key_text or None,) * 8 + ("5b" * 17, "5b" * 8, None)),
        "require_key": rng.choice((None, None, None, False, True)),
        "min_serial": rng.choice((0, 0, 0, 1, 2)),
        "max_ct_len": rng.choice((c.MAX_CT_LEN,) * 8 + (16, 64)),
    }
    return {"file": file.hex(), "device": device, "verdict": answer({**device, "op": "open", "file": file.hex()})}


OPERATIONS = {
    "seal": seal, "compile": compile_, "open": open_, "c_open": c_open, "xml": xml, "credentials": credentials,
    "hostile": hostile,
}


def answer(q):
    try:
        return OPERATIONS[q["op"]](q)
    except SpcError as e:
        return {"error": e.code}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
