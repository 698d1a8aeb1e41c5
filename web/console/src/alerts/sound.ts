/** Two short sounds, made on the spot: two rising notes for a request, one low tap for everything else. */
import type { Sound } from "./judge.ts";

interface Note {
  readonly hertz: number;
  /** In seconds, from the beginning of the sound. */
  readonly at: number;
  readonly lasts: number;
}

const SOUNDS: Readonly<Record<Sound, readonly Note[]>> = {
  request: [
    { hertz: 659, at: 0, lasts: 0.22 },
    { hertz: 988, at: 0.16, lasts: 0.42 },
  ],
  message: [{ hertz: 523, at: 0, lasts: 0.2 }],
};
const LOUDNESS = 0.16;
/** A page that was never touched may not sound at all, and would wait for ever. */
const PATIENCE_MS = 300;

let opened: AudioContext | null = null;

export async function play(sound: Sound): Promise<void> {
  try {
    const audio = (opened ??= new AudioContext());
    if (audio.state === "suspended") await Promise.race([audio.resume(), new Promise((done) => setTimeout(done, PATIENCE_MS))]);
    if (audio.state !== "running") return;
    for (const note of SOUNDS[sound]) strike(audio, note);
  } catch {
    // No sound device: the badge and the title tell it too.
  }
}

function strike(audio: AudioContext, { hertz, at, lasts }: Note): void {
  const [tone, volume] = [audio.createOscillator(), audio.createGain()];
  const from = audio.currentTime + at;
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(LOUDNESS, from + 0.012);
  volume.gain.exponentialRampToValueAtTime(0.0005, from + lasts);
  tone.connect(volume).connect(audio.destination);
  tone.start(from);
  tone.stop(from + lasts);
}
