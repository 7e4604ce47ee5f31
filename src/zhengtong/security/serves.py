"""Which clauses this room serves."""

from zhengtong.regulation.services import serves

serves(
    "7.1",
    what="登录记录留存，期限内不得删改",
    where="security_sign_ins:index",
    code="zhengtong.security.actions.forget_sign_ins",
)
serves(
    "7.2",
    what="口令强度、定期更换、不得重复使用",
    where="security:password",
    code="zhengtong.security.actions.change_password",
)
serves("7.2", what="双因素认证", where="security:own", code="zhengtong.security.actions.verify")
serves(
    "7.2",
    what="登录失败锁定，由安全管理员核实解锁",
    where="security_accounts:index",
    code="zhengtong.security.actions.unlock",
)
serves("7.2", what="无操作和超时自动退出", where="security:own", code="zhengtong.security.rules.why_over")
serves("7.2", what="上传文件按内容核验", code="zhengtong.security.uploads.why_not_upload")
serves("7.4", what="任职终止即不能进入工作台", code="zhengtong.security.middleware.Doorkeeper")
