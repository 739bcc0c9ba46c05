"""`flask names`: asks the rules of names about two names, or about a file of pairs."""

import csv
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from casework.names.matching import Verdict, compare

names = AppGroup("names", help="How names across two scripts are matched.")
COLUMNS = {"a", "b", "expected"}


def names_alone() -> Flask:
    """An application with these commands and nothing else."""
    app = Flask("casework")
    app.cli.add_command(names)
    return app


@names.command("compare")
@click.argument("one")
@click.argument("other")
def compare_names(one: str, other: str) -> None:
    """Print the verdict on two full names, and the score from 0 to 1."""
    found = compare(one, other)
    click.echo(f"{found.verdict} {found.score:.3f}")


@names.command("evaluate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "in_json", is_flag=True, help="One object with every row, for a program to read.")
def evaluate(file: Path, in_json: bool) -> None:
    """Compare the pairs of a CSV file (columns a, b, expected) with what is expected of them."""
    rows = [judged(row) for row in pairs_in(file)]
    if in_json:
        click.echo(json.dumps({"rows": rows}, ensure_ascii=False))
        return
    for line in summary(rows):
        click.echo(line)


def pairs_in(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            pairs = list(csv.DictReader(lines, strict=True))
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise click.ClickException(f"{file} is no CSV file in UTF-8: {wrong}.") from None
    for place, pair in enumerate(pairs, start=2):
        if not {name for name, text in pair.items() if text is not None} >= COLUMNS:
            raise click.ClickException(f"{file}, line {place}: the columns a, b and expected are needed.")
        if pair["expected"] not in list(Verdict):
            raise click.ClickException(f"{file}, line {place}: {pair['expected']!r} is no verdict.")
    return pairs


def judged(row: dict[str, str]) -> dict[str, Any]:
    found = compare(row["a"], row["b"])
    return {name: row[name] for name in ("a", "b", "expected")} | {
        "verdict": found.verdict.value,
        "score": found.score,
    }


def summary(rows: Sequence[dict[str, Any]]) -> list[str]:
    counts = Counter((row["expected"], row["verdict"]) for row in rows)
    wrong = [row for row in rows if row["expected"] != row["verdict"]]
    lines = [f"{len(rows)} pairs, {len(rows) - len(wrong)} as expected"]
    for verdict in Verdict:
        n_said = sum(counts[expected.value, verdict.value] for expected in Verdict)
        n_expected = sum(counts[verdict.value, said.value] for said in Verdict)
        n_right = counts[verdict.value, verdict.value]
        lines.append(
            f"{verdict}: {n_said} said, {n_expected} expected, "
            f"precision {share(n_right, n_said)}, recall {share(n_right, n_expected)}"
        )
    return lines + [
        f"{row['expected']} but {row['verdict']} ({row['score']:.3f}): {row['a']} · {row['b']}"
        for row in wrong
    ]


def share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "none"
