from datetime import timedelta

from zhengtong.duties import actions, queries
from zhengtong.duties.actions.columns import running_clock
from zhengtong.duties.models import ContentKind, PostKind, SystemKind
from zhengtong.duties.rules import business_date
from zhengtong.engine.ledger.queries import broken, story_of


def test_chapter_2__from_the_empty_district_to_a_unit_in_order(structure, someone, office, jw, file, at):
    """Clauses 2.1 to 2.5 and 5.3, by the hands that the measures name."""
    leader = someone("leader", office, PostKind.PRINCIPAL)
    system_admin = someone("xitong", office, PostKind.SYSTEM_ADMIN)
    today = business_date(at)

    # 2.1: the Office's leader appoints the clerk, the system administrator opens accounts.
    new = {name: actions.create_person(name, f"演示·{name}", by=system_admin, at=at) for name in
           ("clerk", "principal", "deputy", "manager", "editor", "first", "second", "agency", "wxb")}  # fmt: skip
    actions.appoint(new["clerk"], office, PostKind.OFFICE_CLERK, by=leader, at=at)

    # 5.3, 2.2: the Office registers who answers, and whom to reach at the supervisors.
    actions.appoint(new["principal"], jw, PostKind.PRINCIPAL, by=new["clerk"], at=at)
    actions.appoint(new["deputy"], jw, PostKind.DEPUTY, by=new["clerk"], at=at)
    actions.appoint(new["manager"], jw, PostKind.SITE_MANAGER, by=new["clerk"], at=at)
    actions.appoint(new["wxb"], structure["wxb"], PostKind.CO_SUPERVISOR, by=new["clerk"], at=at)

    # 2.4: the unit appoints its own people and writes its three systems down.
    for name, post in (
        ("editor", PostKind.EDITOR),
        ("first", PostKind.REVIEWER_1),
        ("second", PostKind.REVIEWER_2),
    ):
        actions.appoint(new[name], jw, post, by=new["manager"], at=at)
    for kind in SystemKind:
        actions.set_written_system(
            jw, kind, version="2026版", adopted_on=today, evidence=file, by=new["manager"], at=at
        )
    assert queries.missing_systems(jw) == []

    # 2.3, 2.4: the Office hands out a column, the unit names the person; the clock runs.
    column = actions.add_column(
        "jiaoyu", "教育", jw, update_every_days=14, kind=ContentKind.NEWS, by=new["clerk"], at=at
    )
    actions.assign_column(column, jw, person=new["editor"], update_every_days=14, by=new["manager"], at=at)
    assert running_clock(column).audience == f"person:{new['editor'].pk}"

    # 2.5: an agency runs the column until a date, and not a day longer.
    commission = actions.commission_operator(
        jw, agency="演示·某传媒公司", outside=True, reference="合同1", valid_from=today,
        valid_until=today + timedelta(days=90), columns=[column], by=new["manager"], at=at,
    )  # fmt: skip
    actions.appoint(
        new["agency"], jw, PostKind.EDITOR, commission=commission, valid_until=commission.valid_until,
        by=new["manager"], at=at,
    )  # fmt: skip

    assert queries.responsible(jw, at) == queries.Responsible(new["principal"], [new["deputy"]])
    assert [person.username for person in queries.holders(jw, PostKind.EDITOR, at)] == ["agency", "editor"]
    assert [p.username for p in queries.holders(jw, PostKind.EDITOR, at + timedelta(days=91))] == ["editor"]
    assert {line.verb for line in story_of(jw)} >= {"post.appointed", "written_system.set"}
    assert broken() == []
