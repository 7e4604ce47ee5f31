from zhengtong.tools.documents import Heading, Image, ListBlock, OfficialLine, Paragraph, Table, recognise
from zhengtong.tools.documents.tests.samples import NAMESPACES, PNG, docx, p, relations

CENTRED, RIGHT = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'
TOP = p("关于某事的通知", look=CENTRED)


def read(body, **parts):
    return recognise(docx(TOP + body, **parts), "a.docx")


def whys(made):
    return "；".join(f"{one.why}{one.excerpt}" for one in made.not_understood)


def texts(made):
    return [block.text for block in made.blocks]


def part(name, inner):
    return f"<w:{name} {NAMESPACES}>{inner}</w:{name}>"


def test_docx__official_document_with_centred_title_over_two_lines():
    body = (
        p("某区人民政府", look=CENTRED)
        + p("关于加强管理工作的通知", look=CENTRED)
        + p("某府发〔2024〕5号", look=CENTRED)
    )
    body += (
        p("各街道：")
        + p("一、总体要求")
        + p("正文。")
        + p("某区人民政府", look=RIGHT)
        + p("2024年5月6日", look=RIGHT)
    )
    made = recognise(docx(body), "a.docx")
    assert (made.title, made.document_number) == ("某区人民政府关于加强管理工作的通知", "某府发〔2024〕5号")
    assert made.issuer == "某区人民政府"
    assert Heading(1, "一、总体要求", "一、") in made.blocks
    assert [block.role for block in made.blocks if isinstance(block, OfficialLine)] == [
        "addressees",
        "signature",
        "date",
    ]


def test_docx__heading_styles_in_english_and_chinese_and_by_outline():
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>',
    )
    body = (
        p("大标题", look='<w:pStyle w:val="T"/>')
        + p("甲", look='<w:pStyle w:val="1"/>')
        + p("乙", look='<w:pStyle w:val="2"/>')
    )
    body += p("丙", look='<w:outlineLvl w:val="2"/>') + p("正文。")
    made = recognise(
        docx(body, rels=relations(s=("styles", "styles.xml")), word__styles_dot_xml=styles), "a.docx"
    )
    assert made.title == "大标题"
    assert [(one.level, one.text) for one in made.blocks if isinstance(one, Heading)] == [
        (1, "甲"),
        (2, "乙"),
        (3, "丙"),
    ]


def numbering(form, words):
    return part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{words}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )


NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def test_docx__automatic_numbers_become_words_and_headings():
    body = "".join(p(name, look=NUMBERED) + p("正文。") for name in ("总体要求", "主要任务"))
    made = read(
        body,
        rels=relations(n=("numbering", "numbering.xml")),
        word__numbering_dot_xml=numbering("chineseCounting", "%1、"),
    )
    assert [one.text for one in made.blocks if isinstance(one, Heading)] == ["一、总体要求", "二、主要任务"]
    assert "自动编号" in whys(made)


def test_docx__bullets_become_one_list():
    body = p("甲", look=NUMBERED) + p("乙", look=NUMBERED)
    made = read(
        body,
        rels=relations(n=("numbering", "numbering.xml")),
        word__numbering_dot_xml=numbering("bullet", "•"),
    )
    assert isinstance(made.blocks[0], ListBlock)
    assert [item.text for item in made.blocks[0].items] == ["甲", "乙"]


MERGE, CARRY, TWO = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'


def cell(text, look=""):
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{p(text)}</w:tc>"


def test_docx__merged_cells_become_spans():
    body = (
        "<w:tbl>"
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('序号', MERGE)}{cell('条件', TWO)}</w:tr>"
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('', '<w:vMerge/>')}{cell('学历')}{cell('专业')}</w:tr>"
        f"<w:tr>{cell('1')}{cell('本科')}{cell('不限')}</w:tr></w:tbl>"
    )
    table = next(block for block in read(p("表1 职位表") + body).blocks if isinstance(block, Table))
    assert (table.caption, table.header_rows) == ("表1 职位表", 2)
    shown = [[(one.text, one.colspan, one.rowspan, one.header) for one in row] for row in table.rows]
    assert shown[0] == [("序号", 1, 2, True), ("条件", 2, 1, True)]
    assert shown[1] == [("学历", 1, 1, True), ("专业", 1, 1, True)]
    assert shown[2][0] == ("1", 1, 1, False)


def test_docx__title_row_over_the_whole_table_moves_above_it():
    row = f"<w:tr>{cell('1')}{cell('甲')}</w:tr>"
    body = f"<w:tbl><w:tr>{cell('某区名单', TWO)}</w:tr><w:tr>{cell('序号')}{cell('姓名')}</w:tr>{row * 2}</w:tbl>"
    made = recognise(docx(body), "名单.docx")
    assert made.title == "某区名单"
    assert next(one for one in made.blocks if isinstance(one, Table)).header_rows == 1


def test_docx__runs_keep_only_safe_marks_and_links():
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>重点&lt;</w:t></w:r>"
    link = '<w:hyperlink r:id="r5"><w:r><w:t>网站</w:t></w:r></w:hyperlink><w:hyperlink r:id="r6"><w:r><w:t>坏</w:t></w:r></w:hyperlink>'
    rels = relations(
        r5=("hyperlink", "https://www.example.gov.cn/", "External"),
        r6=("hyperlink", "javascript:alert(1)", "External"),
    )
    made = read(p("正文", inner=bold + link), rels=rels)
    assert (
        made.blocks[0].html == '正文<strong>重点&lt;</strong><a href="https://www.example.gov.cn/">网站</a>坏'
    )
    assert "javascript" in whys(made)


def test_docx__field_links_and_field_codes():
    def step(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = (
        step("begin")
        + '<w:r><w:instrText>HYPERLINK "https://www.example.gov.cn/a"</w:instrText></w:r>'
        + step("separate")
    )
    inner += "<w:r><w:t>网站</w:t></w:r>" + step("end")
    assert read(p("见", inner=inner)).blocks[0].html == '见<a href="https://www.example.gov.cn/a">网站</a>'


def test_docx__tracked_changes_are_accepted_and_told():
    inner = "<w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>旧文</w:delText></w:r></w:del>"
    made = read(p("正文", inner=inner))
    assert texts(made) == ["正文新增"]
    assert "删除修订旧文" in whys(made)
    assert "插入修订新增" in whys(made)


def test_docx__footnotes_move_to_the_end_under_their_number():
    notes = part("footnotes", f'<w:footnote w:id="2">{p("见附表")}</w:footnote>')
    made = read(
        p("正文", inner='<w:r><w:footnoteReference w:id="2"/></w:r>') + p("后文。"),
        rels=relations(f=("footnotes", "footnotes.xml")),
        word__footnotes_dot_xml=notes,
    )
    assert made.blocks[0].html == "正文<sup>[1]</sup>"
    assert texts(made)[-1] == "[1] 见附表"


def test_docx__text_boxes_are_read_once():
    inner = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{p('框内文字')}</w:txbxContent></wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{p('框内文字')}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    made = read(p("正文", inner=inner))
    assert texts(made) == ["正文", "框内文字"]
    assert "文本框" in whys(made)


def test_docx__what_cannot_be_taken_is_listed():
    inner = "<w:r><w:drawing><c:chart/></w:drawing></w:r><w:r><w:object/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗藏</w:t></w:r>"
    comments = part("comments", f'<w:comment w:id="0">{p("请核实")}</w:comment>')
    header = part("hdr", p("内部资料"))
    made = read(
        p("正文", inner=inner) + '<w:altChunk r:id="x"/>',
        rels=relations(c=("comments", "comments.xml"), h=("header", "header1.xml")),
        word__comments_dot_xml=comments,
        word__header1_dot_xml=header,
    )
    for words in ("图表", "OLE", "隐藏文字暗藏", "批注", "请核实", "内部资料", "外部内容块"):
        assert words in whys(made)
    assert texts(made) == ["正文"]


def test_docx__pictures_are_taken_by_content_and_remote_ones_never():
    def blip(key, how="embed"):
        return f'<w:r><w:drawing><a:blip r:{how}="{key}"/></w:drawing></w:r>'

    rels = relations(
        a=("image", "media/a.png"),
        b=("image", "media/b.emf"),
        c=("image", "http://192.0.2.1/x.png", "External"),
    )
    made = read(
        p("正文", inner=blip("a") + blip("b") + blip("c", "link")),
        rels=rels,
        word__media__a_dot_png=PNG,
        word__media__b_dot_emf=b"\x01\0\0\0",
    )
    images = [block for block in made.blocks if isinstance(block, Image)]
    assert [(one.media_type, one.name) for one in images] == [("image/png", "a.png")]
    assert "b.emf" in whys(made)
    assert "192.0.2.1" in whys(made)


def test_docx__soft_breaks_part_paragraphs_and_are_told():
    made = read(p("第一段。", inner="<w:r><w:br/><w:t>第二段。</w:t></w:r>"))
    assert [one.text for one in made.blocks if isinstance(one, Paragraph)] == ["第一段。", "第二段。"]
    assert "段内换行" in whys(made)


def test_docx__table_of_contents_is_left_out_and_told():
    toc = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
        + p("总则……1")
        + "</w:sdtContent></w:sdt>"
    )
    made = read(toc + p("正文。"))
    assert texts(made) == ["正文。"]
    assert "目录" in whys(made)


def test_docx__strict_variant_is_read_too():
    document = f"<w:document {NAMESPACES}><w:body>{TOP}{p('正文。')}</w:body></w:document>"
    strict = document.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert texts(recognise(docx(document=strict), "a.docx")) == ["正文。"]
