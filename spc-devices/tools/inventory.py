#!/usr/bin/env python3
"""The inventory: which parameters the published configuration files of the devices hold. Facts only.

    inventory.py KEY FILE    reads a device's own file or a vendor's sample and replaces the rows of the source KEY

`dictionary/sources.tsv` lists the sources, best first within a table: key, table, models it describes, lines of the device
it came from, whether its values are the factory's, origin. `-` stands for "none".

    factory   the values are the factory's            edited   they are, apart from what facts.tsv corrects
    no        the values are somebody's choice        status   only the pages that show a state were taken

`dictionary/inventory.tsv` has a row for each parameter and source or group of sources:

    name      XML name, `#` for the index
    group     headings of the pages that hold it, separated by `;`. `Info/..` is a status page
    access    what the user account may do (`na`, `ro`, `rw`), several with `|` where the sources differ
    sources   keys, each with the range of the index, `SPA8000:1-8`
    default   `=value`, `#5060` for one that counts up from the first index, nothing where it is not a factory default
    values    `FAMILY=A | B`, a published list; `FAMILY=yn`; `like=yn|01|num`, what a value that is not kept looked like
"""

import argparse
import collections
import dataclasses
import html
import pathlib
import re

FACTS = pathlib.Path(__file__).resolve().parent / "dictionary"

# Indices that are written without brackets (families.md 5); `Ring1_Cadence` and the like have a digit, not an index.
BARE_INDEX = [
    re.compile(r"^(Default_Ring__)(\d+)(__)$"),
    re.compile(r"^(Unit_\d_Key_)(\d+)()$"),
    re.compile(r"^(Log_Missed_Calls_for_EXT_)(\d+)()$"),
    re.compile(r"^(Dial_Plan_)(\d+)(_2_)$"),
]
BRACKET_INDEX = re.compile(r"^(.*_)(\d+)(_)$")


class Problem(Exception):
    """A fact that contradicts another one or applies to nothing."""


@dataclasses.dataclass
class Source:
    """A published configuration file."""

    key: str
    table: str
    models: list
    lines: int
    factory: str
    origin: str


@dataclasses.dataclass
class Row:
    """What some sources say about a parameter."""

    name: str
    groups: list
    access: list
    sources: dict  # key -> (first index, last index), or None without an index
    default: str
    values: dict

    def format(self):
        """The line of inventory.tsv."""
        spell = lambda key, span: key if span is None else f"{key}:{span[0]}-{span[1]}"
        sources = " ".join(spell(*item) for item in self.sources.items())
        values = " ;; ".join("=".join(item) for item in self.values.items())
        columns = [self.name, ";".join(self.groups), "|".join(self.access), sources, self.default, values]
        return "\t".join(columns).rstrip("\t")


def read_rows(name, columns):
    """Yields the rows of a file in dictionary/, padded to their columns."""
    for line in (FACTS / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            row = line.split("\t")
            yield row + [""] * (columns - len(row))


def fold(name):
    """Splits an XML name into its template, with `#` for the index, and the index (None without)."""
    for pattern in [*BARE_INDEX, BRACKET_INDEX]:
        if match := pattern.match(name):
            return f"{match[1]}#{match[3]}", int(match[2])
    return name, None


def read_sources():
    """Reads sources.tsv into {key: Source}."""
    sources = {}
    for key, table, models, lines, factory, origin in read_rows("sources.tsv", 6):
        models = [] if models == "-" else models.split(" ")
        sources[key] = Source(key, table, models, 0 if lines == "-" else int(lines), factory, origin)
    return sources


def read_inventory():
    """Reads inventory.tsv into {name: [Row]}."""
    by_name = collections.defaultdict(list)
    for name, groups, access, sources, default, values in read_rows("inventory.tsv", 6):
        spans = {}
        for item in sources.split(" "):
            key, _, span = item.partition(":")
            spans[key] = tuple(int(end) for end in span.split("-")) if span else None
        values = dict(item.split("=", 1) for item in values.split(" ;; ") if item)
        by_name[name].append(Row(name, groups.split(";"), [a for a in access.split("|") if a], spans, default, values))
    return by_name


def elements(text):
    """Yields (heading, name, access, value, list of values) in the order of the file; the passwords, which a device
    writes as comments, too."""
    heading, held = "", None
    token = r"<!--(?P<note>.*?)-->|<(?P<name>[\w.-]+)(?P<attributes>(?:\s[^<>]*?)?)(?:/>|>(?P<value>[^<]*)</(?P=name)>)"
    text = re.sub(r"<!--\s*(<[^!].*?)-->", r"\1", text, flags=re.S)
    for match in re.finditer(token, text, re.S):
        if match["name"]:
            if held:
                yield *held, []
            access = re.search(r'ua="(\w+)"', match["attributes"])
            held = heading, match["name"], access and access[1], html.unescape(match["value"] or "")
        elif choices := re.match(r"\s*(available )?options:\s*(.*?)\s*$", match["note"], re.S):
            if held:
                parts = html.unescape(choices[2]).split("|" if choices[1] else "/")
                yield *held, list(dict.fromkeys(part for part in parts if part))
            held = None
        else:
            if held:
                yield *held, []
            heading, held = match["note"].strip(), None
    if held:
        yield *held, []


def common_default(name, values):
    """The default that values of all indices show: what most of them have, so that one line in use does not matter."""
    if re.search(r"passw(or)?d(_[#_]*)?$", name.lower()):
        return "="  # a device shows its passwords as stars, if at all
    numbers = [int(value) - index for index, value in values if index and value.isdigit()]
    if len(values) > 1 and len(numbers) == len(values) and len(set(numbers)) == 1:
        return f"#{numbers[0] + 1}"
    [(value, count)] = collections.Counter(value for _, value in values).most_common(1)
    return "=" + value if count * 2 > len(values) else ""


def take(key, family, text):
    """The rows of a file. The family names its dialect in the column `values`."""
    found = {}
    for heading, name, access, value, choices in elements(text):
        template, index = fold(name)
        entry = found.setdefault(template, (heading, collections.Counter(), [], []))
        entry[1][access] += 1
        entry[2].append((index, value))
        entry[3].extend(choice for choice in choices if choice not in entry[3])
    for template, (heading, accesses, values, choices) in found.items():
        indices = [index for index, _ in values]
        access = accesses.most_common(1)[0][0]
        span = None if indices[0] is None else (min(indices), max(indices))
        listed = {family: "yn" if sorted(choices) == ["No", "Yes"] else " | ".join(choices)} if choices else {}
        if not choices and {value for _, value in values} <= {"Yes", "No"}:
            listed = {"like": "yn"}
        elif not choices and re.fullmatch(r"-?\d*\.?\d+", values[0][1]):
            listed = {"like": "01" if values[0][1] in "01" else "num"}
        default = common_default(template, values)
        yield Row(template, [heading], [access] if access else [], {key: span}, default, listed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("key", help="the key of the source in sources.tsv")
    parser.add_argument("file", type=pathlib.Path, help="the configuration file")
    options = parser.parse_args()
    table = read_sources()[options.key].table
    text = options.file.read_text(encoding="utf-8", errors="replace")
    path = FACTS / "inventory.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    kept = [row for rows in read_inventory().values() for row in rows if options.key not in row.sources]
    kept += take(options.key, "mpp" if table.startswith("mpp") else "spa", text)
    kept.sort(key=lambda row: row.name)
    path.write_text("\n".join([*head, *(row.format() for row in kept)]) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
