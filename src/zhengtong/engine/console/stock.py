"""Which of Wagtail's own screens our people may reach: an allow-list, each with its reason. Everything else is refused.

Wagtail's stock screens change things around our verbs (copy, move, delete, privacy, bulk publishing, groups, sites), so a
screen is closed unless it is named here. A room that needs one more says so: `allow("wagtaildocs_serve", "…")`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch, reverse
from django.utils import timezone

from zhengtong.engine.console.pages import not_found, not_open, refused
from zhengtong.engine.refusals import Refusal

ALLOWED = {
    "wagtailadmin_home": "the first page, filled by the desk",
    "wagtailadmin_login": "signing in",
    "wagtailadmin_logout": "signing out",
    "wagtailadmin_account": "own password and display; name and posts are kept by duties",
    "wagtailadmin_javascript_catalog": "Chinese texts of the editor's scripts",
    "wagtailadmin_sprite": "icons",
    "wagtailadmin_dismissibles": "remembers folded parts of a screen",
    "wagtailadmin_tag_autocomplete": "tags while editing",
    "wagtailadmin_tag_model_autocomplete": "tags while editing",
    "wagtailadmin_block_preview": "shows what a text block looks like before it is inserted",
    "wagtailadmin_editing_sessions:ping": "tells who else is editing the page",
    "wagtailadmin_editing_sessions:release": "tells who else is editing the page",
    "wagtailadmin_explore_root": "the tree of columns and articles",
    "wagtailadmin_explore": "the tree of columns and articles",
    "wagtailadmin_explore_results": "the tree of columns and articles",
    "wagtailadmin_pages:add": "writing a draft",
    "wagtailadmin_pages:add_subpage": "choosing what kind of draft to write",
    "wagtailadmin_pages:edit": "editing a draft",
    "wagtailadmin_pages:preview_on_add": "preview",
    "wagtailadmin_pages:preview_on_edit": "preview",
    "wagtailadmin_pages:view_draft": "preview",
    "wagtailadmin_pages:history": "versions",
    "wagtailadmin_pages:history_results": "versions",
    "wagtailadmin_pages:revisions_view": "one version",
    "wagtailadmin_pages:revisions_compare": "the difference between two versions",
    "wagtailadmin_pages:search": "finding a page",
    "wagtailadmin_pages:search_results": "finding a page",
    "wagtailadmin_choose_page": "links in a text",
    "wagtailadmin_choose_page_child": "links in a text",
    "wagtailadmin_choose_page_search": "links in a text",
    "wagtailadmin_choose_page_external_link": "links in a text",
    "wagtailadmin_choose_page_email_link": "links in a text",
    "wagtailadmin_choose_page_phone_link": "links in a text",
    "wagtailadmin_choose_page_anchor_link": "links in a text",
    "wagtailimages_chooser:choose": "pictures in a text",
    "wagtailimages_chooser:choose_results": "pictures in a text",
    "wagtailimages_chooser:chosen": "pictures in a text",
    "wagtailimages_chooser:chosen_multiple": "pictures in a text",
    "wagtailimages_chooser:create": "pictures in a text",
    "wagtailimages_chooser:select_format": "pictures in a text",
    "wagtaildocs_chooser:choose": "attachments of a text",
    "wagtaildocs_chooser:choose_results": "attachments of a text",
    "wagtaildocs_chooser:chosen": "attachments of a text",
    "wagtaildocs_chooser:chosen_multiple": "attachments of a text",
    "wagtaildocs_chooser:create": "attachments of a text",
}  # fmt: skip

# What stands against a person on an open stock screen: refusals (none: go on), or Http404 for a thing that is not theirs.
Guard = Callable[[Any, Mapping[str, Any], datetime], Iterable[Refusal]]
narrowed: dict[str, Guard] = {}

# Wagtail's last pattern under the console: it answers "not found" to whatever nothing else answers.
NO_SUCH_PAGE = ".*/$"


def allow(name: str, reason: str) -> None:
    """Open one more stock screen, with the reason."""
    if not reason:
        raise ValueError(f"{name} needs a reason")
    ALLOWED[name] = reason


def narrow(guard: Guard, *names: str) -> None:
    """Put `guard(person, arguments of the address, at)` before these open stock screens, which ask too little themselves."""
    for name in names:
        if name not in ALLOWED:
            raise ValueError(f"{name} is not open")
        narrowed[name] = guard


def is_stock(match: ResolverMatch) -> bool:
    """Wagtail names all its screens "wagtail…"; a console address without a name is nobody's and counts as stock."""
    if match.view_name and match.url_name:
        return match.view_name.startswith("wagtail")
    return f"/{match.route}".startswith(reverse("wagtailadmin_home")) and not match.route.endswith(
        NO_SUCH_PAGE
    )


def is_open(match: ResolverMatch) -> bool:
    return not is_stock(match) or match.view_name in ALLOWED


class StockGuard:
    """Middleware: answers 403 with a Chinese page for a stock screen that is not on the list, whatever the method."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or (is_open(match) and match.view_name not in narrowed):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))
        return narrowly(request, match) if is_open(match) else not_open(request)


def narrowly(request: HttpRequest, match: ResolverMatch) -> HttpResponse | None:
    """The answer of the guard before a stock screen; None when nothing stands against it."""
    try:
        reasons = list(narrowed[match.view_name](request.user, match.kwargs, timezone.now()))
    except Http404:
        return not_found(request)
    return refused(request, reasons) if reasons else None
