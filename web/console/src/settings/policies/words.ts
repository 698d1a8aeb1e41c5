/** What each policy means, in plain words: what it decides, and what visitors and agents notice. The rules themselves are the server's. */

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface PolicyWords {
  /** As in the documentation, such as R1. */
  readonly number: string;
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly visitor: string;
  readonly agent: string;
  /** One of several; absent where the value is something else. */
  readonly options?: readonly Option[];
  /** Why it cannot be chosen yet: a switch that does nothing would be a promise. */
  readonly pending?: string;
}

const option = (value: string, label: string): Option => ({ value, label });

export const POLICIES: readonly PolicyWords[] = [
  {
    number: "R1",
    name: "after_resolve",
    title: "When a visitor writes after the end",
    about: "A resolved conversation is closed. This decides what happens when the same visitor writes again: a new conversation begins, linked to the old one, or the old one is opened again with the AI or with your team.",
    visitor: "Either a button “Start new conversation”, or simply goes on writing.",
    agent: "A new row, or the old one back in the list with its whole history.",
    options: [option("new_conversation", "Begin a new conversation"), option("reopen_to_ai", "Open it again with the AI"), option("reopen_to_queue", "Open it again and wait for a person")],
  },
  {
    number: "R2",
    name: "release_rights",
    title: "Who may take or hand back a colleague’s conversation",
    about: "A conversation belongs to the agent who took it over. This decides who else may release, transfer or resolve it, or take it away after a confirmation. Every such step is logged.",
    visitor: "Nothing, except the name of the new agent.",
    agent: "The former owner is told who took it. Buttons that are not allowed are not shown.",
    options: [option("owner", "Only the owner"), option("owner_or_supervisor", "The owner, and supervisors and up"), option("anyone", "Everybody who may act")],
  },
  {
    number: "R3",
    name: "while_waiting",
    title: "The AI while a visitor waits",
    about: "From the moment somebody asks for a person, the AI can be silent, so that nobody gets two answers, or it can go on helping until an agent takes over.",
    visitor: "Waits in silence with a spinner, or still gets answers from the AI.",
    agent: "Messages are saved either way and are there when you take over.",
    options: [option("silent", "The AI is silent"), option("keep_helping", "The AI keeps helping")],
  },
  {
    number: "R5",
    name: "tickets",
    title: "Tickets for takeovers",
    about: "A takeover can open a ticket that is linked to the conversation and assigned to whoever took it, with a subject and a short summary of what was said before.",
    visitor: "Nothing.",
    agent: "A ticket for each takeover, if switched on.",
    options: [option("off", "No tickets"), option("on_takeover", "A ticket for each takeover")],
    pending: "Tickets are not part of this version yet.",
  },
  {
    number: "R6",
    name: "visitor_sees",
    title: "How a takeover shows to the visitor",
    about: "Visitors should know whether they talk to an AI or to a person. A line of text, a separator and a badge say so together; with none of them the takeover is silent, which the law of some countries forbids.",
    visitor: "The marks you choose here.",
    agent: "A warning beside the button when all of them are off.",
  },
  {
    number: "R7",
    name: "announce_join",
    title: "When an agent is announced",
    about: "“Maria joined the conversation.” can appear as soon as an agent takes over, or with their first message, for teams who like to read before they are seen.",
    visitor: "Is told at once, or only when there is an answer.",
    agent: "Time to read unseen, with “first message”.",
    options: [option("take", "On taking over"), option("first_message", "With the first message")],
  },
  {
    number: "R9",
    name: "resume_on",
    title: "When the AI speaks again",
    about: "After a release the AI can wait for the visitor’s next message, answer what was left unanswered, or speak up at once.",
    visitor: "Whether something comes by itself after the agent has left.",
    agent: "The release dialog shows an unanswered message and offers “Let AI answer now” in any case.",
    options: [option("next_visitor_message", "With the visitor’s next message"), option("if_unanswered", "At once, if a message is unanswered"), option("at_once", "At once")],
  },
  {
    number: "R10",
    name: "continue_as",
    title: "“Continue with AI” while waiting",
    about: "A visitor who does not want to wait goes back to the AI. Their request can stay open, so that an agent can still come, or it can end.",
    visitor: "May still be joined by a person later, or not.",
    agent: "The request stays in the queue, or leaves it.",
    options: [option("same_conversation", "The request stays open"), option("fresh", "The request ends")],
  },
  {
    number: "R11",
    name: "confirm",
    title: "What the console asks about first",
    about: "A confirmation guards against a wrong click and costs a click each time. A release can be undone for five seconds, so it needs none as a rule.",
    visitor: "Nothing.",
    agent: "A question before each of the chosen steps. A transfer always asks: to whom, and what they should know.",
  },
  {
    number: "R12",
    name: "on_keyword",
    title: "When a trigger phrase is written",
    about: "Somebody who writes “I want to talk to a person” can be asked whether to fetch one, or be connected straight away.",
    visitor: "Two buttons, “Yes, connect me” and “No thanks”, or the waiting message at once.",
    agent: "Fewer requests by mistake when visitors are asked.",
    options: [option("ask", "Ask first"), option("immediate", "Connect straight away")],
  },
  {
    number: "R13",
    name: "transfer_offline",
    title: "Transfer to somebody who is not there",
    about: "A conversation given to a colleague who is offline may wait for a long time. This decides whether that is possible.",
    visitor: "Perhaps a long wait, where it is allowed.",
    agent: "A refusal, a second question, or nothing.",
    options: [option("block", "Not possible"), option("warn", "After a second question"), option("allow", "Possible")],
  },
  {
    number: "R19",
    name: "owner_vanishes",
    title: "When an agent’s connection is lost",
    about: "Nobody should wait for an agent whose laptop is closed. When the console has shown no sign of life for the time below, the conversation can stay, go back to the queue, or go back to the AI.",
    visitor: "Is told in neutral words that the agent lost the connection, and what happens next.",
    agent: "The owner and the team are told; whoever comes back finds the conversation where it went.",
    options: [option("hold", "It stays with the agent"), option("requeue", "It goes back to the queue"), option("ai", "It goes back to the AI")],
  },
  {
    number: "",
    name: "assignment",
    title: "Handing out requests",
    about: "New requests can wait until somebody claims them, or be given to an agent who is online and has room: by turns, or to whoever has the least to do. Nobody who is offline or away is given anything.",
    visitor: "The agent’s name as soon as one is found.",
    agent: "Conversations come by themselves, up to the number below or the agent’s own.",
    options: [option("off", "Wait until claimed"), option("round_robin", "By turns"), option("least_busy", "To the least busy")],
  },
];

export const VISITOR_SEES: readonly Option[] = [option("text", "A line of text"), option("separator", "A separator, “Live Chat”"), option("badge", "The “Live Agent” badge")];

export const CONFIRMED: readonly Option[] = [option("take_over", "Take over"), option("release", "Release to the AI"), option("resolve", "Resolve"), option("reopen", "Reopen")];
