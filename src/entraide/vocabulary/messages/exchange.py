"""Sentences of the error codes raised by the part *exchange*."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "answer.to_another_question": mark(
        "The answer {message} does not reply to a question that we put to this partner."
    ),
    "card.no_common_version": mark(
        "The card of {party} names no address, or no protocol version that we speak."
    ),
    "card.no_key_set": mark(
        "The node in {path} has no key set signed by root keys yet: make a root key "
        "(entraide root new FILE), then entraide node card --root FILE."
    ),
    "card.not_our_key": mark("The key set of {party} does not hold this node's signing key."),
    "card.out_of_period": mark("The card of {party} is not valid at this time."),
    "conversation.out_of_turn": mark(
        "“{event}” is out of turn in a conversation that stands at “{state}”."
    ),
    "conversation.unknown": mark("There is no conversation to which “{event}” belongs."),
    "envelope.bad_padding": mark("The envelope's padding is not what its length asks for."),
    "envelope.does_not_open": mark(
        "The envelope does not open: it was changed, or sealed to another key."
    ),
    "envelope.malformed": mark("The data is not an envelope of the exchange."),
    "envelope.too_large": mark("The message is larger than {limit} bytes."),
    "envelope.unknown_key": mark("The envelope is sealed to a key that this node no longer holds."),
    "envelope.unknown_version": mark(
        "The envelope is of a version that this release does not know."
    ),
    "envelope.wrong_recipient": mark("The envelope is sealed to another agency."),
    "execution.no_such_reply": mark("The order {message} names no reply of this partner's."),
    "field.malformed": mark("The field {field} is missing, of the wrong type or beyond its limit."),
    "field.not_base64": mark("A field does not hold canonical base64url."),
    "field.not_object": mark("{field} is not an object."),
    "post.cut_short": mark("{path} was cut short: its end is missing. Nothing of it was taken."),
    "post.for_another": mark("{path} is for {recipient}, not for this node."),
    "post.malformed": mark("This is no post file, or one of a version that we do not know."),
    "post.tampered": mark(
        "The post file was changed: it is not what its sender signed. Nothing of it was taken."
    ),
    "post.unknown_sender": mark("{path} is from {sender}, whose card is not pinned here."),
    "post.unwritable": mark("The post file {path} cannot be written: {reason}"),
    "review.bad_period": mark("A review covers at least a moment and at most a year."),
    "review.no_agreement": mark("No agreement binds us and {partner}: there is nothing to review."),
    "review.not_a_root": mark("The key {key} is no root key of the two parties of this review."),
    "review.not_over": mark("The period to be reviewed with {partner} is not over yet."),
    "review.not_signed": mark("The review is not signed yet by {parties}."),
    "review.of_others": mark(
        "The drafts of this review are not those of two parties about each other and one period: "
        "{parties}."
    ),
    "review.other_period": mark("{partner} answered with figures of another period."),
    "review.too_large": mark("A review has {most} bytes at most."),
    "protocol.below_minimum": mark(
        "With {partner} version {version} of the exchange would be spoken; the agreement asks "
        "{least} at least (Art. 8.6)."
    ),
    "protocol.none_in_common": mark(
        "{partner} and we have no version of the exchange in common; exchange cards anew."
    ),
    "protocol.not_the_chosen": mark(
        "With {partner} version {chosen} of the exchange is to be spoken, not {version}."
    ),
    "field.unknown": mark("{field} holds fields that its version does not know."),
    "field.unknown_version": mark("{field} is of a version that this release does not know."),
    "memorandum.refused": mark("The memorandum cannot be kept here ({reason})."),
    "message.bad_period": mark(
        "The message {message} is not valid for a period between a moment and a month."
    ),
    "message.expired": mark("The message has expired."),
    "message.from_the_future": mark(
        "The message was sent in the future: one of the two clocks is wrong."
    ),
    "message.id_reused": mark("The id {message} was used before, for another message."),
    "message.no_agreement": mark("The message {message} names no agreement or no purpose."),
    "message.unknown_key": mark(
        "The message is signed by a key that is not its sender's present one."
    ),
    "message.unknown_kind": mark(
        "The message {message} is of a kind or version that this release does not know."
    ),
    "message.unknown_sender": mark("The sender of the message is not pinned here."),
    "message.wrong_certificate": mark(
        "The message came over a connection that is not its sender's."
    ),
    "message.wrong_recipient": mark("The message is addressed to another agency."),
    "receipt.of_another_message": mark("The receipt is not for the message {message}."),
    "release.beyond_permit": mark("A release may not go beyond its permit."),
    "roots.bad_threshold": mark("A threshold of {threshold} does not fit {keys} root keys."),
    "roots.changed": mark("The root keys of {party} are not the ones that are pinned."),
    "roots.not_a_root": mark("The key {key} is not a root key of {party}."),
    "roots.repeated_key": mark("A root key is named twice."),
    "roots.threshold_not_met": mark(
        "{signed} root keys of {party} signed; {threshold} are needed."
    ),
}
