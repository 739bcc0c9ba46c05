"""Whether the person has a file in the cell that receives is said to nobody who sends, and on no page."""

import re
from typing import Any

from flask import Flask

from casework.organisation.models import Cell
from casework.referrals.models import Referral
from tests.browser import Browser
from tests.factories.cases import CaseFactory, PersonFactory, lead_of
from tests.factories.organisation import CellFactory
from tests.inbox.people import accept, file_of_women, receiver, sent_to

VARYING = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}"  # ids
    r"|R-[0-9A-Z]{8}|AZ-\d\d-[0-9A-Z]{6}"  # codes and references
    r'|value="[\w.-]{40,}"|\d\d:\d\d(:\d\d)?|T[\d:.+]+'  # tokens and moments
    r"|Employee \d+|user\d+|Cellule \d+"  # whoever signed in
)


def read_by(visitor: Browser, endpoint: str, **address: Any) -> str:
    return VARYING.sub("*", visitor.open(endpoint, **address).text)


def story(app: Flask, *, is_known: bool) -> list[str]:
    """The pages of both cells, before and after the yes, as far as they may differ."""
    women, cell = file_of_women(), CellFactory()
    same = {"first_name_ar": "زهرة", "first_name_lat": "Zahra", "surname_ar": None, "surname_lat": None}
    if is_known:
        CaseFactory(person=PersonFactory(cell=cell, **same))
    referral: Referral = sent_to(cell, case=women)
    theirs, ours = Browser(app), Browser(app)
    theirs.sign_in(receiver(cell))
    ours.sign_in(lead_of(women))
    received = (
        "inbox.list_received",
        "inbox.show_received",
        "inbox.accept_received",
        "inbox.answer_received",
    )
    pages = [
        read_by(theirs, name, **({"code": referral.code} if "list" not in name else {})) for name in received
    ]
    pages.append(VARYING.sub("*", accept(theirs, referral.code).text))
    sent = {"case_id": women.id, "referral_id": referral.id}
    pages.append(read_by(ours, "referrals.show_referral", **sent))
    pages.append(read_by(ours, "referrals.list_referrals"))
    pages.append(read_by(ours, "casefile.show", case_id=women.id))
    return pages


def test_every_page_is_the_same_whether_she_is_known_there_or_not(app: Flask) -> None:
    for known, unknown in zip(story(app, is_known=True), story(app, is_known=False), strict=True):
        assert known == unknown


def test_looking_whether_she_is_known_is_a_page_of_the_new_file(browser: Browser) -> None:
    cell: Cell = CellFactory()
    mine = receiver(cell)
    CaseFactory(
        worker=mine,
        person=PersonFactory(
            cell=cell, first_name_ar="زهرة", first_name_lat="Zahra", surname_ar=None, surname_lat=None
        ),
    )
    referral = sent_to(cell)
    browser.sign_in(mine)
    page = accept(browser, referral.code)

    assert page.has_link(f"/cases/{referral.opened_case_id}/check")
