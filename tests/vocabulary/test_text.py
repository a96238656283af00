"""Vietnamese text: what is repaired, what is matched, what is decoded."""

import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.vocabulary import text as vn

LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
vietnamese = st.text(alphabet=LETTERS + "abcdeghiklmnopqrstuvxy ", max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("uỷ ban", "ủy ban"),
        ("hoá chất", "HÓA CHẤT"),
        ("tỉ", "tỷ"),
        ("Mĩ", "Mỹ"),
        ("quí III", "quý III"),
        ("Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu"),
        ("TP.Hồ Chí Minh", "TP. Hồ Chí Minh"),
        ("Ðồng Nai", "Đồng Nai"),
        (unicodedata.normalize("NFD", "Hải Phòng"), "Hải\u00a0Phòng"),
    ],
)
def test_spellings_of_the_same_words_match(one: str, other: str) -> None:
    assert vn.match_key(one) == vn.match_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Hà Nội", "Hạ Nội"), ("tổng", "tông"), ("dần", "đần"), ("ngày", "ngài")]
)
def test_different_words_do_not_match(one: str, other: str) -> None:
    assert vn.match_key(one) != vn.match_key(other)


@given(vietnamese)
def test_keys_ignore_composition_and_case(text: str) -> None:
    assert vn.match_key(text) == vn.match_key(unicodedata.normalize("NFD", text).upper())


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = vn.clean(text)
    assert once == vn.clean(once)


@given(vietnamese)
def test_tcvn3_codes_are_decoded_to_the_letters_they_stand_for(text: str) -> None:
    codes = {letter: chr(code) for code, letter in vn._TCVN3.items()}
    assert text == vn.decode_tcvn3("".join(codes.get(letter, letter) for letter in text))


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is not installed")
def test_our_tcvn3_table_is_that_of_iconv() -> None:
    command = ["iconv", "-f", "TCVN-5712", "-t", "UTF-8"]
    told = subprocess.run(command, check=False, input=bytes(vn._TCVN3), capture_output=True)
    if told.returncode:
        pytest.skip("this iconv does not know TCVN-5712")
    assert "".join(vn._TCVN3.values()) == unicodedata.normalize("NFC", told.stdout.decode())


@given(vietnamese)
def test_correct_vietnamese_is_never_taken_for_tcvn3_or_vni(text: str) -> None:
    correct = "Tổng số " + text
    assert not vn.spelling_says_tcvn3(correct)
    assert not vn.looks_like_vni(correct)


@pytest.mark.parametrize(
    "text", ["Curaçao", "café", "nghìn m²", "25 °C", "Thôn Đông", "hà khê", "São Paulo", "§ 5"]
)
def test_ordinary_latin_text_is_left_alone(text: str) -> None:
    assert not vn.spelling_says_tcvn3(text)
