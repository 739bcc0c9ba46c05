"""How an invented file begins: the person, the interview and all that it brings."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from casework.audit.models import Event
from casework.cases.models import Concern, EntryKind, MemberRole, Reporter
from casework.cases.references import ALPHABET, N_RANDOM, check_character
from casework.cases.timeline import Happening
from casework.consents.models import Consent, ConsentAct, ConsentManner, ConsentState, Purpose
from casework.core.clock import day_of
from casework.core.text import excerpt
from casework.demonstration.families import Child, family_in, gather
from casework.demonstration.file import File
from casework.demonstration.people import add_numbers, add_relatives, add_suspected_author, invent_person
from casework.demonstration.words import drawn
from casework.demonstration.world import Place, World
from casework.demonstration.writer import Row, Writer
from casework.intake.models import Intake, SeenAlone
from casework.keys.models import KeyOwner
from casework.programmes.base import Clock, RiskLevel
from casework.programmes.lists import AUTHOR_RELATIONS, CASE_SOURCES, OTHER, OptionList
from casework.programmes.questions import Listed, Number, OneOf
from casework.tasks.models import TaskKind
from casework.tasks.services.clocks import AT_FIRST

KINDS = {EntryKind.INTERVIEW: 85, EntryKind.SIGNAL: 9, EntryKind.EMERGENCY: 6}
RISKS = {RiskLevel.HIGH: 18, RiskLevel.MEDIUM: 47, RiskLevel.LOW: 35}
SPEAKS_OF_VIOLENCE = ("violence_types", "incident_on", "author_relation")  # not asked when there is none


def open_file(writer: Writer, world: World, place: Place, opened_at: datetime, chance: Random) -> File:
    """A file on its first day, with its lead worker, its due dates and its first lines."""
    key = writer.new_key(KeyOwner.PERSON)
    file = File(writer, world, place, key, opened_at, chance)
    family = family_in(world, place, chance)
    is_away = world.is_away(family.lead, day_of(opened_at))
    file.lead = place.workers[0] if is_away else family.lead
    person, names = invent_person(
        writer, key, place, opened_at, chance, surname=family.surname, commune=family.commune
    )
    file.person = person
    known = {"birth_year": person["birth_year"], "sex": person["sex"].value, "language": person["language"]}
    file.said = names | known | {"commune": family.commune}
    kind = drawn(chance, KINDS)
    risk = RiskLevel.EMERGENCY if kind is EntryKind.EMERGENCY else drawn(chance, RISKS)
    concerns = chosen_concerns(place.programme.concerns, chance)
    file.open(
        reference=world.give(lambda: new_reference(world.code, opened_at.year, chance)),
        cell_id=place.id,
        person_id=person["id"],
        lead_id=file.lead.id,
        entry_kind=kind,
        source=chance.choice([option.code for option in CASE_SOURCES if not option.is_restricted]),
        risk=risk,
        all_concerns=None if all(map(place.programme.concerns.countable, concerns)) else concerns,
    )
    add_concerns(file, concerns)
    file.join(file.lead, MemberRole.LEAD, opened_at)
    add_numbers(file, person)
    add_relatives(file, person)
    gather(file, family, Child(file, person, names["first_name_ar"]))
    if risk.rank >= RiskLevel.HIGH.rank:
        add_suspected_author(file, person, chance.choice([option.code for option in AUTHOR_RELATIONS]))
    file.set_risk(risk, opened_at)
    if kind is not EntryKind.EMERGENCY:
        add_details(file)
    begin(file, kind)
    return file


def new_reference(province: str, year: int, chance: Random) -> str:
    body = "".join(chance.choices(ALPHABET, k=N_RANDOM))
    return f"{province}-{year % 100:02}-{body}{check_character(body)}"


def chosen_concerns(listed: OptionList, chance: Random) -> list[str]:
    codes = [option.code for option in listed if option.code != OTHER]
    return chance.sample(codes, chance.choices((1, 2, 3), (50, 35, 15))[0])


def add_concerns(file: File, codes: list[str]) -> None:
    """What may incriminate stays in the sealed list only."""
    listed = file.programme.concerns
    counted = listed.countable(codes[0]) or OTHER
    for code in dict.fromkeys([counted, *filter(listed.countable, codes)]):
        file.writer.add(Concern, file.opened_at, case_id=file.id, code=code, is_primary=code == counted)


def add_details(file: File) -> None:
    """Some answers to the programme's own questions, kept as the programme keeps them."""
    details = file.programme.details
    answers = {question.name: answer(question, file.chance) for question in details.questions}
    if answers.get("violence") == "NO":
        answers |= dict.fromkeys(SPEAKS_OF_VIOLENCE)
    answers |= details.compute(answers)
    kept = {question.name: question.kept(answers[question.name]) for question in details.every_question()}
    readable = {name: kept.pop(name) or None for name in details.readable()}
    sealed = {name: value for name, value in kept.items() if value not in (None, [])}
    file.add(details, file.opened_at, case_id=file.id, answers=sealed or None, **readable)


def answer(question: Any, chance: Random) -> Any:
    """None for a question that was not answered, and for words, which the interview holds."""
    if not question.is_required and chance.random() < 0.35:
        return None
    if isinstance(question, Number):
        return chance.randint(0, 5)
    if not isinstance(question, Listed):
        return None
    codes = [option.code for option in question.options if option.code != OTHER]
    if isinstance(question, OneOf):
        return chance.choice(codes)
    return chance.sample(codes, min(len(codes), chance.choice((1, 1, 2))))


def begin(file: File, kind: EntryKind) -> None:
    """The consents, the clocks, what could not be asked, and the interview itself."""
    had_contact = kind is not EntryKind.SIGNAL
    add_consents(file, had_contact=had_contact)
    if not had_contact:
        file.add(Reporter, file.opened_at, case_id=file.id, kind="school", link=file.words("reporter"))
    for step in AT_FIRST:
        file.plan_step(step, file.opened_at, file.opened_at)
    if had_contact:
        file.met(file.opened_at, file.lead.id)
    seen_alone = file.chance.choices(list(SeenAlone), (80, 15, 5))[0] if kind is EntryKind.INTERVIEW else None
    if seen_alone in (SeenAlone.NO, SeenAlone.IMPOSSIBLE):
        plan_rest(file, TaskKind.ASK_IN_PRIVATE)
    if kind is not EntryKind.INTERVIEW:
        plan_rest(file, TaskKind.COMPLETE_FILE)
    write_down(file, kind, seen_alone)


def plan_rest(file: File, kind: TaskKind) -> None:
    """Due when the person is met next."""
    due_at = file.due(Clock.FOLLOW_UP, file.opened_at)
    task = file.plan(kind, due_at, file.opened_at, created_by_id=file.lead.id)
    file.act(file.opened_at, Event.TASK_ADDED, file.lead.id, task["id"], detail=kind.value)


def write_down(file: File, kind: EntryKind, seen_alone: SeenAlone | None) -> None:
    narrative = file.words(kind.value)
    intake = file.add(
        Intake,
        file.opened_at,
        case_id=file.id,
        kind=kind,
        author_id=file.lead.id,
        happened_on=day_of(file.opened_at),
        recorded_at=file.opened_at,
        notice_read=kind is EntryKind.INTERVIEW,
        seen_alone=seen_alone,
        form_key=file.writer.new_id(file.opened_at),
        narrative=narrative,
    )
    story = {"text": excerpt(narrative)}
    file.tell(file.opened_at, Happening(kind.value), file.lead.id, intake["id"], story=story)


def add_consents(file: File, *, had_contact: bool) -> None:
    """A signal cannot have one yet; a child's assent is a row of its own."""
    state = ConsentState.GIVEN if had_contact else ConsentState.NOT_POSSIBLE
    record_consent(file, file.opened_at, Purpose.SERVICE, state)
    if not had_contact:
        return
    if file.programme.serves_children:
        record_consent(file, file.opened_at, Purpose.SERVICE, state, act=ConsentAct.ASSENT)
    counted = file.chance.choices((ConsentState.GIVEN, ConsentState.REFUSED), (85, 15))[0]
    record_consent(file, file.opened_at + timedelta(seconds=1), Purpose.STATISTICS, counted)


def record_consent(file: File, at: datetime, purpose: Purpose, state: ConsentState, **more: Any) -> Row:
    names = more.pop("names", {})
    act = more.setdefault("act", ConsentAct.CONSENT)
    manner = None if state is ConsentState.NOT_POSSIBLE else file.chance.choice(list(ConsentManner))
    consent = file.add(
        Consent,
        at,
        case_id=file.id,
        purpose=purpose,
        state=state,
        manner=manner,
        decided_on=day_of(at),
        recorded_at=at,
        recorded_by_id=file.lead.id,
        **more,
    )
    withdrawn = state is ConsentState.WITHDRAWN
    event = Event.CONSENT_WITHDRAWN if withdrawn else Event.CONSENT_RECORDED
    file.act(at, event, file.lead.id, consent["id"], detail=state.value)
    story = {"purpose": purpose.value, "act": act.value} | names
    file.tell(at, Happening.CONSENT, file.lead.id, consent["id"], detail=state.value, story=story)
    return consent
