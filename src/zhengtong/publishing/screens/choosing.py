"""Links, pictures and attachments in a text: the CMS's choosers, narrowed to writers and to what they may see (2.3).

The CMS shows every page of the tree, drafts included, to whoever can sign in.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.models import Page

from zhengtong.engine.console import stock
from zhengtong.engine.refusals import Refusal
from zhengtong.publishing import queries
from zhengtong.publishing.screens.writing import may_write


def writers(person: Any, arguments: Mapping[str, Any], at: datetime) -> list[Refusal]:
    return may_write(person, None, at)


def writers_in_sight(person: Any, arguments: Mapping[str, Any], at: datetime) -> list[Refusal]:
    """The page whose children are asked for is named on the screen, so it must itself be one that may be linked."""
    reasons = may_write(person, None, at)
    if (
        not reasons
        and not queries.linkable(Page.objects.filter(pk=arguments["parent_page_id"]), person, at).exists()
    ):
        raise Http404
    return reasons


def linkable_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """For the hook `construct_page_chooser_queryset`."""
    return queries.linkable(pages, request.user, timezone.now())


def narrow_choosers() -> None:
    """Put the guards before every chooser that is open, and before the tags of pictures."""
    choosers = (
        "wagtailadmin_choose_page",
        "wagtailimages_chooser:",
        "wagtaildocs_chooser:",
        "wagtailadmin_tag_",
    )
    stock.narrow(writers, *(name for name in stock.ALLOWED if name.startswith(choosers)))
    stock.narrow(writers_in_sight, "wagtailadmin_choose_page_child")
