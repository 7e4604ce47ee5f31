"""Every kind of public page with invented content: the district, its units and documents do not exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from markupsafe import Markup

from zhengtong.portal import feeds, pages, rendering
from zhengtong.portal.blocks import (
    Attachment,
    AttachmentList,
    Cell,
    Heading,
    Image,
    ListBlock,
    Paragraph,
    Table,
)
from zhengtong.portal.build.register import qr_code
from zhengtong.portal.pieces import (
    Column,
    Contact,
    Emblem,
    Entry,
    Filter,
    Footer,
    Link,
    LinkGroup,
    Listed,
    ListedGroup,
    Pager,
    Panel,
    Particular,
    Site,
    SiteNotice,
    Topic,
    TopicCard,
)
from zhengtong.portal.tests.voices import samples as voices

DEPARTMENTS = [
    "区发展改革委",
    "区教委",
    "区科技局",
    "区经济信息委",
    "区公安分局",
    "区民政局",
    "区司法局",
    "区财政局",
    "区人力社保局",
    "区规划自然资源局",
    "区生态环境局",
    "区住房城乡建委",
    "区城市管理局",
    "区交通局",
    "区水利局",
    "区农业农村委",
    "区商务委",
    "区文化旅游委",
    "区卫生健康委",
    "区应急局",
    "区审计局",
    "区市场监管局",
    "区统计局",
    "区医保局",
]
STREETS = ["临江街道", "青屏街道", "北门街道", "文昌街道", "松林街道"]
TOWNS = ["石坪镇", "云台镇", "金沙镇", "三溪镇"]

FOOTER = Footer(
    host="青屏区人民政府办公室",
    operator="青屏区电子政务中心",
    phone="023-00000000",
    address="青屏区临江街道人民路1号",
    postcode="400000",
    icp="渝ICP备00000000号-1",
    police="渝公网安备 50000000000000号",
    emblem=Emblem("CA000000000000000000", "https://bszs.conac.cn/"),
)
PORTAL = Site(
    name="青屏区人民政府",
    domain="www.example.gov.cn",
    id_code="5000000000",
    origin="https://www.example.gov.cn",
    footer=FOOTER,
    navigation=(
        Link("首页", "/"),
        Link("政务公开", "/zwgk/"),
        Link("政策文件", "/zwgk/zcwj/"),
        Link("政务动态", "/zwdt/"),
        Link("办事服务", "/bsfw/"),
        Link("政民互动", "/zmhd/"),
        Link("走进青屏", "/zjqp/"),
    ),
    superiors=(Link("中国政府网", "https://www.gov.cn/"), Link("市政府网", "https://www.cq.gov.cn/")),
    feed="/feed.xml",
)
POLICY = Column(
    name="政策文件",
    href="/zwgk/zcwj/",
    description="区政府及区政府办公室印发的规范性文件和其他政策文件。",
    keywords=("政策文件", "规范性文件"),
    category="政策文件",
    feed="/zwgk/zcwj/feed.xml",
)
NOTICE = replace(
    POLICY,
    name="通知公告",
    href="/zwgk/tzgg/",
    description="区政府及各部门发布的通知、公告、公示。",
    category="通知公告",
)
NEWS = replace(POLICY, name="政务动态", href="/zwdt/", description="", category="政务动态", feed="")
GUIDES = replace(POLICY, name="办事指南", href="/bsfw/zn/", description="", category="办事服务", feed="")

POLICY_TITLES = (
    "青屏区人民政府办公室关于印发青屏区老旧小区改造三年行动方案（2026—2028年）的通知",
    "青屏区人民政府关于加强清溪江流域青屏段水生态保护的实施意见",
    "青屏区人民政府办公室关于优化普惠托育服务供给若干措施的通知",
    "青屏区人民政府关于公布第五批区级文物保护单位的通知",
    "青屏区人民政府办公室关于进一步规范政府网站和政务新媒体管理工作的通知",
    "青屏区人民政府办公室关于印发青屏区突发地质灾害应急预案的通知",
)
NOTICE_TITLES = (
    "2026年冬季供水管网检修停水公告",
    "关于临江路北段道路施工期间实行交通管制的通告",
    "青屏区2026年下半年教师资格认定公告",
    "青屏区医疗保障局关于2027年度城乡居民基本医疗保险参保缴费的通告",
    "关于公开征求《青屏区城市停车管理办法（征求意见稿）》意见的公告",
    "青屏区2026年第四季度政府网站与政务新媒体检查情况通报",
)
NEWS_TITLES = (
    "区政府召开第三十八次常务会议，研究今冬明春民生保障工作",
    "青屏山北麓生态修复工程通过验收，新增林地两千一百亩",
    "今年新增公办幼儿园学位三千二百个，城区学前教育布局进一步优化",
    "“一件事一次办”再添十二项，开办餐饮店平均用时压缩至三个工作日",
    "全区秋粮入库基本完成，优质稻占比提高到七成",
    "临江图书馆恢复开放，首周接待读者一万余人次",
)


def entries(
    titles: tuple[str, ...], folder: str, kind: str = "", numbered: bool = False
) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            title=title,
            href=f"{folder}{index}.html",
            date=date(2026, 11, 20) - timedelta(days=5 * index),
            unit="" if numbered else DEPARTMENTS[(index * 5) % len(DEPARTMENTS)],
            kind=kind,
            document_number=f"青屏府办发〔2026〕{48 - index}号" if numbered else "",
            void="已废止" if numbered and index == 4 else "",
        )
        for index, title in enumerate(titles)
    )


POLICIES = entries(POLICY_TITLES, "/zwgk/zcwj/", numbered=True)
NOTICES = entries(NOTICE_TITLES, "/zwgk/tzgg/")
REPORTS = entries(NEWS_TITLES, "/zwdt/")
SERVICES = (
    Link("城乡居民医保参保登记", "/bsfw/zn/1.html", "区医保局"),
    Link("老年人优待证办理", "/bsfw/zn/2.html", "区民政局"),
    Link("义务教育入学转学", "/bsfw/zn/3.html", "区教委"),
    Link("个体工商户设立登记", "/bsfw/zn/4.html", "区市场监管局"),
    Link("公共租赁住房申请", "/bsfw/zn/5.html", "区住房城乡建委"),
    Link("失业登记与就业援助", "/bsfw/zn/6.html", "区人力社保局"),
)
UNITS = (
    LinkGroup("区政府部门", tuple(Link(name, f"/bm/{index}/") for index, name in enumerate(DEPARTMENTS))),
    LinkGroup("街道", tuple(Link(name, f"/jz/{index}/") for index, name in enumerate(STREETS))),
    LinkGroup("镇", tuple(Link(name, f"/jz/{index + 20}/") for index, name in enumerate(TOWNS))),
)
OFTEN = (
    Link("医保缴费", "/bsfw/zn/1.html"),
    Link("入学转学", "/bsfw/zn/3.html"),
    Link("停水公告", "/zwgk/tzgg/0.html"),
    Link("公租房", "/bsfw/zn/5.html"),
)
PUBLISHED = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
OPENNESS = (Link("政务公开", "/zwgk/"),)

CHAPTERS = (
    ("总　则", 3),
    ("职责分工", 4),
    ("开办与整合", 6),
    ("信息发布", 6),
    ("政务新媒体", 5),
    ("舆情回应", 4),
    ("安全防护", 4),
    ("监督考核", 5),
    ("附　则", 2),
)
SENTENCES = (
    "为进一步规范全区政府网站和政务新媒体管理，根据国家和市有关规定，结合我区实际，制定本办法。",
    "各单位主要负责人是本单位政府网站和政务新媒体工作的第一责任人，分管负责人是直接责任人，应当明确专人负责信息的采集、编辑、审核和日常维护。",
    "信息发布坚持“先审后发、谁发布谁负责”，严格执行三审三校制度，未经审核的信息不得发布。",
    "对公众反映的网页错误，应当在1个工作日内转办，在2个工作日内办结并答复；情况复杂的，应当先行告知办理进展。",
    "因故确需临时下线的，应当提前申请，下线时间一般不超过30日，并在网站首页发布公告。",
)
NUMERALS = "一二三四五六七八九十"


def numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    lead = ("" if tens < 2 else NUMERALS[tens - 1]) + ("十" if tens else "")
    return lead + (NUMERALS[ones - 1] if ones else "")


def long_document() -> tuple[object, ...]:
    blocks: list[object] = [
        Paragraph("各镇人民政府、街道办事处，区政府各部门，有关单位：", flush=True),
        Paragraph("《青屏区政府网站和政务新媒体管理办法》已经区政府同意，现印发给你们，请认真贯彻执行。"),
        Paragraph("青屏区人民政府办公室", align="right"),
        Paragraph("2026年11月18日", align="right"),
        Paragraph("（此件公开发布）"),
    ]
    article = 0
    for chapter, (name, count) in enumerate(CHAPTERS, start=1):
        blocks.append(Heading(2, f"第{numeral(chapter)}章　{name}", f"chapter-{chapter}"))
        for _ in range(count):
            article += 1
            text = SENTENCES[article % 5]
            blocks.append(Paragraph(Markup("<strong>第{}条</strong>　{}").format(numeral(article), text)))
    return tuple(blocks)


def table() -> Table:
    head = tuple(Cell(name, header=True) for name in ("序号", "路段", "施工时间", "绕行线路", "责任单位"))
    rows = (
        ("1", "临江路北段（北门大桥至文昌路口）", "2026-11-25至12-10", "经松林大道、北门路绕行", "区交通局"),
        (
            "2",
            "文昌路（区人民医院至临江广场）",
            "2026-12-01至12-20",
            "经人民路绕行，公交车辆照常通行",
            "区城市管理局",
        ),
    )
    body = tuple(tuple(Cell(text, header=place == 0) for place, text in enumerate(row)) for row in rows)
    merged = (Cell("备注", header=True), Cell("雨天顺延；施工期间请服从现场指挥。", colspan=4))
    return Table((head, *body, merged), "施工路段与绕行线路")


FILES = (
    Attachment("青屏区政府网站和政务新媒体责任清单", "/files/1.pdf", "PDF", 384_512),
    Attachment("信息发布审核单（样表）", "/files/2.docx", "Word 文档", 23_810),
)


def home() -> pages.HomePage:
    return pages.HomePage(
        site=PORTAL,
        policies=Panel("最新政策", POLICY.href, POLICIES[:5]),
        notices=Panel("通知公告", NOTICE.href, NOTICES[:6]),
        news=Panel("政务动态", NEWS.href, REPORTS),
        services=SERVICES,
        services_href="/bsfw/",
        units=UNITS,
        often_sought=OFTEN,
        topics=TOPICS,
        topics_href="/zt/",
    )


def subsite() -> pages.SubsiteHomePage:
    return pages.SubsiteHomePage(
        site=SUBSITE,
        path="/bm/jw/",
        introduction="主管全区教育工作，负责学前教育、义务教育、普通高中教育、职业教育和特殊教育的统筹规划与管理。",
        contact=Contact(
            office="区教委办公室",
            phone="023-00000001",
            address="青屏区文昌街道学府路8号",
            hours="工作日 9:00—12:00，14:00—18:00",
        ),
        panels=(
            Panel("通知公告", "/bm/jw/tzgg/", NOTICES[2:5]),
            Panel("工作动态", "/bm/jw/gzdt/", REPORTS[2:5]),
            Panel("政策解读", "/bm/jw/zcjd/", ()),
        ),
        services=SERVICES[2:4],
        services_href="/bm/jw/bsfw/",
    )


SUBSITE = replace(
    PORTAL,
    name="青屏区教育委员会",
    home="/bm/jw/",
    parent=Link("青屏区人民政府", "/"),
    superiors=(),
    feed="/bm/jw/feed.xml",
    navigation=(
        Link("首页", "/bm/jw/"),
        Link("机构职能", "/bm/jw/jgzn/"),
        Link("通知公告", "/bm/jw/tzgg/"),
        Link("工作动态", "/bm/jw/gzdt/"),
        Link("办事服务", "/bm/jw/bsfw/"),
    ),
    footer=replace(
        FOOTER, host="青屏区教育委员会", operator="", phone="023-00000001", address="青屏区文昌街道学府路8号"
    ),
)


def column() -> pages.ColumnPage:
    years = tuple(
        Link(text, f"/zwgk/tzgg/{text}/", current=text == "全部")
        for text in ("全部", "2026", "2025", "2024", "2023")
    )
    units = tuple(
        Link(name, f"/zwgk/tzgg/u{index}/", str(40 - index), index == 0)
        for index, name in enumerate(("全部", *DEPARTMENTS))
    )
    listed = tuple(
        replace(entry, kind="公告" if index % 2 else "通知") for index, entry in enumerate(NOTICES * 3)
    )
    return pages.ColumnPage(
        site=replace(
            PORTAL,
            navigation=tuple(replace(link, current=link.href == "/zwgk/") for link in PORTAL.navigation),
        ),
        column=NOTICE,
        path=NOTICE.href,
        trail=OPENNESS,
        entries=listed,
        total=1286,
        pager=Pager(5, 65, NOTICE.href, "/zwgk/tzgg/p{n}.html"),
        siblings=(
            Link("政策文件", "/zwgk/zcwj/"),
            Link("通知公告", "/zwgk/tzgg/"),
            Link("机构职能", "/zwgk/jgzn/"),
            Link("领导信息", "/zwgk/ldxx/"),
            Link("财政预决算", "/zwgk/yjs/"),
            Link("政策解读", "/zwgk/zcjd/"),
        ),
        siblings_title="政务公开",
        filters=(Filter("年份", years), Filter("单位", units)),
    )


def section() -> pages.ColumnPage:
    return replace(
        column(),
        column=replace(NOTICE, name="政务公开", href="/zwgk/", feed=""),
        path="/zwgk/",
        trail=(),
        entries=(),
        filters=(),
        total=0,
        pager=Pager(1, 1, "/zwgk/", ""),
        siblings=(),
        children=(Panel("政策文件", POLICY.href, POLICIES[:4]), Panel("通知公告", NOTICE.href, NOTICES[:4])),
    )


def article() -> pages.ArticlePage:
    return pages.ArticlePage(
        site=PORTAL,
        column=NOTICE,
        path="/zwgk/tzgg/1.html",
        trail=(*OPENNESS, Link("通知公告", NOTICE.href)),
        title="关于临江路北段道路施工期间实行交通管制的通告",
        published_at=PUBLISHED,
        source="区交通局",
        unit="区交通局",
        editor="演示·一审",
        keywords=("交通管制", "道路施工"),
        description="临江路北段、文昌路施工期间实行交通管制。",
        attachments=FILES[:1],
        related=NOTICES[2:5],
        body=(
            Paragraph(
                "为保障临江路北段道路改造工程顺利实施，确保施工期间道路交通安全、畅通，根据《中华人民共和国道路交通安全法》有关规定，决定在施工期间对相关路段实行交通管制，现通告如下。"
            ),
            Heading(2, "一、管制时间和路段", "s1"),
            Paragraph("自2026年11月25日零时起，至2026年12月20日24时止，管制路段与绕行线路见下表。"),
            table(),
            Heading(2, "二、管制措施", "s2"),
            ListBlock(
                (
                    "施工路段禁止机动车通行，沿线居民车辆凭证出入；",
                    "公交101路、108路临时调整站点，详见站台公告；",
                    "请广大驾驶人按照交通标志指示行驶，服从交警指挥。",
                ),
                ordered=True,
            ),
            Heading(2, "三、咨询电话", "s3"),
            Paragraph(
                Markup(
                    '如有疑问，请致电区交通局（023-00000002），或者查看<a href="https://map.example.com/">第三方地图服务</a>的实时路况。'
                )
            ),
            Image(
                "/files/road.svg", "临江路北段施工范围示意：北门大桥至文昌路口", 720, 300, "施工范围示意图"
            ),
            Paragraph("青屏区交通局", align="right"),
            Paragraph("2026年11月20日", align="right"),
        ),
    )


def policy() -> pages.PolicyPage:
    return pages.PolicyPage(
        site=PORTAL,
        column=POLICY,
        path="/zwgk/zcwj/4.html",
        trail=(*OPENNESS, Link("政策文件", POLICY.href)),
        title="青屏区人民政府办公室关于印发青屏区政府网站和政务新媒体管理办法的通知",
        published_at=PUBLISHED,
        source="青屏区人民政府办公室",
        unit="区政府办公室",
        editor="演示·一审",
        document_number="青屏府办发〔2026〕42号",
        issuer="青屏区人民政府办公室",
        written_on=date(2026, 11, 18),
        validity=pages.Validity(label="现行有效"),
        index_number="01150000X/2026-00042",
        subject="综合政务／电子政务",
        effective_on=date(2026, 12, 1),
        body=(*long_document(), AttachmentList(FILES[1:])),
        attachments=FILES[:1],
        interpretations=(
            Entry(
                title="《青屏区政府网站和政务新媒体管理办法》政策解读",
                href="/zwgk/zcjd/1.html",
                date=date(2026, 11, 20),
                kind="文字解读",
            ),
            Entry(
                title="一图读懂：网页上有错字，多久能改",
                href="/zwgk/zcjd/2.html",
                date=date(2026, 11, 21),
                kind="图解",
            ),
        ),
        related=POLICIES[:3],
    )


def repealed() -> pages.PolicyPage:
    return replace(
        policy(),
        path="/zwgk/zcwj/old.html",
        title="青屏区人民政府办公室关于进一步规范政府网站管理工作的通知",
        document_number="青屏府办发〔2019〕7号",
        validity=pages.Validity(
            label="已废止",
            void=True,
            note="自2026年12月1日起废止",
            successor=Link(
                "青屏区政府网站和政务新媒体管理办法（青屏府办发〔2026〕42号）", "/zwgk/zcwj/4.html"
            ),
        ),
        body=policy().body[:5],
        interpretations=(),
        attachments=(),
        effective_on=None,
        written_on=date(2019, 3, 6),
    )


def guide() -> pages.GuidePage:
    head = tuple(Cell(name, header=True) for name in ("材料名称", "份数", "形式", "样表"))
    rows = (
        ("居民身份证或者户口簿", "1", "原件核验", ""),
        (
            "城乡居民基本医疗保险参保登记表",
            "1",
            "原件",
            Markup('<a href="/files/2.docx">空白表</a>　<a href="/files/3.docx">填写样例</a>'),
        ),
    )
    one = lambda text: (Paragraph(text),)  # noqa: E731
    return pages.GuidePage(
        site=PORTAL,
        column=GUIDES,
        path="/bsfw/zn/1.html",
        trail=(Link("办事服务", "/bsfw/"), Link("办事指南", GUIDES.href)),
        title="城乡居民基本医疗保险参保登记",
        published_at=PUBLISHED,
        source="区医保局",
        unit="区医保局",
        editor="演示·一审",
        summary="没有参加职工医保的本区居民，可以在每年集中缴费期内办理参保登记。",
        apply=Link("在线办理", "https://zwykb.cq.gov.cn/"),
        elements=pages.GuideElements(
            legal_basis=one("《中华人民共和国社会保险法》（主席令第三十五号）第二十四条、第二十五条。"),
            conditions=(
                ListBlock(
                    (
                        "具有本区户籍，或者持有本区居住证；",
                        "未参加职工基本医疗保险；",
                        "在集中缴费期（每年9月1日至12月31日）内提出。",
                    )
                ),
            ),
            materials=(
                Table((head, *(tuple(Cell(text) for text in row) for row in rows)), "应当提交的材料"),
            ),
            place=one("青屏区临江街道人民路3号，区政务服务中心二楼医保综合窗口；各镇街便民服务中心。"),
            agency=one("青屏区医疗保障局"),
            fees=one("登记不收费。2027年度个人缴费标准为每人400元。"),
            hours=one("工作日 9:00—12:00，13:30—17:30。材料齐全的，当场办结。"),
            phone=one("023-00000003（咨询），12345（监督）"),
            steps=(
                ListBlock(
                    (
                        "申请：到窗口或者在线提交材料；",
                        "受理：当场核验，材料不全的一次性告知；",
                        "办结：登记成功后发送短信通知；",
                        "缴费：在税务部门指定渠道缴纳。",
                    ),
                    ordered=True,
                ),
            ),
        ),
        attachments=FILES[1:],
    )


def search(query: str = "医保缴费") -> pages.SearchPage:
    hits = tuple(
        pages.Hit(
            title=Markup(
                "青屏区医疗保障局关于2027年度城乡居民基本<mark>医保</mark><mark>缴费</mark>的通告（第{}号）"
            ).format(number),
            href=f"/zwgk/tzgg/{number}.html",
            date=date(2026, 11, 20 - number),
            unit="区医保局",
            kind="通知公告",
            excerpt=Markup(
                "2027年度城乡居民<mark>医保</mark>集中<mark>缴费</mark>期为2026年9月1日至12月31日，个人缴费标准为每人400元，请在规定时间内缴纳……"
            ),
            void="已失效" if number == 4 else "",
        )
        for number in range(1, 6)
    )
    return pages.SearchPage(
        site=PORTAL,
        query=query,
        total=86,
        hits=hits,
        pager=Pager(1, 9, "/search/?q=x", "/search/?q=x&p={n}"),
        filters=(
            Filter(
                "类别",
                (
                    Link("全部", "#", "86", True),
                    Link("政策文件", "#", "12"),
                    Link("通知公告", "#", "50"),
                    Link("办事指南", "#", "24"),
                ),
            ),
        ),
        trail=(),
        often_sought=OFTEN,
    )


def contact() -> pages.SimplePage:
    return pages.SimplePage(
        site=PORTAL,
        path="/lianxi/",
        title="联系我们",
        lead="本网站由青屏区人民政府办公室主办。",
        contact=Contact(
            office="青屏区人民政府办公室",
            phone="023-00000000",
            address="青屏区临江街道人民路1号",
            postcode="400000",
            hours="工作日 9:00—12:00，14:00—18:00",
        ),
        body=(
            Heading(2, "各单位联系方式"),
            ListBlock(("各责任单位的联系方式见其子站首页；", "可从“责任单位”页面进入。")),
        ),
    )


def site_map() -> pages.SitemapPage:
    groups = (
        LinkGroup(
            "政务公开",
            tuple(
                Link(text, "/zwgk/tzgg/")
                for text in ("政策文件", "通知公告", "机构职能", "领导信息", "财政预决算", "政策解读")
            ),
            "/zwgk/",
        ),
        LinkGroup(
            "办事服务",
            tuple(Link(text, "/bsfw/zn/") for text in ("办事指南", "便民服务", "表格下载")),
            "/bsfw/",
        ),
        LinkGroup("政民互动", (), "/zmhd/"),
        *UNITS,
    )
    return pages.SitemapPage(site=PORTAL, path="/sitemap/", groups=groups)


CAMPUS = Topic(
    lead="区教委", joint=("区卫生健康委", "区公安分局"), opened_on=date(2026, 8, 20), until=date(2026, 12, 31)
)
FLOODS = Topic(lead="区应急局", opened_on=date(2026, 5, 6), archived_on=date(2026, 10, 15))
TOPICS = (
    TopicCard(
        title="秋季开学服务",
        href="/zt/kaixue/",
        summary="入学登记、校车线路、疾病预防，一处看全。",
        topic=CAMPUS,
    ),
    TopicCard(
        title="护航高考",
        href="/zt/gaokao/",
        summary="考点周边交通、噪声管控和考生服务。",
        topic=replace(CAMPUS, joint=()),
    ),
)


def topics() -> pages.TopicsPage:
    done = TopicCard(
        title="防汛抗旱", href="/zt/fangxun/", summary="汛情通报、避险常识、值守电话。", topic=FLOODS
    )
    return pages.TopicsPage(site=PORTAL, path="/zt/", title="专栏专题", current=TOPICS, archived=(done,))


def topic() -> pages.ColumnPage:
    about = Column(
        name="秋季开学服务",
        href="/zt/kaixue/",
        description="入学登记、校车线路、疾病预防，一处看全。",
        keywords=("开学",),
        category="专栏专题",
        feed="/zt/kaixue/feed.xml",
    )
    others = tuple(Link(card.title, card.href) for card in TOPICS)
    return replace(
        column(), column=about, path="/zt/kaixue/", trail=(Link("专栏专题", "/zt/"),), topic=CAMPUS, siblings=others,
        siblings_title="专栏专题", filters=(),
    )  # fmt: skip


REGISTER = replace(
    POLICY, name="官方网站和政务新媒体", href="/gfzd/", description="登记在册的官方网站和账号。", feed=""
)


def listed(number: int, **changes: object) -> Listed:
    told = Listed(
        name="青屏区教委", href=f"/gfzd/QP-{number:04d}.html", what="微信公众号", host="青屏区教育委员会", host_href="/bm/jw/",
        account=f"qingping_demo_{number}", certified="青屏区教育委员会", since=date(2016, 9, 1),
    )  # fmt: skip
    return replace(told, **changes)


LONG_ID = "MS4wLjABAAAA" + "demo0123456789" * 5
OFFICIALS = (
    listed(
        1,
        name="青屏区人民政府",
        what="门户网站",
        account="",
        certified="",
        address="https://www.example.gov.cn/",
    ),
    listed(2),
    listed(3, what="抖音", account=LONG_ID, state="暂时下线"),
)
CLOSED = listed(4, name="青屏教育发布", what="新浪微博", state="已注销", gone_on=date(2026, 5, 6))


def register() -> pages.RegisterPage:
    kinds = (Link("全部", "/gfzd/", "3", True), Link("微信公众号", "/gfzd/lb/weixin/", "1"))
    groups = tuple(
        ListedGroup(f"青屏区{unit}", f"dw-{number}", OFFICIALS if number < 2 else OFFICIALS[1:2])
        for number, unit in enumerate(DEPARTMENTS)
    )
    units = Filter("单位", tuple(Link(group.title, f"#{group.anchor}") for group in groups))
    return pages.RegisterPage(
        site=PORTAL, column=REGISTER, path="/gfzd/", groups=groups, gone=(CLOSED,), filters=(Filter("类别", kinds), units)
    )  # fmt: skip


def channel(one: Listed = OFFICIALS[2]) -> pages.ChannelPage:
    facts = (
        Particular("平台", one.what), Particular("账号标识", one.account), Particular("认证主体", one.certified),
        Particular("主办单位", one.host, one.host_href), Particular("ICP备案编号", "渝ICP备00000000号", "https://beian.miit.gov.cn/"),
    )  # fmt: skip
    return pages.ChannelPage(
        site=PORTAL, column=REGISTER, path=one.href, listed=one, number=one.href[6:-5], facts=facts,
        code=qr_code(PORTAL.absolute(one.href)), trail=(Link(REGISTER.name, REGISTER.href),),
    )  # fmt: skip


def check(**changes: object) -> pages.CheckPage:
    told = pages.CheckPage(
        site=PORTAL, query="www.example.gov.cn.example.com", tone="warn", verdict="未查到",
        told=("未在本区登记，不能确认是官方网站、官方账号。",), asked="www.example.gov.cn.example.com/" + "x" * 90,
        alike=OFFICIALS, report=True, more=Link("查看本区在抖音的官方账号", "/gfzd/lb/douyin/"),
    )  # fmt: skip
    return replace(told, **changes)


def gallery() -> dict[str, str]:
    """Path to HTML, one of each kind and state."""
    urgent = replace(
        PORTAL,
        notice=SiteNotice(
            "受强降雨影响，今日14时起临江路临时封闭，请绕行。", "/zwgk/tzgg/0.html", urgent=True
        ),
    )
    mourning = replace(PORTAL, mourning=True)
    units = pages.UnitsPage(
        site=PORTAL,
        path="/bm/",
        groups=UNITS,
        lead="各单位依托本网站开设的子站，负责发布本单位职责范围内的信息。",
    )
    empty = pages.SearchPage(site=PORTAL, query="量子停车券", often_sought=OFTEN)
    return {
        "/index.html": rendering.render_home(home()),
        "/urgent.html": rendering.render_home(replace(home(), site=urgent)),
        "/mourning.html": rendering.render_home(replace(home(), site=mourning)),
        "/bm/jw/index.html": rendering.render_subsite_home(subsite()),
        "/bm/index.html": rendering.render_units(units),
        "/zwgk/index.html": rendering.render_column(section()),
        "/zwgk/tzgg/index.html": rendering.render_column(column()),
        "/zwgk/tzgg/2019/index.html": rendering.render_column(
            replace(column(), entries=(), narrowed="2019 年")
        ),
        "/zt/index.html": rendering.render_topics(topics()),
        "/zt/kaixue/index.html": rendering.render_column(topic()),
        "/zt/fangxun/index.html": rendering.render_column(
            replace(topic(), entries=(), total=0, topic=FLOODS)
        ),
        "/bm/yjj/index.html": rendering.render_subsite_home(
            replace(subsite(), topics=TOPICS, topics_href="/bm/yjj/zt/")
        ),
        "/zwgk/tzgg/1.html": rendering.render_article(article()),
        "/zwgk/zcwj/4.html": rendering.render_policy(policy()),
        "/zwgk/zcwj/old.html": rendering.render_policy(repealed()),
        "/bsfw/zn/1.html": rendering.render_guide(guide()),
        "/sitemap/index.html": rendering.render_sitemap_page(site_map()),
        "/search/index.html": rendering.render_search(search()),
        "/search/none.html": rendering.render_search(empty),
        "/search/start.html": rendering.render_search(replace(empty, query="")),
        "/search/refused.html": rendering.render_search(
            replace(empty, query="的", refusal="请至少输入两个字，或者输入文号。")
        ),
        "/lianxi/index.html": rendering.render_simple(contact()),
        **voices.gallery(PORTAL),
        "/gfzd/index.html": rendering.render_register(register()),
        "/gfzd/empty.html": rendering.render_register(replace(register(), groups=(), gone=(), filters=())),
        "/gfzd/QP-0003.html": rendering.render_channel(channel()),
        "/gfzd/QP-0004.html": rendering.render_channel(channel(CLOSED)),
        "/gfzd/cx/index.html": rendering.render_check(pages.CheckPage(site=PORTAL)),
        "/gfzd/cx/unknown.html": rendering.render_check(check()),
        "/gfzd/cx/official.html": rendering.render_check(
            check(tone="good", verdict="是本区登记的官方抖音", found=OFFICIALS[2:], alike=(), report=False)
        ),
        "/gfzd/cx/gone.html": rendering.render_check(
            check(tone="bad", verdict="登记过，但已注销，请勿再信", found=(CLOSED,), alike=())
        ),
        "/gfzd/cx/refused.html": rendering.render_check(
            pages.CheckPage(site=PORTAL, query="？", refusal="请粘贴网址，或者输入账号、名称。")
        ),
        "/404.html": rendering.render_not_found(pages.NotFoundPage(site=PORTAL, often_sought=OFTEN)),
    }


def machine_files() -> dict[str, bytes]:
    items = tuple(
        feeds.FeedItem(title=entry.title, href=entry.href, published_at=PUBLISHED, source=entry.unit)
        for entry in NOTICES
    )
    feed = feeds.Feed(
        site=PORTAL, title="青屏区人民政府", path="/feed.xml", home="/", description="最新信息", items=items
    )
    addresses = [feeds.Address(entry.href, entry.date) for entry in NOTICES]
    return {
        "/feed.xml": feeds.render_feed(feed),
        "/robots.txt": feeds.render_robots(PORTAL),
        **feeds.render_sitemap(PORTAL, addresses),
    }
