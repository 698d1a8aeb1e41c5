// Runs the fake by hand: `npm run fake -- [port] [extra conversations]`, then open /console/.
import { crowd, seed } from "./seed.mjs";
import { serve } from "./server.mjs";
import { World } from "./world.mjs";

const [port = "8090", more = "0"] = process.argv.slice(2);
const world = new World();
seed(world);
crowd(world, Number(more));
world.presence.set("ag_ana", "online").set("ag_tom", "away");
const { url } = await serve(world, { port: Number(port) });
console.log(`${url}/console/  noor@example.com · ana@example.com · tom@example.com · vera@example.com, "correct horse battery"`);
