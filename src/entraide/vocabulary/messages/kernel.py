"""Sentences of the error codes raised by the part *kernel*."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["FINDINGS", "MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "proof.after_revocation": mark(
        "{found} of {wanted} witnesses signed before the key {key} was revoked"
    ),
    "proof.revoked_elsewhere": mark("The proof bears no card of {party}, who revoked the key"),
    "audit.bad_opening": mark(
        "The log entry for “{action}” holds more than names, ids and digests."
    ),
    "audit.bad_salt": mark("The salt of a log entry has {length} bytes; 32 are needed."),
    "audit.opening_malformed": mark("The explanation of a log entry is malformed."),
    "audit.opening_mismatch": mark("The log entry does not stand for this “{action}”."),
    "canonical.float": mark("A signed value may not hold the fraction {value}."),
    "canonical.malformed": mark("The data is not JSON as the exchange writes it."),
    "canonical.not_canonical": mark("The JSON is not in its canonical form (RFC 8785)."),
    "canonical.not_encodable": mark("The value has no canonical JSON form ({reason})."),
    "checkpoint.malformed": mark("The log checkpoint is malformed."),
    "checkpoint.not_encodable": mark("No checkpoint can be written for size {size}."),
    "checkpoint.unknown_log": mark("No key is trusted for the log {origin}."),
    "cosignature.cut_short": mark("The cosignature of {name} is cut short."),
    "cosignature.key_counted_twice": mark(
        "The key of the witness {name} is given under two names; one key is one witness."
    ),
    "cosignature.not_dated": mark("A cosignature bears no valid time ({timestamp_s})."),
    "key.malformed": mark("The key {key} is malformed."),
    "key.weak": mark("The key is of small order: anybody could sign in its name."),
    "key.wrong_length": mark("A key of {expected} bytes was expected; this one has {found}."),
    "line.not_a_hash": mark("A line holds {length} bytes where a SHA-256 hash of 32 belongs."),
    "line.not_a_number": mark("A line does not hold a plain decimal number."),
    "line.not_base64": mark("A line is not strict base64."),
    "line.not_text": mark("The file is not plain UTF-8 text."),
    "merkle.not_consistent": mark(
        "It is not shown that the log of {new} entries begins with the one of {old}."
    ),
    "merkle.not_included": mark(
        "It is not shown that the entry stands at {index} in the log of {size} entries."
    ),
    "merkle.out_of_range": mark("The log of {size} entries has nothing at {index}."),
    "note.bad_name": mark("A signed note cannot name a key “{name}”."),
    "note.bad_signature_line": mark("A signature line of the note is malformed."),
    "note.bad_vkey": mark("The verifier key is malformed or its id does not belong to it."),
    "note.no_signatures": mark("The note has no signatures, or too many."),
    "note.not_signed": mark("No trusted key has signed the note."),
    "note.text_not_ended": mark("The text of a note must end with a new line."),
    "note.too_long": mark("The note has {length} bytes; the limit is {limit}."),
    "note.wrong_key_kind": mark("The key {name} is of type {kind}, which signs no notes."),
    "proof.malformed": mark("The proof file is malformed."),
    "proof.not_a_bundle": mark("The proof file does not say what it proves."),
    "proof.own_witness": mark("The log counts its own key as the witness {name}."),
    "proof.too_few_witnesses": mark(
        "{found} known witnesses have seen this log state; {quorum} are asked for."
    ),
    "proof.too_long": mark("The proof file has {length} bytes; the limit is {limit}."),
    "proof.too_many_keys": mark("A proof file takes at most {limit} keys and cards."),
    "signature.invalid": mark("A signature by the key {key} does not hold."),
    "tile.bad_path": mark("This is not the path of a tile."),
    "tile.bundle_cut_short": mark("The bundle ends after {found} of {width} entries."),
    "tile.bundle_too_long": mark("The bundle goes on after its {width} entries."),
    "tile.entry_too_long": mark("The entry has {length} bytes; the limit is {limit}."),
    "tile.wrong_length": mark("The tile has {found} bytes where {expected} belong."),
    "witness.empty_root": mark("An empty log was shown with the root of a log that is not empty."),
    "witness.forked": mark(
        "The log has signed two different histories of the same length. Both are kept as evidence."
    ),
    "witness.inconsistent": mark(
        "It is not shown that the log still begins with what was last cosigned."
    ),
    "witness.malformed": mark("The request to a witness, or its answer, is malformed."),
    "witness.no_fork": mark("The two checkpoints do not show that {origin} was rewritten."),
    "witness.not_signed": mark("No key that is trusted for the log has signed its checkpoint."),
    "witness.old_beyond_new": mark("The earlier size of the log is beyond the new one."),
    "witness.request_too_long": mark(
        "The request to the witness has {length} bytes; the limit is {limit}."
    ),
    "witness.unknown_log": mark("This log is not one that is witnessed here."),
}

FINDINGS: Final[dict[str, str]] = {
    "checkpoint_invalid": mark("A stored checkpoint is not one that the log signed ({detail})."),
    "entry_changed": mark("Entry {index} has been changed."),
    "entry_inserted": mark("An entry has been put in before entry {index}."),
    "entry_missing": mark("Entry {index} is missing."),
    "entry_moved": mark("Another entry stands in the place of entry {index}."),
    "forked": mark("The log signed two different histories of {detail} entries."),
    "leaf_hash_changed": mark("The stored hash of entry {index} has been changed."),
    "log_cut_short": mark("The log ends after {index} entries; more were signed ({detail})."),
    "log_rewritten": mark(
        "From entry {index} on, the log is not the one that was signed ({detail})."
    ),
    "more_findings": mark("More is wrong from entry {index} on."),
    "opening_changed": mark("The explanation or the salt of entry {index} has been changed."),
    "opening_kept": mark("The explanation of entry {index} was to be erased and is still there."),
    "opening_missing": mark(
        "The explanation of entry {index} is gone, and no erasure is recorded."
    ),
    "tile_changed": mark("The tile {detail} has been changed, at entry {index} or under it."),
    "tile_missing": mark("The tile {detail} is missing, from entry {index} on."),
}
"""The sentence of each finding of an audit (`kernel.findings`)."""
