/** Which conversation is one step on in the list. Pure. */

export interface Step {
  readonly openId: string | null;
  readonly lastAt: number;
  readonly by: 1 | -1;
}

/** The place one step on; a conversation that has just left the view is continued from where it stood. Pure. */
export function stepTo(ids: readonly string[], { openId, lastAt, by }: Step): number {
  const at = openId ? ids.indexOf(openId) : -1;
  const wanted = at >= 0 ? at + by : openId ? lastAt + Math.min(by, 0) : 0;
  return Math.max(0, Math.min(wanted, ids.length - 1));
}
