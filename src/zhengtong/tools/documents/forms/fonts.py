"""Which Chinese fonts of this machine a PDF is set in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Names as fonts state them, English or Chinese; the first that is installed is taken.
SMALL_SONG = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "小标宋体")
FANG_SONG = (
    "FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "华文仿宋", "FZFangSong-Z02S", "方正仿宋简体",
    "FZFangSong-Z02", "方正仿宋_GBK",
)  # fmt: skip
KAI = (
    "KaiTi_GB2312",
    "楷体_GB2312",
    "KaiTi",
    "楷体",
    "STKaiti",
    "华文楷体",
    "FZKai-Z03S",
    "方正楷体简体",
    "AR PL UKai CN",
)
SONG = (
    "Noto Serif CJK SC", "Source Han Serif SC", "思源宋体", "Source Han Serif CN", "Noto Serif SC", "SimSun", "宋体",
    "STSong", "华文宋体", "Songti SC", "FZShuSong-Z01S", "方正书宋简体", "AR PL UMing CN",
)  # fmt: skip
HEI = (
    "SimHei", "黑体", "STHeiti", "华文黑体", "Heiti SC", "FZHei-B01S", "方正黑体简体", "Noto Sans CJK SC",
    "Source Han Sans SC", "思源黑体", "Source Han Sans CN", "Noto Sans SC", "Microsoft YaHei", "PingFang SC",
    "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback",
)  # fmt: skip
LATIN = ("Times New Roman", "Liberation Serif", "Tinos", "Nimbus Roman", "TeX Gyre Termes", "FreeSerif")


class NoChineseFont(Exception):
    """No font on this machine has Chinese characters; the message says in Chinese what to do."""

    def __init__(self) -> None:
        super().__init__(
            "本机没有安装中文字体，无法生成 PDF。请由管理员安装中文字体（Debian、统信、麒麟等系统执行 "
            "apt-get install fonts-noto-cjk）后重启平台，或者先下载 .docx 文件。"
        )


@dataclass(frozen=True)
class Faces:
    """Font families by role; ``latin`` for letters and figures, empty: those of the Chinese font."""

    title: str
    body: str
    song: str
    heading: str
    second: str
    latin: str


def chosen(installed: Iterable[str]) -> Faces:
    """The best of the installed families for each role. Raises NoChineseFont when none of them is Chinese."""
    known = {name.casefold(): name for name in installed}
    return Faces(
        title=_first(known, SMALL_SONG, SONG, FANG_SONG, HEI, KAI),
        body=_first(known, FANG_SONG, SONG, KAI, HEI, SMALL_SONG),
        song=_first(known, SONG, FANG_SONG, HEI, KAI, SMALL_SONG),
        heading=_first(known, HEI, SONG, FANG_SONG, KAI, SMALL_SONG),
        second=_first(known, KAI, FANG_SONG, SONG, HEI, SMALL_SONG),
        latin=next((known[name.casefold()] for name in LATIN if name.casefold() in known), ""),
    )


def _first(known: dict[str, str], *orders: Sequence[str]) -> str:
    for order in orders:
        for name in order:
            if name.casefold() in known:
                return known[name.casefold()]
    raise NoChineseFont
