from zhengtong.engine.ledger.registry import verb

WENT_DOWN = verb("website.went_down", "临时下线", clause="3.11")
CAME_BACK = verb("website.came_back", "恢复上线", clause="3.11")
CONTENT_ACCOUNTED = verb("website.content_accounted", "核对内容去向", clause="3.8")
WATCH_BEGUN = verb("website.domain_watch_begun", "开始监看原域名", clause="3.10")
LOOKED = verb("website.domain_looked_at", "查看原域名", clause="3.10")
WATCH_ENDED = verb("website.domain_watch_ended", "停止监看原域名", clause="3.10")
