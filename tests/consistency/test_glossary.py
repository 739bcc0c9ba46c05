"""One word per thing: the glossary has it in three languages, with the name it bears in the code."""

import ast
import re

from tests.consistency.tree import ROOT, committed_files, name, parsed

ARABIC = re.compile(r"[\u0600-\u06ff]")
LATIN = re.compile(r"[A-Za-zÀ-ÿ]")


def rows() -> list[list[str]]:
    """The cells of every table: Arabic, French, English, name in the code."""
    lines = (ROOT / "docs" / "glossary.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if row[-1] != "in the code" and not set("".join(row)) <= {"-"}]


def is_model(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any(
        isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__tablename__"
        for statement in node.body
    )


def test_every_word_is_given_in_three_languages() -> None:
    assert rows()
    wrong = [
        row
        for row in rows()
        if len(row) != 4 or not ARABIC.search(row[0]) or not LATIN.search(row[1]) or not LATIN.search(row[2])
    ]
    assert wrong == []


def test_no_word_is_explained_twice() -> None:
    english = [row[2] for row in rows()]
    assert sorted({word for word in english if english.count(word) > 1}) == []


def test_every_name_given_is_in_the_code() -> None:
    code = "\n".join(path.read_text() for path in committed_files(".py", under="casework"))
    named = {word for row in rows() for word in re.findall(r"`(?:\w+\.)*(\w+)`", row[-1])}
    assert {word for word in named if not re.search(rf"\b{word}\b", code)} == set()


def test_every_model_has_its_word() -> None:
    named = {word for row in rows() for word in re.findall(r"`(\w+)`", row[-1])}
    models = {
        f"{node.name} in {name(path)}"
        for path in committed_files(".py", under="casework")
        for node in ast.walk(parsed(path))
        if is_model(node) and isinstance(node, ast.ClassDef) and node.name not in named
    }
    assert models == set(), "add the word to docs/glossary.md before the table"
