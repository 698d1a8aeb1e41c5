/** A vitest reporter that ends a run with one line that any CI reads: "116 passed, 1 failed, 5 skipped". */

/** @implements {import("vitest/reporters").Reporter} */
export default class Closing {
  onTestRunEnd(modules, errors) {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state);
      for (const state of states) count[state] += 1;
      // A file that cannot be read, or set up, has no test that fails.
      if (module.state() === "failed" && !states.includes("failed")) count.failed += 1;
    }
    const skipped = count.skipped ? `, ${count.skipped} skipped` : "";
    console.log(`${count.passed} passed, ${count.failed + count.pending} failed${skipped}`);
  }
}
