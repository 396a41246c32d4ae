"""Every command of ``entraide``: in the groups of its help page, with where it is and what it does.

A command's module is loaded when the command is called; so that the list of commands loads none,
its help stands here.
"""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["COMMANDS"]

COMMANDS: Final = (
    (mark("Questions and notices"), (
        ("case", "question.case:app", mark("Open, list, show, hand over and close cases.")),
        ("ask", "question.ask:ask", mark(
            "Ask every partner that an agreement covers whether a person or thing is known "
            "there.")),
        ("batch", "question.batch:app", mark(
            "Ask a file of questions, and go on with one that was cut off.")),
        ("check", "question.check:check", mark(
            "Check a document or a name against what is held here, in milliseconds.")),
        ("answers", "question.ask:answers", mark("Show what partners have answered so far.")),
        ("inbox", "question.inbox:inbox", mark(
            "Show what waits for a person here, with its clock.")),
        ("answer", "question.ask:answer", mark(
            "Decide a question that waits for a person: let the search run, or refuse with a "
            "ground.")),
        ("references", "question.ask:references", mark(
            "Show which of our records partners were told of: reference, record and score.")),
        ("standing", "question.standing:app", mark(
            "Leave a question standing after a no-hit, renew it, take it back.")),
        ("notice", "notice.notice:app", mark(
            "Draft, review, publish and end notices; take partners'.")),
    )),
    (mark("Requests, and what is given"), (
        ("request", "request.progress:request", mark("Request the data behind a hit.")),
        ("thread", "request.release:thread", mark("Read a thread whole.")),
        ("release", "request.release:release", mark("Preview and send what a request asks for.")),
        ("refuse", "request.release:refuse", mark("Refuse a request with a reason code.")),
        ("clarify", "request.progress:clarify", mark(
            "Ask what a request means; its clock runs on.")),
        ("explain", "request.progress:explain", mark(
            "Answer what a partner asks about our request.")),
        ("delay", "request.progress:delay", mark(
            "Tell that an answer takes longer, why, and until when; again whenever that "
            "changes.")),
        ("close", "request.progress:close", mark(
            "Close a thread of ours, and tell the partner what came of it.")),
        ("withdraw", "request.release:withdraw", mark("Take back what was released.")),
        ("correct", "request.release:correct", mark("Replace what was released.")),
        ("inform", "request.inform:inform", mark("Give information to partners unasked.")),
        ("noted", "request.inform:noted", mark("Say that information was taken note of.")),
        ("onward", "request.onward:app", mark(
            "Ask a provider to let an item go on, answer that, pass it on.")),
        ("copies", "request.copies:copies", mark("Show where the copies of what was given are.")),
        ("recall", "request.copies:recall", mark("Take a copy back from its holder directly.")),
        ("export", "request.export:export", mark(
            "Write what a partner gave into a file, with its marks.")),
        ("discuss", "request.discuss:app", mark("Write with all or some parties of an agreement.")),
        ("attach", "request.attach:attach", mark(
            "Send a file of any size to a partner in a conversation; it leaves while the node "
            "runs.")),
        ("attachments", "request.attach:app", mark(
            "Show, save and drop the files sent and received.")),
    )),
    (mark("Partners and agreements"), (
        ("partner", "partner.partner:app", mark("Pin partners' cards and list them.")),
        ("agreement", "partner.agreement:app", mark(
            "Write, sign, verify, carry and list memoranda.")),
        ("review", "partner.review:app", mark(
            "Review a partnership: both sides count, compare and sign.")),
        ("reconcile", "partner.reconcile:reconcile", mark(
            "Compare with a partner what each sent the other, and name every message that one "
            "side lacks.")),
        ("post", "partner.post:app", mark("Carry messages by file where no network is.")),
    )),
    (mark("Operations and offices"), (
        ("team", "operation.team:app", mark("Set up and run joint teams with other states.")),
        ("delivery", "operation.delivery:app", mark(
            "Request, authorise and carry out controlled deliveries.")),
        ("action", "operation.action:app", mark(
            "Prepare joint action days and act in one moment.")),
        ("watch", "operation.watch:app", mark(
            "Keep the watch log, hand the shift over and take it.")),
        ("event", "operation.event:app", mark("Run the cell of a major event with other states.")),
        ("liaison", "operation.liaison:app", mark("Post liaison officers, and see what they did.")),
        ("committee", "operation.committee:app", mark(
            "Hold sessions of the joint committee: agenda, decisions, actions, minutes.")),
        ("assistance", "operation.assistance:app", mark(
            "Ask for training and technical assistance, check what it may do, give it, judge "
            "it.")),
    )),
    (mark("Oversight"), (
        ("oversight", "oversight.oversight:app", mark(
            "Read and judge who asked for what; unusual asking; figures for the public.")),
        ("subject", "oversight.subject:app", mark(
            "Requests of persons concerned: access, correction, deletion, with their clocks.")),
        ("audit", "oversight.audit:app", mark("Verify the log, prove an entry, check a proof.")),
        ("retention", "oversight.retention:app", mark("Erase what may not be kept any longer.")),
        ("erase", "oversight.retention:erase", mark(
            "Erase what is held here of a message for good: its text, its envelope, a file it "
            "offered.")),
    )),
    (mark("Keeping a node"), (
        ("node", "keeping.node:app", mark("Make, run, look at and keep a node.")),
        ("root", "keeping.root:app", mark("Make and use root keys, apart from any node.")),
        ("recovery", "keeping.recovery:app", mark("Make the key that backups are sealed to.")),
        ("officer", "keeping.officer:app", mark("Add officers and list them.")),
        ("records", "keeping.records:app", mark("Import records, erase them.")),
    )),
    (mark("Without a node"), (
        ("match", "match:app", mark(
            "Compare names and people, and see why they score as they do.")),
        ("screen", "match:screen", mark("Screen every query of a file against a list of people.")),
        ("register", "register.read:app", mark(
            "Read pages into engagements, each field with the sentence that proves it.")),
    )),
)  # fmt: skip
"""The title of each group, and its commands: name, place under ``entraide.cli``, help."""
