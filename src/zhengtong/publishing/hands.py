"""On whom submissions wait: who could sign them now, in words (5.2, 5.3)."""

from collections.abc import Sequence
from datetime import datetime

from zhengtong.duties.models import PostKind
from zhengtong.duties.queries import appointments_at
from zhengtong.publishing import rules
from zhengtong.publishing.kinds import Act
from zhengtong.publishing.models import Submission
from zhengtong.publishing.queries import review_of

NAMED = 3  # how many names a line gives before it says "等"


class Hands:
    """Who could sign each of these submissions now, read in one query."""

    def __init__(self, at: datetime, submissions: Sequence[Submission]) -> None:
        units = {one.article.unit_id for one in submissions}
        held = appointments_at(at).filter(unit__in=units, person__is_active=True)
        self.held: dict[int, dict[tuple[int, str], set[PostKind]]] = {}
        for unit, person, name, post in held.order_by("person__name").values_list(
            "unit_id", "person_id", "person__name", "post"
        ):
            self.held.setdefault(unit, {}).setdefault((person, name), set()).add(PostKind(post))

    def able(self, submission: Submission) -> list[str]:
        """Names of those for whom nothing stands against one of the open acts."""
        review = review_of(submission)
        people = self.held.get(submission.article.unit_id, {})
        return [
            name for (person, name), posts in people.items()
            if any(not rules.why_not_act(review, person, posts, (act,)) for act in rules.open_acts(review))
        ]  # fmt: skip

    def told(self, submission: Submission) -> tuple[str, bool]:
        """For whom it waits, in words, and whether there is nobody at all."""
        names = self.able(submission)
        if names:
            return "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else ""), False
        missing = "、".join(Act(act).label for act in rules.open_acts(review_of(submission)))
        return f"无人可作{missing}，请本单位管理员指派", True
