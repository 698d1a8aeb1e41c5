// Takes a picture of every scene at desktop and phone size, light and dark: `node test/pictures/shots.mjs OUT [scene,scene] [size,size]`. Look at them.
import { mkdirSync } from "node:fs";
import { SCENES } from "../scenes.mjs";
import { launch, openConsole, openWorld, SIZES } from "../stage.mjs";

const [out = "shots", only = "", sizes = ""] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const wanted = Object.entries(SCENES).filter(([name]) => !only || only.split(",").includes(name));
const browser = await launch();
let faults = 0;
for (const [name, scene] of wanted) {
  for (const size of sizes ? sizes.split(",") : Object.keys(SIZES)) {
    const schemes = size === "desk" || size === "phone" ? ["light", "dark"] : ["light"];
    for (const colorScheme of schemes) await shoot(scene, `${name}-${size}-${colorScheme}`, { size, colorScheme });
  }
}
await browser.close();
// Streams of closed pages may linger in the fake: this ends with the last picture.
process.exit(faults ? 1 : 0);

async function shoot({ run, more, ...options }, label, look) {
  const stage = await openWorld({ more });
  const page = await openConsole(browser, stage, { ...options, ...look });
  await Promise.resolve(run(page, stage)).catch((error) => stage.faults.push(error.message.split("\n")[0]));
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${out}/${label}.png` });
  for (const fault of stage.faults) console.log(`${label}: ${fault}`);
  faults += stage.faults.length;
  await page.context().close();
  stage.close();
}
