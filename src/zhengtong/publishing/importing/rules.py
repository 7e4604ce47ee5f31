"""Why a document does not become a draft: facts come in, every reason comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhengtong.engine.refusals import Refusal
from zhengtong.publishing.kinds import ImportState

DAYS_KEPT = 30
USED = "import.used"
OTHER_UNIT = Refusal("import.other_unit", "该文件由其他单位上传，您不能使用。", "2.3")
WORDS_OF_STATE: Mapping[str, tuple[str, str]] = {
    ImportState.WAITING: ("import.not_read", "文件尚在识别，请待识别完成后再存为草稿。"),
    ImportState.REFUSED: ("import.refused", "该文件不能导入，请重新选择文件。"),
    ImportState.USED: (USED, "该文件已存为草稿，不再重复保存。"),
}


@dataclass(frozen=True)
class Facts:
    """What must be known before an upload becomes a draft. `alts` are the words for each picture that is to be taken over."""

    state: str
    unit: int
    column_unit: int
    title: str
    is_visible: bool
    alts: Mapping[int, str] = field(default_factory=dict)


def why_not_import(facts: Facts) -> list[Refusal]:
    """Every reason at once (2.3, 3.14, 5.2)."""
    if not facts.is_visible:
        return [OTHER_UNIT]
    if facts.state != ImportState.READY:
        return [Refusal(*WORDS_OF_STATE[facts.state], "5.2")]
    silent = [number for number, alt in sorted(facts.alts.items()) if not alt.strip()]
    checks = [
        (
            facts.column_unit != facts.unit,
            "import.other_column",
            "所选栏目不属于上传文件的单位，请选择本单位栏目。",
            "2.3",
        ),
        (not facts.title.strip(), "import.no_title", "请填写标题。", "5.2"),
        (
            bool(silent),
            "import.picture_without_alt",
            f"请填写替代文字，或选择不导入：{'、'.join(f'图{number}' for number in silent)}。",
            "3.14",
        ),
    ]
    return [Refusal(code, message, clause) for stands, code, message, clause in checks if stands]
