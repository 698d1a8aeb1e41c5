/** Frames come out the same wherever the bytes are cut. */
import { describe, expect, test } from "vitest";
import { type Frame, frameParser } from "../src/index.ts";

const encoder = new TextEncoder();

function parse(chunks: Uint8Array[], maxChars?: number): Frame[] {
  const frames: Frame[] = [];
  const feed = frameParser((frame) => frames.push(frame), maxChars);
  chunks.forEach(feed);
  return frames;
}

const LOG = [
  'id: 7\nevent: message\ndata: {"seq":7,"text":"héllo 👩‍🚀 עברית"}\n\n',
  ": a comment\n\n",
  'event: draft\ndata: {"turn":"t1",\ndata: "delta":"ça"}\n\n',
  "event: ping\ndata:{}\n\n",
  "id: 8\ndata\n\n",
  "event: nothing\n\n",
].join("");

const EXPECTED: Frame[] = [
  { id: "7", event: "message", data: '{"seq":7,"text":"héllo 👩‍🚀 עברית"}' },
  { id: "", event: "draft", data: '{"turn":"t1",\n"delta":"ça"}' },
  { id: "", event: "ping", data: "{}" },
  { id: "8", event: "message", data: "" },
];

describe.each([
  ["LF", "\n"],
  ["CRLF", "\r\n"],
  ["CR", "\r"],
])("with %s line ends", (_name, lineEnd) => {
  const bytes = encoder.encode(LOG.replaceAll("\n", lineEnd));

  test("the stream in one piece gives every frame", () => {
    expect(parse([bytes])).toEqual(EXPECTED);
  });

  test("cut in two at every offset it gives the same frames", () => {
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(parse([bytes.slice(0, at), bytes.slice(at)]), `cut at ${at}`).toEqual(EXPECTED);
    }
  });

  test("cut twice at every pair of offsets it gives the same frames", () => {
    for (let at = 0; at <= bytes.length; at += 3) {
      for (let other = at; other <= bytes.length; other += 2) {
        expect(parse([bytes.slice(0, at), bytes.slice(at, other), bytes.slice(other)])).toEqual(EXPECTED);
      }
    }
  });

  test("byte by byte it gives the same frames", () => {
    expect(parse([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(EXPECTED);
  });
});

test("an id belongs to its own frame only", () => {
  expect(parse([encoder.encode("id: 3\ndata: a\n\ndata: b\n\n")]).map((frame) => frame.id)).toEqual(["3", ""]);
});

test("a byte order mark before the first line is not part of it", () => {
  expect(parse([encoder.encode("\uFEFFdata: a\n\n")])).toEqual([{ id: "", event: "message", data: "a" }]);
});

test("an unfinished frame is not handed over", () => {
  expect(parse([encoder.encode("id: 1\ndata: a\n")])).toEqual([]);
});

test("a frame beyond the bound is refused, in one line or in many", () => {
  const line = encoder.encode(`data: ${"x".repeat(60)}\n`);
  expect(() => parse([line, line, line], 100)).toThrow(RangeError);
  expect(() => parse([encoder.encode("x".repeat(101))], 100)).toThrow(RangeError);
  expect(parse([encoder.encode(`data: ${"x".repeat(60)}\n\n`.repeat(50))], 100)).toHaveLength(50);
});
