// Takes a picture of every settings scene: `node test/settings-shots.mjs OUT [scene,scene]`.
import { mkdirSync } from "node:fs";
import { SETTINGS_SCENES } from "./settings-scenes.mjs";
import { launch, openConsole, openWorld } from "./stage.mjs";

const [out = "shots", only = "", looks = "desk-light,desk-dark,phone-light"] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const browser = await launch();
let faults = 0;
for (const [name, { run, ...options }] of Object.entries(SETTINGS_SCENES)) {
  if (only && !only.split(",").includes(name)) continue;
  for (const look of looks.split(",")) {
    const [size, colorScheme] = look.split("-");
    const stage = await openWorld();
    const page = await openConsole(browser, stage, { ...options, size, colorScheme });
    await Promise.resolve(run(page, stage)).catch((error) => stage.faults.push(error.message.split("\n").slice(0, 4).join(" ")));
    await page.waitForTimeout(200);
    await page.screenshot({ path: `${out}/${name}-${look}.png` });
    for (const fault of stage.faults) console.log(`${name}-${look}: ${fault}`);
    faults += stage.faults.length;
    await page.context().close();
    stage.close();
  }
}
await browser.close();
process.exit(faults ? 1 : 0);
