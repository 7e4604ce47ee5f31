"""The register in the console, and how its ledger lines are told."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from zhengtong.engine.console import menu
from zhengtong.engine.console.stories import tell_with
from zhengtong.engine.ledger.models import Entry
from zhengtong.registry import verbs
from zhengtong.registry.models import Verdict
from zhengtong.registry.screens.channels import ChannelRegister
from zhengtong.registry.screens.imports import ImportRegister


def changes_told(entry: Entry) -> str:
    """Each changed field on its own line, then the reason."""
    lines = [
        f"{one['label']}：{one['old'] or '（空）'} → {one['new'] or '（空）'}"
        for one in entry.data.get("changes", [])
    ]
    reason = entry.data.get("reason")
    return "\n".join([*lines, *([f"理由：{reason}"] if reason else [])])


def entry_told(entry: Entry) -> str:
    """A new record: what it said, without the emptiness before."""
    said = "；".join(f"{one['label']}：{one['new']}" for one in entry.data.get("changes", []))
    return f"编号{entry.data.get('code', '')}。{said}"


tell_with(verbs.REGISTERED, entry_told)
for changing in (
    verbs.ADMITTED,
    verbs.CORRECTED,
    verbs.CHANGED,
    verbs.STATE_CHANGED,
    verbs.IDENTIFIER_SET,
    verbs.IDENTIFIER_ENDED,
):
    tell_with(changing, changes_told)


menu.add("registry", "办件", "cases:index", may=lambda person, at: True, order=60, icon="tasks")


@hooks.register("register_admin_viewset")
def registers() -> list[ChannelRegister | ImportRegister]:
    return [ChannelRegister(), ImportRegister()]


menu.add(
    "registry", "阵地分布", "registry_channels:map", may=lambda person, at: True, order=110, icon="table"
)


@hooks.register("insert_global_admin_css")
def registry_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("registry/registry.css"))


def list_told(entry: Entry) -> str:
    """How many lines of a list were foreseen to become what, or became it."""
    counted = entry.data.get("foreseen") or entry.data.get("outcome") or {}
    return "，".join(f"{Verdict(one).label}{number}行" for one, number in counted.items())


for listed in (verbs.LIST_READ, verbs.LIST_ENTERED):
    tell_with(listed, list_told)
