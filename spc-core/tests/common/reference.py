"""Answers the questions of differential*.rs, one JSON object a line, by the reference implementation.

The folder of the reference is the first argument. It is another project's and is only imported.
"""
import functools
import json
import random
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import check_c
import generate as g


def device_of(q):
    mac = None if q["mac"] is None else bytes.fromhex(q["mac"])
    return g.Device(mac, q["key"], q["require_target"], q["require_key"], q["min_serial"], q["max_ct_len"])


def secrets_of(q):
    mac, salt = bytes.fromhex(q["mac"] or "00" * 6), bytes.fromhex(q["kdf_salt"])
    return g.Secrets(q["mode"], q["form"], mac, q["key"] or "", q["kdf_iter"], salt)


def seal(q):
    params = [g.Param(p["name"], p["value"], p["ua"]) for p in q["params"]]
    return {"file": g.seal(secrets_of(q), params, q["serial"], bytes.fromhex(q["randomizer"])).file.hex()}


def compile_(q):
    params, _ = g.compile_xml(bytes.fromhex(q["source"]))
    return {"file": g.seal(secrets_of(q), params, q["serial"]).file.hex()}


def open_(q):
    return {"params": [g.j(p) for p in g.open_(bytes.fromhex(q["file"]), device_of(q))]}


@functools.cache
def c_library():
    return check_c.load(["-O2"])


def c_open(q):
    d = device_of(q)
    policy = (d.require_key, d.require_target, d.min_serial, d.max_ct_len)
    error, params = check_c.c_open(c_library(), bytes.fromhex(q["file"]), d.mac, d.key_text, *policy)
    return {"params": params} if error == "Ok" else {"error": error}


def xml(q):
    params, warnings = g.compile_xml(bytes.fromhex(q["source"]))
    return {"params": [g.j(p) for p in params], "warnings": warnings}


def credentials(q):
    answers = {}
    for kind, parse in (("mac", g.parse_mac), ("hex_key", g.parse_hex_key), ("passphrase", g.parse_passphrase)):
        try:
            answers[kind] = parse(q["text"]).hex()
        except g.SpcError:
            answers[kind] = None
    return answers


def hostile(q):
    """A file that is rightly authenticated, by a writer who errs in its padding, payload or header, and a device."""
    rng = random.Random(q["seed"])
    mode = rng.randrange(4)
    s = g.Secrets(mode, g.FORM_RAW if mode & g.MODE_KEY else g.FORM_NONE)
    s.mac = bytes.fromhex("000e08aabbcc") if mode & g.MODE_TARGET else bytes(6)
    s.key_text = "5b" * rng.choice((16, 32)) if mode & g.MODE_KEY else ""
    payload = check_c.random_payload(rng)
    padded = g.pkcs7(payload)
    if rng.random() < 0.2:
        padded = padded[:-1] + bytes([rng.choice((0, 1, 2, 15, 16, 17, 255))])
    patch = {}
    if rng.random() < 0.3:
        offset = rng.randrange(8, g.HEADER_LEN)
        patch = {offset: rng.randbytes(min(rng.choice((1, 4)), g.HEADER_LEN - offset))}
    file = g.seal_raw(s, payload, rng.randrange(3), b"", padded, patch).file
    device = {
        "mac": rng.choice(("000e08aabbcc",) * 8 + ("000e08aabbcd", None)),
        "require_target": rng.random() < 0.1,
        "key": rng.choice((s.key_text or None,) * 8 + ("5b" * 17, "5b" * 8, None)),
        "require_key": rng.choice((None, None, None, False, True)),
        "min_serial": rng.choice((0, 0, 0, 1, 2)),
        "max_ct_len": rng.choice((g.MAX_CT_LEN,) * 8 + (16, 64)),
    }
    return {"file": file.hex(), "device": device, "verdict": answer({**device, "op": "open", "file": file.hex()})}


OPERATIONS = {
    "seal": seal, "compile": compile_, "open": open_, "c_open": c_open, "xml": xml, "credentials": credentials,
    "hostile": hostile,
}


def answer(q):
    try:
        return OPERATIONS[q["op"]](q)
    except g.SpcError as e:
        return {"error": e.code}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
