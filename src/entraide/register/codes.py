"""The closed lists of the register: kinds, topics, outcomes, statuses, zones, contradiction rules.

Codes describe what texts say. Those of migration, opinion and extremism are never the purpose of an
exchange, an agreement's domain or an alert.
"""

from __future__ import annotations

from typing import Final

__all__ = ["KINDS", "NEVER_A_PURPOSE", "OUTCOMES", "RULES", "STATUSES", "TOPICS", "ZONES"]

TOPICS: Final = (
    "threat.terrorism", "threat.terrorism.recruitment", "threat.terrorism.financing",
    "threat.violent_extremism", "threat.organised_crime", "threat.drugs",
    "threat.human_trafficking", "threat.organ_trafficking", "threat.migrant_smuggling",
    "threat.irregular_migration", "threat.arms", "threat.cybercrime",
    "threat.cybercrime.extortion", "threat.virtual_assets", "threat.money_laundering",
    "threat.economic_crime", "threat.violent_crime", "threat.drones", "threat.emerging_tech",
    "threat.child_exploitation", "threat.document_fraud", "threat.fugitives",
    "sector.major_events", "sector.border", "sector.public_order", "sector.criminal_investigation",
    "sector.cybersecurity", "sector.policing_technology", "sector.intelligence",
    "coop.information_exchange", "coop.operational", "coop.good_practice",
    "coop.technical_assistance", "coop.training", "coop.liaison_officers",
    "coop.controlled_delivery", "coop.joint_teams", "coop.joint_committee", "coop.databases",
)  # fmt: skip
"""Harm (threat), field of policing (sector) and form of cooperation (coop)."""

NEVER_A_PURPOSE: Final = frozenset({"threat.irregular_migration", "threat.violent_extremism"})

OUTCOMES: Final = (
    "mou_signed", "agreement", "joint_teams", "controlled_deliveries", "joint_committee",
    "liaison_officers", "technical_assistance", "training", "information_exchange",
    "joint_operations", "networks_dismantled", "follow_up_visit", "election", "decoration",
    "convergence_of_views", "tools_presented", "legal_framework",
)  # fmt: skip

STATUSES: Final = {
    "signed": "text signed",
    "agreed": "parties agreed to do it",
    "in_force": "happened or done",
    "discussed": "examined or evaluated only",
    "under_study": "agreed to think about it",
    "announced": "announced by one side",
    "claimed": "asserted without particulars",
}

KINDS: Final = {
    "bilateral": "two sides; an international organisation may be one of them",
    "trilateral": "three sides",
    "multilateral": "conference, assembly or plenary",
    "visit": "travel or stay that groups meetings",
    "site_visit": "visit of a facility",
    "ceremony": "anniversary, decoration, opening",
    "expert_meeting": "working-level thematic meeting",
    "reception_series": "several unnamed delegations",
    "operation": "joint operation, not a meeting",
}

ZONES: Final = {
    "ticker": "a line of many headlines",
    "interface": "words of the site itself",
    "title": "the article's own heading",
    "caption": "under a picture",
    "byline": "who published it, and when",
    "heading": "a heading inside the article",
    "body": "the article",
    "related": "a link to another article",
    "sidebar": "other articles, comments, what follows the article",
}

RULES: Final = {
    "heading_date": "a heading's period against a date below it",
    "caption_date": "a caption's date against the body's",
    "weekday_date": "a weekday against its date",
    "count": "a stated number against what is listed",
    "acronym": "an acronym against the name before it",
    "office_holder": "a person against a tenure that the register knows",
    "office_holder_open": "an office whose holder changed about then",
    "title_outcome": "what a heading promises against what the text reports",
    "outcome_status": "one verb for outcomes of different standing",
    "possible_duplicate": "two engagements that look alike",
    "vague_claim": "a result without particulars",
    "list_open": "a list that says it is not complete",
    "unnamed_officials": "offices without a name",
    "office_unclear": "an office without its organisation",
    "coverage_gap": "a period announced and not told",
    "year_derived": "a date whose year the text does not state",
    "undated": "no date of publication, while other dates stand near",
    "no_source": "no source, date or author",
}
