"""The full-text index of each database behind one face: put documents in, take them out, ask for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection

from zhengtong.portal.models import SearchDocument
from zhengtong.tools.search import Query, characters, numbers_as_words, words

LONGEST_TEXT = 100_000  # characters of a document that are indexed
MOST_POSITION = 16_383  # PostgreSQL counts no further within one document
MOST_RANKED = 2_000  # beyond so many hits PostgreSQL reads too much to rank them: the newest come first


@dataclass(frozen=True)
class Match:
    """What finds documents: tables and condition in SQL over `d`, with parameters, and how to put the best first."""

    tables: str
    condition: str
    parameters: tuple[Any, ...]
    best_first: str
    best_first_parameters: tuple[Any, ...] = ()
    most_ranked: int | None = None


class Index(Protocol):
    """`complete`: finds every text that holds a word, whatever the dictionary makes of it."""

    complete: bool

    def put(self, documents: Sequence[SearchDocument]) -> None: ...
    def drop(self, keys: Sequence[int]) -> None: ...
    def match(self, query: Query, *, every: bool) -> Match: ...


def index() -> Index:
    """The index of the database in use. Raises KeyError where there is none for it."""
    kinds: dict[str, type[Index]] = {"sqlite": SingleCharacters, "postgresql": Lexemes}
    return kinds[connection.vendor]()


class SingleCharacters:
    """SQLite FTS5 over single characters; a word is a phrase of them, a title weighs ten times its text."""

    complete = True

    def put(self, documents: Sequence[SearchDocument]) -> None:
        self.drop([document.pk for document in documents])
        rows = [
            (one.pk, " ".join(characters(titles_of(one))), " ".join(characters(one.text[:LONGEST_TEXT])))
            for one in documents
        ]
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO portal_search (rowid, title, text) VALUES (%s, %s, %s)", rows)

    def drop(self, keys: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM portal_search WHERE rowid = %s", [(key,) for key in keys])

    def match(self, query: Query, *, every: bool) -> Match:
        # Tokens are letters, ideographs and digits only, so the quotes cannot be left.
        phrases = ['"' + " ".join(term) + '"' for term in query.terms]
        asked = (" AND " if every else " OR ").join(phrases)
        return Match(
            "portal_search JOIN portal_searchdocument d ON d.id = portal_search.rowid",
            "portal_search MATCH %s", (asked,), "bm25(portal_search, 10.0, 1.0)",
        )  # fmt: skip


class Lexemes:
    """PostgreSQL tsvector over words of the dictionary and whole document numbers."""

    complete = False

    def put(self, documents: Sequence[SearchDocument]) -> None:
        rows = [(self._vector(one), one.pk) for one in documents]
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE portal_searchdocument SET words = %s::tsvector WHERE id = %s", rows)

    def drop(self, keys: Sequence[int]) -> None:
        """Nothing to do: the lexemes stand in the row of the document."""

    def match(self, query: Query, *, every: bool) -> Match:
        asked = (" & " if every else " | ").join([*map(_quoted, query.numbers), *self._words(query)])
        return Match(
            "portal_searchdocument d", "d.words @@ %s::tsquery", (asked,),
            "-ts_rank(d.words, %s::tsquery)", (asked,), MOST_RANKED,
        )  # fmt: skip

    def _words(self, query: Query) -> Iterable[str]:
        # The first terms are the document numbers, which are asked for as words of their own.
        for term in query.terms[len(query.numbers) :]:
            parts = words("".join(term))
            yield "(" + " & ".join(map(_quoted, parts)) + ")"

    def _vector(self, document: SearchDocument) -> str:
        """The literal of a tsvector: the parser of the server would take document numbers apart."""
        title, text = titles_of(document), document.text[:LONGEST_TEXT]
        heavy = dict.fromkeys([*words(title), *numbers_as_words(title)])
        light = [word for word in [*words(text), *numbers_as_words(text)] if word not in heavy]
        lexemes = [f"{_quoted(word)}:1A" for word in heavy]
        lexemes += [
            f"{_quoted(word)}:{min(place, MOST_POSITION)}" for place, word in enumerate(light, start=2)
        ]
        return " ".join(lexemes)


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "").replace("\\", "") + "'"


def titles_of(document: SearchDocument) -> str:
    """What weighs most: the title, and the document number where the title does not say it."""
    return f"{document.title} {document.document_number}"
