"""What a partner learns that spends its whole budget: a simulation against invented people.

The holder is real but for the wire: the compiled memorandum decides every question with the true
count, the matcher searches, and the answer is composed under the Permit. The partner is as able as
it can be: it names only lawful offences, uses every purpose that needs no person, changes the case
each time, and follows one of ``STRATEGIES``. What it has *learned* is every record behind a hit it
was given. The bound that is stated and tested: budget times purposes times hits (Article 2.9).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, cycle
from random import Random

from entraide.agreements.decision import Side
from entraide.agreements.policy import Permit, Policy, compile_policy
from entraide.demo.people import named_people
from entraide.exchange.answer import compose_answer
from entraide.exchange.ask import policy_question
from entraide.exchange.bodies import Query
from entraide.kernel.message import Message
from entraide.match import MemoryIndex, Subject, search
from entraide.safeguards.unusual import Asked, Conduct, Thresholds, judge, key_of
from tests.unit.agreements.given import ES, MA, NOW, agreement_of, signed_by_all

SEED, OTHER_SEED = 11, 12
OFFENCE = "drugs.trafficking"
NOON = NOW // 86_400_000 * 86_400_000 + 43_200_000
"""Asked by day, so that the hour does not give it away."""
People = Sequence[tuple[str, str, str, str, str]]
Guesses = Iterator[tuple[Subject, str]]


@dataclass(frozen=True)
class Learned:
    """What one strategy came to within a day."""

    strategy: str
    questions: int
    records: int
    people: int
    bound: int
    first_alert: int
    """The question at which the holder's rules first reported it; 0 for never."""

    @property
    def share(self) -> float:
        return self.records / self.people


@dataclass(frozen=True)
class Holder:
    """An agency with its people, its memorandum, and its count of a day."""

    policy: Policy
    index: MemoryIndex
    people: People

    @property
    def purposes(self) -> tuple[str, ...]:
        exchange = self.policy.agreement.exchange
        return tuple(p for p in exchange.purposes if p not in exchange.sensitive_purposes)

    @property
    def limit(self) -> int:
        return self.policy.agreement.exchange.budgets[0].limit

    @property
    def bound(self) -> int:
        hits = self.policy.agreement.exchange.hits.most
        return self.limit * len(self.purposes) * hits


def holder_of(people: int, limit: int) -> Holder:
    agreement = agreement_of(MA, ES)
    budgets = tuple(replace(row, limit=limit) for row in agreement.exchange.budgets)
    agreement = replace(agreement, exchange=replace(agreement.exchange, budgets=budgets))
    crowd = tuple(named_people(people, SEED))
    index = MemoryIndex()
    for rec, person in enumerate(crowd):
        index.add(rec, subject(person[1], person[2]))
    return Holder(compile_policy(signed_by_all(agreement)), index, crowd)


def subject(name: str, born: str = "") -> Subject:
    return Subject(names=(name,), birth_dates=(born,) if born else ())


# Strategies: each yields whom to ask for, and under which purpose, for ever


def common_names(holder: Holder) -> Guesses:
    """The commonest names of a like population, one after the other, purposes in turn."""
    crowd = Counter(person[1] for person in named_people(20_000, OTHER_SEED))
    names = [name for name, _ in crowd.most_common()]
    return zip((subject(name) for name in cycle(names)), cycle(holder.purposes), strict=False)


def known_persons(holder: Holder) -> Guesses:
    """A list of real persons with their dates of birth, of whom every second is held."""
    rng = Random(SEED)  # noqa: S311 - a simulation
    held = list(holder.people)
    rng.shuffle(held)
    others = named_people(len(held), OTHER_SEED)
    pairs = ((each[1], each[2]) for pair in zip(held, others, strict=False) for each in pair)
    return zip((subject(*each) for each in cycle(pairs)), cycle(holder.purposes), strict=False)


def templates(holder: Holder) -> Guesses:
    """Common names with every year of birth, so that the best hits differ each time."""
    crowd = Counter(person[1] for person in named_people(20_000, OTHER_SEED))
    names = [name for name, _ in crowd.most_common(200)]
    asked = (subject(name, str(year)) for year in cycle(range(1940, 2011)) for name in names)
    return zip(asked, cycle(holder.purposes), strict=False)


STRATEGIES: dict[str, Callable[[Holder], Guesses]] = {
    "common names": common_names,
    "known persons": known_persons,
    "templates": templates,
}


def spend(holder: Holder, strategy: str) -> Learned:
    """Let a partner spend a day's whole budget; ask on until every purpose is denied."""
    used: Counter[str] = Counter()
    known: set[int] = set()
    asked: list[Asked] = []
    guesses = STRATEGIES[strategy](holder)
    for number in count():
        if min(used[purpose] for purpose in holder.purposes) >= holder.limit:
            break
        if number > 50 * holder.limit * len(holder.purposes):
            raise RuntimeError("the budget is never spent")
        whom, purpose = next(guesses)
        found = put(holder, whom, purpose, used[purpose])
        if found is not None:
            used[purpose] += 1
            known |= found
            name, is_name = key_of(whom)
            case = f"C-{number}"
            at_ms = NOON + number * 1_000
            one = Asked(at_ms=at_ms, purpose=purpose, case=case, person=name, is_name=is_name)
            asked.append(one)
    return Learned(
        strategy, len(asked), len(known), len(holder.people), holder.bound, first_alert(asked)
    )


def put(holder: Holder, whom: Subject, purpose: str, used: int) -> set[int] | None:
    """Put one question; None where the memorandum denies it, else the records behind the hits."""
    query = Query(subject=whom, offence=OFFENCE, case="C", legal_basis="law", urgent=False)
    question = policy_question(query, purpose, MA, ES, Side.HOLDER)
    decision = holder.policy.decide(question, now_ms=NOW, budget_used=used)
    if not isinstance(decision, Permit):
        return None
    found = search(holder.index, whom, limit=100)
    bands = [each.comparison.band for each in found]
    answer = compose_answer(decision, MESSAGE, bands, lambda: "a" * 32)
    return {each.rec for each, _ in zip(found, answer.hits, strict=False)}


def first_alert(asked: Sequence[Asked]) -> int:
    """Return after how many questions the rules on unusual asking report this, 0 for never."""
    step = 5
    for end in range(step, min(len(asked), 400) + step, step):
        if judge(Conduct(tuple(asked[:end])), Thresholds()):
            return end
    return 0


MESSAGE = Message(
    id="1" * 32,
    thread="0" * 32,
    kind=Query.KIND,
    version=1,
    sender=MA,
    recipient=ES,
    author="officer-1",
    sent_ms=NOW,
    expires_ms=NOW + 1_000,
    purpose="prosecution",
    agreement="0" * 64,
    handling="H0",
    in_reply_to=None,
    body={},
)
