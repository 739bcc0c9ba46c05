"""What an interview comes to: the description of a new file, and what deserves another look first."""

from typing import Any

from flask_babel import gettext as _

from casework.accounts.models import User
from casework.consents.models import ConsentAct, ConsentGiver, ConsentManner, ConsentState, Purpose
from casework.core.clock import moment_of, today
from casework.intake.forms.interview import Companion
from casework.intake.interview import Interview
from casework.intake.models import Step
from casework.intake.services.opening import NewCase
from casework.people.checks import is_usual_cin
from casework.people.models import ContactSafety, LegalCapacity

IDENTITY = (
    "first_name_ar",
    "surname_ar",
    "first_name_lat",
    "surname_lat",
    "alias",
    "sex",
    "birth",
    "is_presumed",
    "cin",
    "commune",
    "douar",
)
# relation and legal capacity, said in one tap; custody is not legal representation
KNOWN_COMPANIONS = {
    Companion.MOTHER: ("MOTH", LegalCapacity.REPRESENTATIVE),
    Companion.MOTHER_ONLY: ("MOTH", LegalCapacity.CUSTODIAN),
    Companion.FATHER: ("FATH", LegalCapacity.REPRESENTATIVE),
    Companion.KAFIL: ("KAFIL", LegalCapacity.KAFIL),
}


def new_case(interview: Interview, narrative: str | None) -> NewCase:
    steps = interview.read_steps
    person, concerns = steps[Step.PERSON], steps[Step.CONCERNS]
    interview_on = person.interview_on.data or today()
    return NewCase(
        cell=interview.draft.cell,
        form_key=interview.draft.id,
        happened_at=moment_of(interview_on),
        identity=identity(interview),
        numbers=numbers(interview),
        relatives=[*companion(interview), *household(interview)],
        suspected_author=suspected_author(interview),
        details=interview.details,
        primary_concern=concerns.primary.data,
        other_concerns=concerns.others.data or (),
        other_concern_text=concerns.other_text.data,
        risk=concerns.risk.data,
        risk_why=concerns.risk_why.data,
        source=person.source.data,
        consents=consents(interview),
        barred=barred(interview),
        visit=interview.draft.visit,
        to_ask_in_private=not interview.is_alone,
        intake={
            "seen_alone": interview.notice.seen_alone.data,
            "notice_read": interview.notice.notice_read.data,
            "interpreter": interview.notice.interpreter.data,
            "source_text": person.source_text.data,
            "must_not_know": person.must_not_know.data,
            "narrative": narrative,
        },
    )


def identity(interview: Interview) -> dict[str, Any]:
    form = interview.read_steps[Step.PERSON]
    return {name: form[name].data for name in IDENTITY} | {"language": interview.notice.language.data}


def numbers(interview: Interview) -> list[dict[str, Any]]:
    """Confirmed on the day of the interview, unless never to be called."""
    form = interview.read_steps[Step.PERSON]
    if "numbers" not in form:
        return []
    given = [values_of(entry.form) for entry in form.numbers if entry.form.number.data]
    asked_on = form.interview_on.data or today()
    return [
        {**answers, "confirmed_on": None if answers["safety"] is ContactSafety.UNSAFE else asked_on}
        for answers in given
    ]


def companion(interview: Interview) -> list[dict[str, Any]]:
    form = interview.read_steps[Step.SITUATION]
    if "companion" not in form or form.companion.data in (None, Companion.ALONE):
        return []
    said = values_of(form.came_with.form)
    if form.companion.data in KNOWN_COMPANIONS:
        said["relation"], said["capacity"] = KNOWN_COMPANIONS[form.companion.data]
    return [said | {"came_along": True}]


def household(interview: Interview) -> list[dict[str, Any]]:
    form = interview.read_steps[Step.SITUATION]
    if "household" not in form:
        return []
    around = [values_of(entry.form) for entry in form.household if entry.form["name"].data]
    for answers in around:
        born = answers["birth_year"]
        answers["birth_year"] = born.year if born else None
    return around


def suspected_author(interview: Interview) -> dict[str, Any] | None:
    """Nothing when nobody is suspected, or when it could not be asked."""
    form = interview.read_steps[Step.SITUATION]
    if "suspect" not in form:
        return None
    said = {name: answer for name, answer in values_of(form.suspect.form).items() if answer}
    if relation := interview.details.get("author_relation"):
        said["relation"] = relation
    return said or None


def values_of(form: Any) -> dict[str, Any]:
    return {field.short_name: field.data for field in form if field.short_name != "csrf_token"}


def barred(interview: Interview) -> list[User]:
    chosen = set(interview.read_steps[Step.PERSON].barred.data or ())
    return [user for user in interview.staff if str(user.id) in chosen]


def consents(interview: Interview) -> list[dict[str, Any]]:
    """Each purpose apart; of a child its own assent, and the representative's word unless he is suspected."""
    notice, suspected = interview.notice, suspected_author(interview) or {}
    manner = notice.manner.data or ConsentManner.SPOKEN
    act = ConsentAct.ASSENT if interview.is_of_child else ConsentAct.CONSENT
    service = {"purpose": Purpose.SERVICE, "act": act, "why": notice.why_not_yet.data}
    said = [service | {"state": notice.agreement.data}]
    if interview.is_of_child and notice.representative.data and not suspected.get("is_companion"):
        his = {"purpose": Purpose.SERVICE, "giver": ConsentGiver.REPRESENTATIVE}
        said.append(his | {"state": notice.representative.data})
    if notice.statistics.data:
        said.append({"purpose": Purpose.STATISTICS, "act": act, "state": notice.statistics.data})
    return [row | {"manner": None if row["state"] is ConsentState.NOT_POSSIBLE else manner} for row in said]


def worth_another_look(interview: Interview) -> list[str]:
    """Nothing here holds the file back."""
    steps = interview.read_steps
    said = []
    if not is_usual_cin(steps[Step.PERSON].cin.data):
        said.append(_("The number of the identity card is unusual. It is kept as typed."))
    author = suspected_author(interview) or {}
    theirs = [answers["number"] for answers in numbers(interview)]
    if author.get("number") in theirs:
        said.append(_("The suspected author's number is also the person's: it will be marked never to call."))
    if author.get("is_companion") and "representative" in interview.notice:
        said.append(_("Who came along is the suspected author: nothing is asked of or sent to this person."))
    if interview.is_alone and not any(answers["confirmed_on"] for answers in numbers(interview)):
        said.append(_("There is no safe number: agree on the next meeting before the person leaves."))
    return said
