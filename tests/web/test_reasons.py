"""What the fold says in English is said in Vietnamese; what nobody translated is shown as it is."""

from web.reasons import in_words, pairs


def test_codes_are_carried_over() -> None:
    said = "only the lead vn.15 or a unit above it may say this, not tw.btc"
    assert in_words(said, "vi") == (
        "chỉ đơn vị chủ trì vn.15 hoặc cấp trên của đơn vị này được báo nội dung này, "
        "không phải tw.btc"
    )


def test_english_readers_get_what_was_written() -> None:
    assert in_words("whatever it was", "en") == "whatever it was"


def test_an_unknown_sentence_is_better_than_none() -> None:
    assert in_words("a reason of tomorrow", "vi") == "a reason of tomorrow"
    assert in_words(None, "vi") is None


def test_each_pattern_finds_its_own_sentence() -> None:
    for english, vietnamese in pairs():
        assert in_words(english.format(a="A", b="B"), "vi") == vietnamese.format(a="A", b="B")
