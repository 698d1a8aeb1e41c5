/** A note for the team: the visitor never sees it, nor that it is written. `@` names a colleague, who is told. */
import { randomId } from "@relevo/client";
import { Avatar, Button, Icon, Name } from "@relevo/ui";
import { useMemo, useRef, useState } from "preact/hooks";
import { problemText } from "../api/problem-text.ts";
import { colleagueName, colleaguesOf, isFound } from "../assign/targets.ts";
import type { MoveContext } from "../moves/move.ts";
import { mentionedIn } from "../notes/mention.ts";
import { sendFocus } from "../page/focus.ts";
import { bytesOf, type Composer, MAX_REPLY_BYTES } from "../state/composers.ts";
import { TextField } from "./field.tsx";
import { useSuggest } from "./suggest.tsx";

export function NoteBox({ context: { desk, conversation }, composer }: { context: MoveContext; composer: Composer }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [isBusy, setBusy] = useState(false);
  // The same text sent again after a failure is the same note.
  const key = useMemo(randomId, [composer.note.value]);
  const text = composer.note.value;
  const canSend = text.trim() !== "" && bytesOf(text) <= MAX_REPLY_BYTES && !isBusy;
  const people = colleaguesOf(desk.team.agents.value, desk.me.id);
  const write = (next: string): void => {
    composer.note.value = next;
    if (next.trim()) desk.attention.wrote("noting");
    else desk.attention.stopped();
  };
  const suggest = useSuggest({
    sign: "@",
    label: "Colleagues",
    field,
    onText: write,
    find: (query) =>
      people
        .filter((agent) => isFound(query, colleagueName(agent)))
        .slice(0, 8)
        .map((agent) => ({
          id: agent.id,
          text: `@${colleagueName(agent)} `,
          face: (
            <>
              <Avatar kind="agent" name={agent.name} seed={agent.id} url={agent.avatar_url} size="s" presence={agent.presence} />
              <Name class="suggest__name" of={colleagueName(agent)} />
              <span class="suggest__aside">{agent.presence}</span>
            </>
          ),
        })),
  });
  const send = async (): Promise<void> => {
    if (!canSend) return;
    setBusy(true);
    try {
      const mentions = mentionedIn(
        text,
        people.map((agent) => ({ id: agent.id, name: colleagueName(agent) })),
      );
      await desk.api.postNote(conversation.id, { text: text.trim(), ...(mentions.length ? { mentions } : {}) }, key);
      if (composer.note.peek() === text) composer.note.value = "";
      desk.attention.stopped();
      sendFocus("note");
    } catch (error) {
      desk.toasts.say("failed", `The note was not saved. ${problemText(error)}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p class="composer__secret">
        <Icon name="note" size={14} /> Only the team sees this. <span>@ names a colleague.</span>
      </p>
      <div class="composer__box">
        {suggest.list}
        <TextField
          field={field}
          name="note"
          label="Internal note, only for the team"
          placeholder="Write a note for the team…"
          text={text}
          isOpen
          suggest={suggest}
          onText={write}
          onSend={() => void send()}
        />
        <Button variant="plain" icon="note" testid="add-note" disabled={!canSend} busy={isBusy} onClick={() => void send()}>
          Add note
        </Button>
      </div>
    </>
  );
}
