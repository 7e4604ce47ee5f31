"""The menu in the order of the chapters. Rooms register items in their `wagtail_hooks`; only what a person may use is shown."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

May = Callable[[Any, datetime], bool]


@dataclass(frozen=True)
class Section:
    """One heading of the menu; `code` is the name of the room, `icon` one of Wagtail's icons."""

    code: str
    label: str
    icon: str


SECTIONS = (
    Section("work", "我的工作", "home"),
    Section("regulation", "办法", "openquote"),
    Section("duties", "职责", "group"),
    Section("registry", "阵地台账", "list-ul"),
    Section("websites", "网站", "site"),
    Section("newmedia", "新媒体", "mobile-alt"),
    Section("openness", "政务公开", "doc-full"),
    Section("interaction", "互动", "comment"),
    Section("opinion", "舆情", "view"),
    Section("security", "安全", "lock"),
    Section("supervision", "监管", "clipboard-list"),
    Section("system", "系统", "cogs"),
)


def section_label(code: str) -> str:
    """What people call a section; a code that is none stays as it is."""
    return next((one.label for one in SECTIONS if one.code == code), code)


class ChapterMenuItem(MenuItem):
    """An item that is shown to those who may use it; its address is looked up when it is shown."""

    def __init__(
        self, label: str, url_name: str, *, may: May, args: Sequence[Any] = (), **options: Any
    ) -> None:
        super().__init__(label, "", **options)
        self.url_name, self.args, self.may = url_name, args, may

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(self.may(request.user, timezone.now()))

    def render_component(self, request: HttpRequest) -> Any:
        self.url = reverse(self.url_name, args=self.args)
        return super().render_component(request)


items: dict[str, dict[str, ChapterMenuItem]] = defaultdict(dict)


def add(
    section: str,
    label: str,
    url_name: str,
    *,
    may: May,
    order: int = 100,
    icon: str = "",
    args: Sequence[Any] = (),
) -> None:
    """Put an item under a section; `may(person, at)` says who sees it.

    Raises ValueError for a section that does not exist, and when the label is taken by another address.
    """
    if section not in {known.code for known in SECTIONS}:
        raise ValueError(f"no menu section {section!r}")
    taken = items[section].get(label)
    if taken and taken.url_name != url_name:
        raise ValueError(f"menu item {label} is registered twice")
    name = f"{section}-{url_name}".replace(":", "-").replace("_", "-")
    items[section][label] = ChapterMenuItem(
        label, url_name, may=may, args=args, order=order, icon_name=icon, name=name
    )  # fmt: skip


def items_for(request: HttpRequest) -> list[MenuItem]:
    """The whole menu for one person. A section with one item is that item; an empty section is not there."""
    shown: list[MenuItem] = []
    for order, section in zip(range(10, 10_000, 100), SECTIONS, strict=False):
        usable = [item for item in items[section.code].values() if item.is_shown(request)]
        if len(usable) == 1:
            shown.append(_alone(usable[0], section, order))
        elif usable:
            shown.append(_together(usable, section, order))
    return shown


def _alone(item: ChapterMenuItem, section: Section, order: int) -> MenuItem:
    return ChapterMenuItem(
        item.label, item.url_name, may=item.may, args=item.args, order=order, icon_name=item.icon_name or section.icon,
        name=item.name,
    )  # fmt: skip


def _together(usable: list[ChapterMenuItem], section: Section, order: int) -> MenuItem:
    return SubmenuMenuItem(
        section.label,
        Menu(items=list(usable)),
        order=order,
        icon_name=section.icon,
        name=f"section-{section.code}",
    )
