import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser of this machine; Debian has it as the package `chromium`. */
export const chromiumPath = [process.env.CHROMIUM, ...places].find(
  (path) => path !== undefined && existsSync(path),
);

interface Answer {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** One page in a headless browser, by the DevTools protocol over a pipe. */
export class Page {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, { resolve(answer: Answer): void }>();
  #session: string | undefined;
  #ids = 0;

  private constructor() {
    this.#profile = mkdtempSync(join(tmpdir(), "x-chromium-"));
    this.#process = spawn(
      chromiumPath!,
      [
        ...["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"],
        ...[
          "--remote-debugging-pipe",
          `--user-data-dir=${this.#profile}`,
          "--window-size=900,640",
          "about:blank",
        ],
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    let text = "";
    (this.#process.stdio[4] as Readable).on("data", (chunk: Buffer) => {
      const parts = (text + chunk.toString("utf8")).split("\0");
      text = parts.pop() ?? "";
      for (const part of parts) {
        const answer = JSON.parse(part) as Answer;
        if (answer.id !== undefined) this.#waiting.get(answer.id)?.resolve(answer);
      }
    });
  }

  static async open(url: string): Promise<Page> {
    const page = new Page();
    const { targetId } = await page.#send("Target.createTarget", { url });
    const { sessionId } = await page.#send("Target.attachToTarget", { targetId, flatten: true });
    page.#session = sessionId as string;
    return page;
  }

  /** The value of an expression in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result } = await this.#send("Runtime.evaluate", { expression, returnByValue: true });
    return (result as { value: T }).value;
  }

  /** Asks until the answer is as wanted; shortly before a test counts as hanging, the last one is given, to be shown. */
  async until<T>(expression: string, wanted: (value: T) => boolean): Promise<T> {
    const end = performance.now() + 55_000;
    for (;;) {
      const value = await this.evaluate<T>(expression);
      if (wanted(value) || performance.now() > end) return value;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Types text, a character at a time. */
  async type(text: string): Promise<void> {
    for (const character of text) await this.#send("Input.insertText", { text: character });
  }

  async screenshot(): Promise<Uint8Array> {
    const { data } = await this.#send("Page.captureScreenshot", { format: "png" });
    return new Uint8Array(Buffer.from(data as string, "base64"));
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill();
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #send(method: string, params: Record<string, unknown>): Promise<Record<string, unknown>> {
    const id = ++this.#ids;
    const answer = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, { resolve });
      const message = { id, method, params, ...(this.#session ? { sessionId: this.#session } : {}) };
      (this.#process.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    });
    this.#waiting.delete(id);
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result ?? {};
  }
}
