"""What a file says is held against what the tables and the next export can bear."""

import json
from typing import Any

import pytest

from casework.access.policy import Role
from casework.core.extensions import db
from casework.exchange.tabular import as_written, harmless
from casework.partners.models import Confidentiality, Partner
from tests.browser import Browser
from tests.exchange.directories import confirm, exported, in_json, organization, public_partner, send, service
from tests.factories.accounts import UserFactory
from tests.factories.base import commit


@pytest.fixture
def officer(browser: Browser) -> Browser:
    browser.sign_in(UserFactory(role=Role.PROGRAMME_OFFICER))
    return browser


ODD: dict[str, dict[str, Any]] = {
    "before all years": {"last_modified": "0001-01-01T00:00:00+14:00"},
    "after all years": {"last_modified": "9999-12-31T23:59:59-14:00"},
    "a week": {"assured_date": "2020-W10-1"},
    "without hyphens": {"assured_date": "20200301"},
    "first day": {"assured_date": "0001-01-01"},
    "NUL and bidi": {"name_ar": "a\x00\u202eb", "description": "c\x00\ud800d", "name": "x\u2066y"},
    "NUL in a link": {"website": "https://a\x00b.example", "email": "a\x00b@c.example"},
    "a list for a level": {"confidentiality": ["public"]},
    "an object for a level": {"confidentiality": {"a": 1}},
    "endless age": {"services": [service(1, minimum_age=1e999)]},
    "odd service": {"services": [service(1, status=["active"])]},
    "age of nothing": {"services": [service(1, minimum_age=0.5, maximum_age=999_999)]},
    "huge identifier": {"year_incorporated": 10**29},
    "cell": {
        "attributes": [
            {
                "id": "0d8f6a52-5b0c-4d0e-9f63-1b1c6a7c2f19",
                "taxonomy_term": {
                    "id": "0d8f6a52-5b0c-4d0e-9f63-1b1c6a7c2f18",
                    "name": "x",
                    "description": "x",
                    "code": "cell",
                    "taxonomy": "casework:kind",
                },
            }
        ]
    },
}


@pytest.mark.parametrize("what", ODD)
def test_it_is_refused_or_imported_and_the_directory_still_leaves(officer: Browser, what: str) -> None:
    fields = {"confidentiality": "public"} | ODD[what]
    preview = send(officer, in_json(organization(**fields)))
    assert preview.status in (200, 422)
    if preview.hidden and preview.status == 200:
        assert confirm(officer, preview).status in (200, 409)

    for kind in ("json", "zip"):
        assert exported(officer, kind)
    assert officer.open("partners.list_partners").status == 200


def test_a_card_that_changed_since_the_preview_is_looked_at_again(officer: Browser) -> None:
    """The same field, changed by a colleague meanwhile, is not written over unseen."""
    partner = public_partner(checked_on=None)
    known = json.loads(exported(officer))
    known = known if isinstance(known, list) else known["contents"]
    known[0]["phones"][0]["number"] = "+212600000099"
    preview = send(officer, json.dumps(known).encode())
    partner.phone = "+212600000055"
    commit()
    answer = confirm(officer, preview)

    assert answer.status == 409
    db.session.expire_all()
    assert db.session.query(Partner).one().phone == "+212600000055"
    assert partner.confidentiality is Confidentiality.PUBLIC


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "＝1+1", "@SUM(A1)", "\t=1", "-1+1|cmd", "'=1"])
def test_no_cell_begins_a_formula_and_each_comes_back(text: str) -> None:
    assert str(harmless(text)).startswith("'")
    assert as_written(harmless(text)) == text
