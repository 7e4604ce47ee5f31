"""The models of surveys, consultations and interviews under one name."""

from zhengtong.interaction.models.consultations import Decision, Opinion, OpinionGroup
from zhengtong.interaction.models.interviews import Asked, EntryState, LiveEntry, Speaker, VisitorQuestion
from zhengtong.interaction.models.rounds import Round, RoundKind, RoundState
from zhengtong.interaction.models.surveys import Choice, Question, QuestionKind, Reply, Standing, Words

__all__ = [
    "Asked", "Choice", "Decision", "EntryState", "LiveEntry", "Opinion", "OpinionGroup", "Question", "QuestionKind",
    "Reply", "Round", "RoundKind", "RoundState", "Speaker", "Standing", "VisitorQuestion", "Words",
]  # fmt: skip
