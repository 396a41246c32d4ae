"""Offences by threat domain, and the offences that no agreement may make exchangeable.

A code is dotted, from the domain to the offence, and an agreement may name either: ``drugs``
covers ``drugs.trafficking``. Some domains are an offence by themselves (``money-laundering``).

The excluded groups follow INTERPOL's constitution (Article 3: political, military, religious or
racial character) and its rules on the processing of data (Articles 82-83: behavioural or cultural
norms, family and private matters, administrative law and private disputes); opinion, status and
migration status are added here. The business of smuggling migrants is an ordinary crime; having
been smuggled is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from entraide.vocabulary.codes import CodeTable, Entry
from entraide.vocabulary.language import mark
from entraide.vocabulary.threats import THREATS

__all__ = [
    "EXCHANGEABLE",
    "EXCLUSIONS",
    "OFFENCES",
    "OFFENCE_ENTRIES",
    "ExclusionGround",
    "Offence",
    "covers",
]


class ExclusionGround(StrEnum):
    """Why an offence is never an exchange purpose; the value is also the group of its codes."""

    POLITICAL = "political"
    MILITARY = "military"
    RELIGIOUS = "religious"
    RACIAL = "racial"
    OPINION = "opinion"
    BEHAVIOUR = "behaviour"
    FAMILY = "family"
    PRIVATE = "private"
    ADMINISTRATIVE = "administrative"
    STATUS = "status"
    MIGRATION = "migration"


EXCLUSIONS: Final = CodeTable(
    mark("excluded group"),
    Entry("political", mark("Political offences")),
    Entry("military", mark("Military offences")),
    Entry("religious", mark("Religious offences")),
    Entry("racial", mark("Offences of racial or ethnic character")),
    Entry("opinion", mark("Opinion and speech")),
    Entry("behaviour", mark("Breaches of behavioural or cultural norms")),
    Entry("family", mark("Family matters")),
    Entry("private", mark("Private disputes")),
    Entry("administrative", mark("Administrative offences")),
    Entry("status", mark("What a person is, not what a person did")),
    Entry("migration", mark("Migration offences of the migrant")),
)


@dataclass(frozen=True, slots=True)
class Offence:
    """An offence code; ``excluded`` names the ground where it is never an exchange purpose."""

    code: str
    label: str
    group: str
    excluded: ExclusionGround | None = None


def covers(entry: str, code: str) -> bool:
    """Tell whether an entry of an agreement (a domain or an offence) covers an offence code."""
    return code == entry or code.startswith(f"{entry}.")


_ORDINARY: Final = (
    ("terrorism.attack", mark("Terrorist attack or its preparation")),
    ("terrorism.financing", mark("Financing of terrorism")),
    ("terrorism.recruitment", mark("Recruitment for terrorism")),
    ("terrorism.training", mark("Training for terrorism")),
    ("terrorism.travel", mark("Travel for the purpose of terrorism")),
    ("organised-crime.group", mark("Taking part in an organised criminal group")),
    ("organised-crime.extortion", mark("Extortion and racketeering")),
    ("organised-crime.vehicle-trafficking", mark("Trafficking in stolen vehicles")),
    ("organised-crime.cultural-goods", mark("Trafficking in cultural goods")),
    ("organised-crime.environment", mark("Trafficking in wildlife or waste")),
    ("drugs.trafficking", mark("Drug trafficking")),
    ("drugs.production", mark("Production of drugs")),
    ("drugs.precursors", mark("Diversion of precursors")),
    ("human-trafficking", mark("Trafficking in human beings")),
    ("human-trafficking.sexual-exploitation", mark("Trafficking for sexual exploitation")),
    ("human-trafficking.forced-labour", mark("Trafficking for forced labour")),
    ("human-trafficking.organs", mark("Trafficking for the removal of organs")),
    ("migrant-smuggling", mark("Smuggling of migrants for gain")),
    ("migrant-smuggling.endangering-life", mark("Smuggling of migrants that endangers lives")),
    ("arms.trafficking", mark("Arms trafficking")),
    ("arms.explosives", mark("Explosives offences")),
    ("arms.dangerous-materials", mark("Chemical, biological, radiological or nuclear materials")),
    ("cybercrime.intrusion", mark("Unlawful access to systems")),
    ("cybercrime.interference", mark("Damage to data or systems")),
    ("cybercrime.extortion", mark("Extortion by ransomware or threat")),
    ("cybercrime.fraud", mark("Fraud by means of computers")),
    ("virtual-assets.laundering", mark("Laundering through virtual assets")),
    ("virtual-assets.theft", mark("Theft of virtual assets")),
    ("money-laundering", mark("Money laundering")),
    ("economic-crime.fraud", mark("Fraud")),
    ("economic-crime.corruption", mark("Corruption")),
    ("economic-crime.embezzlement", mark("Embezzlement")),
    ("economic-crime.counterfeiting", mark("Counterfeiting of currency or goods")),
    ("economic-crime.scam-centre", mark("Running a scam centre")),
    ("violent-crime.homicide", mark("Homicide")),
    ("violent-crime.kidnapping", mark("Kidnapping and hostage taking")),
    ("violent-crime.rape", mark("Rape and sexual assault")),
    ("violent-crime.robbery", mark("Armed or aggravated robbery")),
    ("violent-crime.injury", mark("Grievous bodily injury")),
    ("drones.attack", mark("Attack by drone")),
    ("drones.smuggling", mark("Smuggling by drone")),
    ("child-exploitation.abuse", mark("Sexual abuse of a child")),
    ("child-exploitation.material", mark("Child sexual abuse material")),
    ("child-exploitation.solicitation", mark("Solicitation of a child")),
    ("document-fraud.forgery", mark("Forgery of documents")),
    ("document-fraud.false-identity", mark("Use of a false or stolen identity")),
    ("fugitives.escape", mark("Escape from custody")),
    ("missing-persons.disappearance", mark("Disappearance of a person (no offence needed)")),
    ("missing-persons.remains", mark("Unidentified human remains (no offence needed)")),
    ("missing-persons.disaster", mark("Victims of a disaster (no offence needed)")),
)

_EXCLUDED: Final = (
    ("political.sedition", mark("Sedition and offences against the government")),
    ("political.assembly", mark("Assembly or demonstration")),
    ("political.association", mark("Membership of a political party or association")),
    ("political.insult", mark("Insult of a head of state or an institution")),
    ("military.desertion", mark("Desertion")),
    ("military.evasion", mark("Evasion of military service")),
    ("religious.blasphemy", mark("Blasphemy")),
    ("religious.apostasy", mark("Apostasy")),
    ("religious.proselytism", mark("Proselytism or unauthorised worship")),
    ("racial.origin", mark("Offences defined by race or ethnic origin")),
    ("opinion.publication", mark("Publication, journalism or art")),
    ("opinion.defamation", mark("Defamation")),
    ("opinion.extremism", mark("Extremist opinion without an act")),
    ("behaviour.consensual-relations", mark("Consensual relations between adults")),
    ("behaviour.dress", mark("Dress and appearance")),
    ("behaviour.intoxication", mark("Consumption of alcohol or drugs")),
    ("family.adultery", mark("Adultery")),
    ("family.custody", mark("Custody disputes")),
    ("family.maintenance", mark("Maintenance payments")),
    ("private.debt", mark("Debt and unpaid cheques")),
    ("private.contract", mark("Contract disputes")),
    ("administrative.traffic", mark("Traffic fines")),
    ("administrative.licence", mark("Licences and registrations")),
    ("status.asylum", mark("Having asked for asylum or being a refugee")),
    ("status.statelessness", mark("Having no nationality or papers")),
    ("migration.irregular-entry", mark("Irregular entry")),
    ("migration.irregular-stay", mark("Irregular stay")),
    ("migration.irregular-exit", mark("Leaving one's country without permission")),
    ("migration.being-smuggled", mark("Having been smuggled")),
    ("migration.unauthorised-work", mark("Work without a permit")),
)


def _offences() -> Iterator[Offence]:
    for code, label in _ORDINARY:
        yield Offence(code, label, code.split(".", 1)[0])
    for code, label in _EXCLUDED:
        group = code.split(".", 1)[0]
        yield Offence(code, label, group, ExclusionGround(group))


OFFENCES: Final = CodeTable(mark("offence"), *_offences())

EXCHANGEABLE: Final = CodeTable(
    mark("offence"), *(offence for offence in OFFENCES if not offence.excluded)
)
"""The offences that a memorandum may name, and a question be about."""

OFFENCE_ENTRIES: Final = CodeTable(mark("offence or domain"), *THREATS, *EXCLUSIONS, *OFFENCES)
"""What an agreement may write in a list of offences: whole domains, excluded groups, offences."""
