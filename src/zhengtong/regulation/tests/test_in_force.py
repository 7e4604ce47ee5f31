import pytest
from django.core.checks import Error

from zhengtong import regulation
from zhengtong.regulation import in_force
from zhengtong.regulation.checks import packs_are_sound


@pytest.fixture(autouse=True)
def _read_anew():
    in_force.reload()
    yield
    in_force.reload()


def test_default_extra_folder__need_not_exist(settings, tmp_path):
    settings.DATA = tmp_path
    settings.ZT_PACKS_FOLDER = tmp_path / "packs"
    assert len(regulation.clauses()) == 69


def test_named_extra_folder__must_exist(settings, tmp_path):
    settings.ZT_PACKS_FOLDER = tmp_path / "mistyped"
    with pytest.raises(regulation.PackError, match="mistyped"):
        regulation.clauses()


def test_extra_folder__is_added(settings, tmp_path):
    settings.ZT_PACKS_FOLDER = tmp_path
    (tmp_path / "pack.toml").write_text('level = "district"\ntitle = "试用"\n', encoding="utf-8")
    (tmp_path / "glossary.toml").write_text(
        '[[terms]]\nterm = "trial"\nchinese = "试用"\ndefinition = "试用期"\nclause = "9.1"\n',
        encoding="utf-8",
    )
    assert "trial" in {term.term for term in regulation.terms()}


def test_check__reads_an_edited_pack_before_the_restart(settings, tmp_path):
    settings.ZT_PACKS_FOLDER = tmp_path
    assert packs_are_sound() == []
    (tmp_path / "pack.toml").write_text('level = "village"\ntitle = "试用"\n', encoding="utf-8")
    [error] = packs_are_sound()
    assert isinstance(error, Error)
    assert "village" in error.msg
