/** Which languages are written from the right. */

const RIGHT_TO_LEFT = /^(ar|fa|he|iw|ur|ps|yi|dv|ckb)\b/i;

export const directionOf = (language: string): "rtl" | "ltr" => (RIGHT_TO_LEFT.test(language) ? "rtl" : "ltr");
