"""Every sentence of the source is in each catalogue: translated, not fuzzy, with the same places to fill."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from scripts.assets import CATALOGUES
from scripts.translations import LANGUAGES, extract

PLACE = re.compile(r"%\((\w+)\)[sd]")
Sentences = dict[tuple[str, str | None], Message]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Sentences:
    template = tmp_path_factory.mktemp("catalogue") / "messages.pot"
    extract(template)
    return sentences(read(template))


def read(file: Path, locale: str | None = None) -> Catalog:
    with file.open("rb") as text:
        return read_po(text, locale=locale)


def sentences(catalogue: Catalog) -> Sentences:
    return {(forms(message.id)[0], message.context): message for message in catalogue if message.id}


def forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def catalogue_in(language: str) -> Catalog:
    return read(CATALOGUES / language / "LC_MESSAGES" / "messages.po", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_the_sentences_of_the_source(language: str, source: Sentences) -> None:
    known = sentences(catalogue_in(language))
    missing, left_over = source.keys() - known.keys(), known.keys() - source.keys()
    assert (missing, left_over) == (set(), set()), "run 'make translations'"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    catalogue = catalogue_in(language)
    untranslated = [message.id for message in catalogue if message.id and not is_whole(message, catalogue)]
    assert untranslated == []


def is_whole(message: Message, catalogue: Catalog) -> bool:
    translated = forms(message.string)
    wanted = catalogue.num_plurals if message.pluralizable else 1
    return not message.fuzzy and len(translated) == wanted and all(text.strip() for text in translated)


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_fill_the_same_places(language: str) -> None:
    wrong = [message.id for message in catalogue_in(language) if message.id and not fills_the_places(message)]
    assert wrong == []


def fills_the_places(message: Message) -> bool:
    """A plural form may leave the number out, as Arabic does for one and two; it may not invent a place."""
    asked = set(PLACE.findall(" ".join(forms(message.id))))
    filled = [set(PLACE.findall(text)) for text in forms(message.string)]
    return all(places == asked or message.pluralizable and places < asked for places in filled)
