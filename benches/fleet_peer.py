"""The fleet that fleet.py compares with, as a competent person would write it in an hour: two Python processes."""

import csv
import gzip
import hashlib
import os
import sys
from multiprocessing import Pool
from pathlib import Path
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

base_path, list_path, out = sys.argv[1:]
BASE, OUT = Path(base_path).read_text(), Path(out)


def derive(phrase, salt):
    """EVP_BytesToKey with MD5 and one round: 32 bytes of key, 16 of IV."""
    made = block = b""
    while len(made) < 48:
        block = hashlib.md5(block + phrase + salt).digest()
        made += block
    return made[:32], made[32:48]


def make(row):
    text = BASE
    for column, value in row.items():
        text = text.replace("{{" + column + "}}", escape(value))
    packed = gzip.compress(text.encode(), 6, mtime=0)
    length = 16 - len(packed) % 16
    salt = os.urandom(8)
    key, iv = derive(row["key"].encode(), salt)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    sealed = encryptor.update(packed + bytes([length]) * length) + encryptor.finalize()
    (OUT / (row["mac"] + ".cfg")).write_bytes(b"Salted__" + salt + sealed)


if __name__ == "__main__":
    with open(list_path, newline="") as rows, Pool(2) as pool:
        for _ in pool.imap_unordered(make, csv.DictReader(rows), chunksize=16):
            pass
