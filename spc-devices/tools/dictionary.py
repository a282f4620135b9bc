#!/usr/bin/env python3
"""Builds the dictionary tables `src/dictionary/*.tsv` of spc-devices; with --check, says whether they are current.

Sources: the inventory (see inventory.py), and the hand-kept files beside it in `dictionary/`:

    pages-*.txt   headings, order and plain-text names     kinds.tsv   what a value is, by name
    facts.tsv     corrections and additions, with reasons

Every name that an inventory of a table holds must be on one of its pages or be marked absent in facts.tsv, and every
line of facts.tsv must still apply, so neither side can drift unnoticed.

Columns of a table: plain-text name, index range (`L` = the lines of the model), default access, kind, language, default
(`=value`, `#base` for base + index - 1, nothing when not known), sources (letters of the list at the head; `+` where
facts.tsv corrects or adds something), models that have it (`!` all but these, nothing for all).
Lines of their own: `@ letter key: origin` a source, `= Heading`, `* Heading` when repeated for each line, `/ path` in the
router section. `status.txt` lists the names under which dumps show a state.

`all-models.tsv` is what these tables say together, for a profile of an unknown model: XML name, the widest index range, the
kind with the union of the choices and the widest range of numbers where every table has the same kind of checkable value
(nothing where they differ), and the letters of the tables.
"""

import argparse
import collections
import pathlib
import re
import sys

from inventory import FACTS, Problem, read_inventory, read_rows, read_sources

TABLES = pathlib.Path(__file__).resolve().parents[1] / "src" / "dictionary"

# The pages of each table, and the dialects of its published lists of values, best first.
LAYOUT = {
    "spa9xx": (["phone"], ("spa",)),
    "spa5xx": (["phone"], ("spa",)),
    "spa-ata": (["ata"], ("spc", "spa")),
    "spa1xx": (["ata", "router"], ("spa",)),
    "ata19x": (["ata", "router"], ("spa",)),
    "mpp-88xx": (["mpp"], ("mpp",)),
    "mpp-98xx": (["mpp"], ("mpp",)),
}

SOURCES = read_sources()


class Table:
    """One table: models of one firmware image; within it, a name met only on some hardware stays there."""

    def __init__(self, name):
        self.name = name
        self.pages, self.dialects = LAYOUT[name]
        self.sources = {key: source for key, source in SOURCES.items() if source.table == name}
        self.models = list(dict.fromkeys(model for source in self.sources.values() for model in source.models))
        self.letters = {key: chr(ord("a") + place) for place, key in enumerate(self.sources)}

    def here(self, rows):
        """The rows about this table, best source first."""
        place = {key: n for n, key in enumerate(self.sources)}
        rows = [row for row in rows if row.sources.keys() & place.keys()]
        return sorted(rows, key=lambda row: min(place[key] for key in row.sources if key in place))

    def is_factory(self, row):
        """Whether the values of a row are the factory's, for this table: the multiplatform phones share no defaults."""
        known = [SOURCES[key] for key in row.sources]
        if self.name.startswith("mpp"):
            known = [source for source in known if source.table == self.name]
        return any(source.factory in ("factory", "edited") for source in known)


def xml_name(text):
    """The rule from plain text to XML (profile-language.md 6)."""
    return re.sub(r"[ \[\]()/]", "_", text)


def read_pages(page):
    """Yields (heading line, plain-text template) in page order."""
    heading = None
    for line in (FACTS / f"pages-{page}.txt").read_text(encoding="utf-8").splitlines():
        if line[:1] in "=*/" and line:
            heading = line
        elif line and not line.startswith("#"):
            yield heading, line


class Facts:
    """The lines of facts.tsv, and which of them were about a parameter of some table."""

    def __init__(self):
        self.values = collections.defaultdict(dict)
        self.general = set()
        self.about = collections.defaultdict(list)
        self.unused = {}
        for number, (tables, name, field, value, _) in enumerate(read_rows("facts.tsv", 5)):
            self.unused[number] = f"{tables} {name} {field}"
            for table in LAYOUT:
                if any(t in ("*", table) or t == "mpp" and table.startswith("mpp-") for t in tables.split(",")):
                    self.values[table, name][field] = value
                    self.about[table, name].append(number)
                    (self.general.add if tables == "*" else self.general.discard)((table, name, field))

    def get(self, table, name, field):
        """The value of a field, None without a fact."""
        return self.values.get((table, name), {}).get(field)

    def use(self, table, name):
        """Marks the facts about a parameter as used."""
        for number in self.about[table, name]:
            self.unused.pop(number, None)


def present(name, table, rows):
    """Whether a source of the table holds the name as a setting, by the groups it was met in."""
    path, _, _ = name.rpartition("/")
    has_router = "router" in table.pages
    for row in table.here(rows):
        router = [group for group in row.groups if group.startswith("router-configuration")]
        if path:
            if path in router:
                return True
        elif has_router and router:
            continue
        elif any(not group.startswith(("Info/", "router-configuration")) for group in row.groups):
            return True
    return False


def index_range(table, rows, stated):
    """`L` for an index that counts lines, else its range."""
    if stated:
        return "L" if stated == "lines" else stated
    spans = {key: span for row in rows for key, span in row.sources.items() if key in table.sources}
    lowest = min(span[0] for span in spans.values())
    if lowest == 1 and any(span[1] == SOURCES[key].lines for key, span in spans.items()):
        return "L"
    return f"{lowest}-{max(span[1] for span in spans.values())}"


def spell_models(table, found):
    """The shorter of the list of models and the list of the others."""
    others = [model for model in table.models if model not in found]
    if not others:
        return ""
    named = [model for model in table.models if model in found]
    return " ".join(named) if len(found) <= len(others) else "!" + " ".join(others)


def models_of(table, rows):
    """The models column."""
    found = {m for row in rows for key in row.sources if key in table.sources for m in SOURCES[key].models}
    return spell_models(table, found or set(table.models))


def access_of(name, rows):
    """The access of the best source that states one, `-` when none does. A source must not contradict itself."""
    for row in rows:
        if len(row.access) > 1:
            raise Problem(f"access of {name} is {row.access}: say which in facts.tsv")
        if row.access:
            return row.access[0]
    return "-"


def kind_of(table, name, rows, patterns):
    """The kind by name, by the published list of values, or by what the values looked like."""
    leaf = name.rpartition("/")[2]
    looks = next((row.values["like"] for row in rows[:1] if "like" in row.values), "")
    for pattern, kind, _ in patterns:
        if kind == "-" or not pattern.fullmatch(leaf):
            continue
        if kind == "?num":
            if looks in ("num", "01"):
                return "num"
        elif kind == "?01":
            if looks == "01" and "/" in name:
                return "01"
        else:
            return kind
    for dialect in table.dialects:
        for row in rows:
            if values := row.values.get(dialect):
                return values if values in ("yn", "01") else f"choice {values}"
    return "yn" if looks == "yn" else "text"


def language_of(name, kind, patterns):
    """The language of the values, by name; empty where they have none, as one of a list."""
    leaf = name.rpartition("/")[2]
    if kind in ("yn", "01") or kind.startswith("choice"):
        return ""
    return next((word for pattern, _, word in patterns if word and pattern.fullmatch(leaf)), "").removesuffix("-")


def default_of(table, rows, stated):
    """The default column: `=value`, `#base`, or nothing when no source can be trusted."""
    if stated is None:
        return next((row.default for row in rows if row.default and table.is_factory(row)), "")
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
    }.get(word, lambda: True)()
    if not good or re.search(r'["\t\n]', value) or not value.isascii():
        raise Problem(f"default {value!r} of {name} does not fit {kind}")


def rows_of(table, name, text, every, facts, patterns):
    """The lines of one parameter; more than one when models differ in the default."""
    here = table.here(every)
    rows = here or every

    def fact(field):
        return facts.get(table.name, name, field)

    def stated_default():
        pristine = any(SOURCES[key].factory == "factory" for row in here for key in row.sources if row.default)
        return None if pristine and (table.name, name, "default") in facts.general else fact("default")

    index = index_range(table, here, fact("present")) if "#" in name else ""
    access = fact("access") or ("-" if "/" in name else access_of(name, rows))
    kind = fact("kind") or kind_of(table, name, rows, patterns)
    default = default_of(table, [] if "/" in name else rows, stated_default())
    models = fact("models")
    models = models_of(table, here) if models is None else models
    keys = {key for row in here for key in row.sources}
    letters = "".join(letter for key, letter in table.letters.items() if key in keys)
    letters += "+" if (table.name, name) in facts.values else ""
    lines = []
    special = [field.partition("@")[2] for field in facts.values.get((table.name, name), {}) if field.startswith("default@")]
    if special:
        lines += [(default_of(table, [], fact(f"default@{model}")), model) for model in special]
        models = spell_models(table, {m for m in table.models if m not in special})
    for value, on in [(default, models), *lines]:
        check_value(name, kind, value)
        columns = [text, index, access, kind, language_of(name, kind, patterns), value, letters, on]
        yield "\t".join(columns).rstrip("\t")


def build(table, inventory, facts, patterns):
    """The text of one table."""
    out = [f"# {table.name}: made by tools/dictionary.py from the files in tools/dictionary/. Do not edit."]
    out += [f"@ {letter} {key}: {SOURCES[key].origin}" for key, letter in table.letters.items()]
    heading = None
    placed = set()
    for page in table.pages:
        for line, text in read_pages(page):
            path = line[2:] + "/" if line.startswith("/ ") else ""
            name = path + (text if path else xml_name(text))
            if name in placed:
                raise Problem(f"{name} is twice on the pages of {table.name}")
            placed.add(name)
            added = facts.get(table.name, name, "present") is not None
            rows = inventory.get(name.rpartition("/")[2], [])
            if not added and not present(name, table, rows):
                continue
            facts.use(table.name, name)
            if facts.get(table.name, name, "absent") is not None:
                continue
            if line != heading:
                out.append(line)
                heading = line
            out += rows_of(table, name, text, rows, facts, patterns)
    for name, rows in inventory.items():
        paths = {g + "/" for row in rows for g in row.groups if g.startswith("router-configuration")}
        for full in [name, *(path + name for path in paths if "router" in table.pages)]:
            if full in placed or not present(full, table, rows):
                continue
            if facts.get(table.name, full, "absent") is None:
                raise Problem(f"{full} of {table.name} is on no page")
            facts.use(table.name, full)
    return "\n".join(out) + "\n"


def read_built(text):
    """Yields XML name, index range and (kind, language) of each row of a table."""
    path = ""
    for line in text.splitlines():
        if "\t" not in line:
            if line[0] in "=*/":
                path = line[2:] + "/" if line[0] == "/" else ""
            continue
        name, index, _, kind, language = (line.split("\t") + [""])[:5]
        yield path + xml_name(name), index, (kind, language)


def widest_index(indices):
    """`L` where one of them is, nothing for a name without index, else the range around all."""
    for index in ("L", ""):
        if index in indices:
            return index
    ends = [int(end) for index in indices for end in index.split("-")]
    return f"{min(ends)}-{max(ends)}"


def common_kind(kinds):
    """What every table takes at most; empty where they differ in more than the choices or the range."""
    words = {kind.partition(" ")[0] for kind, _ in kinds}
    if len(words) > 1 or not words <= {"yn", "01", "choice", "int", "num"} or any(language for _, language in kinds):
        return ""
    word, rests = min(words), [kind.partition(" ")[2] for kind, _ in kinds]
    if word == "choice":
        return "choice " + " | ".join(dict.fromkeys(choice for rest in rests for choice in rest.split(" | ")))
    if word == "int":
        lows, highs = zip(*(map(int, rest.split()) for rest in rests))
        return f"int {min(lows)} {max(highs)}"
    return word


def build_all_models(tables):
    """The text of what the tables say together, sorted by name."""
    out = ["# What all models have together: made by tools/dictionary.py from the other tables. Do not edit."]
    letters = {name: chr(ord("a") + place) for place, name in enumerate(tables)}
    out += [f"@ {letter} {name.removesuffix('.tsv')}" for name, letter in letters.items()]
    found = collections.defaultdict(list)
    for table, text in tables.items():
        for name, index, kind in read_built(text):
            found[name].append((index, kind, letters[table]))
    for name, rows in sorted(found.items()):
        indices, kinds, where = zip(*rows)
        out.append("\t".join([name, widest_index(indices), common_kind(kinds), "".join(dict.fromkeys(where))]))
    return "\n".join(out) + "\n"


def build_status(inventory):
    """The names that some device writes into a dump to show a state; a few are settings of another one."""
    is_status = lambda rows: any(group.startswith("Info/") for row in rows for group in row.groups)
    out = ["# Names on the status pages of a dump: made by tools/dictionary.py. Do not edit."]
    return "\n".join(out + [name for name, rows in inventory.items() if is_status(rows)]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 when a table is not current")
    options = parser.parse_args()
    inventory = read_inventory()
    facts = Facts()
    patterns = [(re.compile(pattern), kind, word) for pattern, kind, word in read_rows("kinds.tsv", 3)]
    tables = {f"{name}.tsv": build(Table(name), inventory, facts, patterns) for name in LAYOUT}
    tables["all-models.tsv"] = build_all_models(tables)
    tables["status.txt"] = build_status(inventory)
    if facts.unused:
        raise Problem("facts that apply to nothing: " + "; ".join(facts.unused.values()))
    stale = []
    for name, text in tables.items():
        path = TABLES / name
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
