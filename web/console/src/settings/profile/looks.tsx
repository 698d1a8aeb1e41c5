/** How the console looks to oneself: theme and density. Kept at every change. */
import type { Preferences } from "@relevo/client";
import { Icon, type IconName } from "@relevo/ui";
import { useDesk } from "../../state/desk.ts";
import { Page, Section } from "../parts/page.tsx";

const THEMES: readonly (readonly [Preferences["theme"], string, string, IconName])[] = [
  ["system", "As the system", "Dark when your computer is", "computer"],
  ["light", "Light", "Dark letters on white", "sun"],
  ["dark", "Dark", "For the evening", "moon"],
];
const DENSITIES: readonly (readonly [Preferences["density"], string, string, IconName])[] = [
  ["comfortable", "With room", "Three lines for each conversation", "all"],
  ["compact", "Close together", "A fifth more conversations at a glance", "all"],
];

export function LooksPage() {
  const { preferring } = useDesk();
  const { theme, density } = preferring.now.value;
  return (
    <Page title="Theme and density" lead="Kept at once, for all your browsers.">
      <Section title="Theme">
        <Choices name="theme" label="Theme" chosen={theme} options={THEMES} onChoose={(one) => void preferring.change({ theme: one })} />
      </Section>
      <Section title="Density">
        <Choices name="density" label="Density" chosen={density} options={DENSITIES} onChoose={(one) => void preferring.change({ density: one })} />
      </Section>
    </Page>
  );
}

interface ChoicesProps<T extends string> {
  readonly name: string;
  readonly label: string;
  readonly chosen: T;
  readonly options: readonly (readonly [id: T, label: string, told: string, icon: IconName])[];
  readonly onChoose: (id: T) => void;
}

function Choices<T extends string>({ name, label, chosen, options, onChoose }: ChoicesProps<T>) {
  return (
    <div class="set-choices" role="radiogroup" aria-label={label}>
      {options.map(([id, words, told, icon]) => (
        <label key={id} class="set-choice">
          <input type="radio" name={name} value={id} checked={id === chosen} data-testid={`${name}-choice-${id}`} onChange={() => onChoose(id)} />
          <Icon name={icon} size={18} />
          <span>
            {words}
            <small>{told}</small>
          </span>
        </label>
      ))}
    </div>
  );
}
