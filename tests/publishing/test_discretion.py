"""Whose words leave the house: an error keeps its sense and loses folders and secrets."""

from __future__ import annotations

import nbformat
import pytest

from hbanalysis.publishing.discretion import discreet
from hbanalysis.publishing.page_files import settled


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("No such file: '/home/an/bi mat/thu.csv'", "No such file: 'thu.csv'"),
        (r"C:\Users\an\Desktop\thu.xlsx is open", "thu.xlsx is open"),
        ("GET https://host/a/b?x=1 failed", "GET https://host/a/b?x=1 failed"),
        ("password: hunter2; done", "password: ***; done"),
        ("{'API_KEY': 'abcdef'}", "{'API_KEY': '***'}"),
        ("72/100 of 3/4", "72/100 of 3/4"),
        ("Authorization: Bearer abc.def-123", "Authorization: ***"),
        ("{'Authorization': 'Basic dXNlcg==', 'x': 1}", "{'Authorization': ***, 'x': 1}"),
        ("Set-Cookie: session=abc; Path=/", "Set-Cookie: ***"),
        ("{'password': 'two words'}", "{'password': '***'}"),
        ("mật khẩu: hunter2", "mật khẩu: ***"),
        ("MAT_KHAU = hunter2", "MAT_KHAU = ***"),
        ("PWD=abc123;DB=x", "PWD=***;DB=x"),
        ("https://h/?api_key=abc&x=1", "https://h/?api_key=***&x=1"),
        ("postgresql://an:p@ss:w@host/x", "postgresql://***@host/x"),
        ("https://abcdef0123@host/x", "https://***@host/x"),
        ("curl -u an:pass --token abc https://h", "curl -u *** --token *** https://h"),
        ("got eyJhbGciOi.eyJzdWIiOi.abcDEF", "got ***"),
        (f"key AKIA{16 * 'A'}", "key ***"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMII\nxyz", "***"),
        ("file:///home/an/thu.csv", "thu.csv"),
        ("file:///C:/Users/an/thu.csv", "thu.csv"),
        ("file://server/mat/thu.csv", "thu.csv"),
        (r"\\server\mat\thu.xlsx", "thu.xlsx"),
        (repr(r"C:\Users\Nguyễn Văn An\thu.xlsx"), "'thu.xlsx'"),
        ("'/home/an/Số liệu, (mật)/thu [1].csv'", "'thu [1].csv'"),
        ("in /home/an", "in ~"),
        ("unexpected token: )", "unexpected token: )"),
        ("KeyError: 'token'", "KeyError: 'token'"),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert discreet(text) == shown


def test_a_secret_of_the_environment_is_hidden_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OFFICE_TOKEN", "s3cr3t-value")
    error = nbformat.v4.new_output(
        "error", ename="E", evalue="got s3cr3t-value", traceback=["s3cr3t-value"]
    )
    warning = nbformat.v4.new_output("stream", name="stderr", text="s3cr3t-value")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[warning, error])])
    assert "s3cr3t" not in nbformat.writes(settled(book, "vi"))


def test_colours_of_a_trace_part_no_secret_from_its_name() -> None:
    coloured = "open(\x1b[33mpassword\x1b[39m=\x1b[31m'hunter2'\x1b[39m)"
    error = nbformat.v4.new_output("error", ename="E", evalue=coloured, traceback=[coloured])
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[error])])
    assert settled(book, "vi").cells[0].outputs[0].traceback == ["open(password='***')"]
    assert "hunter2" not in nbformat.writes(book)


def test_a_million_letters_are_looked_through_at_once() -> None:
    for text in ("a-" * 20_000, "/a " * 20_000, "token " * 20_000, "'/" * 20_000):
        assert discreet(text)
