/** How the console looks to oneself: theme, density and direction. Kept at every change. */
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
const DIRECTIONS: readonly (readonly [Preferences["direction"], string, string, IconName])[] = [
  ["automatic", "Automatic", "As your browser’s language is written", "globe"],
  ["ltr", "Left to right", "Conversations on the left", "lines_from_left"],
  ["rtl", "Right to left", "Conversations on the right", "lines_from_right"],
];

export function LooksPage() {
  const { preferring } = useDesk();
  const { theme, density, direction } = preferring.now.value;
  return (
    <Page title="Theme and density" lead="Kept at once, for all your browsers.">
      <Section title="Theme">
        <Choices name="theme" label="Theme" chosen={theme} options={THEMES} onChoose={(one) => void preferring.change({ theme: one })} />
      </Section>
      <Section title="Density">
        <Choices name="density" label="Density" chosen={density} options={DENSITIES} onChoose={(one) => void preferring.change({ density: one })} />
      </Section>
      <Section title="Direction" lead="What people write keeps its own direction.">
        <Choices name="direction" label="Direction" chosen={direction} options={DIRECTIONS} onChoose={(one) => void preferring.change({ direction: one })} />
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
