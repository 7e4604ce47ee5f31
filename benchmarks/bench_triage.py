"""Suggestions of who handles a letter, on letters that nobody saw in development; and the groups of the hot-topic set.

Split: SHA-256 of the letter's id, its first eight hexadecimal digits modulo 10; 0 to 6 are learned (and were used in development,
with cross-validation among themselves), 7 to 9 are held out. The held-out letters were only ever read by this program.
Peers: the majority, and scikit-learn (linear SVM over characters, 1 to 3) where it can be imported.
"""

import csv
import hashlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import town

sys.path.insert(0, str(town.ROOT / "src"))
from zhengtong.tools.triage import Router, clusters

LEARNED = 7
SETS = (
    ("labelled_seven_categories.jsonl", "category", "seven categories"),
    ("beijing_with_reply.jsonl", "department", "Beijing departments"),
)
Suggest = Callable[[str], list[str]]


class Letter(NamedTuple):
    text: str
    label: str


def part(identity: str) -> int:
    """0 to 9. Never change it: what is held out must stay held out."""
    return int(hashlib.sha256(identity.encode()).hexdigest()[:8], 16) % 10


def main() -> None:
    folder = letters_folder()
    if folder is None:
        print("no letters: shared/data/letters is absent (set ZT_LETTERS), nothing measured")
        return
    hints = duties(folder / "category_tree.csv")
    for file, field, title in SETS:
        learned, held_out = split(rows_of(folder / file), field)
        compare(title, learned, held_out, hints if field == "category" else {})
    groups(rows_of(folder / "hot_topics_unanswered.jsonl"))


def letters_folder() -> Path | None:
    given = os.environ.get("ZT_LETTERS")
    places = [Path(given)] if given else [up / "shared" / "data" / "letters" for up in town.ROOT.parents]
    return next((place for place in places if place.is_dir()), None)


def rows_of(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def text_of(row: dict[str, str]) -> str:
    return f"{(row['title'] or '').strip()}\n{(row['body'] or '').strip()}"


def split(rows: Iterable[dict[str, str]], field: str) -> tuple[list[Letter], list[Letter]]:
    both: tuple[list[Letter], list[Letter]] = ([], [])
    for row in rows:
        if row[field]:
            both[part(row["id"]) >= LEARNED].append(Letter(text_of(row), row[field]))
    return both


def duties(tree: Path) -> dict[str, list[str]]:
    """What each of the first-level categories comprises: the hints of a unit that has no history."""
    found: dict[str, list[str]] = {}
    with tree.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            said = found.setdefault(row["level1"], [row["level1"]])
            said += [row[level] for level in ("level2", "level3") if row[level] and row[level] not in said]
    return found


def compare(title: str, learned: list[Letter], held_out: list[Letter], hints: dict[str, list[str]]) -> None:
    labels = Counter(letter.label for letter in held_out)
    share = labels.most_common(1)[0][1] / len(held_out)
    engines: list[tuple[str, Suggest]] = [("majority", majority(learned))]
    known = {label: said for label, said in hints.items() if any(one.label == label for one in learned)}
    if known:
        engines += [
            ("ours, duties only, nothing learned", ours([], known)),
            ("ours, duties and history", ours(learned, known)),
        ]
    engines.append(("ours, history only", ours(learned, {})))
    engines += peers(learned, known)
    rows = [(name, *measured(suggest, held_out)) for name, suggest in engines]
    town.table(
        f"{title}: {len(learned)} learned, {len(held_out)} held out, {len(labels)} labels there, the largest {share:.0%}",
        ("engine", "top-1", "top-3", "top-1, mean of labels", "top-3, mean of labels", "ms a letter"), rows,
    )  # fmt: skip


def measured(suggest: Suggest, held_out: list[Letter]) -> tuple[str, str, str, str, float]:
    first: Counter[str] = Counter()
    three: Counter[str] = Counter()
    start = time.perf_counter()
    for letter in held_out:
        said = suggest(letter.text)
        first[letter.label] += letter.label in said[:1]
        three[letter.label] += letter.label in said[:3]
    spent = 1000 * (time.perf_counter() - start) / len(held_out)
    there = Counter(letter.label for letter in held_out)
    mean = [sum(hits[label] / there[label] for label in there) / len(there) for hits in (first, three)]
    whole = [hits.total() / len(held_out) for hits in (first, three)]
    return (*(f"{100 * value:.1f} %" for value in (*whole, *mean)), spent)  # type: ignore[return-value]


def majority(learned: list[Letter]) -> Suggest:
    ranked = [label for label, _ in Counter(letter.label for letter in learned).most_common(3)]
    return lambda text: ranked


def ours(learned: list[Letter], hints: dict[str, list[str]]) -> Suggest:
    router = Router(hints)
    router.learn(learned)
    return lambda text: [one.label for one in router.suggest(text)]


def peers(learned: list[Letter], hints: dict[str, list[str]]) -> list[tuple[str, Suggest]]:
    """The peer learns the same letters; and once more with each phrase of the duties as a text of its own."""
    said = [Letter(phrase, label) for label, phrases in hints.items() for phrase in phrases]
    made = [
        ("scikit-learn, history only", svm(learned)),
        ("scikit-learn, duties and history", svm([*learned, *said])),
    ]
    return [(name, suggest) for name, suggest in made if suggest][: 2 if said else 1]


def svm(learned: list[Letter]) -> Suggest | None:
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import LinearSVC
    except ImportError:
        return None
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2)
    model = make_pipeline(vectors, LinearSVC())
    model.fit([letter.text for letter in learned], [letter.label for letter in learned])

    def suggest(text: str) -> list[str]:
        scores = model.decision_function([text])[0]
        return [str(label) for _, label in sorted(zip(-scores, model.classes_, strict=True))]

    return suggest


def groups(rows: list[dict[str, str]]) -> None:
    texts = [text_of(row) for row in rows]
    start = time.perf_counter()
    made = clusters(texts)
    spent = time.perf_counter() - start
    grouped = sum(one.size for one in made)
    print(
        f"\n### {len(texts):,} letters of the hot-topic set: {len(made)} groups with {grouped} letters, {spent:.1f} s\n"
    )
    for number, group in enumerate(made[:10], 1):
        print(f"{number}. {group.size} letters: {'、'.join(group.words)}")
        for place in group.members[:3]:
            print(f"   - {rows[place]['title'].strip()[:40]}")


if __name__ == "__main__":
    main()
