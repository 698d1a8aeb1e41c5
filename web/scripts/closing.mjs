/** A vitest reporter that ends a run with one line that any CI reads: "116 passed, 1 failed, 5 skipped". */

/** @implements {import("vitest/reporters").Reporter} */
export default class Closing {
  onTestRunEnd(modules, errors) {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state] += 1;
      // A file that cannot be read has no tests that could fail.
      if (module.state() === "failed" && !module.children.size) count.failed += 1;
    }
    const skipped = count.skipped ? `, ${count.skipped} skipped` : "";
    console.log(`${count.passed} passed, ${count.failed + count.pending} failed${skipped}`);
  }
}
