"""Every package stands on a floor, and the page that draws the floors says the same as the contract."""

import re
import tomllib

from tests.consistency.tree import ROOT, committed_files, name, written_by_hand

CASEWORK = ROOT / "casework"
NOT_A_FEATURE = {"__init__", "blueprints", "migrations", "translations"}


def floors() -> list[list[str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    contract = next(contract for contract in contracts if contract["id"] == "floors")
    assert contract["exhaustive"]
    return [re.findall(r"[a-z]+", layer) for layer in contract["layers"]]


def test_every_package_has_a_floor() -> None:
    modules = [path.relative_to(CASEWORK) for path in committed_files(".py", under="casework")]
    packages = {module.parts[0].removesuffix(".py") for module in modules}
    assert packages - NOT_A_FEATURE - {package for floor in floors() for package in floor} == set()


def test_the_drawing_shows_the_same_floors() -> None:
    drawing = re.search(r"```floors\n(.*?)```", (ROOT / "docs" / "architecture.md").read_text(), re.DOTALL)
    assert drawing
    drawn = [re.findall(r"[a-z]+", line.split("  ")[0]) for line in drawing.group(1).splitlines()]
    assert drawn == floors()


def test_every_select_stands_in_a_module_of_queries() -> None:
    asking = re.compile(r"\bselect\(|\.query\(")
    modules = [path for path in written_by_hand(".py", under="casework") if "queries" not in name(path)]
    assert [name(path) for path in modules if asking.search(path.read_text())] == []
