/** The sound of a new message, made and not fetched. When it is heard is decided in `chat/`. */

/** Two short notes, a fifth apart. */
const NOTES_HZ = [660, 990];
const NOTE_S = 0.12;
const FADE_S = 0.3;

/** Plays where the browser lets us: before the visitor has touched the page it would only complain. */
export function chime(): void {
  if (navigator.userActivation?.hasBeenActive === false) return;
  const context = new AudioContext();
  NOTES_HZ.forEach((hz, nth) => {
    const from = context.currentTime + nth * NOTE_S;
    const tone = new OscillatorNode(context, { frequency: hz });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.12, from + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + FADE_S);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(from + FADE_S);
    if (nth === NOTES_HZ.length - 1) tone.onended = () => context.close();
  });
}
