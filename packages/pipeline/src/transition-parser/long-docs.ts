import type { Doc } from "@x/core";
import type { StepModel } from "./step-model";
import type { TransitionState, TransitionSystem } from "./transition-system";

/** From this many words on the rows of a doc are not kept all at once. */
const longDoc = 4096;
/** Words whose rows are computed together. */
const pageWords = 2048;
/** Pages that are kept: what a state looks at is near its place in the doc, but for the beginning of an open entity or a deep stack. */
const keptPages = 8;

/** Whether the table of a doc, some kilobytes a word, is too large to be kept whole. */
export function isLongDoc({ length }: Doc): boolean {
  return length > longDoc;
}

/** How the rows of a long doc are found; see `transitionModel`. */
export interface LongDocModel {
  /** Scores states by a table of one row for each slot. */
  readonly step: StepModel;
  /** The rows of some tokens of a doc, `[tokens + 1, nF, width]`; the first one is none of theirs. */
  rowsOf(doc: Doc, start: number, end: number): Promise<Float32Array>;
}

/**
 * `parseGreedily` for one long doc: rows are computed page by page, when the first state looks at one, and the least recently used
 * page is given up. What a state looks at is copied to a table of its own, which is scored as always.
 */
export async function parseLongDoc<S extends TransitionState>(
  system: TransitionSystem<S>,
  doc: Doc,
  model: LongDocModel,
): Promise<S> {
  const { step } = model;
  const [state] = system.initBatch([doc]);
  const valid = new Int32Array(system.classCount);
  const context = new Int32Array(step.contextSize);
  const slots = new Slots(doc, model);
  while (!state.isFinal) {
    const count = system.listValid(state, valid);
    if (count === 0) {
      state.forceFinal();
      break;
    }
    if (count > 1) {
      state.writeContext(context, 0, context.length);
      if (!slots.fill(context)) await slots.load(context);
    }
    system.apply(state, count > 1 ? step.best(context, valid, count) : valid[0]);
  }
  return state;
}

/** The pages of one doc, and the table of slots that is filled from them. */
class Slots {
  readonly #doc: Doc;
  readonly #model: LongDocModel;
  readonly #pages = new Map<number, { readonly rows: Float32Array; used: number }>();
  #clock = 0;

  constructor(doc: Doc, model: LongDocModel) {
    this.#doc = doc;
    this.#model = model;
  }

  /** Copies the rows of the tokens, and says in their place where they are now; false, and nothing is said, where a page is missing. */
  fill(context: Int32Array): boolean {
    const { table, nF, nO, nP } = this.#model.step.features;
    const width = nO * nP;
    this.#clock++;
    for (let slot = 0; slot < nF; slot++) {
      const token = context[slot];
      if (token < 0) continue;
      const page = this.#pages.get(Math.floor(token / pageWords));
      if (page === undefined) return false;
      page.used = this.#clock;
      const from = ((1 + (token % pageWords)) * nF + slot) * width;
      table.set(page.rows.subarray(from, from + width), ((slot + 1) * nF + slot) * width);
    }
    for (let slot = 0; slot < nF; slot++) if (context[slot] >= 0) context[slot] = slot;
    return true;
  }

  /** The same after computing the pages that are missing. */
  async load(context: Int32Array): Promise<void> {
    const numbers = [...context].filter((token) => token >= 0).map((token) => Math.floor(token / pageWords));
    for (const number of new Set(numbers)) {
      if (this.#pages.has(number)) continue;
      this.#makeRoom(new Set(numbers));
      const start = number * pageWords;
      const rows = await this.#model.rowsOf(this.#doc, start, Math.min(this.#doc.length, start + pageWords));
      this.#pages.set(number, { rows, used: this.#clock });
    }
    this.fill(context);
  }

  #makeRoom(needed: ReadonlySet<number>): void {
    const free = [...this.#pages].filter(([number]) => !needed.has(number));
    free.sort(([, a], [, b]) => a.used - b.used);
    for (const [number] of free.slice(0, Math.max(0, this.#pages.size + 1 - keptPages)))
      this.#pages.delete(number);
  }
}
