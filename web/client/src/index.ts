/** The public face of the shared client; nothing is defined here. */
export * from "./wire.ts";
