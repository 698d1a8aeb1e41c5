/** A password for somebody else: typed, or made here and shown, so that it can be told in person. */
import { Button } from "@relevo/ui";
import { TextField, type Told } from "../parts/fields.tsx";

/** No letters that are taken for another one. */
const LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LENGTH = 18;

export function NewPassword({ value, onInput, ...told }: Told & { value: string; onInput: (value: string) => void }) {
  return (
    <div class="set-pair set-pair--act">
      <TextField {...told} value={value} autocomplete="new-password" maxLength={256} dir="ltr" testid="person-password" onInput={onInput} />
      <Button testid="make-password" onClick={() => onInput(madePassword())}>
        Make one
      </Button>
    </div>
  );
}

/** Each letter equally likely: what does not fit evenly is drawn again. */
export function madePassword(): string {
  const fair = 256 - (256 % LETTERS.length);
  let made = "";
  while (made.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      if (byte < fair && made.length < LENGTH) made += LETTERS[byte % LETTERS.length];
    }
  }
  return made;
}
