#!/usr/bin/env python3
"""Builds the dictionary tables `src/dictionary/*.tsv` of spc-devices; with --check, says whether they are current.

Sources: the table of facts `parameters.tsv` (which parameters the published configuration files of a model hold), and the
hand-kept files beside this one in `dictionary/`:

    pages-*.txt   headings, order and plain-text names     kinds.tsv   what a value is, by name
    facts.tsv     corrections and additions, with reasons

Every name that an inventory of a table holds must stand on one of its pages or be marked absent in facts.tsv, and every
line of facts.tsv must still apply, so neither side can drift unnoticed.

Columns of a table: plain-text name, index range (`L` = the lines of the model), default access, kind, default (`=value`,
`#base` for base + index - 1, nothing when not known), models that have it (`!` all but these, nothing for all).
A heading stands on a line of its own: `= Heading`, `* Heading` when repeated for each line, `/ path` in the router section.
"""

import argparse
import collections
import csv
import dataclasses
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
FACTS = HERE / "dictionary"
TABLES = HERE.parent / "src" / "dictionary"
INVENTORY = HERE.parents[2] / "shared" / "corpus" / "parameters.tsv"

# Inventories whose values are factory defaults (families.md 3.5): samples of the vendor's compiler, or a phone's own file.
TRUSTED = {"SPA8000", "SPA9xx", "SPA50x-30x-525", "SPA2102-PAP2T", "SPA922"}

# Lines of the device an inventory was taken from (families.md 2).
LINES = {
    "SPA9xx": 6, "SPA922": 1, "SPA941": 4, "SPA942": 4, "SPA50x-30x-525": 12, "SPA525G": 12, "SPA525G2": 5, "SPA301": 1,
    "SPA501G": 8, "SPA502G": 1, "SPA504G": 4, "SPA509G": 12, "SPA512G": 1, "SPA514G": 4, "SPA2102-PAP2T": 2, "SPA3102": 1,
    "SPA8000": 8, "SPA122": 2, "ATA191": 2, "MPP-8851": 10, "MPP-9861": 16,
}

SPA9XX = "SPA901 SPA921 SPA922 SPA941 SPA942 SPA962".split()
SPA525 = "SPA525G SPA525G2".split()
SPA50X = "SPA301 SPA303 SPA501G SPA502G SPA504G SPA508G SPA509G SPA512G SPA514G".split()
SPA_ATA = "SPA2102 PAP2T SPA3102 SPA8000".split()


@dataclasses.dataclass
class Table:
    """One table: its models, and for each inventory the models that an entry of it speaks for."""

    pages: list
    inventories: dict
    choices: tuple  # prefixes of the column `choices`, best first

    @property
    def models(self):
        return list(dict.fromkeys(model for models in self.inventories.values() for model in models))


# Models of one firmware image share a table (families.md 3.7); within it, a name met only on some hardware stays there.
SOURCES = {
    "spa9xx": Table(["phone"], {i: SPA9XX for i in ("SPA9xx", "SPA922", "SPA941", "SPA942")}, ("spa",)),
    "spa5xx": Table(
        ["phone"],
        {"SPA50x-30x-525": SPA50X + SPA525, "SPA525G": SPA525, "SPA525G2": SPA525}
        | {i: SPA50X for i in ("SPA301", "SPA501G", "SPA502G", "SPA504G", "SPA509G", "SPA512G", "SPA514G")},
        ("spa",),
    ),
    # The SPA3102 file is a third party's and incomplete: it adds to what the SPA2102 has.
    "spa-ata": Table(
        ["ata"],
        {"SPA2102-PAP2T": SPA_ATA[:3], "SPA3102": ["SPA3102"], "SPA8000": ["SPA8000"]},
        ("spc", "spa"),
    ),
    "spa1xx": Table(["ata", "router"], {"SPA122": ["SPA112", "SPA122"]}, ("spa",)),
    "ata19x": Table(["ata", "router"], {"ATA191": ["ATA191", "ATA192"]}, ("spa",)),
    "mpp-88xx": Table(["mpp"], {"MPP-8851": ["88xx"]}, ("mpp",)),
    "mpp-98xx": Table(["mpp"], {"MPP-9861": ["98xx"]}, ("mpp",)),
}

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


def fold(name):
    """Splits an XML name into its template, with `#` for the index, and the index (None without)."""
    for pattern in [*BARE_INDEX, BRACKET_INDEX]:
        if match := pattern.match(name):
            return f"{match[1]}#{match[3]}", int(match[2])
    return name, None


def xml_name(text):
    """The rule from plain text to XML (profile-language.md 6)."""
    return re.sub(r"[ \[\]()/]", "_", text)


def read_inventory(path):
    """Reads parameters.tsv into {template: [(index, row)]}."""
    by_name = collections.defaultdict(list)
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            row["models"] = set(row["models"].split(","))
            row["groups"] = row["group"].split(";")
            name, index = fold(row["name"])
            by_name[name].append((index, row))
    for occurrences in by_name.values():
        occurrences.sort(key=lambda occurrence: occurrence[0] or 0)
    return by_name


def read_pages(page):
    """Yields (heading line, plain-text template) in page order."""
    heading = None
    for line in (FACTS / f"pages-{page}.txt").read_text(encoding="utf-8").splitlines():
        if line[:1] in "=*/" and line:
            heading = line
        elif line and not line.startswith("#"):
            yield heading, line


def read_rows(name, columns):
    """Yields the rows of a fact file, padded to their columns."""
    for line in (FACTS / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            row = line.split("\t")
            yield row + [""] * (columns - len(row))


class Facts:
    """The lines of facts.tsv, and which of them were about a parameter of some table."""

    def __init__(self):
        self.values = collections.defaultdict(dict)
        self.about = collections.defaultdict(list)
        self.unused = {}
        for number, (tables, name, field, value, _) in enumerate(read_rows("facts.tsv", 5)):
            self.unused[number] = f"{tables} {name} {field}"
            for table in SOURCES:
                if any(t in ("*", table) or t == "mpp" and table.startswith("mpp-") for t in tables.split(",")):
                    self.values[table, name][field] = value
                    self.about[table, name].append(number)

    def get(self, table, name, field):
        """The value of a field, None without a fact."""
        return self.values.get((table, name), {}).get(field)

    def use(self, table, name):
        """Marks the facts about a parameter as used."""
        for number in self.about[table, name]:
            self.unused.pop(number, None)


def present(name, table, occurrences):
    """Whether an inventory of the table holds the name as a setting, by the groups it was met in."""
    path, _, _ = name.rpartition("/")
    has_router = "router" in SOURCES[table].pages
    for _, row in occurrences:
        if not row["models"] & set(SOURCES[table].inventories):
            continue
        router = [group for group in row["groups"] if group.startswith("router-configuration")]
        if path:
            if path in router:
                return True
        elif has_router and router:
            continue
        elif any(not group.startswith(("Info/", "router-configuration")) for group in row["groups"]):
            return True
    return False


def index_range(table, name, occurrences, stated):
    """`L` for an index that counts lines, else its range."""
    if stated:
        return "L" if stated == "lines" else stated
    highest = collections.Counter()
    lowest = 9999
    for index, row in occurrences:
        for inventory in row["models"] & set(SOURCES[table].inventories):
            highest[inventory] = max(highest[inventory], index)
            lowest = min(lowest, index)
    if lowest == 1 and any(high == LINES[inventory] for inventory, high in highest.items()):
        return "L"
    return f"{lowest}-{max(highest.values())}"


def models_of(table, rows):
    """The models column."""
    found = {m for row in rows for i in row["models"] & set(SOURCES[table].inventories) for m in SOURCES[table].inventories[i]}
    return spell_models(table, found or set(SOURCES[table].models))


def spell_models(table, found):
    """The shorter of the list of models and the list of the others."""
    every = SOURCES[table].models
    others = [model for model in every if model not in found]
    if not others:
        return ""
    return " ".join(m for m in every if m in found) if len(found) <= len(others) else "!" + " ".join(others)


def access_of(name, rows):
    """The access on which all inventories agree, `-` when none states one."""
    stated = {part for row in rows for part in row["ua"].split("|") if part}
    if len(stated) > 1:
        raise Problem(f"access of {name} is {stated}: say which in facts.tsv")
    return stated.pop() if stated else "-"


def example_of(rows):
    """The example value of the lowest index: line 1, which most inventories have."""
    return rows[0]["example_default"] if rows else ""


def choices_of(table, rows):
    """The list of values in the column `choices`, in our spelling, or None."""
    lists = dict(item.split("=", 1) for row in reversed(rows) for item in row["choices"].split(" ;; ") if item)
    for prefix in SOURCES[table].choices:
        if prefix not in lists:
            continue
        text = lists[prefix]
        if re.match(r"Yes/No(,|$)", text):
            return "yn"
        if re.match(r"0:", text):  # codes of the router section, with what they mean
            codes = re.findall(r"(?:^|, )(\d+):", text)
            return "01" if codes == ["0", "1"] else "choice " + " | ".join(codes)
        values = [value for value in text.split("|" if prefix == "mpp" else "/") if value]
        return "yn" if sorted(values) == ["No", "Yes"] else "choice " + " | ".join(values)
    return None


def kind_of(table, name, rows, patterns):
    """The kind by name, by the published list of values, or by the example."""
    leaf = name.rpartition("/")[2]
    example = example_of(rows)
    for pattern, kind in patterns:
        if not pattern.fullmatch(leaf):
            continue
        if kind == "?num":
            if re.fullmatch(r"-?\d*\.?\d+", example):
                return "num"
        elif kind == "?01":
            if example in ("0", "1") and "/" in name:
                return "01"
        else:
            return kind
    if kind := choices_of(table, rows):
        return kind
    return "yn" if example in ("Yes", "No", "yes", "no") else "text"


def default_of(rows, stated):
    """The default column: `=value`, `#base`, or nothing when no source can be trusted."""
    if stated is None:
        rows = [row for row in rows if row["models"] & TRUSTED]
        return "=" + example_of(rows) if rows else ""
    if stated == "?":
        return ""
    if re.fullmatch(r"\d+\+", stated):
        return "#" + stated[:-1]
    return "=" if stated == '""' else "=" + stated


def check_value(name, kind, default):
    """A default that its own kind refuses is a mistake in the facts."""
    word, _, rest = kind.partition(" ")
    value = default[1:]
    if not value or default[0] == "#":
        return
    good = {
        "yn": lambda: value in ("Yes", "No"),
        "01": lambda: value in "01",
        "choice": lambda: value in rest.split(" | "),
        "int": lambda: int(rest.split()[0]) <= int(value, 0) <= int(rest.split()[1]),
        "num": lambda: re.fullmatch(r"-?\d*\.?\d+", value),
        "text": lambda: not rest or len(value.encode()) <= int(rest),
        "tone": lambda: len(value) <= 127,
        "cadence": lambda: len(value) <= 127,
    }.get(word, lambda: True)()
    if not good or re.search(r'["\t\n]', value) or not value.isascii():
        raise Problem(f"default {value!r} of {name} is no {kind}")


def rows_of(table, name, text, inventory, facts, patterns):
    """The lines of one parameter; more than one when models differ in the default."""
    leaf = name.rpartition("/")[2]
    every = inventory.get(leaf, [])
    here = [(i, row) for i, row in every if row["models"] & set(SOURCES[table].inventories)]
    rows = [row for _, row in here] or [row for _, row in every]

    def fact(field):
        return facts.get(table, name, field)

    index = index_range(table, name, here, fact("present")) if "#" in name else ""
    access = fact("access") or ("-" if "/" in name else access_of(name, rows))
    kind = fact("kind") or kind_of(table, name, rows, patterns)
    default = default_of([] if "/" in name else rows, fact("default"))
    models = fact("models")
    models = models_of(table, [row for _, row in here]) if models is None else models
    lines = []
    special = [field.partition("@")[2] for field in facts.values.get((table, name), {}) if field.startswith("default@")]
    if special:
        lines += [(default_of([], fact(f"default@{model}")), model) for model in special]
        models = spell_models(table, {m for m in SOURCES[table].models if m not in special})
    for value, on in [(default, models), *lines]:
        check_value(name, kind, value)
        yield "\t".join([text, index, access, kind, value, on]).rstrip("\t")


def build(table, inventory, facts, patterns):
    """The text of one table."""
    source = SOURCES[table]
    out = [
        f"# {table}: made by tools/dictionary.py from the inventories {', '.join(source.inventories)} in parameters.tsv",
        "# and the facts in tools/dictionary/ (each with its source there). Do not edit.",
    ]
    heading = None
    placed = set()
    for page in source.pages:
        for line, text in read_pages(page):
            path = line[2:] + "/" if line.startswith("/ ") else ""
            name = path + (text if path else xml_name(text))
            if name in placed:
                raise Problem(f"{name} stands twice on the pages of {table}")
            placed.add(name)
            added = facts.get(table, name, "present") is not None
            if not added and not present(name, table, inventory.get(name.rpartition("/")[2], [])):
                continue
            facts.use(table, name)
            if facts.get(table, name, "absent") is not None:
                continue
            if line != heading:
                out.append(line)
                heading = line
            out += rows_of(table, name, text, inventory, facts, patterns)
    for name, occurrences in inventory.items():
        paths = {g + "/" for _, row in occurrences for g in row["groups"] if g.startswith("router-configuration")}
        for full in [name, *(path + name for path in paths if "router" in source.pages)]:
            if full in placed or not present(full, table, occurrences):
                continue
            if facts.get(table, full, "absent") is None:
                raise Problem(f"{full} of {table} stands on no page")
            facts.use(table, full)
    return "\n".join(out) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 when a table is not current")
    parser.add_argument("--inventory", type=pathlib.Path, default=INVENTORY, help="parameters.tsv (default: %(default)s)")
    options = parser.parse_args()
    inventory = read_inventory(options.inventory)
    facts = Facts()
    patterns = [(re.compile(pattern), kind) for pattern, kind in read_rows("kinds.tsv", 2)]
    tables = {table: build(table, inventory, facts, patterns) for table in SOURCES}
    if facts.unused:
        raise Problem("facts that apply to nothing: " + "; ".join(facts.unused.values()))
    stale = []
    for table, text in tables.items():
        path = TABLES / f"{table}.tsv"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
            if not options.check:
                path.write_text(text, encoding="utf-8", newline="\n")
    print(("not current: " if options.check else "written: ") + ", ".join(stale) if stale else "all tables are current")
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        sys.exit(f"dictionary.py: {problem}")
