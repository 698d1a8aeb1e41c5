/** Starts the console in the page. Everything it shows is decided in `app.tsx`. */
import "@relevo/ui/styles.css";
import "./styles/index.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { startClock } from "./page/clock.ts";
import { followAddress } from "./page/route.ts";
import { showLooks } from "./page/theme.ts";
import { openAccount } from "./state/account.ts";

showLooks();
followAddress();
startClock();
const account = openAccount();
void account.check();
render(<App account={account} />, document.getElementById("app")!);
