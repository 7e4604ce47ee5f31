"""Who plays in the demo district: role names only, no real person. Everybody has one password, made anew for each installation."""

import secrets
from pathlib import Path

from zhengtong.duties.models import PostKind, UnitKind

# user name suffix → what the role is called → posts. The full staff of a unit; small ones have the first six.
STAFF: tuple[tuple[str, str, tuple[PostKind, ...]], ...] = (
    ("manager", "网站管理员", (PostKind.SITE_MANAGER,)),
    ("editor", "信息员", (PostKind.EDITOR,)),
    ("first", "一审", (PostKind.REVIEWER_1,)),
    ("second", "二审", (PostKind.REVIEWER_2,)),
    ("third", "三审", (PostKind.DEPUTY, PostKind.REVIEWER_3)),
    ("principal", "主要负责人", (PostKind.PRINCIPAL,)),
    ("editor2", "信息员乙", (PostKind.EDITOR,)),
    ("proof1", "一校", (PostKind.PROOFREADER_1,)),
    ("proof2", "二校", (PostKind.PROOFREADER_2,)),
    ("proof3", "三校", (PostKind.PROOFREADER_3,)),
    ("watch", "值班读网员", (PostKind.WATCH_OFFICER,)),
    ("security", "安全责任人", (PostKind.SECURITY_OFFICER,)),
)
SMALL = 6
FULLY_STAFFED = ("bgs", "jw", "wjw", "tsjd")
# Those who look over the whole district.
OFFICE = (
    ("office.clerk", "区政府办公室经办", "bgs", PostKind.OFFICE_CLERK),
    ("wxb.liaison", "区委网信办联络员", "wxb", PostKind.CO_SUPERVISOR),
    ("bb.liaison", "区委编办联络员", "bb", PostKind.CO_SUPERVISOR),
    ("gafj.liaison", "区公安分局联络员", "gafj", PostKind.CO_SUPERVISOR),
    ("xcb.liaison", "区委宣传部联络员", "xcb", PostKind.CO_SUPERVISOR),
    ("admin.system", "系统管理员", "bgs", PostKind.SYSTEM_ADMIN),
    ("admin.security", "安全管理员", "bgs", PostKind.SECURITY_ADMIN),
    ("admin.audit", "审计管理员", "bgs", PostKind.AUDIT_ADMIN),
)
WITHOUT_STAFF = frozenset({UnitKind.CYBERSPACE, UnitKind.ESTABLISHMENT, UnitKind.PROPAGANDA, UnitKind.POLICE})
SHOWN_UNIT = "jw"


def password_kept_in(folder: Path) -> str:
    """The demo password of this installation; made once, kept beside the data, printed at each start."""
    kept = folder / "demo-password"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(f"Beibei-{secrets.randbelow(9000) + 1000}-{secrets.token_hex(2)}")
    return kept.read_text().strip()


def shown_accounts() -> list[tuple[str, str]]:
    """The accounts to print: user name and role, one of each role."""
    staff = [(f"{SHOWN_UNIT}.{suffix}", f"区教委{role}") for suffix, role, _ in STAFF]
    operator = (f"{SHOWN_UNIT}.operator", "区教委承办单位编辑（限一个栏目、到期终止）")
    return [*((username, role) for username, role, _, _ in OFFICE), *staff, operator]
