"""The words of a node's log: what was done, for every action that is no access.

Accesses have words of their own (``vocabulary.oversight``), because data protection draws samples
of them; all else that is logged stands here. Where a message alone is logged, the action is its
kind and what became of it, and the words are composed of both (``WAYS``), unless the action stands
in a table itself. The codes are the actions of log entries.
"""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.codes import CodeTable, Entry
from entraide.vocabulary.language import mark

__all__ = ["LOGGED", "WAYS"]

WAYS: Final[CodeTable[Entry]] = CodeTable(
    mark("what became of a message"),
    Entry("sent", mark("sent: {message}")),
    Entry("received", mark("received: {message}")),
    Entry("ordered", mark("ordered by an officer: {message}")),
    Entry("expired", mark("ran out before it arrived: {message}")),
    Entry("refused", mark("refused by the partner: {message}")),
    Entry("overtaken", mark("overtaken by a later one: {message}")),
)
"""By the last word of an action; ``{message}`` is the word of the kind before it."""

LOGGED: Final[CodeTable[Entry]] = CodeTable(
    mark("action of the log"),
    # questions, checks and batches
    Entry("query.expired", mark("a question ran out before it arrived")),
    Entry("acknowledged.sent", mark("told a partner that a person will decide")),
    Entry("acknowledged.received", mark("a partner told that a person will decide there")),
    Entry("referral.approved", mark("signed the decision on a question that waited for a person")),
    Entry("batch.ordered", mark("asked a batch of questions")),
    Entry("batch.resumed", mark("went on with a batch of questions")),
    Entry("batch.ended", mark("a batch of questions was asked to its end")),
    Entry("batch.dropped", mark("gave up what was left of a batch of questions")),
    Entry("standing.approved", mark("signed that a question is left standing")),
    Entry("standing.ordered", mark("had a question left standing at a partner")),
    Entry("standing.expired", mark("a question left standing came to its end")),
    Entry("unstanding.ordered", mark("took a question back that was left standing")),
    Entry("unstanding.sent", mark("told a partner that a question no longer stands")),
    Entry("unstanding.received", mark("a partner told that a question no longer stands")),
    Entry("check.erased", mark("erased a check")),
    # cases and deadlines
    Entry("case.opened", mark("opened a case")),
    Entry("case.listed", mark("looked at the list of cases")),
    Entry("case.read", mark("read a case")),
    Entry("case.assigned", mark("gave a case to another officer")),
    Entry("case.closed", mark("closed a case")),
    Entry("case.erased", mark("erased a case")),
    Entry("clock.told", mark("told officers of a deadline")),
    Entry("release.approved", mark("signed a release")),
    # given unasked and passed on
    Entry("information.approved", mark("signed information given unasked")),
    Entry("onward.approved", mark("signed that something goes on to a third party")),
    Entry("onward.revoked", mark("let something go on no more")),
    Entry("message.erased", mark("erased what a message said")),
    Entry("message.refused", mark("a message was refused at the door")),
    Entry("message.lacking", mark("a message is lacking at one side")),
    Entry("reconcile.done", mark("compared with a partner what was exchanged")),
    Entry("reconcile.answered", mark("a partner compared with us what was exchanged")),
    Entry("review.made", mark("drew up common figures with a partner")),
    Entry("review.answered", mark("a partner drew up common figures with us")),
    Entry("post.exported", mark("wrote messages into a file to be carried")),
    Entry("post.imported", mark("took messages in from a carried file")),
    Entry("discussion.approved", mark("signed a post in a thread of several parties")),
    # files
    Entry("attach.approved", mark("signed that a file goes to a partner")),
    Entry("attachment.whole", mark("a file arrived whole")),
    Entry("attachment.damaged", mark("parts of a file arrived damaged")),
    Entry("attachment.other_digest", mark("a file arrived that is not the one announced")),
    Entry("attachment.failed", mark("a file could not be carried")),
    Entry("attachment.expired", mark("a file was not carried in time")),
    Entry("attachment.saved", mark("decrypted a received file")),
    Entry("attachment.dropped", mark("stopped or deleted a file")),
    # notices and sightings
    Entry("notice.submitted", mark("handed a notice to review")),
    Entry("notice.reviewed", mark("answered the questions of a notice's review")),
    Entry("notice.approved", mark("signed the review of a notice")),
    Entry("notice.refused", mark("a notice was refused")),
    Entry("notice.suspend", mark("suspended a notice")),
    Entry("notice.resume", mark("put a notice in force again")),
    Entry("notice.cancelled", mark("cancelled a notice")),
    Entry("notice.expired", mark("a notice came to its last day")),
    Entry("notice.erased", mark("erased a notice")),
    Entry("notice.copy_erased", mark("erased a partner's notice")),
    Entry("sighting.approved", mark("signed a sighting")),
    Entry("pursuit.step", mark("took a step of a pursuit")),
    # operations, offices and events
    Entry("journal.approved", mark("signed an entry of a journal")),
    Entry("journal.written", mark("wrote into the journal of an operation")),
    Entry("journal.refused", mark("an entry of a journal was refused")),
    Entry("operation.read", mark("read an operation")),
    Entry("operation.met", mark("learnt that operations of ours meet")),
    Entry("operation.erased", mark("erased an operation")),
    Entry("minutes.written", mark("wrote the minutes of a meeting")),
    Entry("liaison.task_set", mark("set a liaison officer a task")),
    Entry("liaison.task_done", mark("a liaison officer's task was done")),
    Entry("liaison.tasks_read", mark("read the tasks of a liaison officer")),
    Entry("liaison.results_read", mark("read the results of liaison officers")),
    Entry("liaison.forgotten", mark("erased a contact of a liaison officer")),
    Entry("contact.erased", mark("erased a contact that a person asked to have erased")),
    Entry("accreditation.resumed", mark("sent lost parts of an accreditation list again")),
    Entry("accreditation.erased", mark("erased a person of an accreditation list")),
    Entry("screening.answered", mark("answered a batch of an accreditation list")),
    Entry("screening.whole", mark("a partner has answered a whole accreditation list")),
    # memoranda, declarations and partners
    Entry("memorandum.adopted", mark("brought a memorandum into the node")),
    Entry("memorandum.approved", mark("signed that a memorandum is brought in")),
    Entry("declaration.adopted", mark("took a declaration about a memorandum in")),
    Entry("agreement.simulated", mark("tried what a memorandum lets pass")),
    Entry("partner.pinned", mark("pinned a partner's card")),
    Entry("partner.keys_followed", mark("followed a partner's later keys")),
    Entry("key.revoked", mark("a key was revoked")),
    Entry("keyset.adopted", mark("adopted a key set of our own")),
    Entry("keyset.rotated", mark("changed our keys for later ones")),
    Entry("certificate.shown", mark("began to show the following certificate")),
    # our own records, what is kept and for how long
    Entry("records.imported", mark("imported records")),
    Entry("record.corrected", mark("corrected a record")),
    Entry("record.erased", mark("erased a record")),
    Entry("record.values_erased", mark("erased values of a record")),
    Entry("protection.lifted", mark("lifted the protection of a record")),
    Entry("retention.purged", mark("erased what was past its term")),
    Entry("retention.held_back", mark("held erasure back because the clock leapt")),
    Entry("register.kept", mark("kept a page of the register")),
    Entry("register.judged", mark("judged a fact of the register")),
    # persons concerned
    Entry("subject.registered", mark("registered a request of a person concerned")),
    Entry("subject.read", mark("read a request of a person concerned")),
    Entry("subject.decided", mark("decided what a person concerned is told")),
    Entry("subject.disputed", mark("noted that a person concerned disputes something")),
    Entry("subject.advanced", mark("took a step of a request of a person concerned")),
    Entry("subject.erased", mark("erased a request of a person concerned")),
    # oversight and the log itself
    Entry("oversight.sampled", mark("drew a sample of accesses")),
    Entry("oversight.redrawn", mark("drew a sample again to check it")),
    Entry("oversight.reported", mark("wrote the public report of a year")),
    Entry("unusual.reported", mark("unusual asking was reported")),
    Entry("unusual.settled", mark("decided on unusual asking")),
    Entry("log.verified", mark("verified the log")),
    Entry("log.epoch_declared", mark("declared a new epoch of the log")),
    Entry("log.epoch_witness", mark("noted what a partner had seen of the log before")),
    # officers, sessions and the node
    Entry("officer.added", mark("added an officer")),
    Entry("officer.suspended", mark("suspended an officer")),
    Entry("officer.restored", mark("let a suspended officer work again")),
    Entry("passkey.code_issued", mark("issued a code to register a passkey")),
    Entry("passkey.added", mark("registered a passkey")),
    Entry("session.ordered", mark("ordered a session in which a program reads")),
    Entry("session.opened", mark("signed in")),
    Entry("session.closed", mark("signed out")),
    Entry("node.backed_up", mark("wrote a backup of the node")),
    Entry("node.resumed", mark("resumed the node after a restore")),
    # the watch, the wall and the sealed account
    Entry("watch.begun", mark("began a watch")),
    Entry("watch.handed", mark("handed the watch over")),
    Entry("watch.taken", mark("took the watch over")),
    Entry("watch.written", mark("wrote into the watch log")),
    Entry("watch.erased", mark("erased words of the watch log")),
    Entry("wall.opened", mark("opened the wall")),
    Entry("wall.entered", mark("a screen began to show the wall")),
    Entry("wall.closed", mark("closed the wall")),
    Entry("glass.proposed", mark("proposed a sealed account")),
    Entry("glass.ready", mark("made a sealed account ready")),
    Entry("glass.refused", mark("the sealed account was refused to somebody")),
    Entry("glass.explained", mark("explained a use of the sealed account")),
    Entry("glass.closed", mark("a use of the sealed account was explained by two officers")),
    Entry("glass.ended", mark("ended the hour of the sealed account")),
)
