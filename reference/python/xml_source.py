"""An XML source as parameters (FORMAT 7); expat checks that it is well-formed."""
from __future__ import annotations

import re
import xml.parsers.expat as expat
from dataclasses import dataclass, field

from container import (MAX_DEPTH, MAX_INDEX, MAX_NAME_LEN, MAX_SEGMENTS, MAX_SOURCE, MAX_VALUE_LEN, SEGMENT, UA, Param,
                       encode_payload)
from primitives import SpcError


@dataclass(eq=False)
class Element:
    name: str
    attrs: dict[str, str]
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    empty_tag: bool = False
    has_instruction: bool = False


def decode_source(src: bytes, warn) -> bytes:
    """FORMAT 7.1: the source as UTF-8 without a byte order mark."""
    if len(src) > MAX_SOURCE:
        raise SpcError("Limit", "source over 4 MiB")
    if src[:2] in (b"\xfe\xff", b"\xff\xfe") or len(src) > 1 and (src[0] == 0) != (src[1] == 0):
        raise SpcError("Encoding", "UTF-16")
    bom = src.startswith(b"\xef\xbb\xbf")
    src = src[3:] if bom else src
    body = src.lstrip(b" \t\r\n")
    if body != src and re.match(rb"<\?xml\s", body):
        warn("NotWellFormed")               # white space before the declaration
        src = body
    m = re.match(rb"<\?xml\s[^>]*?\bencoding\s*=\s*([\"'])([^\"']*)\1", src)
    name = m[2].decode("latin-1").upper() if m else "UTF-8"
    name = {"UTF8": "UTF-8", "ASCII": "US-ASCII", "LATIN1": "ISO-8859-1", "LATIN-1": "ISO-8859-1"}.get(name, name)
    if name == "ISO-8859-1" and not bom:
        return declared_utf8(src.decode("latin-1").encode(), m)
    try:
        text = src.decode()
    except UnicodeDecodeError as e:
        raise SpcError("Encoding", e.reason) from None
    if name != "UTF-8" and (name != "US-ASCII" or bom or not text.isascii()):
        warn("Encoding")
    return declared_utf8(text.encode(), m)


def declared_utf8(text: bytes, declared: re.Match | None) -> bytes:
    """The same with an encoding in the declaration that expat can read."""
    # expat has to see characters that XML does not allow, in the name of the encoding as well as anywhere else.
    if not declared or re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", declared[2]):
        return text
    start, end = declared.span(2)
    return text[:start] + b"UTF-8" + text[end:] if declared[2] else text


def parse_tree(src: bytes, warn) -> Element:
    """The one flat-profile element, as a tree. expat checks well-formedness."""
    p = expat.ParserCreate("utf-8")
    stack: list[Element] = []
    found: list[Element] = []

    def start(name, attrs):
        if len(stack) == MAX_DEPTH or len(attrs) > 16:
            raise SpcError("Limit", "depth or attributes")
        e = Element(name, attrs)
        if name == "flat-profile":
            if found:
                raise SpcError("Structure", "second flat-profile")
            found.append(e)
        if stack:
            stack[-1].children.append(e)
        stack.append(e)

    def end(_):
        e, i = stack.pop(), p.CurrentByteIndex
        e.empty_tag = not e.text and not e.children and src[i - 2:i] == b"/>"
        if not found:
            warn("OutsideProfile")          # a whole element before the profile
        elif e is not found[0] and found[0] not in stack and not contains(e, found[0]):
            warn("OutsideProfile")

    def text(data):
        stack[-1].text += data

    def instruction(*_):
        if stack:
            stack[-1].has_instruction = True

    p.ProcessingInstructionHandler = instruction
    # What expat lets pass: a second byte order mark, another version, a doctype that is not before the root.
    declared = re.match(rb"<\?xml\s+version\s*=\s*([\"'])([^\"']*)\1", src)
    if src.startswith(b"\xef\xbb\xbf") or declared and not re.fullmatch(rb"1\.[0-9]+", declared[2]):
        raise SpcError("NotWellFormed", "byte order mark or version")
    if re.search(rb"<!doctype", re.sub(rb"(?s)<!--.*?-->|<!\[CDATA\[.*?\]\]>", b"", src), re.I):
        raise SpcError("Doctype")
    p.StartElementHandler, p.EndElementHandler, p.CharacterDataHandler = start, end, text
    try:
        p.Parse(src, True)
    except expat.ExpatError as e:
        raise SpcError("Reference" if e.code in (11, 14) else "NotWellFormed", str(e)) from None
    if not found:
        raise SpcError("Structure", "no flat-profile")
    return found[0]


def contains(e: Element, x: Element) -> bool:
    return e is x or any(contains(c, x) for c in e.children)


def normalise(text: str) -> str:
    return re.sub(r"[\t\n\r]", " ", text).strip(" ")


def compile_xml(src: bytes, strict: bool = False) -> tuple[list[Param], list[str]]:
    """FORMAT 7: parameters in name order, and the kinds of warning given."""
    warnings: set[str] = set()
    root = parse_tree(decode_source(src, warnings.add), warnings.add)
    leaves: dict[str, Param] = {}
    work = [("", root)]
    while work:
        prefix, e = work.pop()
        if e.text.strip(" \t\r\n"):
            warnings.add("StrayText")
        count: dict[str, int] = {}
        sections: list[tuple[str, Element]] = []
        for c in e.children:
            if not re.fullmatch(SEGMENT, c.name):
                raise SpcError("Name")
            for a, value in c.attrs.items():
                known = a in ("ua", "group", "um", "xmlns") or a == "preserve-value" and value in ("y", "n")
                if not known and not a.startswith(("xmlns:", "xml:", "xsi:")):
                    warnings.add("UnknownAttribute")
            ua = c.attrs.get("ua")
            if ua is not None and (ua not in UA or c.children):
                raise SpcError("Access")
            path = prefix + c.name
            if c.children:
                count[path] = count.get(path, 0) + 1
                if count[path] > MAX_INDEX:
                    raise SpcError("Limit", "repetitions")
                sections.append((path + (f"[{count[path]}]" if count[path] > 1 else "") + "/", c))
                if path.count("/") >= MAX_SEGMENTS - 1:
                    raise SpcError("Limit", "segments")
                continue
            if c.has_instruction:
                raise SpcError("Value", "a processing instruction")
            value = None if c.empty_tag else normalise(c.text)
            if len(path.encode()) > MAX_NAME_LEN or len((value or "").encode()) > MAX_VALUE_LEN:
                raise SpcError("Limit", "name or value length")
            if any(ord(x) < 0x20 or ord(x) == 0x7F for x in value or ""):
                raise SpcError("Value")
            if path in leaves:
                if strict:
                    raise SpcError("Duplicate")
                warnings.add("Duplicate")
                old = leaves[path]
                value, ua = old.value if value is None else value, ua or old.ua
            leaves[path] = Param(path, value, ua)
        work += sections
    out = sorted(leaves.values(), key=lambda p: p.name.encode())
    encode_payload(out)                     # refuses what cannot be encoded
    return out, sorted(warnings)
