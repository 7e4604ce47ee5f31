"""Audiences are opaque strings. "person:<id>" is known here; what "unit:…" and "post:…" mean, an upper floor says once."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model

PeopleIn = Callable[[str, datetime], Iterable[Any]]
AudiencesOf = Callable[[Any, datetime], Iterable[str]]

_people_in: PeopleIn = lambda audience, at: ()  # noqa: E731
_audiences_of: AudiencesOf = lambda person, at: ()  # noqa: E731


def resolve_with(people_in: PeopleIn, audiences_of: AudiencesOf) -> None:
    """Set how audiences other than "person:…" are understood: `people_in(audience, at)` and `audiences_of(person, at)`."""
    global _people_in, _audiences_of
    _people_in, _audiences_of = people_in, audiences_of


def person_audience(person: Model) -> str:
    return f"person:{person.pk}"


def people_in(audience: str, at: datetime) -> list[Any]:
    """The active people of an audience at this moment, each once; empty where nobody holds the post."""
    kind, _, key = audience.partition(":")
    if kind == "person":
        found: Iterable[Any] = get_user_model()._default_manager.filter(pk=key) if key.isdigit() else ()
    else:
        found = _people_in(audience, at)
    return [person for person in dict.fromkeys(found) if person.is_active]


def audiences_of(person: Any, at: datetime) -> set[str]:
    """Every audience the person belongs to at this moment, the person's own included."""
    return {person_audience(person), *_audiences_of(person, at)}
