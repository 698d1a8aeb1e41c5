"""Other ways to say what the planted lines of the notes data say, written for this project (CC0), in four sets.

`SEEN`, `CONSULTED` and `CONSULTED_HARD` steered the rules, the last two by their totals; `FRESH` was written when the rules were
done and is for the verdict only: whoever changes a rule because of it writes a new one. Not here: who puts them into a chat (`rewording`).
"""

Phrases = dict[str, tuple[str, ...]]

SEEN: Phrases = {
    "promise": (
        "I've just approved a refund of {amount}, you should see it by {date}.",
        "We are crediting {amount} to your account before {date}.",
        "You'll get {amount} back no later than {date}.",
        "Right, {amount} goes back to your PayPal on {date}, I promise.",
    ),
    "preference": (
        "Write to {email} please, I can't take calls at work.",
        "I'd rather get everything by mail at {email}.",
        "Best to reach me on {email}, never by phone.",
    ),
    "case_ref": (
        "Your ticket is {id}, please keep it.",
        "This is logged under {id}.",
        "Case {id} has been raised with our warehouse.",
    ),
    "decision": (
        "Let's do the replacement in {item} then, no voucher.",
        "I'll take a replacement, the {item} one.",
        "Changed my mind, no store credit: the {item} replacement please.",
    ),
    "order_id": ("It's order {id}.", "Here you go: {id}", "{id} is the number on the invoice."),
    "follow_up": (
        "The workshop in {item} has to check it first, you'll hear from me by {date}.",
        "Let me ask our team in {item} and get back to you on {date}.",
    ),
    "open_question": (
        "Also, can I swap the adapter for a European one?|adapter|european",
        "One more thing: is delivery to an island possible?|delivery|island",
        "Do you know if the filter comes with it?|filter",
    ),
    "correction": (
        "Correction: the serial is {right} and not {wrong}.",
        "Oops, typo. {right} not {wrong}.",
        "It's {right} instead of {wrong}, my bad.",
    ),
}

CONSULTED: Phrases = {
    "promise": (
        "I'm putting {amount} back on your card, allow until {date}.",
        "Consider it sorted: {amount} returned to you by {date}.",
        "Your {amount} is on its way and lands {date} at the latest.",
        "We shall reimburse the {amount}; expect it on {date}.",
    ),
    "preference": (
        "Use {email} for anything further, not my mobile.",
        "No calls please. {email} is the only way to get hold of me.",
        "Could you keep it to {email}? I'm deaf so the phone is no good.",
    ),
    "case_ref": (
        "For the next time quote {id}.",
        "I've noted all of it down, ticket no. {id}.",
        "{id} is what you need if you write again.",
    ),
    "decision": (
        "Go ahead with the replacement, {item} is fine.",
        "OK I've decided, replacement in {item}.",
        "We'd prefer a replacement over the money, {item} if you have it.",
    ),
    "order_id": ("my booking ref is {id}", "Purchase no {id}, bought last week", "the one with {id} on it"),
    "follow_up": (
        "I've asked {item} to have a look; I'll be in touch {date}.",
        "Someone from the {item} branch calls you back on {date}.",
    ),
    "open_question": (
        "And what about the gift wrapping, was that charged?|gift wrapping",
        "By the way, are spare batteries included?|batteries",
        "oh and do i need the original box to send it back|original box",
    ),
    "correction": (
        "I gave you the wrong number, {wrong} should be {right}.",
        "Forget {wrong}, that was my old one. The right one is {right}.",
        "Actually {right}, I misread it ({wrong} was the other label).",
    ),
}

CONSULTED_HARD: Phrases = {
    "promise": (
        "Good news, accounting wires you {amount} on {date}.",
        "Sorted. {amount} credited, visible from {date} onwards.",
        "My colleague pays out {amount}, latest {date}.",
        "We owe you {amount} and settle that on {date}.",
    ),
    "preference": (
        "{email} is where I read things, the landline is dead.",
        "Ping {email} once you know more.",
        "pls no phone, mail {email}",
    ),
    "case_ref": (
        "That went down as {id} in our system.",
        "Mention {id} at the counter.",
        "Filed under {id}, all set.",
    ),
    "decision": (
        "Right then: replacement, {item}, done.",
        "Make it the {item} replacement.",
        "A {item} replacement suits us better than money.",
    ),
    "order_id": (
        "the receipt says {id}",
        "Got a confirmation with {id} printed on top",
        "Customer account {id}, since last year",
    ),
    "follow_up": (
        "The lab in {item} examines it, results on {date}.",
        "Our {item} office takes over and reports to you {date}.",
    ),
    "open_question": (
        "Which battery type goes into the remote?|battery|remote",
        "And the extended cover, is that transferable to my sister?|transferable|sister",
        "Are you open on bank holidays|bank holidays",
    ),
    "correction": (
        "No wait, {wrong} is off the old box. {right}!",
        "Please use {right}. I had typed {wrong} by accident.",
        "{wrong} isn't right, make that {right}.",
    ),
}

FRESH: Phrases = {
    "promise": (
        "Finance transfers the {amount} to you on {date}.",
        "So that is {amount} for you, paid out around {date}.",
        "I've arranged for {amount} to reach you on {date}.",
    ),
    "preference": (
        "Anything new goes to {email}, thanks.",
        "I only look at {email} these days, skip the phone.",
        "my address for this is {email}",
    ),
    "case_ref": (
        "You'll find everything under {id}.",
        "Keep {id} at hand for the workshop.",
        "I put a note on {id} for the next colleague.",
    ),
    "decision": (
        "We talked it over and go for a replacement in {item}.",
        "Then please a replacement in {item} and nothing else.",
        "No money back for me, just the replacement, {item}.",
    ),
    "order_id": (
        "On the box it reads {id}",
        "That was purchase {id} in your shop.",
        "look up {id} please",
    ),
    "follow_up": (
        "The mechanics in {item} take it apart first; you get their report on {date}.",
        "I forwarded it to {item} and call you with the outcome on {date}.",
    ),
    "open_question": (
        "Oh, and how heavy is the bigger model?|heavy",
        "Can my brother pick up the parcel for me?|brother",
        "Does the subscription renew automatically?|renew",
    ),
    "correction": (
        "Hang on, the label says {right}, {wrong} was a mistake of mine.",
        "I mixed up two stickers: {right} is correct, {wrong} is not.",
        "Not {wrong}, sorry. {right}.",
    ),
}

STALE_BEFORE = "The serial number is {wrong}."
"""Said some lines before each reworded correction, so that there is something to take back."""

AMOUNTS = ("€{}", "{} EUR", "${}", "£{}")
DATES = ("{day} {month}", "{month} {day}", "{day:02}/{number:02}", "{short} {day}")
