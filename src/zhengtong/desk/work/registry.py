"""The register on a desk: entries to be admitted by the Office, entries that lack something (1.2)."""

from collections.abc import Iterable

from django.urls import reverse

from zhengtong.desk.lines import Asking, Line, Place, provides
from zhengtong.duties.models import PostKind
from zhengtong.registry import queries
from zhengtong.registry.models import RecordState
from zhengtong.registry.platforms import kind_label

REGISTER = "registry_channels:index"


@provides(Place.TODO)
def to_admit(asking: Asking) -> Iterable[Line]:
    if not asking.holds(PostKind.OFFICE_CLERK):
        return
    drafts = queries.standing().filter(record_state=RecordState.DRAFT).select_related("host").order_by("code")
    for channel in drafts:
        page = reverse("registry_channels:inspect", args=[channel.pk])
        yield Line(
            kind="台账待核", what=f"{channel.name}（{kind_label(channel.kind, channel.platform)}）", whom=str(channel.host),
            url=page, act="核对", act_url=page, clause="1.2", rank=2,
        )  # fmt: skip


@provides(Place.TODO)
def to_complete(asking: Asking) -> Iterable[Line]:
    """One line a unit: how many of its entries lack something, for its site manager."""
    managed = asking.units({PostKind.SITE_MANAGER})
    if not managed:
        return
    channels = list(queries.with_identifiers(queries.standing().filter(host__in=managed)))
    lacking = queries.completeness_of(channels, asking.at)
    for unit in managed:
        missing = [lacking[one.pk] for one in channels if one.host_id == unit.pk and lacking[one.pk]]
        if missing:
            url = f"{reverse(REGISTER)}?host={unit.pk}"
            yield Line(
                kind="台账缺项", what=f"{len(missing)}个阵地登记不全，共缺{sum(map(len, missing))}项", whom=str(unit),
                url=url, act="补正", act_url=url, clause="1.2", rank=3,
            )  # fmt: skip
