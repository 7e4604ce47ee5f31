"""Django's choices with types: Django ships none, and without them the checker takes each member for a pair of values."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enum import Enum, IntEnum

    class TextChoices(str, Enum):
        label: str
        choices: list[tuple[str, str]]
        values: list[str]

        def __new__(cls, value: str, label: str = "") -> "TextChoices": ...

    class IntegerChoices(IntEnum):
        label: str
        choices: list[tuple[int, str]]
        values: list[int]

        def __new__(cls, value: int, label: str = "") -> "IntegerChoices": ...
else:
    from django.db.models import IntegerChoices, TextChoices

__all__ = ["IntegerChoices", "TextChoices"]
