"""A row that is about to be saved, checked by its own fields and by the database's constraints, in the words of refusals."""

from django.core.exceptions import ValidationError
from django.db import models

from zhengtong.engine.refusals import Refusal, refuse


def save_checked(row: models.Model, clause: str) -> None:
    """Save, or raise `Refused` with everything that the fields and the constraints say against it."""
    try:
        row.full_clean()
    except ValidationError as error:
        refuse(_refusals(row, error, clause))
    row.save()


def _refusals(row: models.Model, error: ValidationError, clause: str) -> list[Refusal]:
    return [
        Refusal(f"field.{name}", f"{_label(row, name)}{message}", clause)
        for name, messages in error.message_dict.items()
        for message in messages
    ]


def _label(row: models.Model, name: str) -> str:
    return "" if name == "__all__" else f"{row._meta.get_field(name).verbose_name}："
