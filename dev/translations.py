"""Keep the Chinese catalogue of the console whole: what Wagtail and its neighbours lack, we ship.

    .venv/bin/python dev/translations.py status     what is untranslated, and what is wrong with ours
    .venv/bin/python dev/translations.py update     add the missing strings to our .po, ready to be translated
    .venv/bin/python dev/translations.py compile    write the .mo files that Django reads

Transifex leaves missing entries out of a catalogue instead of listing them as empty, so a package's zh_Hans
is compared with its own English catalogue; a package that has none is read source by source. Ours lies in
LOCALE_PATHS, which Django merges last: an entry here also replaces a bad rendering over there.
"""

import ast
import gettext
import importlib.util
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "src" / "zhengtong" / "locale" / "zh_Hans" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")

# Packages whose strings can reach a screen. Every locale folder below them counts, so that switching on one
# more contrib app of Wagtail needs no change here.
CATALOGUED = ("wagtail", "taggit", "django.conf", "django.contrib")
SCANNED = ("axes", "django_filters", "django_otp", "django_tasks", "modelsearch", "treebeard")
# Not for the people who use the console: developers' pages, GIS fields, the stock admin's documentation.
LEFT_OUT = ("wagtail/contrib/styleguide/", "django/contrib/admindocs/", "django/contrib/gis/")

CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
TEMPLATE_STRING = re.compile(r"""{%\s*trans(?:late)?\s+(?:"([^"]+)"|'([^']+)')""")
PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|%[sdif]|{\w*}|%%|&[a-z]+;|</?[a-z]+[^>]*>")
HAN = re.compile(r"[\u4e00-\u9fff]")

Key = tuple[str | None, str]  # msgctxt, msgid


@dataclass
class Wanted:
    """One string of a package: its plural if it has one, and who uses it."""

    plural: str | None = None
    apps: set[str] = field(default_factory=set)


def folder_of(package: str) -> Path | None:
    """Where the package lies, or None if it is not installed."""
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def catalogues(domain: str) -> Iterator[tuple[str, Path]]:
    """App name and English .po of every catalogued app."""
    for package in CATALOGUED:
        folder = folder_of(package)
        if folder is None:
            continue
        for po in sorted(folder.glob(f"**/locale/en/LC_MESSAGES/{domain}.po")):
            app = po.parents[3].relative_to(folder)
            if not po.as_posix().split("site-packages/")[-1].startswith(LEFT_OUT):
                yield ".".join((package, *app.parts)), po


def calls_in(source: str) -> Iterator[tuple[Key, str | None]]:
    """The translatable strings of one Python source, as (key, plural)."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        places = CALLS.get(getattr(node.func, "id", getattr(node.func, "attr", "")))
        constants = (arg.value if isinstance(arg, ast.Constant) else None for arg in node.args)
        said = [value if isinstance(value, str) else None for value in constants]
        if places is None:
            continue
        said += [None] * 3  # arguments given by keyword
        context, one, many = (said[place] if place is not None else None for place in places)
        if one:
            yield (context, one), many


def strings_in(package: str) -> Iterator[tuple[Key, str | None]]:
    """The translatable strings of a package that has no English catalogue, read from its sources."""
    folder = folder_of(package)
    if folder is None:
        return
    for path in sorted(folder.rglob("*.py")):
        yield from calls_in(path.read_text(encoding="utf-8"))
    for path in sorted(folder.rglob("*.html")):
        for double, single in TEMPLATE_STRING.findall(path.read_text(encoding="utf-8")):
            yield (None, double or single), None


@cache
def wanted(domain: str) -> dict[Key, Wanted]:
    """Every string that a screen can show, by key."""
    found: dict[Key, Wanted] = {}

    def note(key: Key, plural: str | None, app: str) -> None:
        entry = found.setdefault(key, Wanted())
        entry.plural = entry.plural or plural
        entry.apps.add(app)

    for app, po in catalogues(domain):
        for said in polib.pofile(str(po)):
            note((said.msgctxt, said.msgid), said.msgid_plural or None, app)
    if domain == "django":
        for package in SCANNED:
            for key, plural in strings_in(package):
                note(key, plural, package)
    return found


@cache
def theirs(domain: str) -> dict[Key, str]:
    """What the packages themselves say in zh_Hans; a plural counts by its only form."""
    compiled = [po.parents[2] / "zh_Hans" / "LC_MESSAGES" / f"{domain}.mo" for _, po in catalogues(domain)]
    for package in SCANNED:
        if folder := folder_of(package):
            compiled.append(folder / "locale" / "zh_Hans" / "LC_MESSAGES" / f"{domain}.mo")
    said: dict[Key, str] = {}
    for path in compiled:
        if not path.exists():
            continue
        with path.open("rb") as stream:
            catalogue: dict[str | tuple[str, int], str] = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
        for key, text in catalogue.items():
            if text and (isinstance(key, str) or key[1] == 0):
                whole = key if isinstance(key, str) else key[0]
                context, bar, msgid = whole.rpartition("\x04")
                said.setdefault((context if bar else None, msgid), text)
    return said


@cache
def ours(domain: str) -> polib.POFile:
    """Our own catalogue, empty if there is none yet."""
    path = OURS / f"{domain}.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=100)
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Project-Id-Version": "zhengtong",
        "Language": "zh_Hans",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        # Word for word Wagtail's: Django keeps catalogues with another rule apart, and ours would not win.
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    catalogue.fpath = str(path)
    return catalogue


def text_of(entry: polib.POEntry) -> str:
    """The Chinese of an entry of ours (nplurals=1: a plural has one form)."""
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def spoken(domain: str) -> dict[Key, str]:
    """What the screen says for each wanted string: ours first, then theirs; "" where both are silent."""
    own = {(entry.msgctxt, entry.msgid): text_of(entry) for entry in ours(domain)}
    return {key: own.get(key) or theirs(domain).get(key, "") for key in wanted(domain)}


def untranslated(domain: str) -> list[Key]:
    """Strings still seen in English. A rendering without a Chinese character counts only if it is ours."""
    own = {(entry.msgctxt, entry.msgid) for entry in ours(domain) if text_of(entry)}
    return sorted(
        (key for key, text in spoken(domain).items() if key[1] and key not in own and not HAN.search(text)),
        key=lambda key: (sorted(wanted(domain)[key].apps), key[1], key[0] or ""),
    )


def misplaced(domain: str) -> list[tuple[Key, str]]:
    """Renderings whose placeholders or tags are not those of the English singular or plural."""
    wrong = []
    for key, text in spoken(domain).items():
        english = wanted(domain)[key].plural or key[1]
        allowed = {frozenset(PLACEHOLDER.findall(english)), frozenset(PLACEHOLDER.findall(key[1]))}
        if key[1] and text and frozenset(PLACEHOLDER.findall(text)) not in allowed:
            wrong.append((key, text))
    return wrong


def naming_the_software(domain: str) -> list[tuple[Key, str]]:
    """Renderings that say Wagtail: the platform has one name, its own. Placeholders and links may."""
    return [
        (key, text) for key, text in spoken(domain).items() if "wagtail" in PLACEHOLDER.sub("", text).lower()
    ]


def unwanted(domain: str) -> list[Key]:
    """Entries of ours that no package asks for any more."""
    return [(e.msgctxt, e.msgid) for e in ours(domain) if (e.msgctxt, e.msgid) not in wanted(domain)]


def status() -> int:
    """Print what is missing or wrong; the exit code says whether anything is."""
    faults = 0
    for domain in DOMAINS:
        reports: dict[str, Sequence[object]] = {
            "untranslated": untranslated(domain),
            "placeholders differ": misplaced(domain),
            "names the software": naming_the_software(domain),
            "asked for by nobody": unwanted(domain),
        }
        print(f"{domain}: {len(wanted(domain))} strings, {len(ours(domain))} in ours")
        for what, found in reports.items():
            faults += len(found)
            for item in found:
                print(f"  {what}: {item!r}")
    return min(faults, 1)


def update() -> int:
    """Add what is missing, refresh the comments, drop nothing: an obsolete entry is reported by `status`."""
    OURS.mkdir(parents=True, exist_ok=True)
    for domain in DOMAINS:
        catalogue = ours(domain)
        for context, msgid in untranslated(domain):
            if not catalogue.find(msgid, msgctxt=context):
                plural = wanted(domain)[context, msgid].plural
                catalogue.append(
                    polib.POEntry(
                        msgid=msgid,
                        msgctxt=context,
                        msgid_plural=plural or "",
                        msgstr_plural={0: ""} if plural else {},
                    )
                )
        for entry in catalogue:
            annotate(entry, domain)
        catalogue.sort(key=lambda entry: (entry.comment, entry.msgid, entry.msgctxt or ""))
        catalogue.save(str(OURS / f"{domain}.po"))
    return 0


def annotate(entry: polib.POEntry, domain: str) -> None:
    """Say in comments which apps use the string and, where we override, what the package would have said."""
    key = (entry.msgctxt, entry.msgid)
    if key in wanted(domain):
        entry.comment = ", ".join(sorted(wanted(domain)[key].apps))
    replaced = theirs(domain).get(key, "")
    entry.tcomment = f"instead of: {replaced}" if replaced and replaced != text_of(entry) else ""


def compile_() -> int:
    """Write the .mo beside each .po (committed, so that nobody needs GNU gettext)."""
    for domain in DOMAINS:
        ours(domain).save_as_mofile(str(OURS / f"{domain}.mo"))
    return 0


if __name__ == "__main__":
    commands = {"status": status, "update": update, "compile": compile_}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    sys.exit(commands[sys.argv[1]]())
