/** Keeps a reader at the end of the conversation, unless they have gone back to read; what is there lives in `log.tsx`. */

/** Nearer to the end than this, a reader wants to stay at the end. */
const NEAR_END_PX = 80;

export class Scroll {
  isAway = false;
  readonly #onChange: () => void;
  // The keyboard of a phone and a growing box take room: whoever was at the end stays there.
  readonly #resizes = new ResizeObserver(() => this.follow());
  #scroller: Element | undefined;

  /** `onChange` is called when the reader leaves the end or comes back. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  readonly attach = (scroller: Element | null): void => {
    if (!scroller || scroller === this.#scroller) return;
    this.#resizes.disconnect();
    this.#resizes.observe(scroller);
    this.#scroller = scroller;
    this.isAway = false;
  };

  readonly measure = (): void => {
    if (!this.#scroller) return;
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    const isAway = scrollHeight - scrollTop - clientHeight > NEAR_END_PX;
    if (isAway === this.isAway) return;
    this.isAway = isAway;
    this.#onChange();
  };

  /** Goes to the end unless the reader is away, or in any case when `isForced`. */
  follow(isForced = false): void {
    if (this.#scroller && (isForced || !this.isAway)) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }
}
