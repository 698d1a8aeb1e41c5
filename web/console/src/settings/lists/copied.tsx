/** A text to copy: shown whole, with a button that says when it is done. */
import { Button } from "@relevo/ui";
import { useState } from "preact/hooks";

export function Copied({ text, label, testid }: { text: string; label: string; testid: string }) {
  const [isDone, setDone] = useState(false);
  const copy = (): void => {
    const done = (): void => {
      setDone(true);
      setTimeout(setDone, 2_500, false);
    };
    // Where the clipboard is closed to us the text can still be marked by hand.
    navigator.clipboard?.writeText(text).then(done, () => undefined);
  };
  return (
    <div class="copied">
      <pre class="copied__text" tabIndex={0} aria-label={label} data-testid={testid}>
        {text}
      </pre>
      <Button size="s" icon={isDone ? "check" : "copy"} testid={`${testid}-copy`} onClick={copy}>
        {isDone ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
