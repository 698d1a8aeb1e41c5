/** The text of a note, with the colleagues it names set off. */
import { visible } from "@relevo/client";
import { useDesk } from "../state/desk.ts";
import { piecesOf } from "./mention.ts";

export function NotedText({ text, mentions }: { text: string; mentions: readonly { readonly id: string; readonly name: string }[] }) {
  const { me, team } = useDesk();
  // The log may know somebody by the name that visitors see, the note by the whole one.
  const named = team.agents.value.filter(({ id }) => mentions.some((mention) => mention.id === id));
  return (
    <p class="said__text" dir="auto">
      {piecesOf(visible(text), [...mentions, ...named]).map((piece, at) =>
        piece.id ? (
          <strong key={at} class={`mention${piece.id === me.id ? " mention--me" : ""}`}>
            {piece.text}
          </strong>
        ) : (
          piece.text
        ),
      )}
    </p>
  );
}
