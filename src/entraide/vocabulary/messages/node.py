"""Sentences of the error codes raised by the part *node*."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

_SUCCESSION: Final[dict[str, str]] = {
    "keyring.nothing_follows": mark("No keys are there to follow the present ones"),
    "keyset.of_another": mark("The keys are those of {party}, another agency or another state"),
    "keyset.refused": mark("The later keys are not taken here ({reason})"),
    "message.key_revoked": mark("The message is signed with a key that was revoked"),
    "revocation.refused": mark("The revocation is not taken here ({reason})"),
    "revocation.present_key": mark("{key} is in use: rotate the keys first, then revoke it"),
}

_PASSKEYS: Final[dict[str, str]] = {
    "approval.of_another_payload": mark("What was approved is not what would be sent: look again."),
    "order.needs_passkey": mark("“{action}” is signed with a passkey; being signed in only reads."),
    "asked.unknown": mark("This question is not one of this session."),
    "form.malformed": mark("The form cannot be read."),
    "form.no_number": mark("{field} is to be a whole number."),
    "form.too_long": mark("The form is longer than {most} bytes."),
    "order.not_prepared": mark(
        "This was prepared too long ago, or by another person: do it again."
    ),
    "pending.unknown": mark(
        "This waits for no second officer any more: it was done, or the node started anew."
    ),
    "passkey.stale": mark("The signature came too late: try again."),
    "session.none": mark("Nobody is signed in."),
    "work.unknown": mark("Nothing of this kind is under way in this session."),
    "passkey.bad_code": mark("The code is wrong, was used, or is older than a quarter of an hour."),
    "passkey.of_another": mark("The passkey is not {officer}'s."),
    "passkey.refused": mark("The passkey's signature does not hold here."),
    "passkey.unknown": mark("No officer of this node has registered this passkey."),
}

MESSAGES: Final[dict[str, str]] = {
    **_SUCCESSION,
    **_PASSKEYS,
    "action.bad_parameter": mark("{action}: {field}: {reason}"),
    "action.unknown": mark("There is no action {action}."),
    "actor.officer_needed": mark("“{action}” is done by an officer: say who with --as NAME."),
    "agreement.not_found": mark(
        "“{agreement}” names {found} memoranda of this node; one was expected."
    ),
    "agreement.not_ours": mark("This agency is not a party to the memorandum {agreement}."),
    "agreement.not_sent": mark(
        "{partner} is not both a party to the memorandum and a pinned partner."
    ),
    "agreement.other_country": mark(
        "The memorandum names another state for {party} than its card."
    ),
    "agreement.other_roots": mark(
        "The memorandum names other root keys for {party} than those pinned here."
    ),
    "agreement.whose_key": mark(
        "The key {key} is a root key of {found} parties: say for whom with --party."
    ),
    "answer.allow_or_refuse": mark("Say either --allow or --refuse CODE."),
    "ask.bad_identifier": mark("“{value}” is not a {kind} that can be searched."),
    "ask.denied": mark("The question was denied here: {article} ({reason}). No partner saw it."),
    "ask.no_case": mark("A question needs the reference of a case."),
    "ask.no_partner": mark("No agreement of this node covers a pinned partner."),
    "ask.nobody": mark("A question needs a name or a number to search for."),
    "audit.no_checkpoint": mark("Entry {index} is not yet under a signed checkpoint."),
    "audit.no_entry": mark("The log has no entry for {id}."),
    "audit.not_whole": mark("The log is not whole: {kind} at entry {entry}."),
    "audit.nothing_witnessed": mark("No checkpoint of {partner} has been cosigned here."),
    "backup.does_not_open": mark(
        "The backup does not open: it was changed, or its end is missing."
    ),
    "backup.log_differs": mark(
        "The log in the backup (entries: {size}) is not the one that its manifest names."
    ),
    "backup.malformed": mark("The file is not a backup that this release can read."),
    "backup.not_copied": mark("{path} could not be copied: {reason}"),
    "backup.not_written": mark("The backup {path} could not be written: {reason}"),
    "backup.other_engine": mark(
        "The store of this node is kept by a database server: back it up with the server's own "
        "tools (pg_dump), then the node's folder."
    ),
    "backup.other_key": mark(
        "The backup is sealed to the recovery key {key}, which is not this one."
    ),
    "backup.parts_differ": mark("The backup's parts are not those that its manifest names."),
    "backup.unreadable": mark("The backup {path} cannot be read."),
    "body.does_not_open": mark("Stored bytes do not open under their key: they were changed."),
    "body.key_missing": mark("The key {number} of a stored body is gone."),
    "body.malformed": mark("Stored bytes are not sealed as they should be."),
    "body.no_key_file": mark(
        "The key file {path} is missing, or the node's secrets do not fit it."
    ),
    "body.no_vault": mark("The store was opened without the keys of its bodies."),
    "body.not_sealed": mark("{part} was to be stored unsealed; nothing was stored."),
    "body.other_store_key": mark("The key file belongs to other secrets than this node's."),
    "card.not_our_log": mark(
        "The key set of {party} does not name the key of its present log: let the root keys "
        "sign it (entraide node card --root FILE)."
    ),
    "card.older_key_set": mark("The key set is of version {version}; a later one is in use."),
    "clock.behind_log": mark(
        "The clock is {behind_ms} ms behind the last log entry, so the node does not sign. Set "
        "the clock right; if it is right, and was ahead when that entry was made, the node signs "
        "again at {until}."
    ),
    "config.bad_value": mark("{path}: {key}: {reason}"),
    "config.missing": mark("There are no settings at {path}."),
    "config.not_toml": mark("{path} is not TOML: {reason}"),
    "config.unknown_key": mark("{path}: {key} is not a setting of this release."),
    "control.cut_off": mark("The node ended before it answered."),
    "control.malformed": mark("The order was not understood."),
    "date.malformed": mark("“{value}” is not a date (YYYY-MM-DD)."),
    "demo.command_failed": mark("{bureau}: “{command}” ended with {exit}: {says}"),
    "demo.not_ready": mark("The node {bureau} did not start; its log says why."),
    "demo.promise_broken": mark("The demonstration failed: “{promise}” does not hold. {found}"),
    "erasure.log_in_use": mark(
        "What was erased is gone from the store, but a reader keeps the write-ahead log in "
        "use; erase again when it has ended."
    ),
    "file.exists": mark("{path} exists already."),
    "file.missing": mark("There is no file {path}."),
    "file.unreadable": mark("{path} cannot be read as text."),
    "folder.busy": mark("Another process ({owner}) holds the node in {path}."),
    "folder.not_writable": mark("The folder {path} cannot be written to: {reason}"),
    "log.foreign_origin": mark("{origin} is not the name of a log of {party}."),
    "log.no_such_resource": mark("The log has no such tile."),
    "log.node_missing": mark("The log's stored hash at level {level}, place {index} is missing."),
    "log.other_epoch": mark(
        "The secrets are of log epoch {held}, the store of epoch {present}: an ended log is "
        "not signed again."
    ),
    "log.second_root": mark(
        "A checkpoint of {size} entries was signed before with another root; nothing is signed."
    ),
    "message.erased": mark("The message {message} came before and was erased."),
    "message.not_held": mark("There is no message {message} in this store."),
    "message.waits": mark("A question of the thread {thread} waits for a person: decide it first."),
    "node.defect": mark("The node met a defect of its own; its log says where."),
    "node.exists": mark("A node stands in {path} already."),
    "node.missing": mark("There is no node in {path}. Make one with entraide node init."),
    "node.not_named": mark("Say which node: --node DIR or ENTRAIDE_NODE."),
    "node.not_restored": mark(
        "The node in {path} did not come out of a backup, or goes on already."
    ),
    "node.restored": mark(
        "This node came out of a backup and writes nothing until its partners were asked: "
        "entraide node resume."
    ),
    "node.unavailable": mark("The node cannot answer now."),
    "note.too_large": mark("The request is too large."),
    "officer.bad_name": mark(
        "“{officer}” cannot be an officer's name here: letters, digits, spaces, dots and hyphens."
    ),
    "officer.exists": mark("There is an officer {officer} already."),
    "officer.last_overseer": mark(
        "{officer} is the last data-protection officer here: oversight is not switched off."
    ),
    "officer.not_suspended": mark("{officer} is not suspended."),
    "officer.suspended": mark("{officer} is suspended and does nothing here for now."),
    "officer.suspended_already": mark("{officer} is suspended already."),
    "officer.suspends_self": mark("{officer}: nobody suspends or restores oneself."),
    "officer.unknown": mark("There is no officer {officer} in this node."),
    "order.no_key": mark("The officer {officer} has no key here."),
    "order.replayed": mark("This order was given before."),
    "order.stale": mark(
        "The order of {officer} is more than five minutes old, or from the future."
    ),
    "partner.fingerprint_differs": mark(
        "The fingerprint is not the one of this card. Do not pin it: call {party} again."
    ),
    "partner.is_ourselves": mark("{party} is this node itself."),
    "partner.key_of_another": mark(
        "The card of {party} shows a key that is another agency's, or not of its use."
    ),
    "partner.not_pinned": mark("{party} is not pinned here."),
    "partner.older_card": mark(
        "A later card of {party} is pinned already (this one is version {version})."
    ),
    "partner.other_keys": mark(
        "Another key set of {party} with the same version {version} is pinned."
    ),
    "partner.paused": mark(
        "Too many messages of this partner had to be refused; it has to wait for a while."
    ),
    "partner.too_much": mark("This partner sends more at a time than this node takes."),
    "partner.unknown": mark("There is no partner {partner} here."),
    "passphrase.empty": mark("The passphrase file {path} is empty."),
    "passphrase.missing": mark(
        "No passphrase for {what}: give --passphrase-file, a systemd credential or a terminal."
    ),
    "passphrase.too_short": mark("A passphrase needs at least {minimum} characters."),
    "passphrase.unreadable": mark("The passphrase file {path} cannot be read."),
    "peer.fault": mark("The partner's node answered with status {status}."),
    "peer.refused": mark("The partner's node refused the message: {reason} (status {status})."),
    "peer.too_much": mark("The partner's node answered with more than {limit} bytes."),
    "peer.unreachable": mark("The partner's node cannot be reached ({reason})."),
    "port.busy": mark("Port {port} on {host} cannot be used: {reason}"),
    "proof.unknown_log": mark(
        "The proof is by the log {log}, which is not among those whose fingerprints you gave."
    ),
    "record.not_held": mark("There is no record {record} here."),
    "recovery.in_node_folder": mark(
        "{path} lies in the folder of the node {node}: a recovery key is kept apart from it."
    ),
    "referral.not_waiting": mark("No question of the thread {thread} waits for a person."),
    "referral.unknown_ground": mark("“{ground}” is not a ground for refusal. Known: {known}."),
    "restore.contradicted": mark(
        "{partner} cosigned another history of {size} entries than the backup holds; nothing "
        "was changed."
    ),
    "release.denied": mark("The release is denied: {article} ({reason})."),
    "release.h3_without_words": mark("H3 says a restriction in words: give --handling-text."),
    "request.incomplete": mark("Say why, and which data categories are wanted."),
    "request.unknown_reference": mark("No hit with this reference was given in this thread."),
    "role.not_allowed": mark("An officer who is {role} may not do “{action}”; it takes: {needed}."),
    "role.unknown": mark("“{role}” is not a role. Known: {known}."),
    "root.in_node_folder": mark(
        "{path} lies in the folder of the node {node}: a root key is kept apart from it."
    ),
    "secret.does_not_open": mark(
        "{path} does not open: the passphrase is wrong or the file is damaged."
    ),
    "secret.missing": mark("There is no key file {path}."),
    "store.bad_url": mark(
        "The store is neither “sqlite” nor a URL such as postgresql://user@host/database."
    ),
    "store.busy": mark("Another process writes in the store {path}."),
    "store.closed": mark("The node ends: nothing more is written to its store."),
    "store.damaged": mark("The store {path} cannot be read: {reason}"),
    "store.exists": mark("There is a store at {path} already."),
    "store.missing": mark("There is no store at {path}."),
    "store.needs_migration": mark(
        "The store {path} is of an earlier release (schema {found}, now {known}): stop the "
        "node and run entraide node migrate."
    ),
    "store.no_database": mark("The store's URL names no database."),
    "store.no_driver": mark(
        "The PostgreSQL driver is not installed: pip install 'entraide[postgresql]'."
    ),
    "store.not_ours": mark("{path} is not a store of this program."),
    "store.old_server": mark("The PostgreSQL server is {found}; {needed} or later is needed."),
    "store.other_node": mark("The store {path} belongs to the node {found}."),
    "store.other_version": mark("The store has schema {found}; this release knows {known}."),
    "store.outcome_unknown": mark(
        "The connection to the store was lost while it was writing ({reason}): "
        "look whether it was done before you do it again."
    ),
    "store.password_in_url": mark(
        "A password does not belong in the store's URL: use a passfile (PGPASSFILE), "
        "a client certificate or peer authentication."
    ),
    "store.read_failed": mark("The store could not be read: {reason}"),
    "store.unfit_server": mark(
        "The PostgreSQL server has {name} = {found}; a store needs {needed}."
    ),
    "store.unreachable": mark("The store {path} cannot be reached: {reason}"),
    "store.unsafe_sqlite": mark(
        "SQLite {version} can corrupt a store; {needed} or later is needed."
    ),
    "store.unwritable_text": mark("A text holds {what}, which no store can keep."),
    "store.went_back": mark(
        "The store's log has {found} entries and does not contain the {known} that were written: "
        "it was put back to an earlier state. Nothing is written until this is explained."
    ),
    "store.write_failed": mark("The store could not be written: {reason}"),
    "thread.no_message": mark("The thread {thread} holds no message of the kind {kind}."),
    "thread.unknown": mark("There is no thread {thread} here."),
    "thread.which_partner": mark("Say which partner of thread {thread}: {found}"),
    "tls.bad_certificate": mark("The certificate {pin} cannot be used."),
    "tls.unreadable": mark("The certificate {path} or its key cannot be used: {reason}"),
    "witness.no_cosignature": mark("{partner} answered without its cosignature."),
}
