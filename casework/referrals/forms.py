"""What is sent to whom, what was answered, and what a supervisor decides about an emergency."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, ValidationError
from wtforms.widgets import RadioInput

from casework.cases.models import Case, Decision
from casework.consents.models import GroundKind
from casework.core.clock import today
from casework.core.forms import (
    ChoiceField,
    DayField,
    Form,
    LineField,
    NarrativeField,
    OnceForm,
    RowField,
    VersionedForm,
    YesNoField,
    needed,
    not_in_the_future,
    required_if,
)
from casework.partners.models import Partner
from casework.programmes.base import RiskLevel
from casework.programmes.lists import OTHER, REFERRAL_DECLINE_REASONS
from casework.referrals.models import EXPECTING, NextContact, Referral, ReferralState, Urgency
from casework.referrals.moves import next_states


class ReferForm(OnceForm):
    partner_id = RowField(_l("Partner"), [needed()], option_widget=RadioInput())
    what_for = NarrativeField(
        _l("What for"),
        [needed()],
        rows=4,
        description=_l(
            "Only what the partner needs for this service. Nothing that may be held against the person."
        ),
    )
    urgency = ChoiceField(_l("How soon"), [needed()], choices=Urgency.choices(), coerce=Urgency)
    next_contact = ChoiceField(
        _l("Who speaks to the person next"),
        [needed()],
        choices=NextContact.choices(),
        coerce=NextContact,
        default=NextContact.US,
    )
    is_emergency = BooleanField(
        _l("Emergency: send it now"),
        description=_l("Without consent. The supervisor decides within 24 hours, and may take it back."),
    )
    sharable: set[Any]
    has_safe_number: bool

    def prepare(
        self, case: Case, partners: list[Partner], *, sharable: set[Any], has_safe_number: bool
    ) -> None:
        agreed_first = sorted(partners, key=lambda partner: partner.id not in sharable)
        self.partner_id.offer(agreed_first)
        self.sharable, self.has_safe_number = sharable, has_safe_number
        self.partner_id.choices = [self.with_consent(partner) for partner in agreed_first]
        if case.risk is not RiskLevel.EMERGENCY:
            del self["is_emergency"]

    def with_consent(self, partner: Partner) -> SelectChoice:
        agreed = _("The person agreed to share with this partner.")
        hint = agreed if partner.id in self.sharable else _("No consent yet for this partner.")
        place = f"{partner.name} · {partner.commune_label}" if partner.commune_label else partner.name
        return SelectChoice(str(partner.id), place, render_kw={"data-hint": hint})

    def validate_partner_id(self, field: ChoiceField) -> None:
        acts_at_once = "is_emergency" in self and self["is_emergency"].data
        if field.data and field.data not in self.sharable and not acts_at_once:
            raise ValidationError(
                _("The person has not agreed to share with this partner. Record the consent first.")
            )

    def validate_next_contact(self, field: ChoiceField) -> None:
        if field.data is NextContact.PARTNER and not self.has_safe_number:
            raise ValidationError(_("No number of the person is safe today: the partner cannot call."))

    @property
    def answers(self) -> dict[str, Any]:
        given = super().answers
        del given["partner_id"]
        return given


class MoveForm(VersionedForm):
    to = ChoiceField(_l("Where it stands now"), [needed()], coerce=ReferralState)
    happened_on = DayField(_l("On what day"), [needed(), not_in_the_future], default=today)
    expected_on = DayField(
        _l("For what day"),
        description=_l("The appointment, or until about when she waits, if the partner said so."),
        render_kw={"data-shown-if": "to=accepted|waiting_list"},
    )
    decline_code = ChoiceField(
        _l("Why the partner declined"),
        [required_if("to", [ReferralState.DECLINED], _l("Say why the partner declined."))],
        choices=REFERRAL_DECLINE_REASONS.choices,
        render_kw={"data-shown-if": "to=declined"},
    )
    why = NarrativeField(_l("In a few words"), rows=2)

    def prepare(self, referral: Referral) -> None:
        states = next_states(referral.state)
        self.to.choices = [SelectChoice(state.value, state.label) for state in states]
        if ReferralState.DECLINED not in states:
            del self["decline_code"]
        if not set(EXPECTING) & set(states):
            del self["expected_on"]

    def validate_expected_on(self, field: DayField) -> None:
        if self.answers["expected_on"] and self.happened_on.data and field.data < self.happened_on.data:
            raise ValidationError(_("This day comes before the answer."))

    def validate_why(self, field: NarrativeField) -> None:
        if self.answers.get("decline_code") == OTHER and not field.data:
            raise ValidationError(_("Say in a few words what the other reason is."))

    @property
    def answers(self) -> dict[str, Any]:
        answers = super().answers
        if self.to.data is not ReferralState.DECLINED:
            answers["decline_code"] = None
        if self.to.data not in EXPECTING:
            answers["expected_on"] = None
        return answers

    def both_texts(self, referral: Referral) -> list[tuple[Any, str, str]]:
        yours = str(ReferralState(str(self.to.data)).label)
        return [(self.to.label.text, yours, str(referral.state.label))]


class DestructionForm(VersionedForm):
    destroy_asked_on = DayField(_l("Asked to destroy it on"), [needed(), not_in_the_future], default=today)
    destroy_answered_on = DayField(
        _l("The partner answered that it is destroyed, on"),
        [not_in_the_future],
        description=_l("No answer yet: leave this empty, and come back."),
    )

    def validate_destroy_answered_on(self, field: DayField) -> None:
        asked_on = self.destroy_asked_on.data
        if field.data and asked_on and field.data < asked_on:
            raise ValidationError(_("The answer cannot come before the question."))


class LetterForm(Form):
    language = ChoiceField(
        _l("Language of the letter"),
        [needed()],
        choices=[SelectChoice("ar", "العربية"), SelectChoice("fr", "Français")],
        default="ar",
    )
    with_name = BooleanField(
        _l("Write the name of the person"),
        description=_l("Otherwise the letter bears only the code of the referral."),
    )


IF_APPROVED = {"data-shown-if": "decision=approved"}


class EmergencyForm(Form):
    decision = ChoiceField(_l("Your decision"), [needed()], choices=Decision.choices(), coerce=Decision)
    kind = ChoiceField(
        _l("Ground"),
        [required_if("decision", [Decision.APPROVED], _l("Say on what ground."))],
        choices=GroundKind.choices(),
        coerce=GroundKind,
        render_kw=IF_APPROVED,
    )
    rule = NarrativeField(
        _l("Text of the rule"),
        [required_if("decision", [Decision.APPROVED], _l("Write down the rule."))],
        rows=3,
        render_kw=IF_APPROVED,
    )
    authority = LineField(_l("Authority informed"), render_kw=IF_APPROVED)
    reference = LineField(_l("Reference of the letter or the call"), render_kw=IF_APPROVED)
    person_was_told = YesNoField(
        _l("Was the person told?"),
        [required_if("decision", [Decision.APPROVED], _l("Say whether the person was told."))],
        render_kw=IF_APPROVED,
    )
    why = NarrativeField(_l("Your reasons"), [needed()], rows=3)

    @property
    def ground(self) -> dict[str, Any]:
        return {name: answer for name, answer in self.answers.items() if name != "decision"}
