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
