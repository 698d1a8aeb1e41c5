/** The public face of our small components; the markdown view is imported by its own path. Nothing is defined here. */
export * from "./avatar.tsx";
export * from "./badge.tsx";
export * from "./button.tsx";
export * from "./dialog.tsx";
export * from "./icons.tsx";
export * from "./menu.tsx";
export * from "./moment.tsx";
export * from "./name.tsx";
export * from "./time.ts";
export * from "./type-ahead.ts";
