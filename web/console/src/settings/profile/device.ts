/** A browser and a system, from what the browser calls itself: enough to recognise one's own. */

/** In this order: later ones name the earlier ones as well. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg/, "Edge"],
  [/\bOPR|\bOpera/, "Opera"],
  [/\bFirefox|\bFxiOS/, "Firefox"],
  [/\bChrom|\bCriOS/, "Chrome"],
  [/\bSafari/, "Safari"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone/, "iPhone"],
  [/\biPad/, "iPad"],
  [/\bAndroid/, "Android"],
  [/\bWindows/, "Windows"],
  [/\bMac OS X|\bMacintosh/, "macOS"],
  [/\bCrOS/, "ChromeOS"],
  [/\bLinux/, "Linux"],
];

const named = (device: string, names: readonly (readonly [RegExp, string])[]): string | undefined => names.find(([sign]) => sign.test(device))?.[1];

export function deviceOf(device: string): string {
  const [browser, system] = [named(device, BROWSERS), named(device, SYSTEMS)];
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? system ?? (device.slice(0, 60) || "Unknown device");
}

export const isHandheld = (device: string): boolean => /iPhone|iPad|Android|Mobile/.test(device);
