"""A log, its witness and an insider who holds the log's own key, in any order of events.

The insider may rewrite any entry, cut the log, restore an old backup, sign whatever he likes and
ask the witness with any old size and proof that the log as he has it can make. Whatever he does:
the witness cosigns only what extends the history that it cosigned before; every cosigned
checkpoint stays consistent with every other; and the rewritten log is found against them.
"""

from __future__ import annotations

import hashlib

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from entraide.kernel.audit import commit
from entraide.kernel.checkpoint import Checkpoint, checkpoint_of, sign_checkpoint
from entraide.kernel.cosignature import cosign_checkpoint, witness_note_key
from entraide.kernel.keys import SigningKey
from entraide.kernel.merkle import (
    Frontier,
    consistency_proof,
    leaf_hash,
    range_root,
    verify_consistency,
)
from entraide.kernel.note import encode_note, parse_note
from entraide.kernel.witness import (
    Accept,
    Conflict,
    Known,
    Refuse,
    encode_request,
    judge,
    parse_request,
    verify_fork,
)
from entraide.kernel.witnessed import Witnessed, open_witnessed, verify_against_witnessed
from tests.unit.kernel.log_story import LOG, LOG_KEY, ORIGIN, opening, reader

WITNESS = SigningKey(hashlib.sha256(b"witness").digest())
WITNESS_KEY = witness_note_key("es.bureau/witness", WITNESS.public)


class LogAndWitness(RuleBasedStateMachine):
    """`leaves` is the log as the insider has it; `history` what honest appends ever held."""

    def __init__(self) -> None:
        super().__init__()
        self.leaves: list[bytes] = []
        self.history: list[bytes] = []
        self.known: Known | None = None
        self.cosigned: list[Witnessed] = []
        self.number = 0

    @initialize(count=st.integers(0, 5))
    def begin(self, count: int) -> None:
        self.append(count)

    def fresh_leaf(self) -> bytes:
        self.number += 1
        salt = hashlib.sha256(b"%d" % self.number).digest()
        return leaf_hash(commit(opening(self.number), salt))

    @rule(count=st.integers(1, 9))
    def append(self, count: int) -> None:
        self.leaves.extend(self.fresh_leaf() for _ in range(count))

    @rule()
    def ask_honestly(self) -> None:
        self.ask(self.known.size if self.known else 0, len(self.leaves))

    @rule(data=st.data())
    def ask_for_anything(self, data: st.DataObject) -> None:
        new = data.draw(st.integers(0, len(self.leaves)))
        self.ask(data.draw(st.integers(0, new)), new)

    @precondition(lambda self: self.leaves)
    @rule(data=st.data())
    def rewrite_an_entry(self, data: st.DataObject) -> None:
        self.leaves[data.draw(st.integers(0, len(self.leaves) - 1))] = self.fresh_leaf()

    @precondition(lambda self: self.leaves)
    @rule(data=st.data())
    def cut_the_log(self, data: st.DataObject) -> None:
        del self.leaves[data.draw(st.integers(0, len(self.leaves) - 1)) :]

    @rule()
    def restore_the_true_log(self) -> None:
        self.leaves = list(self.history)

    def ask(self, old: int, new: int) -> None:
        read = reader(self.leaves)
        note = sign_checkpoint(Checkpoint(ORIGIN, new, range_root(0, new, read)), LOG)
        proof = consistency_proof(old, new, read) if old <= new else ()
        sent = encode_request(old, proof, encode_note(note))
        verdict = judge(self.known, parse_request(sent), [LOG_KEY])
        true = self.leaves[: len(self.history)] == self.history
        if isinstance(verdict, Accept):
            assert true, "the witness cosigned a rewritten log"
            self.known = verdict.known
            self.history = self.leaves[:new]
            self.keep(verdict.known)
            return
        assert not (true and old == len(self.history)), "the witness refused an honest log"
        if isinstance(verdict, Conflict):
            assert verdict.size == len(self.history) != old
        if isinstance(verdict, Conflict | Refuse) and verdict.fork is not None:
            assert self.leaves[:new] != self.history
            assert verify_fork(verdict.fork, [LOG_KEY]).size == len(self.history) == new

    def keep(self, known: Known) -> None:
        checkpoint = checkpoint_of(known.note)[0]
        line = cosign_checkpoint(checkpoint, WITNESS_KEY.name, WITNESS, 1_700_000_000 + self.number)
        data = encode_note(parse_note(known.note).signed_also([line]))
        self.cosigned.extend(open_witnessed(data, [LOG_KEY], [WITNESS_KEY]))

    @invariant()
    def every_cosigned_checkpoint_extends_the_one_before(self) -> None:
        read = reader(self.history)
        for before, after in zip(self.cosigned, self.cosigned[1:], strict=False):
            old, new = before.checkpoint, after.checkpoint
            if old.size:
                proof = consistency_proof(old.size, new.size, read)
                verify_consistency(old.size, new.size, old.root, new.root, proof)
        if self.known:
            assert self.known.root == Frontier().extend(self.history).root

    @invariant()
    def a_rewritten_log_is_found_and_a_true_one_is_not(self) -> None:
        true = self.leaves[: len(self.history)] == self.history
        findings = verify_against_witnessed(len(self.leaves), reader(self.leaves), self.cosigned)
        assert bool(findings) == (not true)
        assert all(finding.detail == WITNESS_KEY.name for finding in findings)
        for finding in findings:
            if finding.kind == "log_cut_short":
                assert finding.index == len(self.leaves)
            else:
                assert finding.index <= self.first_difference()

    def first_difference(self) -> int:
        pairs = zip(self.leaves, self.history, strict=False)
        differing = (at for at, (one, other) in enumerate(pairs) if one != other)
        return next(differing, len(self.leaves))


LogAndWitness.TestCase.settings = settings(deadline=None, max_examples=60, stateful_step_count=30)
TestLogAndWitness = LogAndWitness.TestCase
