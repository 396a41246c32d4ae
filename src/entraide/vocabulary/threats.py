"""Threat domains (what talks and agreements are about) and fields of policing.

Two of them describe what texts say and are never an exchange purpose, a domain of an agreement or
an alert by themselves: violent extremism (an opinion until an act follows) and irregular migration
(a status). They are in the table because the press and ministers speak of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from entraide.vocabulary.codes import CodeTable, Entry
from entraide.vocabulary.language import mark

__all__ = ["FIELDS", "THREATS", "Threat"]


@dataclass(frozen=True, slots=True)
class Threat:
    """A threat domain; ``exchangeable`` says whether an agreement may cover it."""

    code: str
    label: str
    exchangeable: bool = True


THREATS: Final = CodeTable(
    mark("threat domain"),
    Threat("terrorism", mark("Terrorism")),
    Threat("violent-extremism", mark("Violent extremism"), exchangeable=False),
    Threat("organised-crime", mark("Organised crime")),
    Threat("drugs", mark("Drugs and precursors")),
    Threat("human-trafficking", mark("Trafficking in human beings")),
    Threat("migrant-smuggling", mark("Smuggling of migrants, as a business")),
    Threat("irregular-migration", mark("Irregular migration"), exchangeable=False),
    Threat("arms", mark("Arms, explosives and dangerous materials")),
    Threat("cybercrime", mark("Cybercrime")),
    Threat("virtual-assets", mark("Criminal use of virtual assets")),
    Threat("money-laundering", mark("Money laundering")),
    Threat("economic-crime", mark("Economic and financial crime")),
    Threat("violent-crime", mark("Violent crime")),
    Threat("drones", mark("Criminal use of drones")),
    Threat("child-exploitation", mark("Sexual exploitation of children")),
    Threat("document-fraud", mark("Document fraud")),
    Threat("fugitives", mark("Fugitives")),
    Threat("missing-persons", mark("Missing and unidentified persons")),
)

FIELDS: Final = CodeTable(
    mark("field of policing"),
    Entry("major-events", mark("Security of major events")),
    Entry("border", mark("Border security")),
    Entry("criminal-investigation", mark("Criminal investigation")),
    Entry("cybersecurity", mark("Protection of systems")),
    Entry("policing-technology", mark("Policing technology")),
)
