from zhengtong.tools import search

NUMBER = "北碚府办发〔2023〕2号"


def test_characters__each_ideograph_alone_runs_of_letters_and_digits_together():
    assert search.characters("缙云山APP，2026年") == ["缙", "云", "山", "app", "2026", "年"]


def test_characters__full_width_is_the_same_as_half_width():
    assert search.characters("ＡＢＣ１２３") == search.characters("abc123")


def test_document_number__same_tokens_whatever_the_brackets():
    forms = [
        NUMBER,
        "北碚府办发[2023]2号",
        "北碚府办发（2023）2号",
        "北碚府办发【2023】 2 号",
        "北碚府办发［２０２３］２号",
    ]
    assert {search.parse(form).terms for form in forms} == {search.parse(NUMBER).terms}
    assert {search.parse(form).numbers for form in forms} == {("北碚府办发2023-2",)}


def test_document_number__is_a_word_for_each_beginning():
    found = search.numbers_as_words(f"根据{NUMBER}的要求")
    assert {"北碚府办发2023-2", "2023-2", "府办发2023-2"} <= set(found)


def test_parse__words_of_a_sentence_without_its_empty_words():
    assert search.parse("低保的 申请").terms == (("低", "保"), ("申", "请"))


def test_parse__only_empty_words_are_still_looked_for():
    assert search.parse("的").terms == (("的",),)


def test_parse__signs_of_the_index_language_do_not_come_through():
    query = search.parse('"a" OR NEAR(b*) AND -c: ^d \'; DROP TABLE x; --')
    assert all(token.isalnum() for term in query.terms for token in term)


def test_parse__punctuation_alone_is_no_question():
    assert not search.parse("？！……  ※\x00")


def test_parse__an_endless_question_is_cut():
    assert len(search.parse("缙云山 北碚 温泉 " * 500).terms) <= 12


def test_marked__pieces_join_to_the_text_again():
    text = f"关于印发{NUMBER}文件的通知"
    pieces = search.marked(text, search.parse(f"{NUMBER} 通知").terms)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, hit in pieces if hit] == [NUMBER, "通知"]


def test_excerpt__stands_around_the_first_word():
    text = "甲" * 300 + "低保" + "乙" * 300
    assert "低保" in search.excerpt(text, [("低", "保")])
    assert len(search.excerpt(text, [("低", "保")])) <= 122
