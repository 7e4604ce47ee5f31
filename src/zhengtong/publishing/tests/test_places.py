import pytest

from zhengtong.duties.actions import add_column
from zhengtong.duties.models import ContentKind
from zhengtong.engine.jobs.actions import work_off
from zhengtong.publishing.models import ColumnPage, SubsiteHome
from zhengtong.publishing.queries import column_path

pytestmark = pytest.mark.django_db


def test_column_added_to_the_duty_table__gets_its_page_on_the_portal(district, at):
    add_column("gszx", "公示中心", district.education, by=district.clerk, at=at, kind=ContentKind.NOTICE)
    work_off(at)
    page = ColumnPage.objects.get(column__code="gszx")
    assert (column_path(page), page.kind) == ("/gszx/", ContentKind.NOTICE)


def test_column_of_a_unit__opens_its_subsite_too_and_only_once(district, at):
    add_column("jw-gzdt", "工作动态", district.education, by=district.clerk, at=at, site="jw")
    work_off(at)
    work_off(at)
    assert column_path(ColumnPage.objects.get(column__code="jw-gzdt")) == "/bm/jw/gzdt/"
    assert SubsiteHome.objects.count() == 1
