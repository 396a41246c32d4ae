"""Reading at the watch, in searching and in oversight: each screen in its own type."""

from __future__ import annotations

from typing import cast

from entraide.client.asked import Batches, BatchShown, Standing, StandingShown
from entraide.client.duty import Handover, Watch
from entraide.client.inquired import EntryShown, LetterShown, SampleShown, SubjectShown
from entraide.client.keeping import NodeHealth, SealedAccount
from entraide.client.memoranda import OfferedShown
from entraide.client.notices import Drafting, Review
from entraide.client.overseen import (
    Accesses,
    Alerts,
    OfficersHeld,
    Retention,
    Subjects,
    ToExplain,
)
from entraide.client.pages import Partners
from entraide.client.partners import PartnersHealth
from entraide.client.session import Filters, Session, place
from entraide.client.work import Founding

__all__ = ["Overseeing"]


class Overseeing(Session):
    """A session with the screens of the watch, of searching and of oversight."""

    def drafting(self, **filters: Filters) -> Drafting:
        """Return what each colour of notice needs; ``replaces`` and ``record`` choose."""
        return cast("Drafting", self.json("/notices/draft", **filters))

    def founding(self, **filters: Filters) -> Founding:
        """Return what an operation of a ``kind`` is proposed with."""
        return cast("Founding", self.json("/cases/new", **filters))

    def register_partners(self) -> Partners:
        """Return the partners of the register."""
        return cast("Partners", self.json("/register/partners"))

    def offered(self, payload: str) -> OfferedShown:
        """Return what a file is said to hold that was brought to be signed for."""
        return cast("OfferedShown", self.json(place("agreements/offered", payload)))

    def watch(self, **filters: Filters) -> Watch:
        """Return the watch with its log; ``days`` and ``severity`` filter."""
        return cast("Watch", self.json("/watch", **filters))

    def handover(self, shift: str = "") -> Handover:
        """Return what a shift handed over; without one, what would be handed over now."""
        return cast("Handover", self.json(place("watch/handover", *filter(None, (shift,)))))

    def batches(self) -> Batches:
        """Return the batches of questions."""
        return cast("Batches", self.json("/search/batch"))

    def batch(self, batch: str) -> BatchShown:
        """Return a batch with its questions and answers."""
        return cast("BatchShown", self.json(place("search/batches", batch)))

    def standing(self) -> Standing:
        """Return the questions that stand."""
        return cast("Standing", self.json("/search/standing"))

    def leaving(self, thread: str, **filters: Filters) -> StandingShown:
        """Return what would be left standing of a thread; ``partner`` names one of several."""
        return cast("StandingShown", self.json(place("search/standing", thread), **filters))

    def partners(self, **filters: Filters) -> PartnersHealth:
        """Return how partners are reached; ``days`` and ``partner`` choose."""
        return cast("PartnersHealth", self.json("/partners", **filters))

    def entry(self, index: int, *, epoch: int = 1) -> EntryShown:
        """Return one entry of the log."""
        return cast("EntryShown", self.json(place("oversight/entries", str(epoch), str(index))))

    def accesses(self, **filters: Filters) -> Accesses:
        """Return who looked at what, why; the filters are those of the screen."""
        return cast("Accesses", self.json("/oversight/accesses", **filters))

    def sample(self, sample: str, **filters: Filters) -> SampleShown:
        """Return a sample of accesses as it is judged; ``redraw`` draws it again."""
        return cast("SampleShown", self.json(place("oversight/samples", sample), **filters))

    def alerts(self) -> Alerts:
        """Return unusual asking that was reported."""
        return cast("Alerts", self.json("/oversight/alerts"))

    def to_explain(self) -> ToExplain:
        """Return the accesses that this officer is asked to explain."""
        return cast("ToExplain", self.json("/oversight/explain"))

    def sealed_account(self) -> SealedAccount:
        """Return whether a sealed account is ready, and every use of one."""
        return cast("SealedAccount", self.json("/oversight/break-glass"))

    def subjects(self, **filters: Filters) -> Subjects:
        """Return the requests of persons concerned; ``kind`` and ``state`` filter."""
        return cast("Subjects", self.json("/oversight/subjects", **filters))

    def subject(self, request: str) -> SubjectShown:
        """Return a request of a person concerned, with what was found."""
        return cast("SubjectShown", self.json(place("oversight/subjects", request)))

    def letter(self, request: str, **filters: Filters) -> LetterShown:
        """Return the letter to the person; ``language`` chooses."""
        return cast(
            "LetterShown", self.json(place("oversight/subjects", request, "letter"), **filters)
        )

    def retention(self) -> Retention:
        """Return what is due for erasure."""
        return cast("Retention", self.json("/oversight/retention"))

    def review(self) -> Review:
        """Return the notices that wait for a review."""
        return cast("Review", self.json("/oversight/review"))

    def officers(self) -> OfficersHeld:
        """Return the officers of the agency."""
        return cast("OfficersHeld", self.json("/oversight/officers"))

    def node_health(self) -> NodeHealth:
        """Return what keeps the node going."""
        return cast("NodeHealth", self.json("/oversight/node"))
