"""Proof that nothing of a closing site was lost (3.8)."""

from datetime import datetime
from typing import Any

from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.evidence.queries import read
from zhengtong.engine.ledger.actions import record
from zhengtong.engine.procedures.models import Case
from zhengtong.engine.refusals import refuse
from zhengtong.websites import queries, rules, verbs
from zhengtong.websites.lists import read_items
from zhengtong.websites.models import ContentAccount


def account_for_content(case: Case, listed: Evidence, *, by: Any, at: datetime) -> rules.Account:
    """Compare the list of the old site's content with what is public now, and keep where each item went.

    Runs within the move of a case. Raises `Refused` naming every line that is neither found nor explained.
    """
    items = read_items(read(listed), listed.filename)
    account = rules.account_for(items, queries.public_titles())
    refuse(rules.why_not_accounted(account))
    ContentAccount.objects.bulk_create(
        [_row(case, item, new_path=path) for item, path in account.moved]
        + [_row(case, item, left_out=item.left_out) for item in account.explained],
        batch_size=500,
    )
    record(
        verbs.CONTENT_ACCOUNTED, case, by=by, at=at,
        data={"moved": len(account.moved), "explained": len(account.explained), "list": listed.hash},
    )  # fmt: skip
    return account


def _row(case: Case, item: rules.Item, **where: str) -> ContentAccount:
    return ContentAccount(
        case=case, line=item.line, title=item.title[:300], old_url=item.old_url[:500],
        **{name: value[:300] for name, value in where.items()},
    )  # fmt: skip
