from zhengtong.interaction.models.afterwards import KnownAnswer, MonthlyFigures, PublicVersion, Rating
from zhengtong.interaction.models.consultations import Decision, Opinion, OpinionGroup
from zhengtong.interaction.models.handling import Answer, Forwarding, Pause
from zhengtong.interaction.models.imports import ImportState, LineVerdict, MessageImport, MessageImportLine
from zhengtong.interaction.models.interviews import Asked, EntryState, LiveEntry, Speaker, VisitorQuestion
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
from zhengtong.interaction.models.rounds import Round, RoundKind, RoundState
from zhengtong.interaction.models.surveys import Choice, Question, QuestionKind, Reply, Standing, Words

__all__ = [
    "CLOSED", "LETTERS", "OPEN", "WRITING", "Answer", "AnswerState", "Asked", "Choice", "CitizenMessage",
    "CorrectionKind", "Decision", "EntryState", "Forwarding", "ImportState", "KnownAnswer", "LineVerdict",
    "LiveEntry", "MessageImport", "MessageImportLine", "MessageKind", "MessageState", "MonthlyFigures", "Opinion",
    "OpinionGroup", "Pause", "PublicVersion", "Question", "QuestionKind", "Rating", "Reminder", "Reply", "Role",
    "Round", "RoundKind", "RoundState", "Satisfaction", "Source", "Speaker", "Standing", "VisitorQuestion", "Words",
]  # fmt: skip
