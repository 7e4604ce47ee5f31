"""A district small enough to see: the Office with its writers, three co-supervisors, 区教委 with all its hands, a neighbour."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from zhengtong.duties.models import PORTAL, ContentKind, PostKind, ResponsibleColumn, Unit
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.jobs.actions import work_off
from zhengtong.engine.procedures import actions, registry
from zhengtong.engine.procedures.declaration import APPLICATION
from zhengtong.engine.procedures.models import Case
from zhengtong.publishing.actions import places, sign, submit
from zhengtong.publishing.models import Article, CaseNotice
from zhengtong.publishing.tests.conftest import BOTH, PASSED, SINCE, appointed, unit_called
from zhengtong.registry.actions import register, set_identifier
from zhengtong.registry.models import Channel
from zhengtong.registry.rules import Particulars

EARLY = datetime(2020, 1, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def district(db):
    Unit.objects.all().delete()
    office, jw, wjw = (
        unit_called("bgs", "区政府办公室", "office"),
        unit_called("jw", "区教委"),
        unit_called("wjw", "区卫健委"),
    )
    wxb, bb = unit_called("wxb", "区委网信办", "cyberspace"), unit_called("bb", "区委编办", "establishment")
    police = unit_called("gafj", "区公安分局", "police")
    cast = SimpleNamespace(
        office=office, jw=jw, wjw=wjw,
        clerk=appointed("clerk", office, PostKind.OFFICE_CLERK), writer=appointed("writer", office, PostKind.EDITOR),
        first=appointed("first", office, PostKind.REVIEWER_1), second=appointed("second", office, PostKind.REVIEWER_2),
        third=appointed("third", office, PostKind.DEPUTY), manager=appointed("manager", jw, PostKind.SITE_MANAGER),
        principal=appointed("principal", jw, PostKind.PRINCIPAL), deputy=appointed("deputy", jw, PostKind.DEPUTY),
        wxb=appointed("wxb", wxb, PostKind.CO_SUPERVISOR), bb=appointed("bb", bb, PostKind.CO_SUPERVISOR),
        police=appointed("police", police, PostKind.CO_SUPERVISOR),
        stranger=appointed("stranger", wjw, PostKind.SITE_MANAGER), head=appointed("head", wjw, PostKind.PRINCIPAL),
    )  # fmt: skip
    places.open_portal("演示门户", by=None, at=EARLY)
    row = ResponsibleColumn.objects.create(
        code="tzgg", name="通知公告", unit=office, kind=ContentKind.NOTICE, valid_from=SINCE, site=PORTAL
    )
    places.open_column(
        row, by=None, at=EARLY, description="通知公告", keywords="通知", column_type="信息公开目录"
    )
    told = Particulars(
        kind="portal",
        name="北碚区人民政府",
        url="https://www.beibei.gov.cn/",
        functions=("publish",),
        opened_on=date(2003, 5, 1),
    )
    cast.portal = register(told, host=office, by=None, at=EARLY)
    return cast


@pytest.fixture
def site(district) -> Channel:
    """A site of 区教委 that has run for years, with all its identifiers."""
    told = Particulars(
        kind="site",
        name="北碚教育网",
        url="https://jy.beibei.gov.cn/",
        functions=("publish",),
        opened_on=date(2015, 1, 1),
    )
    made = register(told, host=district.jw, by=None, at=EARLY)
    numbers = {
        "mark": "10000000000000000000000050010901", "domain": "jy.beibei.gov.cn", "icp": "渝ICP备12345678号",
        "police": "渝公网安备50010900000001号", "site_code": "5001090002",
    }  # fmt: skip
    for kind, value in numbers.items():
        set_identifier(made, kind, value, valid_from=date(2015, 1, 1), by=None, at=EARLY)
    return made


@pytest.fixture
def file(district, at):
    """file("name"): a kept PDF, another one for each name."""

    def make(name="材料", data=b"", ending="pdf"):
        return keep(data or f"%PDF-1.4 {name}".encode(), f"{name}.{ending}", by=district.manager, at=at)

    return make


@pytest.fixture
def go(district, at, file):
    """Walks a case: go(case, step, person, day=n, **given); required files are attached, decisions approve."""

    def step(case, code, person, *, day=0, minute=0, **said):
        declared = case.text.step(code)
        moment = at + timedelta(days=day, minutes=minute)
        files = said.pop("files", None)
        if files is None:
            files = {one.code: file(one.label) for one in declared.files if one.required}
        outcome = said.pop("outcome", declared.outcomes[0])
        return actions.perform(
            Case.objects.get(pk=case.pk), code, by=person, at=moment, outcome=outcome, opinion=said.pop("opinion", ""),
            given=said, files=files,
        )  # fmt: skip

    return step


@pytest.fixture
def apply(district, at, file):
    def begin(code, asked, *, by=None, subject=None, day=0, party="jw", files=None):
        procedure = registry.procedures[code]
        assert procedure.application.kind == APPLICATION
        papers = {one.code: file(one.label) for one in procedure.application.files if one.required}
        return actions.begin(
            procedure, party=party, by=by or district.manager, at=at + timedelta(days=day), asked=asked,
            subject=subject, files=papers if files is None else files,
        )  # fmt: skip

    return begin


@pytest.fixture
def publish_notice(district, at):
    """The Office's people take the case's newest notice through three reviews; the worker tells the case."""

    def publish(case, *, day=0):
        moment = at + timedelta(days=day, hours=1)
        article = Article.objects.get(pk=CaseNotice.objects.filter(case=case).latest("pk").article_id)
        draft = article.specific.get_latest_revision_as_object()
        draft.secrecy_checked = True
        draft.changed_at = moment
        draft.save_revision(user=district.writer)
        submission = submit(article, by=district.writer, at=moment)
        for number, person in enumerate((district.first, district.second, district.third), 1):
            sign(submission, by=person, at=moment + timedelta(minutes=number), acts=BOTH, gates=PASSED)
        work_off(moment + timedelta(minutes=9))
        return Article.objects.get(pk=article.pk)

    return publish


def state_of(case, code):
    return case.steps.exclude(state="void").order_by("-round").filter(code=code).first().state
