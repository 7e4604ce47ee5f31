"""What of a text the public must not read: proposed by the machine, decided by a person (5.7)."""

from dataclasses import dataclass

from zhengtong.tools.proofread import Confidence, masked, personal_data

# What is less sure (an office's telephone) is proposed to the person, but does not stand against publication.
SURE = frozenset({Confidence.HIGH, Confidence.MEDIUM})


@dataclass(frozen=True)
class Proposal:
    """A text as the machine would publish it, and what it masked: [{"kind", "excerpt", "why"}]."""

    text: str
    found: list[dict[str, str]]


def proposal(text: str) -> Proposal:
    found = personal_data(text)
    return Proposal(
        masked(text, found),
        [{"kind": one.kind.label, "excerpt": one.excerpt, "why": one.why} for one in found],
    )


def left_personal(*texts: str) -> list[str]:
    """Excerpts that still look like personal data."""
    return [one.excerpt for text in texts for one in personal_data(text) if one.confidence in SURE]
