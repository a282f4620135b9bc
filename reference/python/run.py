#!/usr/bin/env python3
"""Checks the implementations in Python and C against every vector in `testdata/vectors`.

    run.py              all of Python, and the containers in C
    run.py --sanitize   the C decoder under AddressSanitizer and UBSan as well (gcc)

Python 3.10 with the package `cryptography`, and a C99 compiler. Nothing here is shared with the crates: where any two
disagree, spc-core/FORMAT.md decides.
"""
from __future__ import annotations

import argparse
import json
import sys
import zlib
from pathlib import Path

import container as c
import stock
from decoder_in_c import Decoder
from primitives import SpcError, sha256
from xml_source import compile_xml

VECTORS = Path(__file__).resolve().parents[2] / "testdata" / "vectors"
failures: list[str] = []
passed = 0


def load(name: str) -> dict:
    return json.loads((VECTORS / name).read_text())


def check(what: str, got, want) -> None:
    global passed
    if got == want:
        passed += 1
    else:
        failures.append(f"{what}: {str(got)[:120]}, expected {str(want)[:120]}")


def outcome(run, *args):
    """The outcome of a call: ("Ok", result), or the class of its error and nothing."""
    try:
        return "Ok", run(*args)
    except SpcError as error:
        return error.code, None


def file_of(test: dict) -> bytes:
    return (VECTORS / test["file_path"]).read_bytes() if "file_path" in test else bytes.fromhex(test["file"])


def plaintext(text: str) -> bytes:
    return b"x" * int(text[2:]) if text.startswith("x*") else bytes.fromhex(text)


def parameters(test: dict) -> list[c.Param]:
    if isinstance(test["params"], list):
        return [c.Param(p["name"], (p["value"] or "") * p["value_times"] if "value_times" in p else p["value"], p["ua"])
                for p in test["params"]]
    if test["name"] == "limits":
        return [c.Param("N" * 255, "v" * 65535)]
    if test["name"] == "max-records":
        return [c.Param(f"R{n:05}", "", "na") for n in range(c.MAX_RECORDS)]
    rows = (line.split("\t") for line in (VECTORS / "bin/large.params.tsv").read_text().splitlines())
    return [c.Param(name, value, None if ua == "-" else ua) for name, ua, value in rows]


def as_json(params: list[c.Param]) -> list[dict]:
    return [{"name": p.name, "ua": p.ua, "value": p.value} for p in params]


def device(about: dict) -> c.Device:
    return c.Device(bytes.fromhex(about["mac"]) if about["mac"] else None, about["key"], about["require_target"],
                    about["require_key"], about["min_serial"], about["max_ct_len"],
                    about.get("max_kdf_iter", c.KDF_ITER_MAX))


def both_open(what: str, blob: bytes, dev: c.Device, want: str, decoders: list[Decoder]) -> None:
    got, params = outcome(c.open_, blob, dev)
    check(what, got, want)
    for decoder in decoders:
        in_c, found = decoder.open(blob, dev)
        check(f"{what} in C", in_c, want)
        if got == in_c == "Ok":
            check(f"{what}: parameters in C", found, as_json(params))


def containers(decoders: list[Decoder]) -> None:
    for test in load("spc1-valid.json")["tests"]:
        mac = bytes.fromhex(test["mac"]) if test["mac"] else None
        secrets = c.Secrets(test["mode"], test["key_form"], mac or bytes(6), test["key"] or "", test["kdf_iter"],
                            bytes.fromhex(test["kdf_salt"]))
        params = parameters(test)
        sealed = c.seal(secrets, params, test["serial"], bytes.fromhex(test["randomizer"]))
        check(f"valid {test['name']}", sealed.file, file_of(test))
        for field in sealed.trace.keys() & test.keys():
            check(f"valid {test['name']}: {field}", sealed.trace[field].hex(), test[field])
        dev = c.Device(mac, test["key"])
        both_open(f"valid {test['name']}", sealed.file, dev, "Ok", decoders)
        opened = as_json(c.open_(sealed.file, dev))
        check(f"valid {test['name']}: opened", opened, as_json(sorted(params, key=lambda p: p.name.encode())))
    for test in load("spc1-invalid.json")["tests"]:
        both_open(f"invalid {test['name']}", file_of(test), device(test["device"]), test["expect"], decoders)
    for test in load("spc1-exhaustive.json")["tests"]:
        base = bytes.fromhex(test["file"])
        about = test["device"]
        dev = c.Device(bytes.fromhex(about["mac"]) if about["mac"] else None, about["key"])
        flips = [base[:i] + bytes([base[i] ^ 1 << bit]) + base[i + 1:] for i in range(len(base)) for bit in range(8)]
        mended = [blob[:-4] + zlib.crc32(blob[:-4]).to_bytes(4, "big") for blob in flips]
        cuts = [base[:length] for length in range(len(base) + 1)]
        for kind, blobs in (("bitflip", flips), ("bitflip_recrc", mended), ("truncate", cuts)):
            wanted = [name for name, count in test[kind] for _ in range(count)]
            check(f"{test['base']} {kind}: cases", len(wanted), len(blobs))
            for number, (blob, want) in enumerate(zip(blobs, wanted)):
                both_open(f"{test['base']} {kind} {number}", blob, dev, want, decoders)


def sources() -> None:
    for test in load("xml.json")["tests"]:
        source = test["xml"].encode() if "xml" in test else bytes.fromhex(test["xml_hex"])
        got, result = outcome(compile_xml, source)
        check(f"xml {test['name']}", got, test["expect"])
        if result:
            check(f"xml {test['name']}: parameters", as_json(result[0]), test.get("params", as_json(result[0])))
            check(f"xml {test['name']}: warnings", result[1], test.get("warnings", result[1]))
        if "expect_strict" in test:
            check(f"xml {test['name']}: strict", outcome(compile_xml, source, True)[0], test["expect_strict"])


def pieces(about: list) -> bytes:
    """A source in short form: each text a number of times, with the number of the repetition for `#`."""
    return "".join(text.replace("#", f"{n:05}") if "#" in text else text
                   for text, times in about for n in range(times)).encode()


def limits(decoders: list[Decoder]) -> None:
    json_ = load("limits.json")
    for test in json_["sources"]:
        got, result = outcome(compile_xml, pieces(test["pieces"]))
        check(f"limit {test['name']}", got, test["expect"])
        if result:
            payload = c.encode_payload(result[0])
            check(f"limit {test['name']}: warnings", result[1], test["warnings"])
            check(f"limit {test['name']}: length", len(payload), test["payload_len"])
            check(f"limit {test['name']}: payload", sha256(payload).hex(), test["payload_sha256"])
            sealed = c.seal(c.Secrets(), result[0])
            check(f"limit {test['name']}: file", sha256(sealed.file).hex(), test["file_sha256"])
            both_open(f"limit {test['name']}: file", sealed.file, c.Device(), "Ok", decoders)
    for test in json_["writer"]:
        got, payload = outcome(c.encode_payload, parameters(test))
        check(f"writer {test['name']}", got, test["expect"])
        if payload is not None:
            found = ("payload", payload.hex()) if "payload" in test else ("payload_sha256", sha256(payload).hex())
            check(f"writer {test['name']}: payload", found[1], test[found[0]])
    for test in json_["randomizers"]:
        got, sealed = outcome(c.seal, c.Secrets(), [], 0, bytes(test["len"]))
        check(f"randomizer {test['name']}", got, test["expect"])
        if sealed is not None:
            check(f"randomizer {test['name']}: file", sha256(sealed.file).hex(), test["file_sha256"])
    valid = {test["name"]: test for test in load("spc1-valid.json")["tests"]}
    for test in json_["devices"]:
        both_open(f"device {test['name']}", file_of(valid[test["base"]]), device(test["device"]), test["expect"], decoders)


def texts() -> None:
    json_ = load("text.json")
    for kind, parse in (("mac", c.parse_mac), ("hex_key", c.parse_hex_key), ("passphrase", c.parse_passphrase)):
        for test in json_[kind]:
            got, result = outcome(parse, test["in"])
            want = test.get("error", "Ok")
            check(f"{kind} {test['in'][:40]!r}", got, want)
            if result is not None and "out" in test:
                is_out = result.hex() == test["out"] or result == test["out"].encode()
                check(f"{kind} {test['in'][:40]!r}: bytes", is_out, True)
    for test in json_["device_key"]:
        key = c.device_key(bytes.fromhex(test["master"]), bytes.fromhex(test["mac"]))
        check(f"device key {test['mac']}", key.hex(), test["out"])
    for test in json_["key_id"]:
        check(f"key id {test['out']}", c.key_id(bytes.fromhex(test["key"])), test["out"])


def stock_formats() -> None:
    for test in load("interop-openssl.json")["tests"]:
        phrase, plain = test["passphrase"].encode(), plaintext(test["plaintext"])
        salt = None if test["salt"] is None else bytes.fromhex(test["salt"])
        made = stock.openssl_enc(phrase, salt, plain, test["md"], test["pbkdf2_iter"])
        check(f"openssl {test['name']}", made, file_of(test))
        if test["name"].startswith("synthetic-salt"):
            own = stock.openssl_salt(phrase, plain, test["md"], test["pbkdf2_iter"])
            check(f"openssl {test['name']}: salt", own, salt)
    for test in load("interop-openssl.json")["templates"]:
        template, values = made_of("openssl", test)
        own = stock.openssl_template_salt(test["passphrase"].encode(), template, values, test["md"], test["pbkdf2_iter"])
        check(f"openssl {test['name']}: salt", own.hex(), test["salt"])
    for test in load("interop-openssl.json")["guesses"]:
        got, result = outcome(stock.openssl_guess, test["passphrase"].encode(), bytes.fromhex(test["file"]))
        check(f"openssl {test['name']}", got, test["expect"])
        if result:
            check(f"openssl {test['name']}: content", (result[0], result[1].hex()), (test["md"], test["plaintext"]))
    for test in load("interop-gzip.json")["tests"]:
        got, result = outcome(stock.gunzip, file_of(test))
        check(f"gzip {test['name']}", got, test["expect"])
        if result is not None and "plaintext" in test:
            check(f"gzip {test['name']}: content", result, plaintext(test["plaintext"]))
    for test in load("interop-gzip.json")["headers"]:
        check(f"gzip {test['name']}", stock.gzip_header(test["level"]).hex(), test["header"])
    json_ = load("interop-rfc8188.json")
    for test in json_["valid"]:
        ikm, plain, keyid = bytes.fromhex(test["ikm"]), plaintext(test["plaintext"]), bytes.fromhex(test["keyid"])
        known = bytes.fromhex(test["file"]) if test["file"] else None
        salt = known[:16] if known else bytes(range(16))
        made = stock.rfc8188_encrypt(ikm, salt, plain, test["rs"], keyid)
        if known and test["name"] != "rfc8188-3.2":       # its padding is another writer's
            check(f"rfc8188 {test['name']}", made, known)
        check(f"rfc8188 {test['name']}: opened", stock.rfc8188_decrypt(ikm, known or made), plain)
        if "synthetic" in test["name"]:
            check(f"rfc8188 {test['name']}: salt", stock.rfc8188_salt(ikm, plain, test["rs"], keyid), salt)
    for test in json_["invalid"]:
        got, _ = outcome(stock.rfc8188_decrypt, bytes.fromhex(test["ikm"]), file_of(test))
        check(f"rfc8188 invalid {test['name']}", got, test["expect"])
    for test in json_["templates"]:
        template, values = made_of("rfc8188", test)
        ikm, keyid = bytes.fromhex(test["ikm"]), bytes.fromhex(test["keyid"])
        own = stock.rfc8188_template_salt(ikm, template, values, test["rs"], keyid)
        check(f"rfc8188 {test['name']}: salt", own.hex(), test["salt"])


def made_of(what: str, test: dict) -> tuple[bytes, list[bytes]]:
    runs, values = ([bytes.fromhex(text) for text in test[field]] for field in ("runs", "values"))
    template = stock.template_identity(runs, test["slots"], bytes.fromhex(test["empty"]))
    check(f"{what} {test['name']}: template", template.hex(), test["template"])
    return template, values


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sanitize", action="store_true", help="also run the C decoder under sanitizers")
    options = arguments.parse_args()
    decoders = [Decoder(["-O2"])]
    if options.sanitize:
        decoders.append(Decoder.sanitized())
    containers(decoders)
    sources()
    limits(decoders)
    texts()
    stock_formats()
    print("\n".join(failures[:40]), file=sys.stderr) if failures else None
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
