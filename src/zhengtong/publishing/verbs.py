"""What can happen to an article, as the ledger knows it."""

from zhengtong.engine.ledger.registry import verb

DRAFTED = verb("article.drafted", "拟稿", clause="5.2")
CHANGED = verb("article.changed", "修改稿件", clause="5.2")
DISCARDED = verb("article.discarded", "删除未送审草稿", clause="5.2")
SUBMITTED = verb("article.submitted", "送审", clause="5.2")
SIGNED = verb("article.signed", "签署审校意见", clause="5.2")
RETURNED = verb("article.returned", "退回修改", clause="5.2")
WITHDRAWN = verb("article.withdrawn", "撤回送审", clause="5.2")
VOIDED = verb("article.voided", "改动后送审失效", clause="5.2")
APPROVED = verb("article.approved", "通过三审三校", clause="5.2")
PUBLISHED = verb("article.published", "发布", clause="5.2")
TAKEN_DOWN = verb("article.taken_down", "撤稿", clause="5.2")
HELD = verb("article.held", "设置公告保留期限", clause="3.9")
HOLD_LIFTED = verb("article.hold_lifted", "解除公告保留期限", clause="3.9")
IMPORTED = verb("article.imported", "由文件导入草稿", clause="5.2")
IMPORT_RECEIVED = verb("import.received", "上传待导入文件", clause="5.2")
IMPORT_DROPPED = verb("import.dropped", "放弃导入，删除上传文件", clause="5.2")
TOPIC_OPENED = verb("topic.opened", "开设专题", clause="3.2")
TOPIC_CLOSED = verb("topic.closed", "归档专题", clause="3.2")
PLACE_OPENED = verb("place.opened", "设立栏目或子站", clause="2.3")
