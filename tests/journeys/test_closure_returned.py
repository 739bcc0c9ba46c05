"""A worker asks to close a file; the supervisor returns it; completed, it is approved."""

from collections.abc import Callable

from tests.journeys.person import Person

SUMMARY = "الطفل في أمان عند جدته وعاد إلى المدرسة."
WHY_NOT = "لم يجب الشريك بعد."
COMMENT = "Dire depuis quand l’enfant vit chez sa grand-mère."
COMPLETED = f"{SUMMARY} منذ شهر يناير."


def file_to_close(person: Person) -> str:
    """The first open file on which nothing is asked yet."""
    person.open("/files")
    links = person.page.locator("main table a[href*='/cases/']").all()
    for address in dict.fromkeys(link.get_attribute("href") or "" for link in links):
        person.open(f"{address}/closure/ask")
        if person.page.locator("textarea[name=summary]").count():
            return address
    raise AssertionError("every file waits to be closed")


def fill_in(person: Person) -> None:
    person.page.select_option("select[name=reason]", "SAFE")
    person.page.fill("textarea[name=summary]", SUMMARY)
    person.tick("person_was_told", "yes")
    person.page.fill("textarea[name=told]", "في المكتب.")
    for answer in person.page.locator("input[name^=check_][value=yes]").all():
        answer.check()
    person.tick("check_REFERRED", "no")
    person.page.fill("input[name=why_REFERRED]", WHY_NOT)
    confirm(person)


def confirm(person: Person) -> None:
    box = person.page.locator("input[name=has_seen_open]")
    if box.count():
        box.check()


def decide(supervisor: Person, address: str, decision: str, comment: str = "") -> None:
    supervisor.open(address)
    supervisor.follow("/closure/decide/")
    assert WHY_NOT in supervisor.text
    supervisor.tick("decision", decision)
    supervisor.page.fill("textarea[name=comment]", comment)


def test_returned_completed_and_approved(someone: Callable[..., Person]) -> None:
    worker, supervisor = someone("amina"), someone("latifa", language="fr")
    address = file_to_close(worker)
    fill_in(worker)
    wrong = worker.look("closure-asked")
    worker.submit()
    supervisor.open(address)
    supervisor.page.fill("textarea[name=purpose]", "Demande de clôture")
    supervisor.submit()
    decide(supervisor, address, "returned", COMMENT)
    wrong += supervisor.look("closure-decided")
    supervisor.submit()

    worker.open(f"{address}/closure/ask")
    assert COMMENT in worker.text
    assert worker.page.input_value("textarea[name=summary]") == SUMMARY
    assert worker.page.input_value("input[name=why_REFERRED]") == WHY_NOT
    worker.page.fill("textarea[name=summary]", COMPLETED)
    confirm(worker)
    worker.submit()
    decide(supervisor, address, "approved")
    assert COMPLETED in supervisor.text
    supervisor.submit()

    worker.open(f"{address}/decisions")
    assert COMMENT in worker.text
    wrong += worker.check()
    worker.open(f"{address}/closure/ask")
    assert worker.page.locator("textarea[name=summary]").count() == 0
    assert wrong == []
