"""What is sent to whom, what the person decides about it, what was answered, and what is printed."""

from casework.referrals.forms.emergencies import EmergencyForm
from casework.referrals.forms.following import DestructionForm, MoveForm
from casework.referrals.forms.making import ContentForm
from casework.referrals.forms.printing import LetterForm, SlipForm
from casework.referrals.forms.sending import ConsentsForm, SendForm, consents_form

__all__ = [
    "ConsentsForm",
    "ContentForm",
    "DestructionForm",
    "EmergencyForm",
    "LetterForm",
    "MoveForm",
    "SendForm",
    "SlipForm",
    "consents_form",
]
