"""Which clauses this face serves."""

from zhengtong.regulation.services import serves

serves(
    "1.3",
    what="门户网站和各单位子站：信息发布、办事指引、站内检索、找错入口",
    where="portal:search",
    code="zhengtong.portal.build.build_all",
)
serves(
    "3.14",
    what="页面要素、页脚标识和META标签按发展指引生成，读屏软件可读",
    where="portal:search",
    code="zhengtong.portal.rendering.render_article",
)
serves(
    "5.1",
    what="最后一道签署完成后即时在门户网站发布，并可检索",
    where="portal:search",
    code="zhengtong.portal.tasks.build_item",
)
serves(
    "5.5",
    what="撤稿后从页面、列表、检索、订阅和网站地图中移除，并逐一复核",
    code="zhengtong.portal.build.proof.prove_gone",
)
serves(
    "7.2",
    what="逐个核验公开文件，被改动、删除、添加的即时报告并恢复",
    code="zhengtong.portal.build.verify",
)
