/** Every symbol we draw, as inline SVG so that no font and no request is needed. Icons carry no meaning for screen readers. */

const PATHS = {
  alert: "M10 6.5v4M10 13.5h.01M8.7 3.3 2.4 14.2a1.5 1.5 0 0 0 1.3 2.3h12.6a1.5 1.5 0 0 0 1.3-2.3L11.3 3.3a1.5 1.5 0 0 0-2.6 0Z",
  all: "m10 3 7 3.5-7 3.5-7-3.5L10 3ZM3 10l7 3.5 7-3.5M3 13.5 10 17l7-3.5",
  back: "M12.5 4.5 7 10l5.5 5.5",
  check: "m4.5 10.5 3.7 3.7 7.3-8.2",
  chevron: "m6 8 4 4 4-4",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4l2.7 1.6",
  close: "m5.5 5.5 9 9M14.5 5.5l-9 9",
  closed: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM7 10.2l2.1 2.1L13.2 8",
  copy: "M7.5 7.5V5A1.5 1.5 0 0 1 9 3.5h6A1.5 1.5 0 0 1 16.5 5v6a1.5 1.5 0 0 1-1.5 1.5h-2.5M5 7.5h6A1.5 1.5 0 0 1 12.5 9v6a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15V9A1.5 1.5 0 0 1 5 7.5Z",
  cut: "M6 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM6 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7.6 7.2 16.5 14.5M7.6 12.8 16.5 5.5",
  hand: "M6.5 10V5.2a1.2 1.2 0 0 1 2.4 0V9M8.9 8.5V4a1.2 1.2 0 0 1 2.4 0v4.5M11.3 9V5a1.2 1.2 0 0 1 2.4 0v6.5c0 3.3-1.7 5.5-4.6 5.5-2.2 0-3.3-.9-4.3-2.8l-1.5-2.9a1.1 1.1 0 0 1 1.9-1.1l1.3 1.8",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9.2v4M10 6.7h.01",
  keyboard: "M3.5 5.5h13A1.5 1.5 0 0 1 18 7v6a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 2 13V7a1.5 1.5 0 0 1 1.5-1.5ZM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.8h7",
  mine: "M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4 16.5c.5-3 2.9-4.5 6-4.5s5.5 1.5 6 4.5",
  moon: "M16.5 11.7A6.8 6.8 0 0 1 8.3 3.5a6.8 6.8 0 1 0 8.2 8.2Z",
  note: "M5 3.5h10A1.5 1.5 0 0 1 16.5 5v7l-4.5 4.5H5A1.5 1.5 0 0 1 3.5 15V5A1.5 1.5 0 0 1 5 3.5ZM16.5 12H13.5A1.5 1.5 0 0 0 12 13.5v3",
  phone: "M4.5 3.5h2.8l1.4 3.5-1.8 1.3a9 9 0 0 0 4.8 4.8l1.3-1.8 3.5 1.4v2.8a1.5 1.5 0 0 1-1.6 1.5A12.5 12.5 0 0 1 3 5.1a1.5 1.5 0 0 1 1.5-1.6Z",
  retry: "M16 10a6 6 0 1 1-1.8-4.3M16.2 3v3.3h-3.3",
  search: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM13.5 13.5 17 17",
  send: "M16.8 3.2 9 11M16.8 3.2 11.9 17 9 11 3 8.1l13.8-4.9Z",
  sign_out: "M8 16.5H5A1.5 1.5 0 0 1 3.5 15V5A1.5 1.5 0 0 1 5 3.5h3M12.5 13.5 16 10l-3.5-3.5M16 10H8",
  assistant: "M10 2.8c.6 4 2.7 6 6.7 6.7-4 .7-6.1 2.7-6.7 6.7-.6-4-2.7-6-6.7-6.7 4-.7 6.1-2.7 6.7-6.7ZM16 14.2c.2 1.2.8 1.8 2 2-1.2.2-1.8.8-2 2-.2-1.2-.8-1.8-2-2 1.2-.2 1.8-.8 2-2Z",
  sun: "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 1.8v1.7M10 16.5v1.7M1.8 10h1.7M16.5 10h1.7M4.2 4.2l1.2 1.2M14.6 14.6l1.2 1.2M15.8 4.2l-1.2 1.2M5.4 14.6l-1.2 1.2",
  unassigned: "M8.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 16.5c.5-3 2.9-4.5 6-4.5 1 0 1.9.2 2.7.5M15 11.5v5M12.5 14h5",
} as const;

export type IconName = keyof typeof PATHS;

/** One symbol in the colour of the text around it; `size` in px. */
export function Icon({ name, size = 18, class: extra }: { name: IconName; size?: number; class?: string }) {
  return (
    <svg class={extra ? `ui-icon ${extra}` : "ui-icon"} width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
