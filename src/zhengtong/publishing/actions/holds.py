"""Keeping a notice public until a day, and lifting that (3.9)."""

from datetime import date, datetime

from zhengtong.duties.models import Person, PostKind
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks.rules import end_of
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.refusals import refuse
from zhengtong.publishing import access, rules, verbs
from zhengtong.publishing.models import Article, Hold
from zhengtong.publishing.queries import current_publication


def keep_public(
    article: Article, *, until: date, reason: str, clause: str, by: Person | None, at: datetime
) -> Hold:
    """A public article must stay public to the end of the day `until` (Asia/Shanghai); `by` None is the system.

    It does not shorten what another hold asks: the longest counts. Raises `Refused` with all reasons.
    """
    with moving(Article.objects.get(pk=article.pk), verbs.HELD, by=by, at=at) as move:
        move.acting_as = access.acting_as(by, move.subject.unit, access.MAY_TAKE_DOWN, at)
        refuse(
            access.why_not_hold(by, move.subject.unit, at),
            rules.why_not_hold(
                until,
                reason,
                clause,
                business_date(at),
                is_public=current_publication(move.subject) is not None,
            ),
        )
        hold = Hold.objects.create(
            article=move.subject, kept_until=end_of(until), reason=reason.strip(), clause=clause, placed_by=by,
            placed_at=at,
        )  # fmt: skip
        move.data = {"hold": hold.pk, "until": until.isoformat(), "reason": hold.reason, "clause": clause}
    return hold


def release_hold(hold: Hold, *, by: Person, at: datetime, reason: str) -> Hold:
    """The Office lifts a hold before its last day; the row stays. Raises `Refused` with all reasons."""
    capacity = access.acting_as(by, None, frozenset({PostKind.OFFICE_CLERK}), at)
    with moving(hold.article, verbs.HOLD_LIFTED, by=by, at=at, acting_as=capacity) as move:
        hold = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
        refuse(access.why_not_lift(by, at), rules.why_not_lift(hold.kept_until, hold.lifted_at, reason, at))
        hold.lifted_at, hold.lifted_by, hold.lifted_reason = at, by, reason.strip()
        hold.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
        move.data = {"hold": hold.pk, "until": hold.last_day.isoformat(), "reason": hold.lifted_reason}
    return hold
