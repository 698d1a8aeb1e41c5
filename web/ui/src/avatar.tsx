/** The face of a party: picture, or initials on a colour of its own; the AI always wears the spark. Names are shown elsewhere. */
import { useState } from "preact/hooks";
import { Icon } from "./icons.tsx";
import { initials } from "@relevo/client";

export type AvatarKind = "visitor" | "agent" | "assistant" | "system";
export type AvatarPresence = "online" | "away" | "offline";

export interface AvatarProps {
  readonly kind: AvatarKind;
  /** Empty for somebody who gave none: a figure stands for them. */
  readonly name: string;
  /** What the tint goes by, where names are missing or change; the name otherwise. */
  readonly seed?: string;
  readonly url?: string | null | undefined;
  readonly size?: "xs" | "s" | "m" | "l";
  readonly presence?: AvatarPresence | undefined;
}

const TINTS = 8;

/** Decorative: the name must stand beside it as text. */
export function Avatar({ kind, name, seed, url, size = "m", presence }: AvatarProps) {
  const [failed, setFailed] = useState<string | null>(null);
  const isPicture = Boolean(url) && failed !== url;
  const tint = kind === "visitor" || kind === "agent" ? ` ui-avatar--tint-${tintOf(seed ?? name)}` : "";
  return (
    <span class={`ui-avatar ui-avatar--${kind} ui-avatar--${size}${tint}`} aria-hidden="true">
      <span class="ui-avatar__face">
        {isPicture ? (
          <img src={url ?? ""} alt="" referrerpolicy="no-referrer" onError={() => setFailed(url ?? null)} />
        ) : kind === "assistant" ? (
          <Icon name="assistant" size={18} />
        ) : (
          initials(name) || <Icon name="mine" size={18} />
        )}
      </span>
      {presence && <span class={`ui-avatar__presence ui-presence ui-presence--${presence}`} />}
    </span>
  );
}

/** The same seed always gets the same of eight tints. */
export function tintOf(seed: string): number {
  let sum = 7;
  for (const letter of seed) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return sum % TINTS;
}
