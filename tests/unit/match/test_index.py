"""Keys, cards, candidates: what an index holds and how it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from entraide.errors import StoreError
from entraide.match import (
    Identifier,
    MemoryIndex,
    Subject,
    decode_card,
    encode_card,
    keys_of,
    prepare,
    search,
)
from entraide.match.candidates import candidates_of, ranked
from entraide.match.keys import query_keys_of


def _keys(*names: str, born: str = "") -> set[int]:
    return set(keys_of(prepare(Subject(names=names, birth_dates=(born,) if born else ()))))


def test_keys_are_signed_64_bit_numbers_each_once() -> None:
    keys = keys_of(prepare(Subject(names=("Abdelatif Ben Ali", "عبد اللطيف بن علي"))))
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert len(set(keys)) == len(keys)


def test_keys_never_change_without_a_new_scheme() -> None:
    assert keys_of(prepare(Subject(names=("Ali Hassan",), birth_dates=("1985",)))) == PINNED


PINNED = (
    -8519125213096278661,
    2216331741461363042,
    -6470437589892722461,
    2738460213394777515,
    -714941908440084691,
    -6540989369506714917,
    -2375756243976226434,
    -5934318064604629328,
    5900017118754723388,
)


@pytest.mark.parametrize(
    "spelling", ["Abdelatif Ben Ali", "Abd al-Latif Bin Ali", "ALI, Abdul Latif", "Абдуллатиф Али"]
)
def test_every_spelling_shares_more_than_one_key(spelling: str) -> None:
    assert len(_keys("عبد اللطيف بن علي") & _keys(spelling)) > 1


def test_a_birth_year_gives_keys_of_its_own() -> None:
    assert _keys("Ali Hassan", born="1985-03-11") > _keys("Ali Hassan")


def test_a_question_asks_for_names_a_consonant_away() -> None:
    asked = set(query_keys_of(prepare(Subject(names=("Karim Bertrand",)))))
    assert asked > _keys("Karim Bertrand")


def test_an_identifier_alone_gives_a_key() -> None:
    held = Identifier("document", "AB123456")
    assert len(keys_of(prepare(Subject(identifiers=(held,))))) == 1


def test_a_card_gives_back_what_it_was_made_from() -> None:
    prepared = prepare(
        Subject(
            names=("Sheikh Abd al-Latif bin Ali", "عبد اللطيف بن علي", "高市早苗"),
            birth_dates=("1985-03-11", "1986"),
            countries=("ma", "es"),
            sexes=("male",),
            identifiers=(Identifier("document", "AB123456"), Identifier("email", "a=b@c.org")),
        )
    )
    assert decode_card(encode_card(prepared)) == prepared
    assert decode_card(encode_card(prepare(Subject()))) == prepare(Subject())


@pytest.mark.parametrize("data", [b"", b"\x02Person", b"\x01Person", b"\x01\xff\xfe"])
def test_a_damaged_card_is_refused_with_a_code(data: bytes) -> None:
    with pytest.raises(StoreError):
        decode_card(data)


def _index(*names: str) -> MemoryIndex:
    index = MemoryIndex()
    for rec, name in enumerate(names):
        index.add(rec, Subject(names=(name,)))
    return index


def test_nothing_of_a_removed_record_is_findable() -> None:
    index = _index("Abdelatif Ben Ali", "Karim Haddad")
    index.remove(0)
    query = Subject(names=("Abdelatif Ben Ali",))
    assert search(index, query) == ()
    assert index.frequencies(query_keys_of(prepare(query)), 10) == {}
    assert len(index) == 1


def test_a_record_added_again_is_replaced() -> None:
    index = _index("Abdelatif Ben Ali")
    index.add(0, Subject(names=("Karim Haddad",)))
    assert search(index, Subject(names=("Abdelatif Ben Ali",))) == ()
    assert search(index, Subject(names=("Karim Haddad",)))[0].rec == 0


def test_at_most_two_hundred_candidates_are_compared() -> None:
    index = _index(*["Mohammed Ali"] * 500)
    assert len(candidates_of(index, prepare(Subject(names=("Mohammed Ali",))))) == 200


def test_a_budget_reads_the_rarest_keys_first() -> None:
    index = _index(*["Mohammed Haddad"] * 50, "Mohammed Zbigniewski")
    query = prepare(Subject(names=("Mohammed Zbigniewski",)))
    assert candidates_of(index, query, budget=3) == (50,)


def test_hits_come_best_first_and_none_below_what_is_asked() -> None:
    index = _index("Karim Haddad", "Karim Hadad", "Karim Mansour", "Karym Haddad Aziz")
    found = search(index, Subject(names=("Karim Haddad",)), least=0.0)
    scores = [hit.comparison.score for hit in found]
    assert scores == sorted(scores, reverse=True)
    assert found[0].rec == 0
    assert {hit.rec for hit in search(index, Subject(names=("Karim Haddad",)))} == {0, 1, 3}
    assert len(search(index, Subject(names=("Karim Haddad",)), limit=1)) == 1


def test_the_bearer_of_a_document_is_compared_however_many_share_the_names_asked_for() -> None:
    number = Identifier("document", "AB123456")
    names = ("Abdellatif Mohammed Karim Benali Haddad",)
    index = _index(*names * 30)
    index.add(30, Subject(names=("Youssef Mansour",), identifiers=(number,)))
    assert 30 in candidates_of(index, prepare(Subject(names=names, identifiers=(number,))))


def test_who_shares_next_to_nothing_beside_the_best_is_not_compared() -> None:
    index = _index("Abdellatif Mohammed Karim Benali Haddad", "Karim Zbigniewski")
    query = prepare(Subject(names=("Abdellatif Mohammed Karim Benali Haddad",)))
    assert candidates_of(index, query) == (0,)


class _Counted(MemoryIndex):
    """Remembers how many cards each search read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[int] = []

    def cards(self, recs: Sequence[int]) -> Mapping[int, bytes]:
        self.read.append(len(recs))
        return super().cards(recs)


def test_a_search_for_others_compares_as_many_whether_or_not_it_holds_the_one_meant() -> None:
    names = [f"{given} {surname}" for given in _GIVEN for surname in _SURNAMES]
    meant = Subject(names=("Abdellatif Karim Zbigniewski",), birth_dates=("1981-03-07",))
    index = _Counted()
    for rec, name in enumerate(names):
        index.add(rec, Subject(names=(name,), birth_dates=(f"19{rec + 40}",)))
    assert ranked(index, meant) == []
    index.add(len(names), meant)
    assert [rec for rec, _ in ranked(index, meant)] == [len(names)]
    without, with_it = index.read
    assert without > 10
    assert with_it == without + 1  # the one who is meant, and nobody less


_GIVEN = ("Abdellatif", "Karim", "Youssef", "Layla", "Marie", "Zoya")
_SURNAMES = ("Benali", "Haddad", "Durand", "Mansour", "El Amrani", "Weiss")
