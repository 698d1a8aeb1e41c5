/** The catalogue of labels. */
import { Name } from "@relevo/ui";
import { useState } from "preact/hooks";
import type { Label } from "../../api/shapes.ts";
import { useBench } from "../bench.ts";
import { ColorField, TextField } from "../parts/fields.tsx";
import { Page } from "../parts/page.tsx";
import { Editor, Removal } from "./editor.tsx";
import { useItems } from "./items.ts";
import { Acts, AddButton, Rows } from "./rows.tsx";

const NEW = { name: "", color: "#0b7263", description: "" };

export function LabelsPage() {
  const { maySupervise } = useBench();
  const { state, put, drop } = useItems<Label>("labels");
  const [edited, setEdited] = useState<Label | "new" | null>(null);
  const [removed, setRemoved] = useState<Label | null>(null);
  const change = maySupervise ? (label: Label) => () => setEdited(label) : () => undefined;
  return (
    <Page
      title="Labels"
      lead="What your team tags conversations with. Other words stay possible; these are offered first, in their colours."
      act={maySupervise && <AddButton onClick={() => setEdited("new")}>Add label</AddButton>}
    >
      <Rows
        state={state}
        label="Labels"
        empty="No label yet. The first ones are usually what people ask most: refund, delivery, complaint."
        row={(label) => (
          <>
            <span class="set-dot" style={{ backgroundColor: label.color }} aria-hidden="true" />
            <div class="set-row__words">
              <strong>
                <Name of={label.name} />
              </strong>
              {label.description && <p>{label.description}</p>}
            </div>
            <Acts of={label.name} onEdit={change(label)} onRemove={maySupervise ? () => setRemoved(label) : undefined} />
          </>
        )}
      />
      {edited && (
        <Editor<typeof NEW, Label>
          title={edited === "new" ? "Add label" : "Change label"}
          kind="labels"
          id={edited === "new" ? undefined : edited.id}
          initial={edited === "new" ? NEW : { name: edited.name, color: edited.color, description: edited.description ?? "" }}
          sent={(values) => ({ ...values, ...("description" in values ? { description: values["description"] || null } : {}) })}
          onDone={put}
          onClose={() => setEdited(null)}
        >
          {(form) => (
            <>
              <TextField label="Name" value={form.draft.value.name} error={form.errorOf("name")} isRequired isFirst maxLength={200} testid="label-name" onInput={(name) => form.set({ name })} />
              <ColorField label="Colour" value={form.draft.value.color} error={form.errorOf("color")} testid="label-color" onInput={(color) => form.set({ color })} />
              <TextField label="When to use it (optional)" value={form.draft.value.description} error={form.errorOf("description")} maxLength={200} onInput={(description) => form.set({ description })} />
            </>
          )}
        </Editor>
      )}
      {removed && (
        <Removal title={`Remove “${removed.name}”?`} kind="labels" id={removed.id} onDone={() => drop(removed.id)} onClose={() => setRemoved(null)}>
          It is no longer offered. Conversations that have it keep it.
        </Removal>
      )}
    </Page>
  );
}
