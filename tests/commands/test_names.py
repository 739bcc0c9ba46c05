"""`flask names` on the command line."""

import json
from pathlib import Path

import pytest
from flask import Flask


def test_compare_prints_the_verdict(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["names", "compare", "فاطمة", "Fatima"])

    assert (result.exit_code, result.output.split()[0]) == (0, "same")


def test_evaluate_prints_counts_and_the_wrong_rows(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("a,b,expected,rule\nكريم,Karim,same,\nكريم,Karima,different,\nعلي,Ali,different,wrong\n")
    runner = app.test_cli_runner()

    told = runner.invoke(args=["names", "evaluate", str(file)]).output.splitlines()
    rows = json.loads(runner.invoke(args=["names", "evaluate", str(file), "--json"]).output)["rows"]

    assert told[0] == "3 pairs, 2 as expected"
    assert told[1].startswith("same: 2 said, 1 expected, precision 50.0%, recall 100.0%")
    assert told[-1].endswith("علي · Ali")
    assert [row["verdict"] for row in rows] == ["same", "different", "same"]
    assert set(rows[0]) == {"a", "b", "expected", "verdict", "score"}


@pytest.mark.parametrize("text", ["a,b\nx,y\n", "a,b,expected\nx,y,perhaps\n", "\xff\xfe"])
def test_a_wrong_file_gets_one_sentence(app: Flask, tmp_path: Path, text: str) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text(text, encoding="latin-1")

    result = app.test_cli_runner().invoke(args=["names", "evaluate", str(file)])

    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {file}")
