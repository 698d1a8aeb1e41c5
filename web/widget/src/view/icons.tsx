/** The widget's drawings, as inline SVG: emoji fonts are missing on many machines. */
import type { Children } from "../dom/jsx-runtime.ts";

const PATHS = {
  close: "M6 6l12 12M18 6 6 18",
  up: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
  person: "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-3.8 3.6-6 7.5-6s6.9 2.2 7.5 6",
  spark: "M12 3c.7 5 3.5 8 9 9-5.5 1-8.3 4-9 9-.7-5-3.5-8-9-9 5.5-1 8.3-4 9-9Z",
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): Children {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
