"""The register read: which channels there are, who may look at which, what a record lacks, what a site is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Prefetch, Q, QuerySet
from django.db.models.functions import Cast

from zhengtong.duties.models import PostKind, Unit
from zhengtong.duties.models.kinds import LEADERS
from zhengtong.duties.queries import appointments_at, sees_district, units_of
from zhengtong.duties.rules import business_date
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.ledger.queries import story_of
from zhengtong.registry.models import (
    Channel,
    ChannelKind,
    ChannelState,
    Identifier,
    IdentifierKind,
    RecordState,
)
from zhengtong.registry.models.kinds import KEPT, OWN_DOMAIN, STANDING
from zhengtong.registry.rules import Missing, PublicChannel, missing
from zhengtong.registry.verbs import STATE_CHANGED


def standing() -> QuerySet[Channel]:
    """Channels that exist, drafts included: neither closed nor cancelled."""
    return Channel.objects.filter(record_state__in=sorted(KEPT), channel_state__in=sorted(STANDING))


def portal_channel() -> Channel | None:
    """With its identifiers, which whoever asks for it mostly reads next."""
    return with_identifiers(standing().filter(kind=ChannelKind.PORTAL).select_related("host")).first()


def subsite_of(unit: Unit) -> Channel | None:
    return standing().filter(kind=ChannelKind.SUBSITE, host=unit).select_related("host").first()


def channels_of(unit: Unit) -> QuerySet[Channel]:
    return standing().filter(host=unit)


def channels_seen_by(person: Any, at: datetime) -> QuerySet[Channel]:
    """A unit sees its own and no more (2.3); the Office and the supervisors see the whole register (2.1, 2.2)."""
    return seen_by(Channel.objects.select_related("host"), person, at)


def seen_by(channels: QuerySet[Channel], person: Any, at: datetime) -> QuerySet[Channel]:
    """Of these channels those that exist for the person."""
    if sees_district(person, at):
        return channels
    return channels.filter(host__in=[unit.pk for unit in units_of(person, at)])


def identifiers_on(channel: Channel, day: date) -> list[Identifier]:
    """Identifiers in force on that Beijing day, in the order of their kinds."""
    order = list(IdentifierKind)
    counting = [one for one in channel.identifiers.all() if one.counts_on(day)]
    return sorted(counting, key=lambda one: (order.index(IdentifierKind(one.kind)), one.pk))


def current_identifier(channel: Channel, kind: str, day: date) -> str:
    """The value in force on that day; of several domains the one registered last; empty when there is none."""
    values = [one for one in channel.identifiers.all() if one.kind == kind and one.counts_on(day)]
    return max(values, key=lambda one: (one.valid_from, one.pk)).value if values else ""


def with_identifiers(channels: QuerySet[Channel]) -> QuerySet[Channel]:
    """For listings: identifiers fetched in one query, as the functions above read them."""
    return channels.prefetch_related(Prefetch("identifiers", Identifier.objects.order_by("kind", "pk")))


@dataclass(frozen=True)
class People:
    """Who answers for channels of a host at a moment, as the national record asks: 负责人 and 联系人."""

    responsible: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


def people_of(hosts: Iterable[int], at: datetime) -> dict[int, People]:
    """By primary key of the host unit, in one query: leaders as responsible, site managers as contacts."""
    wanted = sorted({*LEADERS, PostKind.SITE_MANAGER})
    held = appointments_at(at).filter(unit__in=set(hosts), post__in=wanted, person__is_active=True)
    found: dict[int, dict[bool, list[str]]] = {}
    for unit, post, name in held.order_by("-post", "person__name").values_list(
        "unit_id", "post", "person__name"
    ):
        found.setdefault(unit, {True: [], False: []})[post in LEADERS].append(name)
    return {unit: People(tuple(by[True]), tuple(by[False])) for unit, by in found.items()}


def completeness(channel: Channel, at: datetime) -> list[Missing]:
    """What the record of this channel lacks."""
    return completeness_of([channel], at)[channel.pk]


def completeness_of(channels: Iterable[Channel], at: datetime) -> dict[int, list[Missing]]:
    """The same for a listing, by primary key; one query for the people, none where identifiers were prefetched."""
    channels, day = list(channels), business_date(at)
    people = people_of({channel.host_id for channel in channels}, at)
    return {
        channel.pk: missing(
            channel,
            kinds={one.kind for one in channel.identifiers.all() if one.counts_on(day)},
            responsible=bool(people.get(channel.host_id, People()).responsible),
            contact=bool(people.get(channel.host_id, People()).contacts),
        )
        for channel in channels
    }


@dataclass(frozen=True)
class SiteIdentity:
    """How a site presents itself in header, footer and META tags; a text that is not registered is empty."""

    name: str
    domain: str
    site_code: str
    icp: str
    police: str
    mark: str
    host_name: str
    address: str
    phone: str


def site_identity(channel: Channel, on: date) -> SiteIdentity:
    """The identity of a site on a Beijing day; a sub-site stands under the identifiers of the portal, with its own host."""
    bearer = channel if channel.kind in OWN_DOMAIN else portal_channel() or channel
    values = {kind: current_identifier(bearer, kind, on) for kind in IdentifierKind}
    return SiteIdentity(
        name=channel.name,
        domain=values[IdentifierKind.DOMAIN],
        site_code=values[IdentifierKind.SITE_CODE],
        icp=values[IdentifierKind.ICP],
        police=values[IdentifierKind.POLICE],
        mark=values[IdentifierKind.MARK],
        host_name=channel.host.name,
        address=channel.host.address,
        phone=channel.host.phone,
    )


@dataclass(frozen=True)
class FieldChange:
    """One field of a record, changed once: what it said before and after, who did it when."""

    at: datetime
    by: str
    acting_as: str
    field: str
    label: str
    old: str
    new: str
    reason: str
    verb: str


def history_of(channel: Channel, field: str = "") -> list[FieldChange]:
    """Every change of every field (or of one), newest first, read from the ledger."""
    changes = [change for entry in story_of(channel) for change in _changes(entry)]
    return [change for change in reversed(changes) if field in ("", change.field)]


def _changes(entry: Entry) -> list[FieldChange]:
    reason = str(entry.data.get("reason", ""))
    return [
        FieldChange(
            entry.at,
            entry.actor_name,
            entry.acting_as,
            one["field"],
            one["label"],
            one["old"],
            one["new"],
            reason,
            entry.verb,
        )
        for one in entry.data.get("changes", [])
    ]


def clashing(
    host: Unit, kind: str, platform: str, handle: str, url: str, leaving_out: int = 0
) -> list[Channel]:
    """Standing channels that an entry like this would collide with; the rules say which collision matters."""
    same_place = Q(host=host, kind=kind, platform=platform) | Q(kind=kind, kind__in=_ONE_IN_DISTRICT)
    same_name = Q(platform=platform, handle=handle) if platform and handle else Q(pk=None)
    same_address = Q(url=url) if url else Q(pk=None)
    found = standing().filter(same_place | same_name | same_address).exclude(pk=leaving_out)
    return list(found.select_related("host").order_by("pk"))


_ONE_IN_DISTRICT = [ChannelKind.PORTAL.value, ChannelKind.APP.value]


# ---- what the public may know -----------------------------------------------------------------------------


def public_channels(at: datetime) -> list[PublicChannel]:
    """Every channel that is or was official, in two queries: the portal first, then by host unit, sites before accounts.

    A draft, an application and an application that was withdrawn are not among them; what closed stays for ever, so that
    somebody who meets it later is told so (7.3).
    """
    day = business_date(at)
    kinds = [kind.value for kind in ChannelKind]
    found = with_identifiers(_ever_official().select_related("host"))
    made = [(one, _in_public(one, day)) for one in found]
    made.sort(
        key=lambda pair: (
            pair[0].kind != ChannelKind.PORTAL, pair[0].host.order, pair[0].host.code, kinds.index(pair[0].kind), pair[0].code,
        )
    )  # fmt: skip
    return [public for _, public in made]


def _ever_official() -> QuerySet[Channel]:
    """In the register, and not an application that was cancelled before it became anything."""
    kept = [RecordState.REGISTERED.value, RecordState.ARCHIVED.value]
    entered = Channel.objects.filter(record_state__in=kept).exclude(channel_state=ChannelState.APPLIED)
    withdrawn = Entry.objects.filter(
        verb=STATE_CHANGED.code,
        subject_type="registry.channel",
        data__changes__0__old=ChannelState.APPLIED.label,
        data__changes__0__new=ChannelState.CANCELLED.label,
    )
    return entered.annotate(key=Cast("pk", CharField())).exclude(key__in=withdrawn.values("subject_id"))


def _in_public(channel: Channel, day: date) -> PublicChannel:
    hosts = {IdentifierKind.DOMAIN.value, IdentifierKind.DOMAIN_CN.value}
    domains = [one for one in channel.identifiers.all() if one.kind in hosts]
    return PublicChannel(
        code=channel.code, kind=channel.kind, name=channel.name, state=channel.channel_state,
        host_code=channel.host.code, host_name=channel.host.name, host_short=channel.host.short_name,
        platform=channel.platform, operator_name=channel.operator_name, url=channel.url, handle=channel.handle,
        opened_on=channel.opened_on, closed_on=channel.closed_on, functions=tuple(channel.function_labels),
        identifiers={
            kind.value: value for kind in IdentifierKind if (value := current_identifier(channel, kind, day))
        },
        domains=tuple(one.value for one in domains if one.counts_on(day)),
        former_domains=tuple(one.value for one in domains if one.ended_on is not None and one.ended_on <= day),
    )  # fmt: skip
