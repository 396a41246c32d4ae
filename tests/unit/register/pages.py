"""One vocabulary for all tests of the reader, and reading a text in one call."""

from __future__ import annotations

from functools import cache

from entraide.adapters.register.vocabulary import load_vocabulary
from entraide.register import Reading
from entraide.register.reading.reader import Request, read_page
from entraide.register.reading.vocabulary import Vocabulary

TUNIS = """Tunis : le patron de la police reçoit son homologue maltais

Publié le 14/05/2025 à 10h32

TUNIS - Le directeur général de la sûreté publique tunisienne, Karim Belhadi, a reçu mardi à Tunis \
le commissaire de la police maltaise, Joseph Zammit Cutajar, accompagné d'une délégation.

L'entretien a porté sur la lutte contre le trafic de drogue. Les deux responsables ont convenu de \
créer une équipe conjointe et d'étudier la possibilité de désigner des officiers de liaison.
"""


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def read(text: str, home: str | None = None, language: str | None = None) -> Reading:
    request = Request(text=text, sha256="00" * 32, home=home, language=language)
    return read_page(request, vocabulary())
