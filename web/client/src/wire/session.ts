/**
 * What a visitor's session begins with.
 * The conversation that comes along stands in `conversation.ts`.
 */
import type { Party } from "./actors.ts";
import type { VisitorConversation, VisitorProfile } from "./conversation.ts";

export interface VisitorSettings {
  readonly handoff: { readonly enabled: boolean; readonly response_timeout_s: number; readonly shares_drafts?: boolean };
  readonly assistant: Party | null;
  readonly policies: {
    readonly visitor_sees: readonly ("text" | "separator" | "badge" | (string & {}))[];
    readonly after_resolve: "new_conversation" | "reopen_to_ai" | "reopen_to_queue" | (string & {});
  };
  readonly appearance: { readonly title: string; readonly color: string | null };
  readonly limits: { readonly message_bytes: number };
}

export interface VisitorSession {
  readonly token: string;
  readonly visitor: VisitorProfile;
  readonly conversation: VisitorConversation | null;
  readonly settings: VisitorSettings;
  /** Visitor-facing texts, already in the visitor's language. */
  readonly texts: Readonly<Record<string, string>>;
}
