from zhengtong.interaction.models.afterwards import KnownAnswer, MonthlyFigures, PublicVersion, Rating
from zhengtong.interaction.models.fixes import Fix
from zhengtong.interaction.models.handling import Answer, Forwarding, Pause
from zhengtong.interaction.models.imports import ImportState, LineVerdict, MessageImport, MessageImportLine
from zhengtong.interaction.models.kinds import (
    CLOSED,
    LETTERS,
    OPEN,
    WRITING,
    AnswerState,
    CorrectionKind,
    MessageKind,
    MessageState,
    Role,
    Satisfaction,
    Source,
)
from zhengtong.interaction.models.messages import CitizenMessage, Reminder
from zhengtong.interaction.models.participation import Round

__all__ = [
    "CLOSED", "LETTERS", "OPEN", "WRITING", "Answer", "AnswerState", "CitizenMessage", "CorrectionKind", "Fix", "Forwarding",
    "ImportState", "KnownAnswer", "LineVerdict", "MessageImport", "MessageImportLine", "MessageKind", "MessageState",
    "MonthlyFigures", "Pause", "PublicVersion", "Rating", "Reminder", "Role", "Round", "Satisfaction", "Source",
]  # fmt: skip
