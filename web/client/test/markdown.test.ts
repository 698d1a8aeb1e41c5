/** Answers are read into known tags; everything else stays text. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type MarkdownNode, markdown } from "../src/index.ts";

/** The tree as one line, the way a reader of the test sees it at once. */
function shown(nodes: readonly MarkdownNode[]): string {
  return nodes
    .map((node) => {
      if (typeof node === "string") return node;
      const more = (node.href ? ` ${node.href}` : "") + (node.start !== undefined ? ` ${node.start}` : "");
      return `<${node.tag}${more}>${shown(node.kids)}</${node.tag}>`;
    })
    .join("");
}

const read = (text: string): string => shown(markdown(text));

describe("inline", () => {
  test.each([
    ["**bold** and *leaning*, __bold__ and _leaning_", "<strong>bold</strong> and <em>leaning</em>, <strong>bold</strong> and <em>leaning</em>"],
    ["**bold *both***", "<strong>bold *both</strong>*"],
    ["***both***", "<strong>*both</strong>*"],
    ["snake_case_name 2*3*4 * 5", "snake_case_name 2*3*4 * 5"],
    ["`code **not bold**` ``a", "<code>code **not bold**</code> ``a"],
    ["\\*not leaning\\* C:\\dir", "*not leaning* C:\\dir"],
    ["**open for ever", "**open for ever"],
    ["[shop](https://shop.example/a(b)c)", "<a https://shop.example/a(b)c>shop</a>"],
    ['[write](mailto:a@b.example "title")', "<a mailto:a@b.example>write</a>"],
    ["see https://a.example/x_y_z?q=1.", "see <a https://a.example/x_y_z?q=1>https://a.example/x_y_z?q=1</a>."],
    ["(https://a.example/b(c))", "(<a https://a.example/b(c)>https://a.example/b(c)</a>)"],
    ["**https://a.example**", "<strong><a https://a.example>https://a.example</a></strong>"],
  ])("%s", (text, expected) => expect(read(text)).toBe(`<p>${expected}</p>`));
});

describe("dangerous text stays text", () => {
  test.each([
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//evil.example)",
    "[x](/relative)",
    "javascript:alert(1)",
  ])("%s", (text) => expect(read(text)).toBe(`<p>${text}</p>`));

  test("an image is never loaded", () => expect(read("![x](https://evil.example/p.gif)")).toBe("<p>!<a https://evil.example/p.gif>x</a></p>"));

  test("invisible characters cannot hide a scheme or a word", () => {
    expect(read("[x](java\u200Bscript:alert(1))")).toBe("<p>[x](javascript:alert(1))</p>");
  });
});

describe("blocks", () => {
  test.each([
    ["a\nb\n\nc", "<p>a\nb</p><p>c</p>"],
    ["## Title ##\ntext", "<h>Title </h><p>text</p>"],
    ["- a\n- b\n  more\n\n- c", "<ul><li>a</li><li>b\nmore</li><li>c</li></ul>"],
    ["Steps:\n3. a\n4. b", "<p>Steps:</p><ol 3><li>a</li><li>b</li></ol>"],
    ["1. a\n   - x\n   - y\n2. b", "<ol 1><li>a<ul><li>x</li><li>y</li></ul></li><li>b</li></ol>"],
    ["- a\n\n  second\n- b", "<ul><li>a<p>second</p></li><li>b</li></ul>"],
    ["- a\n1. b", "<ul><li>a</li></ul><ol 1><li>b</li></ol>"],
    ["```js\nlet a = '<b>';\n\n# no\n```\nafter", "<pre>let a = '<b>';\n\n# no</pre><p>after</p>"],
    ["```\nstill being written", "<pre>still being written</pre>"],
    ["> said\n> twice\n\nafter", "<blockquote><p>said\ntwice</p></blockquote><p>after</p>"],
    ["a\n\n---\n\nb", "<p>a</p><hr></hr><p>b</p>"],
    ["| a | b |\n|---|:-:|\n| 1 | **2** |", "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td><strong>2</strong></td></tr></table>"],
    ["a | b", "<p>a | b</p>"],
    ["", ""],
  ])("%j", (text, expected) => expect(read(text)).toBe(expected));
});

/** All text of a tree, without tags. */
function textOf(nodes: readonly MarkdownNode[]): string {
  return nodes.map((node) => (typeof node === "string" ? node : textOf(node.kids))).join("");
}

const SOUP = fc
  .array(fc.constantFrom("**", "*", "_", "`", "```", "\n", "\n\n", "- ", "1. ", "  ", "> ", "# ", "|", "|---|", "[", "](", ")", "https://a.b", "javascript:", "\\", "word", "ü", "<b>", "&amp;"), { maxLength: 60 })
  .map((parts) => parts.join(""));

describe("any text at all", () => {
  test("gives a tree whose links may be followed and whose words are all there", () => {
    const check = (nodes: readonly MarkdownNode[]): void => {
      for (const node of nodes) {
        if (typeof node === "string") continue;
        expect(node.tag === "a").toBe(node.href !== undefined);
        if (node.href) expect(node.href).toMatch(/^(https?:|mailto:)/);
        check(node.kids);
      }
    };
    fc.assert(
      fc.property(SOUP, (text) => {
        const tree = markdown(text);
        check(tree);
        const count = (haystack: string): number => haystack.split("word").length;
        // A word right after a fence's opening names its language and is not shown.
        if (!text.includes("```")) expect(count(textOf(tree))).toBeGreaterThanOrEqual(count(text.replace(/\]\([^)]*\)/g, "")));
      }),
      { numRuns: 2000 },
    );
  });

  test.each(["**", "**a ", "*a", "_a ", "[", "[a](", "`", "`a", "> ", "- ", "  - ", "| ", "https://a.b!", "(", "\\", "1. ", "#"])("%j over and over is read in no time", (unit) => {
    const text = unit.repeat(Math.ceil(32_000 / unit.length));
    const startedAt = performance.now();
    markdown(text);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
