/** Finding by a few letters, and that it stays quick with thousands of entries. */
import { describe, expect, it } from "vitest";
import { find, plain, scoreOf } from "../../src/palette/fuzzy.ts";

const of = (...labels: string[]) => labels.map((label) => ({ label, haystack: plain(label) }));
const labels = (found: readonly { label: string }[]) => found.map(({ label }) => label);

describe("find", () => {
  it("puts beginnings of words before what stands inside of them", () => {
    expect(labels(find(of("Go to unassigned", "Assign to Ana"), "assi", 9))).toEqual(["Assign to Ana", "Go to unassigned"]);
  });
  it("takes the words in any order, and letters with others between", () => {
    expect(labels(find(of("Assign to Ana", "Assign to Tom"), "tom assign", 9))).toEqual(["Assign to Tom"]);
    expect(labels(find(of("Assign to me", "Resolve"), "asme", 9))).toEqual(["Assign to me"]);
  });
  it("does not find by chance", () => {
    expect(find(of("Light theme · Screen day mode appearance"), "lamp", 9)).toEqual([]);
    expect(scoreOf("xyz", "resolve")).toBeNull();
  });
  it("reads over accents and capitals", () => {
    expect(labels(find(of("Lucía Fernández"), "FERNANDEZ lucia", 9))).toEqual(["Lucía Fernández"]);
  });
  it("keeps the order of equals, and gives everything without a query", () => {
    expect(labels(find(of("Release", "Resolve", "Reopen"), "re", 9))).toEqual(["Release", "Resolve", "Reopen"]);
    expect(find(of("a", "b", "c"), " ", 2)).toHaveLength(2);
  });
  it("takes less than 50 ms for 5,000 entries", () => {
    const many = of(...Array.from({ length: 5_000 }, (_, nth) => `Visitor ${nth} · something that was said last, ${nth * 7} times, about lamps and parcels`));
    find(many, "warm", 40);
    const times = Array.from({ length: 9 }, (_, nth) => {
      const startedAt = performance.now();
      find(many, ["vis 49", "parcels", "xq", "lmps", "a"][nth % 5]!, 40);
      return performance.now() - startedAt;
    });
    expect(times.sort((one, other) => one - other)[4]).toBeLessThan(50);
  });
});
