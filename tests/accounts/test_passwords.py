"""Which passwords are taken: long ones of any kind, and none that somebody who knows the person would try."""

import pytest
from flask import Flask

from casework.accounts import services
from casework.accounts.passwords import common_passwords, hash_password, is_guessable, is_password
from casework.core.errors import RuleBroken
from tests.factories.accounts import UserFactory
from tests.factories.organisation import CellFactory

PHRASE = "نافذة زرقاء تطل على البحر الهادئ "


@pytest.mark.parametrize(
    "password", ["أربع كلمات طويلة جدا", "vert tortue parapluie lune", "x7#kQ!zz0pLw-29v"]
)
def test_any_long_password_is_taken_without_composition_rules(app: Flask, password: str) -> None:
    services.set_password(UserFactory(), password)


@pytest.mark.parametrize(
    "password",
    [
        "quatorze lettr",  # 14
        "123456789012345678",
        "passwordpassword",
        "MotDePasse123456",
        "abcabcabcabcabcabc",
        "aaaaaaaaaaaaaaaaaaaa",
        "azilal azilal 2026",
        "السلام عليكم 123456",
        "salam.ismahan.2026",
        "Ismahan El Ouardi 1",
        "إسمهان الوردي 2026",
        "Cellule Lavande 2026",
        "Azilal Cellule Lavande",
        "خلية الخزامى 202626",
    ],
)
def test_a_password_near_the_person_or_the_service_is_refused(app: Flask, password: str) -> None:
    cell = CellFactory(name_fr="Cellule Lavande", name_ar="خلية الخزامى")
    user = UserFactory(username="ismahan", name_lat="Ismahan El Ouardi", name_ar="إسمهان الوردي", cell=cell)

    with pytest.raises(RuleBroken):
        services.set_password(user, password)


def test_a_long_phrase_counts_to_its_last_letter(app: Flask) -> None:
    phrase = (PHRASE * 5)[:128]
    kept = hash_password(phrase)

    assert is_password(kept, phrase)
    assert not is_password(kept, phrase[:-1])
    assert not is_password(kept, phrase + "ا")
    assert not is_password(kept, "ا" * 1024 * 1024)


def test_keyboards_that_compose_letters_otherwise_write_the_same_password(app: Flask) -> None:
    assert is_password(hash_password("café au lait matinal"), "cafe\u0301 au lait matinal")
    assert is_password(hash_password("لا شيء يشبه المطر"), "\ufefb شيء يشبه المطر")


def test_the_list_knows_each_language() -> None:
    assert len(common_passwords()) > 400
    for password in ("motdepasse123", "كلمة السر", "Mot De Passe", "salam alikoum", "iloveyou"):
        assert is_guessable(password)
