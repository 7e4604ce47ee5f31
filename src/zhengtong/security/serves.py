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
serves(
    "7.2",
    what="逐项登记各阵地账号口令的保管人、重置人和防护方式，不保存口令",
    where="security_custodies:index",
    code="zhengtong.security.actions.take_custody",
)
serves(
    "7.2",
    what="拒绝写入口令、完整手机号和身份证号",
    where="security_custodies:index",
    code="zhengtong.security.rules.custody.why_not_written",
)
serves(
    "7.2",
    what="阵地账号口令超期提醒更换",
    where="security_custodies:index",
    code="zhengtong.security.actions.note_password_changed",
)
serves(
    "7.4",
    what="账号口令双方移交，接收人更换口令后确认，可附签字的移交登记表",
    where="security_custodies:index",
    code="zhengtong.security.actions.confirm_handover",
)
serves(
    "7.4",
    what="保管人离岗的，即时转为待移交并按工作日计时",
    where="security_custodies:index",
    code="zhengtong.security.actions.watch_custodies",
)
serves(
    "2.5",
    what="外部承办人员不得保管绑定手机、管理员微信等可接管账号的凭证",
    where="security_custodies:index",
    code="zhengtong.security.rules.custody.why_not_hold",
)
serves(
    "2.3",
    what="单位只见本单位阵地的账号口令保管",
    where="security_custodies:index",
    code="zhengtong.security.queries.custody.seen_by",
)
serves(
    "4.2",
    what="查找没有现行保管人的政务新媒体账号",
    code="zhengtong.security.queries.custody_missing",
)
