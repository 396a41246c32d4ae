"""Words of the rights check of assistance: what may do harm, and what is asked before it is given.

The questions are the project's own: who uses it and for what, what is known of them, what law and
control there is, whom it must not be turned against, and what is done if it is. Due-diligence
policies on assistance to security forces ask the like; none of them is followed to the letter.
``ALWAYS`` are asked of everything, the others where a risk is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from entraide.vocabulary.codes import CodeTable, Entry
from entraide.vocabulary.language import mark

__all__ = ["ALWAYS", "NO_RISK", "QUESTIONS", "QUESTIONS_OF", "RISKS", "questions_for"]

NO_RISK: Final = "none"

RISKS: Final[CodeTable[Entry]] = CodeTable(
    mark("risk of assistance"),
    Entry("surveillance", mark("Surveillance, interception or location of people")),
    Entry("biometrics", mark("Faces, fingerprints or other biometrics")),
    Entry("data-analysis", mark("Analysis of data on many people")),
    Entry("use-of-force", mark("Use of force, weapons or restraint")),
    Entry("public-order", mark("Policing of assemblies")),
    Entry("detention", mark("Arrest, custody or questioning")),
    Entry(NO_RISK, mark("None of these")),
)

QUESTIONS: Final[CodeTable[Entry]] = CodeTable(
    mark("question of the rights check"),
    Entry("end-use", mark("Who will use it, and for what exactly?")),
    Entry("record", mark("What is known of that unit: ill-treatment, misuse, sanctions, courts?")),
    Entry("law", mark("Which law there governs its use, and who controls that it is kept?")),
    Entry("excluded-use", mark(
        "How is it excluded that it is turned against journalists, defenders, opposition or "
        "minorities, or leads to torture or the death penalty?")),
    Entry("follow-up", mark("How is its use followed afterwards, and what ends the assistance?")),
    Entry("warrant", mark("Which judge or authority allows each single use against a person?")),
    Entry("accuracy", mark("How often does it err, on whom, and who decides in the end?")),
    Entry("force-standard", mark(
        "Which standard of necessity and proportionality is taught, and how is it examined?")),
    Entry("custody-safeguards", mark(
        "How are access to a lawyer, a doctor and a judge, and recording, made sure?")),
)  # fmt: skip

ALWAYS: Final = ("end-use", "record", "law", "excluded-use", "follow-up")

QUESTIONS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "surveillance": ("warrant",),
    "biometrics": ("warrant", "accuracy"),
    "data-analysis": ("accuracy",),
    "use-of-force": ("force-standard",),
    "public-order": ("force-standard",),
    "detention": ("custody-safeguards",),
    NO_RISK: (),
}
"""What is asked beside ``ALWAYS`` where a risk is named."""


def questions_for(risks: Iterable[str]) -> tuple[str, ...]:
    """Return the questions that a check of these risks answers, in their order."""
    wanted = {*ALWAYS, *(each for risk in risks for each in QUESTIONS_OF.get(risk, ()))}
    return tuple(each.code for each in QUESTIONS if each.code in wanted)
