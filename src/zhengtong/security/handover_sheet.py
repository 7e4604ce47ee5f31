"""The handover form (移交登记表) of a custody, to print, sign and keep (7.4). It has no place for a password either."""

from zhengtong.registry.platforms import kind_label
from zhengtong.security.models import Custody, Handover
from zhengtong.tools.documents.writer import OfficeDocument

TITLE = "政府网站（政务新媒体）账号口令移交登记表"
LINE = "＿" * 8


def rows(custody: Custody, going: Handover | None) -> list[tuple[str, str]]:
    """Label and value, in the order of the form; what is not known yet is a line to write on."""
    channel = custody.channel
    return [
        ("阵地名称", f"{channel.name}（{kind_label(channel.kind, channel.platform)}）"),
        ("登记编号", channel.code),
        ("主办单位", channel.host.name),
        ("移交内容", custody.get_what_display()),
        (
            "登录方式",
            f"{custody.get_method_display()}；双因素认证：{'已启用' if custody.second_factor else '未启用'}",
        ),
        ("绑定情况", custody.bound_to or "—"),
        ("重置人（途径）", custody.resetter_told),
        ("移交人", str(custody.custodian)),
        ("接收人", str(going.to) if going else LINE),
        ("移交事由", going.reason if going else LINE),
        ("口令更换日期", "　　　　年　　月　　日（由接收人更换后填写）"),
    ]


def as_docx(custody: Custody, going: Handover | None) -> bytes:
    """The form as .docx, the same bytes for the same custody and handover."""
    document = OfficeDocument(TITLE)
    document.key_values(rows(custody, going))
    document.paragraph("移交人承诺：已将该项凭证及相关资料全部移交，不再留存，对知悉的有关情况继续保密。")
    document.paragraph("接收人承诺：已收到该项凭证，已更换口令（或重新绑定），妥善保管，不向他人泄露。")
    document.signatures(["移交人（签字）", "接收人（签字）", "监交人（安全责任人，签字）"])
    document.note(
        "本表不得填写口令、验证码、完整手机号和身份证号。签字后扫描，由接收人在系统中确认接收时上传。"
    )
    return document.to_bytes()
