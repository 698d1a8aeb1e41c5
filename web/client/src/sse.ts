/**
 * Turns the bytes of a server-sent event stream into frames, whatever the chunk boundaries.
 * Connecting, resuming and what a frame means live in `stream.ts`.
 */

/** One dispatched frame. `id` belongs to this frame alone and is empty when it had none. */
export interface Frame {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Characters one frame may hold: a server gone wrong must not fill the memory of the page. */
export const MAX_FRAME_CHARS = 1 << 20;

/**
 * Returns a function to feed with chunks; `onFrame` is called for every complete frame.
 * Lines may end in LF, CRLF or CR, and a chunk may end anywhere, inside a UTF-8 sequence too.
 * @throws RangeError when a single frame grows beyond `maxChars`.
 */
export function frameParser(onFrame: (frame: Frame) => void, maxChars = MAX_FRAME_CHARS): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder();
  let rest = "";
  let afterReturn = false;
  let size = 0;
  let fields = { id: "", event: "", data: [] as string[] };

  const endLine = (line: string): void => {
    size += line.length;
    if (line) {
      readField(fields, line);
      return;
    }
    const { id, event, data } = fields;
    fields = { id: "", event: "", data: [] };
    size = 0;
    if (data.length) onFrame({ id, event: event || "message", data: data.join("\n") });
  };

  return (chunk) => {
    let text = decoder.decode(chunk, { stream: true });
    if (!text) return;
    // A CR at the end of the last chunk has already ended its line: an LF right after it belongs to it.
    if (afterReturn && text[0] === "\n") text = text.slice(1);
    afterReturn = chunk[chunk.length - 1] === 13;
    const lines = text.split(/\r\n?|\n/);
    const unfinished = lines.pop() ?? "";
    for (const line of lines) {
      endLine(rest + line);
      rest = "";
    }
    rest += unfinished;
    if (size + rest.length > maxChars) throw new RangeError("frame too large");
  };
}

function readField(fields: { id: string; event: string; data: string[] }, line: string): void {
  const [, name, value = ""] = /^([^:]*):? ?(.*)/s.exec(line) ?? [];
  if (name === "data") fields.data.push(value);
  else if (name === "event" || name === "id") fields[name] = value;
}
