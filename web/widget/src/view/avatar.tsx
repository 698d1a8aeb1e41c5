/** The picture of whoever speaks: their own, their initials, or the sign of the assistant. */
import { type Actor, initials } from "@relevo/client";
import type { Children } from "../dom/jsx-runtime.ts";
import { icon } from "./icons.tsx";

/** What stands for the speaker shows when there is no picture, or when it does not come. */
export function avatar(of: Actor, base: string): Children {
  const address = ownAddress(of.avatar_url, base);
  return (
    <span class={`avatar ${of.kind}`} aria-hidden="true">
      {of.kind === "assistant" ? icon("spark") : initials(of.name) || icon("person")}
      {address && <img key={address} src={address} alt="" onError={(event) => (event.currentTarget.hidden = true)} />}
    </span>
  );
}

/** The address if it is on Relevo's own origin: no other host learns who chats here. */
function ownAddress(address: string | null, base: string): string | null {
  if (!address || !URL.canParse(address, base)) return null;
  const { href, origin } = new URL(address, base);
  return base.startsWith(`${origin}/`) ? href : null;
}
