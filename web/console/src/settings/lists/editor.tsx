/** A dialog to add or change one thing of a list: its fields, what is wrong with them, and a second thought before anything is lost. */
import { randomId } from "@relevo/client";
import { Button, Dialog } from "@relevo/ui";
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import { useBench } from "../bench.ts";
import { changesOf, type Form, openForm } from "../parts/form.ts";
import { Failure } from "../parts/page.tsx";
import { wrongText } from "../parts/wrong.ts";

interface EditorProps<T extends object, Item> {
  readonly title: string;
  /** The path of its list, such as `canned-replies`. */
  readonly kind: string;
  /** Absent for a new one. */
  readonly id?: string | undefined;
  readonly initial: T;
  readonly onDone: (item: Item) => void;
  readonly onClose: () => void;
  /** What to send, where that is not the draft itself. */
  readonly sent?: (values: Record<string, unknown>) => object;
  readonly saveLabel?: string;
  readonly children: (form: Form<T>) => ComponentChildren;
}

export function Editor<T extends object, Item>({ title, kind, id, initial, onDone, onClose, sent = (values) => values, saveLabel, children }: EditorProps<T, Item>) {
  const { calls } = useBench();
  const form = useMemo(() => openForm(initial), []);
  const [isWarned, setWarned] = useState(false);
  // The same request again, after a lost answer, makes nothing twice.
  const [key] = useState(randomId);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const send = async (draft: T, kept: T): Promise<T> => {
      onDone(id ? await calls.change<Item>(kind, id, sent(changesOf(kept, draft))) : await calls.add<Item>(kind, sent(draft as Record<string, unknown>), key));
      return draft;
    };
    void form.save(send).then((isSaved) => isSaved && onClose());
  };
  const close = (): void => {
    if (form.isDirty.peek() && !isWarned) return setWarned(true);
    onClose();
  };
  return (
    <Dialog title={title} size="m" testid="editor" onClose={close}>
      <form class="set-form" onSubmit={submit}>
        {children(form)}
        <div role="alert">
          <Failure text={form.failure.value} />
          {isWarned && form.isDirty.value && <p class="set-note set-note--warning">You have unsaved changes. Save them, or discard them.</p>}
        </div>
        <div class="ui-dialog__actions">
          <Button onClick={close} testid="editor-cancel">
            {isWarned && form.isDirty.value ? "Discard changes" : "Cancel"}
          </Button>
          <Button type="submit" variant="primary" busy={form.isBusy.value} disabled={Boolean(id) && !form.isDirty.value} testid="editor-save">
            {saveLabel ?? (id ? "Save" : "Add")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface RemovalProps {
  readonly title: string;
  readonly kind: string;
  readonly id: string;
  readonly verb?: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
  /** What follows from it. */
  readonly children: ComponentChildren;
}

/** Asks before something goes for good; says what stands against it. */
export function Removal({ title, kind, id, verb = "Remove", onDone, onClose, children }: RemovalProps) {
  const { calls } = useBench();
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const remove = async (): Promise<void> => {
    setBusy(true);
    try {
      await calls.remove(kind, id);
      onDone();
      onClose();
    } catch (error) {
      setFailure(wrongText(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={title}
      testid="removal"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose} autofocus>
            Cancel
          </Button>
          <Button variant="danger" busy={isBusy} testid="removal-confirm" onClick={() => void remove()}>
            {verb}
          </Button>
        </>
      }
    >
      <p>{children}</p>
      <div role="alert">
        <Failure text={failure} />
      </div>
    </Dialog>
  );
}
