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
from zhengtong.interaction.models.learning import Learned, Subject
from zhengtong.interaction.models.messages import CitizenMessage, Reminder
from zhengtong.interaction.models.participation import Round
from zhengtong.interaction.models.receipts import ReceiptLine, ReceiptList

__all__ = [
    "CLOSED", "LETTERS", "OPEN", "WRITING", "Answer", "AnswerState", "CitizenMessage", "CorrectionKind", "Fix", "Forwarding",
    "ImportState", "KnownAnswer", "Learned", "LineVerdict", "MessageImport", "MessageImportLine", "MessageKind",
    "MessageState", "MonthlyFigures", "Pause", "PublicVersion", "Rating", "ReceiptLine", "ReceiptList", "Reminder",
    "Role", "Round", "Satisfaction", "Source", "Subject",
]  # fmt: skip
