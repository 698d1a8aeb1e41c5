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
  const lineEnd = /\r\n?|\n/g;
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
    lineEnd.lastIndex = rest.length;
    rest += text;
    let from = 0;
    for (let end = lineEnd.exec(rest); end; end = lineEnd.exec(rest)) {
      endLine(rest.slice(from, end.index));
      from = lineEnd.lastIndex;
    }
    rest = rest.slice(from);
    if (size + rest.length > maxChars) throw new RangeError("frame too large");
  };
}

function readField(fields: { id: string; event: string; data: string[] }, line: string): void {
  const colon = line.indexOf(":");
  if (!colon) return;
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
  if (name === "data") fields.data.push(value);
  else if (name === "event") fields.event = value;
  else if (name === "id") fields.id = value;
}
