"""The measurements as a table, against the bars that the service sets itself."""

from collections.abc import Iterable, Sequence

from bench.board import Boards
from bench.directory import Findings
from bench.running import Result
from bench.searching import FIRST, Searches
from bench.ticking import Ticked

MOST_TIMES_BARE, AIM_TIMES_BARE = 8, 5
MOST_GROWTH = 1.3
MOST_MEBIBYTES, MOST_SECONDS_TO_START, MOST_SECONDS_TO_FILL = 150, 3, 300
MOST_MS_TO_SEARCH, LEAST_RECALL, MOST_APART = 150, 0.97, 1.2
MOST_MS_TO_FIND, MOST_MS_TO_PRINT = 50, 50
MOST_MS_OF_BOARD = 200
MOST_SECONDS_TO_EXPORT, MOST_MEBIBYTES_TO_EXPORT = 10, 200
MOST_SECONDS_TO_TICK, MOST_MEBIBYTES_TO_TICK, MOST_MS_HELD = 60, 200, 200
MANY = 100_000
HEAD = f"{'':15}{'p50 ms':>9}{'p95 ms':>9}{'a second':>10}{'kB':>7}{'bare ms':>9}{'times':>7}"


def tell(results: Sequence[Result]) -> Iterable[str]:
    for result in results:
        yield from tell_one(result)
    for kind in dict.fromkeys(result.kind for result in results):
        yield from tell_growth([result for result in results if result.kind == kind])


def tell_one(result: Result) -> Iterable[str]:
    yield ""
    yield f"{result.kind}, {result.n_cases:,} files"
    yield HEAD
    for name, timing in result.timings.items():
        line = f"{name:15}{timing.p50:9.1f}{timing.p95:9.1f}{timing.per_second:10.1f}"
        line += f"{timing.n_bytes / 1000:7.0f}"
        bare = result.bare.get(name)
        if bare:
            times = timing.p50 / bare.p50
            line += f"{bare.p50:9.1f}{times:7.1f}{mark(times, MOST_TIMES_BARE)}"
        yield line
    yield from tell_limits(result)


def tell_limits(result: Result) -> Iterable[str]:
    start = result.seconds_to_start
    yield f"start-up {start:.1f} s (at most {MOST_SECONDS_TO_START}){mark(start, MOST_SECONDS_TO_START)}"
    if result.mebibytes is not None:
        weight = result.mebibytes
        yield f"worker {weight:.0f} MB (at most {MOST_MEBIBYTES}){mark(weight, MOST_MEBIBYTES)}"
    fill = f"filled in {result.seconds_to_fill:.0f} s"
    if result.n_cases >= MANY:
        fill += f" (at most {MOST_SECONDS_TO_FILL}){mark(result.seconds_to_fill, MOST_SECONDS_TO_FILL)}"
    yield fill


def tell_growth(results: Sequence[Result]) -> Iterable[str]:
    """How much longer everything takes with the largest number of files than with the smallest."""
    few, many = results[0], results[-1]
    if few is many:
        return
    yield ""
    yield f"{few.kind}: {many.n_cases:,} files against {few.n_cases:,} (at most {MOST_GROWTH} times)"
    for name, timing in few.timings.items():
        growth = many.timings[name].p50 / timing.p50
        yield f"{name:15}{growth:9.2f}{mark(growth, MOST_GROWTH)}"


def tell_searches(searches: Sequence[Searches]) -> Iterable[str]:
    for found in searches:
        yield ""
        yield f"{found.kind}, {found.n_persons:,} persons in one cell{'p50 ms':>15}{'p95 ms':>9}"
        for name, p95 in found.p95.items():
            yield f"{name:44}{found.p50[name]:9.1f}{p95:9.1f}{mark(p95, MOST_MS_TO_SEARCH)}"
        missed = mark(1 - found.recall, 1 - LEAST_RECALL)
        yield f"recall@{FIRST} {found.recall:.1%} (at least {LEAST_RECALL:.0%}){missed}"
        apart = found.p50["of another cell"] / found.p50["of nobody"]
        far = mark(max(apart, 1 / apart), MOST_APART)
        yield f"somebody of another cell against nobody {apart:.2f} (at most {MOST_APART} times){far}"


def tell_directory(findings: Sequence[Findings]) -> Iterable[str]:
    for found in findings:
        yield ""
        yield f"{found.kind}, {found.n_services:,} services in the directory{'p50 ms':>13}{'p95 ms':>9}"
        for name, p95 in found.p95.items():
            yield f"{name:44}{found.p50[name]:9.1f}{p95:9.1f}{mark(p95, MOST_MS_TO_FIND)}"
        yield f"{'a letter':44}{found.letter:9.1f}{mark(found.letter, MOST_MS_TO_PRINT)}"
        yield from tell_export(found)


def tell_export(found: Findings) -> Iterable[str]:
    seconds, weight = found.seconds_to_export, found.mebibytes or 0
    yield f"export of {found.n_exported:,} services {seconds:.1f} s{mark(seconds, MOST_SECONDS_TO_EXPORT)}"
    yield f"by a worker of {weight:.0f} MB{mark(weight, MOST_MEBIBYTES_TO_EXPORT)}"


def tell_boards(boards: Sequence[Boards]) -> Iterable[str]:
    for found in boards:
        yield ""
        yield f"{found.kind}, {found.n_files:,} open files in one cell{'p50 ms':>16}{'p95 ms':>9}"
        for name, p95 in found.p95.items():
            yield f"{name:44}{found.p50[name]:9.1f}{p95:9.1f}{mark(p95, MOST_MS_OF_BOARD)}"
        weight = found.mebibytes or 0
        times = found.p50["the board"] / found.bare
        yield f"the board has {found.n_bytes / 1000:.0f} kB and takes {times:.1f} times a bare page as large"
        yield f"worker {weight:.0f} MB (at most {MOST_MEBIBYTES}){mark(weight, MOST_MEBIBYTES)}"


def tell_ticks(ticks: Sequence[Ticked]) -> Iterable[str]:
    for run in ticks:
        yield ""
        yield f"{run.kind}, {run.n_cases:,} files: what time brings, {run.when}: {run.n_done:,} things"
        yield f"{run.seconds:.1f} s{mark(run.seconds, MOST_SECONDS_TO_TICK)}"
        yield f"{run.mebibytes:.0f} MB{mark(run.mebibytes, MOST_MEBIBYTES_TO_TICK)}"
        held = f"longest transaction {run.longest:.0f} ms ({run.longest_in})"
        yield held + mark(run.longest, MOST_MS_HELD)


def mark(value: float, most: float) -> str:
    return "" if value <= most else "  ← over the bar"
