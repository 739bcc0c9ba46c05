"""Timing one thing that a worker does: alone, for how long it takes; eight at once, for how many a second."""

import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.tasks import Task
from bench.visitor import Visitor

AT_ONCE = 8


@dataclass(frozen=True)
class Pace:
    rounds: int  # alone
    seconds: float  # together


@dataclass(frozen=True)
class Timing:
    p50: float  # milliseconds, of one visitor alone
    p95: float
    per_second: float  # of eight visitors at once
    n_bytes: int  # of the answers of one round


def measure(task: Task, visitors: Sequence[Visitor], pace: Pace) -> Timing:
    """The first visitor works alone, then all of them together."""
    answers = [task(visitors[0]) for _round in range(5)][-1]
    times = sorted(sum(answer.seconds for answer in task(visitors[0])) for _round in range(pace.rounds))
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    n_bytes = sum(len(answer.body) for answer in answers)
    return Timing(statistics.median(times) * 1000, p95 * 1000, rate(task, visitors, pace.seconds), n_bytes)


def rate(task: Task, visitors: Sequence[Visitor], seconds: float) -> float:
    """Rounds a second; an error in any of the threads ends the measurement."""
    done, trouble = [0] * len(visitors), []
    started = time.perf_counter()

    def go_on(number: int, visitor: Visitor) -> None:
        try:
            while time.perf_counter() < started + seconds:
                task(visitor)
                done[number] += 1
        except Exception as error:  # raised again below, in the thread that can tell
            trouble.append(error)

    threads = [threading.Thread(target=go_on, args=pair) for pair in enumerate(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if trouble:
        raise trouble[0]
    return sum(done) / (time.perf_counter() - started)
