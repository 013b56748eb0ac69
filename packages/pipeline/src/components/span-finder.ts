import type { Doc, Example, Span, Vocab } from "@x/core";
import { setDropoutRate, tensor, type Model, type Tensor } from "@x/nn";
import { error } from "../errors";
import {
  TrainablePipe,
  type GetExamples,
  type InitializeOptions,
  type ScorerFunction,
  type UpdateOptions,
} from "./trainable-pipe";

/** Options of `SpanFinder`. */
export interface SpanFinderOptions {
  readonly name?: string;
  /** The group of spans that is learned and written; default "sc". */
  readonly spansKey?: string;
  /** The lowest score of a token that starts or ends a span; default 0.5. */
  readonly threshold?: number;
  /** The longest span in tokens; default null, no limit. */
  readonly maxLength?: number | null;
  /** The shortest span in tokens; default null, one token. */
  readonly minLength?: number | null;
  readonly scorer?: ScorerFunction | null;
}

/** How many examples the shapes of the network are taken from. */
const sampleSize = 10;

/** Learns which tokens start and end spans, and suggests all pairs of them (`span_finder`). */
export class SpanFinder extends TrainablePipe<Tensor> {
  /** @throws P045 for lengths below 1 */
  constructor(vocab: Vocab, model: Model<Doc[], Tensor>, options: SpanFinderOptions = {}) {
    const { name = "span_finder", spansKey = "sc", threshold = 0.5, scorer } = options;
    const { maxLength = null, minLength = null } = options;
    for (const [option, value] of [
      ["min_length", minLength],
      ["max_length", maxLength],
    ] as const)
      if (value !== null && value < 1)
        throw error("P045", `[components.${name}]`, option, String(value), "1 or more, or null");
    super(vocab, model, {
      name,
      scorer,
      cfg: { min_length: minLength, max_length: maxLength, threshold, spans_key: spansKey },
    });
  }

  override hasGold({ reference }: Example): boolean {
    return reference.spans.has(this.cfg.spans_key as string);
  }

  async predict(docs: Doc[]): Promise<Tensor> {
    if (docs.every((doc) => doc.length === 0)) return tensor("float32", [0, 2], []);
    return (await this.model.predict(docs)) as Tensor;
  }

  setAnnotations(docs: Doc[], scores: Tensor): void {
    const { min_length: least, max_length: most, threshold, spans_key: key } = this.cfg;
    let offset = 0;
    for (const doc of docs) {
      const above = (column: number) =>
        Array.from({ length: doc.length }, (_, i) => i).filter(
          (i) => (scores.data[2 * (offset + i) + column] as number) >= (threshold as number),
        );
      const ends = above(1);
      const spans: Span[] = [];
      let first = 0;
      for (const start of above(0)) {
        // Both ascend: only ends within reach are looked at, however long the doc.
        while (first < ends.length && ends[first] + 1 - start < ((least as number | null) ?? 1)) first++;
        for (let k = first; k < ends.length; k++) {
          if (ends[k] + 1 - start > ((most as number | null) ?? Infinity)) break;
          spans.push(doc.span(start, ends[k] + 1));
        }
      }
      doc.spans.set(key as string, spans);
      offset += doc.length;
    }
  }

  async update(examples: Example[], { drop = 0, losses = {} }: UpdateOptions = {}): Promise<void> {
    losses[this.name] ??= 0;
    const docs = examples.map(({ predicted }) => predicted);
    if (docs.every((doc) => doc.length === 0)) return;
    setDropoutRate(this.model, drop);
    const { Y, backprop } = await this.model.beginUpdate(docs);
    const [gradient, loss] = this.getLoss(examples, Y as Tensor);
    await backprop(gradient);
    losses[this.name] += loss;
  }

  /** Gradient (differences to gold) and loss (the sum of their squares). Throws P206 where a score is not a number. */
  getLoss(examples: readonly Example[], scores: Tensor): [gradient: Tensor, loss: number] {
    const { truths, known } = this.#targets(examples);
    const gradient = new Float32Array(truths.length);
    let loss = 0;
    for (let i = 0; i < gradient.length; i++) {
      if (known[i] === 0) continue;
      gradient[i] = (scores.data[i] as number) - truths[i];
      loss += gradient[i] * gradient[i];
    }
    if (Number.isNaN(loss)) throw error("P206", this.name);
    return [tensor("float32", scores.shape, gradient), loss];
  }

  /** Which tokens start and end gold spans; where the tokens of both docs do not fit, nothing is known. Throws P046 for other texts. */
  #targets(examples: readonly Example[]): { truths: Float32Array; known: Uint8Array } {
    const total = examples.reduce((sum, { predicted }) => sum + predicted.length, 0);
    const truths = new Float32Array(2 * total);
    const known = new Uint8Array(2 * total).fill(1);
    let offset = 0;
    for (const { predicted, reference } of examples) {
      if (predicted.text !== reference.text) throw error("P046", this.name, reference.text.slice(0, 40));
      const mark = (token: number, column: number, fits: boolean) => {
        const at = 2 * (offset + token) + column;
        if (fits) truths[at] = 1;
        else known[at] = 0;
      };
      for (const { startChar, endChar } of reference.spans.get(this.cfg.spans_key as string) ?? []) {
        const span = predicted.charSpan(startChar, endChar, { alignmentMode: "expand" });
        if (span === undefined) continue;
        mark(span.start, 0, span.startChar === startChar);
        mark(span.end - 1, 1, span.endChar === endChar);
      }
      offset += predicted.length;
    }
    return { truths, known };
  }

  async initialize(getExamples: GetExamples, { random }: InitializeOptions = {}): Promise<void> {
    const sample: Example[] = [];
    for (const example of getExamples()) {
      sample.push(example);
      if (sample.length >= sampleSize) break;
    }
    const { truths } = this.#targets(sample);
    this.model.initialize({
      X: sample.map(({ reference }) => reference),
      Y: tensor("float32", [truths.length / 2, 2], truths as Float32Array<ArrayBuffer>),
      random,
    });
  }
}
