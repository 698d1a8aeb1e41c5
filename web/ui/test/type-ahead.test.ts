/** Letters find items the way desktop lists do. */
import { expect, it } from "vitest";
import { openTypeAhead } from "../src/type-ahead.ts";

const PEOPLE = ["Ana Ruiz", "Ángel Vega", "Noor Haddad", "Noah Berg", "Tom Lindqvist"];
const press = (key: string, timeStamp: number) => ({ key, timeStamp, ctrlKey: false, metaKey: false, altKey: false });

it("goes to what begins with the letters typed in one go, and starts anew after a pause", () => {
  const find = openTypeAhead();
  expect(find(press("n", 0), PEOPLE, 0)).toBe(2);
  expect(find(press("o", 100), PEOPLE, 2)).toBe(2);
  expect(find(press("a", 200), PEOPLE, 2)).toBe(3);
  expect(find(press("t", 2_000), PEOPLE, 3)).toBe(4);
});

it("goes round those that begin alike with the same letter, accents or not", () => {
  const find = openTypeAhead();
  expect(find(press("a", 0), PEOPLE, -1)).toBe(0);
  expect(find(press("a", 100), PEOPLE, 0)).toBe(1);
  expect(find(press("a", 200), PEOPLE, 1)).toBe(0);
});

it("leaves keys with a meaning of their own alone", () => {
  const find = openTypeAhead();
  expect(find({ ...press("t", 0), ctrlKey: true }, PEOPLE, 0)).toBeNull();
  expect(find(press("Enter", 0), PEOPLE, 0)).toBeNull();
  expect(find(press(" ", 5_000), PEOPLE, 0)).toBeNull();
  expect(find(press("q", 9_000), PEOPLE, 0)).toBeNull();
});
