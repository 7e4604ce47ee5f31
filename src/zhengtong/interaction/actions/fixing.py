"""A correction is set right: the words changed in the article's draft and handed in for the usual reviews (5.2, 5.7)."""

from datetime import datetime
from typing import Any

from zhengtong.duties.queries import acting_as
from zhengtong.engine.ledger.actions import moving
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.interaction import access, rules, verbs
from zhengtong.interaction.actions import timing
from zhengtong.interaction.clocks import page_of
from zhengtong.interaction.models import CitizenMessage, Fix
from zhengtong.interaction.queries.fixes import pending_fix
from zhengtong.publishing.actions import submit
from zhengtong.publishing.actions.replacing import replace_words, why_not_replace
from zhengtong.publishing.models import Publication
from zhengtong.publishing.queries import current_publication, draft_of


def begin_fix(message: CitizenMessage, *, was: str, became: str, by: Any, at: datetime) -> Fix:
    """Change the words in the article and hand it in; three reviews see it as a small correction. Raises `Refused`."""
    was, became = rules.cleaned(was, lines=True), rules.cleaned(became, lines=True)
    with moving(message, verbs.FIX_BEGUN, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        refuse(access.may_handle(by, fresh, at), why_not_begin_fix(fresh, was, became, by, at))
        assert fresh.article is not None  # noqa: S101 (refused above)
        base = current_publication(fresh.article)
        replace_words(fresh.article, was, became, by=by, at=at, how=f"纠错更正（{fresh.number}）")
        made = Fix.objects.create(
            message=fresh, article=fresh.article, was=was, became=became, base=base, began_by=by, began_at=at,
            submission=submit(fresh.article, by=by, at=at),
        )  # fmt: skip
        move.acting_as = acting_as(by, fresh.unit, access.HANDS, at)
        move.data = {"was": was, "became": became, "article": fresh.article.pk}
    return made


def why_not_begin_fix(message: CitizenMessage, was: str, became: str, by: Any, at: datetime) -> list[Refusal]:
    if message.article is None:
        said = "未能确定是哪篇稿件，请打开相应稿件直接修改，再填写答复。"
        return [Refusal("fix.no_article", said, "5.7")]
    found = rules.why_not_fix(message.state, running=pending_fix(message) is not None)
    return [
        *found,
        *why_not_replace(message.article, draft_of(message.article), was, became, by, at),
    ]


def note_publication(publication: Publication, *, at: datetime) -> int:
    """An article with a correction under way is public again: the handler is told to answer. How many corrections it ends."""
    waiting = Fix.objects.filter(
        article=publication.article_id,
        done_at__isnull=True,
        given_up_at__isnull=True,
        began_at__lte=publication.published_at,
    )
    ended = 0
    for fix in waiting.select_related("message").exclude(base=publication):
        fix.publication, fix.done_at = publication, publication.published_at
        fix.save(update_fields=["publication", "done_at"])
        message = fix.message
        tell(
            timing.handler_audience(message, at), f"更正已发布，请答复：{message}", clause="5.7", at=at,
            text=f"稿件“{publication}”的更正已发布，请核对答复内容并送审。", url=page_of(message.pk),
        )  # fmt: skip
        ended += 1
    return ended


def give_up_fix(message: CitizenMessage, *, why: str, by: Any, at: datetime) -> Fix:
    """The article is not corrected this way after all. Raises `Refused`. The submission itself is withdrawn where it is."""
    with moving(message, verbs.FIX_GIVEN_UP, by=by, at=at) as move:
        fresh: CitizenMessage = move.subject
        mine = pending_fix(fresh)
        refuse(access.may_handle(by, fresh, at), rules.why_not_give_up_fix(why, running=mine is not None))
        assert mine is not None  # noqa: S101 (refused above)
        mine.given_up_at, mine.given_up_why = at, rules.cleaned(why)[:300]
        mine.save(update_fields=["given_up_at", "given_up_why"])
        move.acting_as = acting_as(by, fresh.unit, access.HANDS, at)
        move.data = {"why": mine.given_up_why}
    return mine
