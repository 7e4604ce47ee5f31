"""Opening and closing topics: columns of the duty table that several units may fill (3.2)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from zhengtong.duties import access as duties_access
from zhengtong.duties.actions import add_column, close_column
from zhengtong.duties.models import PORTAL, ContentKind, Person, Unit
from zhengtong.duties.rules import business_date
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.refusals import Refusal, refuse
from zhengtong.publishing import rules, verbs
from zhengtong.publishing.actions import places
from zhengtong.publishing.models import PortalHome, Topic, TopicFolder

CATEGORY = "专栏专题"


def open_topic(
    *, title: str, summary: str, lead: Unit, slug: str, reason: str, by: Person | None, at: datetime,
    joint: Collection[Unit] = (), site: str = PORTAL, ends_on: date | None = None,
) -> Topic:  # fmt: skip
    """Open a topic at zt/<slug>/ of the portal or of the lead unit's sub-site; `joint` units write there as well.

    The Office opens topics of the portal, a unit's site manager those of the own sub-site. Raises `Refused` with all reasons.
    """
    with transaction.atomic():
        new = rules.NewTopic(
            title=title, summary=summary, slug=slug, site=site, lead=lead.code, joint=tuple(unit.code for unit in joint),
            closed=[unit.code for unit in (lead, *joint) if unit.valid_until is not None], ends_on=ends_on, reason=reason,
        )  # fmt: skip
        refuse(
            duties_access.may_keep_columns(by, site, lead, at),
            rules.why_not_open_topic(new, business_date(at), has_portal=PortalHome.objects.exists()),
        )
        topic = _new_topic(new, lead, by, at)
        topic.joint_units.set(joint)
        told = {"site": site, "units": [unit.code for unit in topic.units], "reason": topic.reason}
        record(verbs.TOPIC_OPENED, topic, by=by, at=at, data=told)
    return topic


def _new_topic(new: rules.NewTopic, lead: Unit, by: Person | None, at: datetime) -> Topic:
    code = f"zt-{new.slug}" if new.site == PORTAL else f"{new.site}-zt-{new.slug}"
    column = add_column(
        code, new.title.strip(), lead, by=by, at=at, site=new.site, kind=ContentKind.NEWS, clause="3.2"
    )
    topic = Topic.objects.create(column=column, ends_on=new.ends_on, reason=new.reason.strip())
    if new.site != PORTAL:
        places.open_subsite(lead, by=by, at=at)
    places.open_column(
        column, by=by, at=at, description=new.summary.strip(), keywords=column.name, column_type=CATEGORY,
        home=_folder_of(new.site), slug=new.slug,
    )  # fmt: skip
    return topic


def _folder_of(site: str) -> TopicFolder:
    home = places.home_of(site)
    existing = home.get_children().filter(slug=places.TOPICS).first()
    if existing is None:
        home.add_child(instance=TopicFolder(title=CATEGORY, slug=places.TOPICS))
        existing = home.get_children().get(slug=places.TOPICS)
    folder = existing.specific
    refuse(None if isinstance(folder, TopicFolder) else _taken(folder.title))
    return folder


def _taken(name: str) -> Refusal:
    return Refusal(
        "topic.address_taken", f"网址{places.TOPICS}/已由栏目“{name}”使用，请先撤并该栏目。", "3.2"
    )


def close_topic(topic: Topic, *, reason: str, by: Person | None, at: datetime) -> Topic:
    """Archive a topic: it stays readable and takes no new drafts. The same as closing its column in the duty table (5.5)."""
    with moving(topic, verbs.TOPIC_CLOSED, by=by, at=at) as move:
        topic = move.subject
        refuse(
            duties_access.may_keep_columns(by, topic.column.site, topic.column.unit, at),
            rules.why_not_close_topic(topic.closed_on, reason),
        )
        topic.column = close_column(topic.column, reason=reason, by=by, at=at)
        move.data = {"reason": reason.strip()}
    return topic
