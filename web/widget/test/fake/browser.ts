/** A real browser and a page of somebody else's that embeds the widget, for the widget's own tests. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { FakeServer } from "./server.ts";

export const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export interface Stage {
  readonly server: FakeServer;
  /** Relevo's address. */
  readonly origin: string;
  /** The embedding page's address, on an origin of its own. */
  readonly site: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

export interface SiteOptions {
  readonly attributes?: string;
  readonly lang?: string;
  readonly head?: string;
  /** "no": the page as it is without the widget. */
  readonly widget?: string;
}

/** Starts the fake server, a shop page that embeds its widget under a strict CSP, and a browser. */
export async function openStage(): Promise<Stage> {
  const server = new FakeServer();
  const origin = await server.open();
  const site = createServer((request, response) => {
    const options = Object.fromEntries(new URL(request.url ?? "/", "http://x").searchParams) as SiteOptions;
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; script-src ${origin}; connect-src ${origin}; img-src ${origin}; require-trusted-types-for 'script'`,
    });
    response.end(shopPage(origin, options));
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({ executablePath: process.env["RELEVO_TEST_CHROMIUM"] ?? "/usr/bin/chromium-headless-shell", args: FLAGS });
  return {
    server,
    origin,
    site: `http://127.0.0.1:${(site.address() as AddressInfo).port}/`,
    browser,
    close: async () => {
      await browser.close();
      closeSite(site);
      server.close();
    },
  };
}

/** The widget's parts as a tester names them. */
export class WidgetPage {
  readonly violations: string[] = [];
  readonly errors: string[] = [];

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
  ) {
    page.on("console", (message) => {
      if (/Content.Security.Policy|Trusted/i.test(message.text())) this.violations.push(message.text());
    });
    page.on("pageerror", (error) => this.errors.push(String(error)));
  }

  static async open(stage: Stage, options: BrowserContextOptions = {}, site: SiteOptions = {}): Promise<WidgetPage> {
    const context = await stage.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const opened = new WidgetPage(await context.newPage(), context);
    await opened.page.goto(`${stage.site}?${new URLSearchParams({ ...site })}`);
    return opened;
  }

  /** A second tab of the same visitor. */
  async tab(): Promise<WidgetPage> {
    const opened = new WidgetPage(await this.context.newPage(), this.context);
    await opened.page.goto(this.page.url());
    return opened;
  }

  get(testid: string): Locator {
    return this.page.getByTestId(testid);
  }

  /** Calls `Relevo(…)`, as the site's own script does. */
  async call(...command: unknown[]): Promise<void> {
    await this.page.evaluate((rest) => (window as unknown as { Relevo(...all: unknown[]): void }).Relevo(...rest), command);
  }

  async openPanel(): Promise<void> {
    await this.get("launcher").click();
    await this.page.locator('[data-testid="panel"][data-stage="ready"]').waitFor();
  }

  async send(text: string): Promise<void> {
    await this.get("composer").fill(text);
    await this.get("composer").press("Enter");
  }

  async says(text: string): Promise<void> {
    await this.get("log").getByText(text).first().waitFor();
  }

  async phase(phase: string): Promise<void> {
    await this.page.locator(`[data-testid="panel"][data-phase="${phase}"]`).waitFor();
  }

  /** Every bubble's text in the order of the screen. */
  bubbles(): Promise<string[]> {
    return this.page.locator(".bubble :is(.plain, .rich)").allInnerTexts();
  }
}

function shopPage(origin: string, { attributes = "", lang = "en", head = "", widget = "yes" }: SiteOptions): string {
  const script = widget === "yes" ? `<script async src="${origin}/widget.js" data-inbox-key="shop" ${attributes}></script>` : "";
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Larch &amp; Loom</title>${head}
${script}</head><body><main><h1>Larch &amp; Loom</h1><p>Woollen blankets, made to last.</p><button id="buy">Buy</button></main></body></html>`;
}

function closeSite(site: Server): void {
  site.closeAllConnections();
  site.close();
}
