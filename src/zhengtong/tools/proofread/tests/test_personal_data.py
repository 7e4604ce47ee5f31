"""Invented people of Beibei; no number here is anybody's."""

import random

import pytest

from zhengtong.tools.proofread import Confidence, Kind, masked, personal_data
from zhengtong.tools.proofread.personal.numbers import luhn

LETTER = """反映楼道堆物
尊敬的领导：我叫张云清，家住北碚区天生街道嘉陵苑小区3栋2单元5-1，电话13800138000。
邻居王小桥女士也可以作证。谢谢。"""


def kinds(text):
    return [(one.kind, one.excerpt) for one in personal_data(text)]


def only(text):
    (found,) = personal_data(text)
    return found


def identity_card(number17):
    """After GB 11643, computed the other way round than in the code: the whole number is 1 modulo 11."""
    for check, value in zip("0123456789X", range(11), strict=True):
        total = value + sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number17))
        if total % 11 == 1:
            return number17 + check
    raise AssertionError(number17)


def bank_card(beginning):
    return next(beginning + str(last) for last in range(10) if luhn(beginning + str(last)))


@pytest.mark.parametrize(
    ("text", "kind", "excerpt", "shown"),
    [
        ("请拨打13800138000联系我", Kind.MOBILE, "13800138000", "138****8000"),
        ("电话138 0013 8000", Kind.MOBILE, "138 0013 8000", "138****8000"),
        ("手机：+86-13800138000", Kind.MOBILE, "13800138000", "138****8000"),
        ("手机１３８００１３８０００", Kind.MOBILE, "１３８００１３８０００", "138****8000"),
        ("tel:13800138000", Kind.MOBILE, "13800138000", "138****8000"),
        ("座机023-68000000", Kind.LANDLINE, "023-68000000", "023-6800****"),
        ("座机（023）68000000", Kind.LANDLINE, "（023）68000000", "(023)6800****"),
        ("联系电话：68000000", Kind.LANDLINE, "68000000", "6800****"),
        ("车牌渝A12345违停", Kind.PLATE, "渝A12345", "渝A****5"),
        ("车牌渝AD12345违停", Kind.PLATE, "渝AD12345", "渝A*****5"),
        ("邮箱：jinyun.shan@example.com。", Kind.EMAIL, "jinyun.shan@example.com", "j****@example.com"),
        ("加QQ：10001000", Kind.QQ, "10001000", "10****00"),
        ("微信号：jinyun_2026", Kind.WECHAT, "jinyun_2026", "ji********6"),
        ("护照号码E00000000", Kind.PASSPORT, "E00000000", "E*****000"),
        ("静观镇素心村3组12号门前", Kind.ADDRESS, "3组12号", "[住址已隐去]"),
        ("我住在北碚区云清路380号", Kind.ADDRESS, "380号", "[住址已隐去]"),
        ("嘉陵苑小区三栋二单元501室漏水", Kind.ADDRESS, "三栋二单元501室", "[住址已隐去]"),
        ("嘉陵苑6栋1201的业主", Kind.ADDRESS, "6栋1201", "[住址已隐去]"),
        ("我叫张云清，来信反映", Kind.NAME, "张云清", "张某某"),
        ("反映人：张云清二〇二六年三月", Kind.NAME, "张云清", "张某某"),
        ("联系人：欧阳云", Kind.NAME, "欧阳云", "欧阳某"),
        ("本人李云，", Kind.NAME, "李云", "李某"),
        ("邻居王小桥女士也可作证", Kind.NAME, "王小桥", "王"),
        ("反映路灯不亮\n请派人来看\n张云清\n2026年3月5日", Kind.NAME, "张云清", "张某某"),
        ("反映路灯不亮。此致敬礼！\n张云清", Kind.NAME, "张云清", "张某某"),
    ],
)
def test_private_data__is_found_with_what_to_put_instead(text, kind, excerpt, shown):
    found = only(text)
    assert (found.kind, found.excerpt, found.proposal) == (kind, excerpt, shown)
    assert text[found.start : found.end] == excerpt
    assert found.why


@pytest.mark.parametrize(
    "text",
    [
        "渝公网安备 50010902000123号",
        "《北碚府办发〔2023〕2号》于2023年1月20日印发",
        "统一社会信用代码：11500109009287654X",
        "统一社会信用代码115001090092876542",
        "索引号：115001090092876542/2023-00012",
        "请拨打12345、12315、12369、110或者400-800-1234",
        "工单编号：13800138000",
        "转来编号FZ13800138000的诉求件",
        "见 https://www.beibei.gov.cn/t20230113_13800138000.html",
        "金额1234567890.12元，共20230101-20231231",
        "轨道交通6号线2号口，12号14时停水",
        "北碚区云清路380号区政府办公室",
        "小区3栋有300户，14栋300多人，5号楼，6号楼，一座650吨的水塔，8-9栋1-3层",
        "王先生、李女士、张某某、王某、刘XX反映",
        "本人于2019年、本人在北碚、本人和家人、本人从未",
        "学生家长、居民楼、业主群、老师同志们",
        "业主应当缴费，居民方便了，住户谢谢你们",
        "微信公众号“北碚发布”、微信小程序、微信支付",
        "联系人：杜警官",
        "京A股、渝北区、川菜12345份",
        "",
        "谢谢",
        "张云清",
    ],
)
def test_what_is_no_private_data__is_left_alone(text):
    assert kinds(text) == []


def test_letter__is_shown_without_private_data_and_keeps_the_matter():
    shown = masked(LETTER, personal_data(LETTER))
    assert "嘉陵苑小区[住址已隐去]" in shown
    assert "我叫张某某，" in shown
    assert "138****8000" in shown
    assert "王女士也可以作证" in shown
    assert shown.startswith("反映楼道堆物\n")


def test_name_found_once__is_found_wherever_it_stands():
    text = "我叫张云清，是业主。物业说张云清没有交费。"
    assert masked(text, personal_data(text)) == "我叫张某某，是业主。物业说张某某没有交费。"


def test_identity_card__with_right_checksum_is_certain():
    assert only(identity_card("50010919900101001")).confidence == Confidence.HIGH
    assert only("（" + identity_card("50010919900101001") + "）").proposal.startswith("500109********")


def test_identity_card__with_wrong_checksum_is_told_only_after_the_word():
    right = identity_card("50010919900101001")
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    assert kinds(f"编码{wrong}") in ([], [(Kind.BANK_CARD, wrong)])
    found = only(f"身份证号：{wrong}")
    assert (found.kind, found.confidence) == (Kind.IDENTITY_CARD, Confidence.MEDIUM)


def test_identity_card_of_fifteen_digits__needs_a_date_of_birth():
    assert only("身份证500109900101001").confidence == Confidence.HIGH
    assert kinds("500109901301001") == []
    assert only("500109900101001").confidence == Confidence.LOW


def test_bank_card__is_told_by_its_check_digit():
    right = bank_card("622202000000000000")
    assert only(f"卡号{right}").confidence == Confidence.HIGH
    assert only(right).confidence == Confidence.MEDIUM
    assert kinds(f"卡号{right[:-1]}{(int(right[-1]) + 1) % 10}") == []
    spaced = " ".join([right[:4], right[4:8], right[8:12], right[12:16], right[16:]])
    assert only(f"账号 {spaced}").kind == Kind.BANK_CARD


def test_office_data__is_only_to_be_looked_at():
    assert only("如有疑问请致电023-68000000").confidence == Confidence.LOW
    assert only("邮箱bbq@beibei.gov.cn").confidence == Confidence.LOW
    assert only("嘉陵苑3栋2单元的下水井").confidence == Confidence.LOW


def test_generated_people__are_found_wholly():
    """Two hundred letters made from a fixed seed: every number, address and name in them is found."""
    chance = random.Random(5)
    for _ in range(200):
        name = chance.choice("王李张刘陈杨黄赵吴周") + chance.choice(
            ["云", "清", "小桥", "静观", "嘉陵", "晓峰", "志强"]
        )
        phone = "1" + chance.choice("3456789") + "".join(chance.choices("0123456789", k=9))
        day = f"{chance.randint(1930, 2015)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
        card = identity_card(f"500109{day}{chance.randint(0, 999):03}")
        bank = bank_card("62" + "".join(chance.choices("0123456789", k=chance.choice([13, 14, 16]))))
        door = f"{chance.randint(1, 30)}栋{chance.randint(1, 4)}单元{chance.randint(1, 33)}-{chance.randint(1, 8)}"
        text = chance.choice(
            [
                f"我叫{name}，身份证号{card}，住在缙云小区{door}，电话{phone}，补贴请打到{bank}。",
                f"缙云小区{door}漏水。联系人：{name}，{phone}，证件号{card}，银行卡{bank}",
            ]
        )
        assert {one.excerpt for one in personal_data(text)} == {name, phone, card, bank, door}, text
        shown = masked(text, personal_data(text))
        assert not any(private in shown for private in (name, phone, card, bank, door))
        assert kinds(shown) == [], "what is hidden is not found again"
