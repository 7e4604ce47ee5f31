"""Lists of messages in the console: their registers, the overdue list, and how their ledger lines are told."""

from datetime import datetime
from typing import Any

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks

from zhengtong.duties.rules import business_date
from zhengtong.engine.console import menu
from zhengtong.engine.console.stories import tell_with
from zhengtong.engine.ledger.models import Entry
from zhengtong.interaction import access, verbs
from zhengtong.interaction.models import LineVerdict
from zhengtong.interaction.screens.imports import ImportRegister
from zhengtong.interaction.screens.overdue import OverdueList
from zhengtong.interaction.screens.receipts import ReceiptRegister


@hooks.register("insert_global_admin_css")
def css_of_lists() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("interaction/lists.css"))


@hooks.register("register_admin_viewset")
def registers_of_lists() -> list[Any]:
    return [ImportRegister(), ReceiptRegister()]


@hooks.register("register_admin_urls")
def addresses_of_lists() -> list[Any]:
    return [path("interaction/overdue/", OverdueList.as_view(), name="interaction_overdue")]


menu.add(
    "interaction", "逾期清单", "interaction_overdue", order=210, icon="warning",
    may=lambda person, at: not access.may_open(person, None, at),
)  # fmt: skip


def list_told(entry: Entry) -> str:
    """How many lines of a list were foreseen to become what, or became it."""
    counted = entry.data.get("foreseen") or entry.data.get("outcome") or {}
    return "；".join(f"{LineVerdict(one).label}{number}行" for one, number in counted.items())


def receipts_told(entry: Entry) -> str:
    return f"回执{len(entry.data.get('messages', []))}件"


def past_answer_told(entry: Entry) -> str:
    on = business_date(datetime.fromisoformat(entry.data["answered_at"]))
    return f"历史答复，答复于{on}；清单{entry.data['list'][:16]}第{entry.data['line']}行"


for listed in (verbs.LIST_READ, verbs.LIST_ENTERED):
    tell_with(listed, list_told)
tell_with(verbs.RECEIPTS_MADE, receipts_told)
tell_with(verbs.PAST_ANSWERED, past_answer_told)
