import type { TextStream } from "./logger";

/** A bar on one line of a terminal; silent elsewhere. */
export class ProgressLine {
  readonly #stream: TextStream;
  readonly #label: string;
  readonly #total: number;
  #done: number;

  constructor(
    stream: TextStream,
    options: { readonly label: string; readonly total: number; readonly done?: number },
  ) {
    this.#stream = stream;
    this.#label = options.label;
    this.#total = options.total;
    this.#done = options.done ?? 0;
    this.#draw();
  }

  advance(): void {
    this.#done += 1;
    this.#draw();
  }

  /** Takes the line away. */
  close(): void {
    if (this.#stream.isTTY) this.#stream.write("\r\u001b[2K");
  }

  #draw(): void {
    if (!this.#stream.isTTY) return;
    const share = this.#total > 0 ? Math.min(1, this.#done / this.#total) : 0;
    const filled = Math.round(share * 20);
    const bar = "█".repeat(filled) + "░".repeat(20 - filled);
    const of = this.#total > 0 ? `/${this.#total}` : "";
    this.#stream.write(`\r\u001b[2K${this.#label} ${bar} ${Math.round(share * 100)}% ${this.#done}${of}`);
  }
}
