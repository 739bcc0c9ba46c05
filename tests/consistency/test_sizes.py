"""Sizes that keep the tree readable: a file at its limit becomes a folder of the same name."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.consistency.tree import ROOT, n_lines, name, parsed, written_by_hand

Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize(
    ("ending", "limit"), [(".py", 300), (".js", 300), (".css", 400), (".html", 120), ("Makefile", 100)]
)
def test_no_file_is_longer_than_its_limit(ending: str, limit: int) -> None:
    too_long = {name(path): n_lines(path) for path in written_by_hand(ending) if n_lines(path) > limit}
    assert too_long == {}


def test_the_factory_only_binds_the_parts_together() -> None:
    assert n_lines(ROOT / "casework" / "__init__.py") <= 60


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, Function))


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_function_is_longer_than_40_lines() -> None:
    too_long = {
        f"{name(path)}:{function.name}": length(function)
        for path in written_by_hand(".py")
        for function in functions(path)
        if length(function) > 40
    }
    assert too_long == {}


def is_view(function: Function) -> bool:
    decorators = [node.func for node in function.decorator_list if isinstance(node, ast.Call)]
    verbs = {"route", "get", "post"}
    return any(isinstance(call, ast.Attribute) and call.attr in verbs for call in decorators)


def test_no_view_is_longer_than_20_lines() -> None:
    views = [
        (f"{name(path)}:{function.name}", length(function))
        for path in written_by_hand(".py", under="casework")
        for function in functions(path)
        if is_view(function)
    ]
    assert views, "no view was found: is this test still looking in the right place?"
    assert {view: lines for view, lines in views if lines > 20} == {}


def test_no_function_is_more_complex_than_8() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert settings["tool"]["ruff"]["lint"]["mccabe"]["max-complexity"] == 8
    ruff = [sys.executable, "-m", "ruff", "check", "--quiet", "--select", "C901", "."]
    found = subprocess.run(ruff, cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_every_module_says_what_it_is_for() -> None:
    modules = [path for path in written_by_hand(".py") if path.stat().st_size]
    assert [name(path) for path in modules if not ast.get_docstring(parsed(path))] == []
