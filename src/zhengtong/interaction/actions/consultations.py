"""Opinions of a consultation: taken in, summed up, and each answered with what was decided and why (5.7)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from zhengtong.duties.queries import acting_as
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.refusals import refuse
from zhengtong.interaction.access import HANDLERS
from zhengtong.interaction.actions.surveys import sending
from zhengtong.interaction.models.participation import Opinion, OpinionGroup, Round
from zhengtong.interaction.participation import access, verbs
from zhengtong.interaction.rules import opinions as rules


def send_opinion(
    one: Round, *, text: str, nonce: str, mark: str, at: datetime, paragraph: int | None = None,
    sender_name: str = "", sender_phone: str = "",
) -> Opinion:  # fmt: skip
    """A visitor says something about the draft text. Raises `Refused`; a second click on one form with `form.sent`."""
    with sending(one, at) as fresh:
        faults = rules.why_not_opine(text, sender_name, sender_phone, paragraph, len(fresh.paragraphs))
        refuse([refusal for _, refusal in faults])
        made = Opinion.objects.create(
            round=fresh, at=at, nonce=nonce, mark=mark, text=text, paragraph=paragraph, sender_name=sender_name,
            sender_phone=sender_phone,
        )  # fmt: skip
        record(verbs.OPINION_RECEIVED, made, by=None, at=at, data={"paragraph": paragraph})
    return made


def group_opinions(
    one: Round, opinions: Iterable[int], *, summary: str, by: Any, at: datetime
) -> OpinionGroup:
    """Put opinions under a summary: a new one, or one that is there. They leave the group they were in. Raises `Refused`."""
    with moving(one, verbs.OPINIONS_GROUPED, by=by, at=at) as move:
        fresh: Round = move.subject
        found = fresh.opinions.filter(pk__in=list(opinions))
        chosen = list(found.values_list("pk", flat=True))
        refuse(access.may_handle(by, fresh.unit, at), rules.why_not_group(fresh.state, len(chosen), summary))
        group, _ = OpinionGroup.objects.get_or_create(round=fresh, summary=summary.strip())
        found.update(group=group)
        move.acting_as = acting_as(by, fresh.unit, HANDLERS, at)
        move.data = {"note": f"{len(chosen)}条：{group.summary}", "opinions": chosen}
    return group


def decide_group(group: OpinionGroup, *, decision: str, reason: str, by: Any, at: datetime) -> OpinionGroup:
    """Taken, partly, not, unrelated; and why. May be decided anew until the result is published. Raises `Refused`."""
    with moving(group.round, verbs.OPINIONS_DECIDED, by=by, at=at) as move:
        fresh: Round = move.subject
        refuse(access.may_handle(by, fresh.unit, at), rules.why_not_decide(fresh.state, decision, reason))
        group.decision, group.reason, group.decided_by, group.decided_at = decision, reason.strip(), by, at
        group.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
        move.acting_as = acting_as(by, fresh.unit, HANDLERS, at)
        move.data = {"note": f"{group.summary}：{group.get_decision_display()}", "reason": group.reason}
    return group
