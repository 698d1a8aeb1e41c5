/** Notices which page of the site the visitor is on, also where pages change without being loaded; telling it is `chat.ts`'s. */

/** Titles are often set a moment after the address, and a row of redirects is one step. */
const SETTLE_MS = 1_000;

export interface Place {
  readonly url: string;
  readonly title: string;
}

/** The address without its query, which may hold secrets; a hash only where it is a path of the page's own. */
export function addressOf({ origin, pathname, hash }: Location): string {
  return origin + pathname + (/^#!?\//.exec(hash) ? hash.replace(/\?.*/, "") : "");
}

/** Calls `tell` for each page, at most once a second. Returns the function that stops it. */
export function watchPage(tell: (place: Place) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let known = "";
  const look = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const url = addressOf(location);
      if (url === known) return;
      known = url;
      tell({ url, title: document.title });
    }, SETTLE_MS);
  };
  // Going to a hash is a `popstate` too.
  const { navigation } = window as typeof window & { navigation?: EventTarget };
  const gone = new AbortController();
  addEventListener("popstate", look, gone);
  navigation?.addEventListener("currententrychange", look, gone);
  look();
  return () => {
    clearTimeout(timer);
    gone.abort();
  };
}
