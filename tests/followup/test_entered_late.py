"""What is typed from paper counts from its own day, and the story says that it was entered late."""

from datetime import timedelta

from casework.core.clock import day_of, today
from casework.core.i18n import short_day
from casework.tasks.models import TaskKind
from tests.browser import Browser
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.tasks import open_task_of_kind


def test_a_note_of_another_day_is_marked(browser: Browser) -> None:
    case = CaseFactory(days_ago=30)
    browser.sign_in(lead_of(case))
    seen_on = today() - timedelta(days=4)
    for day, text in ((seen_on, "Seen at school"), (today(), "The teacher calls")):
        contact = "made" if day == seen_on else "not_meant"
        answers = {"happened_on": short_day(day), "kind": "office", "contact": contact, "text": text}
        assert browser.submit("followup.add_note", answers, case_id=case.id).status == 200
    entries = {
        entry.get_text(" ", strip=True)
        for entry in browser.open("casefile.show", case_id=case.id).soup.select(".timeline > li")
    }
    marked = [text for text in entries if f"entered late, on {short_day(today())}" in text]
    follow_up = open_task_of_kind(case, TaskKind.FOLLOW_UP)

    assert ["Seen at school" in text for text in marked] == [True]
    assert follow_up
    assert follow_up.counted_from
    assert day_of(follow_up.counted_from) == seen_on
