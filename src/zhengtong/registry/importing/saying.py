"""What one line says of a channel, in the words of the register; what it leaves out is what the clerk chose for the list."""

from dataclasses import dataclass

from zhengtong.engine.refusals import Refusal
from zhengtong.registry.importing import words
from zhengtong.registry.importing.reading import Said
from zhengtong.registry.models import ChannelKind
from zhengtong.registry.platforms import recognise
from zhengtong.registry.rules import Particulars


@dataclass(frozen=True)
class Options:
    """What the clerk chose for what the list does not say; `host` is the key of a unit, `BY_NAME`, or empty."""

    kind: str = ""
    platform: str = ""
    host: str = ""
    opens_units: bool = False
    draft: bool = False


def particulars_of(line: Said, options: Options) -> tuple[Particulars, list[Refusal]]:
    """The tidied particulars of a line, and every reason why something in it cannot be read."""
    said = line.said
    refusals = [
        Refusal(f"cell_{name}", f"{words.FIELDS[name]}：{why}。", "1.2") for name, why in line.faults.items()
    ]
    opened_on, why = words.day_of(said.get("opened_on", ""))
    if why:
        refusals.append(Refusal("opened_on_unreadable", f"开通日期：{why}。", "1.2"))
    functions, unknown = words.functions_of(said.get("functions", ""))
    if unknown:
        message = f"功能{words.shown(unknown)}无法识别，须从信息发布、解读回应、办事服务、互动交流中选择。"
        refusals.append(Refusal("function_unknown", message, "1.3"))
    kind, platform, unreadable = _kind(said, options)
    told = Particulars(
        kind=kind, platform=platform, name=said.get("name", ""), operator_name=said.get("operator_name", ""),
        url=said.get("url", ""), handle=said.get("handle", ""), functions=functions, opened_on=opened_on,
        note=said.get("note", ""),
    )  # fmt: skip
    return told.tidied(), [*refusals, *unreadable]


def _kind(said: dict[str, str], options: Options) -> tuple[str, str, list[Refusal]]:
    """Kind and platform: as written, else read from each other or from the address, else as chosen."""
    kind, platform = (words.meaning(f"{one}s", said.get(one, "")) for one in ("kind", "platform"))
    if said.get("kind") and not kind:
        platform = platform or words.meaning("platforms", said["kind"])
    refusals = _unreadable(said, kind, platform)
    address = recognise(said.get("url", ""))
    kind = kind or (ChannelKind.ACCOUNT if platform else options.kind)
    kind = kind or (ChannelKind.ACCOUNT if address else "")
    if kind == ChannelKind.ACCOUNT and not platform:
        platform = address.platform.code if address else options.platform
    return kind, platform, refusals


def _unreadable(said: dict[str, str], kind: str, platform: str) -> list[Refusal]:
    found = []
    if said.get("kind") and not kind and not platform:
        kinds = "、".join(one.label for one in ChannelKind)
        message = f"类别“{said['kind'][:20]}”无法识别，请填写{kinds}。"
        found.append(Refusal("kind_unreadable", message, "1.2"))
    if said.get("platform") and not words.meaning("platforms", said["platform"]):
        message = f"平台“{said['platform'][:20]}”无法识别，请填写平台的通用名称。"
        found.append(Refusal("platform_unreadable", message, "1.2"))
    return found
