import type { EncoderInputs, EncoderOutputs, WordpieceBatch } from "@x/encoders";
import { tensor, type Model, type Tensor } from "@x/nn";
import type { Backprop } from "@x/nn/spi";
import { mapOutput, type ModelOutput } from "../data/model-output";
import { packRows, type Pack } from "./pack-rows";

/**
 * Runs an encoder over a batch pack by pack, so that memory is bounded and little is computed for padding; the output is as
 * that of the whole batch, with zeros in the padding.
 */
export async function runPacks(
  encoder: Model<EncoderInputs, EncoderOutputs>,
  batch: WordpieceBatch,
  { maxItems, isTrain }: { readonly maxItems: number; readonly isTrain: boolean },
): Promise<[ModelOutput, (dY: ModelOutput) => Promise<void>]> {
  const packs = packRows(batch, { maxItems });
  const whole = new WholeOutput(batch);
  const backprops: Backprop[] = [];
  for (const pack of packs) {
    const [output, backprop] = await encoder.run(inputsOf(batch, pack), isTrain);
    whole.put(output, pack);
    if (isTrain) backprops.push(backprop as Backprop);
  }
  return [
    whole.output,
    async (dY) => {
      for (const [i, pack] of packs.entries())
        await backprops[i](mapOutput(dY, (gradient) => cut(gradient, pack)));
    },
  ];
}

function inputsOf({ inputIds, attentionMask, tokenTypeIds }: WordpieceBatch, pack: Pack): EncoderInputs {
  return {
    inputIds: cut(inputIds, pack),
    attentionMask: cut(attentionMask, pack),
    ...(tokenTypeIds && { tokenTypeIds: cut(tokenTypeIds, pack) }),
  };
}

function isWhole({ rows, from, to }: Pack, [count, width]: readonly number[]): boolean {
  return rows.length === count && from === 0 && to === width;
}

/** The rows and columns of a pack. */
function cut(whole: Tensor, pack: Pack): Tensor {
  if (isWhole(pack, whole.shape)) return whole;
  const [, width, ...rest] = whole.shape;
  const unit = rest.reduce((product, size) => product * size, 1);
  const columns = pack.to - pack.from;
  const length = pack.rows.length * columns * unit;
  const data = whole.data instanceof BigInt64Array ? new BigInt64Array(length) : new Float32Array(length);
  pack.rows.forEach((row, i) => {
    const start = (row * width + pack.from) * unit;
    data.set(whole.data.subarray(start, start + columns * unit) as never, i * columns * unit);
  });
  return { dtype: whole.dtype, shape: [pack.rows.length, columns, ...rest], data };
}

/** The outputs of packs put together. */
class WholeOutput {
  #output: ModelOutput | undefined;
  readonly #rows: number;
  readonly #width: number;

  constructor({ rows, width }: WordpieceBatch) {
    this.#rows = rows;
    this.#width = width;
  }

  get output(): ModelOutput {
    return this.#output ?? {};
  }

  put(part: ModelOutput, pack: Pack): void {
    if (isWhole(pack, [this.#rows, this.#width])) {
      this.#output = part;
      return;
    }
    this.#output ??= mapOutput(part, ({ shape }, key) => zeros(this.#shape(shape, key)));
    for (const [key, values] of Object.entries(part) as [keyof ModelOutput, Tensor | Tensor[]][]) {
      const into = this.#output[key] as Tensor | Tensor[];
      if (Array.isArray(values))
        values.forEach((value, i) => paste((into as Tensor[])[i], value, { key, pack }));
      else paste(into as Tensor, values, { key, pack });
    }
  }

  #shape([, ...rest]: readonly number[], key: keyof ModelOutput): number[] {
    if (key === "poolerOutput") return [this.#rows, ...rest];
    if (key === "attentions") return [this.#rows, rest[0], this.#width, this.#width];
    return [this.#rows, this.#width, rest[1]];
  }
}

function zeros(shape: readonly number[]): Tensor {
  return tensor("float32", shape, new Float32Array(shape.reduce((product, size) => product * size, 1)));
}

function paste(
  into: Tensor,
  part: Tensor,
  { key, pack }: { readonly key: keyof ModelOutput; readonly pack: Pack },
): void {
  const target = into.data as Float32Array;
  const source = part.data as Float32Array;
  const columns = pack.to - pack.from;
  // A line is what lies together in both: a row of the pooler, the columns of a row, one row of an attention.
  const line = source.length / (pack.rows.length * (key === "attentions" ? part.shape[1] * columns : 1));
  pack.rows.forEach((row, i) => {
    if (key === "poolerOutput") target.set(source.subarray(i * line, (i + 1) * line), row * line);
    else if (key === "attentions") pasteAttention(target, source, { row, i, pack, shape: into.shape });
    else {
      const unit = into.shape[2];
      target.set(source.subarray(i * line, (i + 1) * line), (row * into.shape[1] + pack.from) * unit);
    }
  });
}

function pasteAttention(
  target: Float32Array,
  source: Float32Array,
  at: { readonly row: number; readonly i: number; readonly pack: Pack; readonly shape: readonly number[] },
): void {
  const { row, i, pack, shape } = at;
  const [, heads, width] = shape;
  const columns = pack.to - pack.from;
  for (let head = 0; head < heads; head++)
    for (let query = 0; query < columns; query++) {
      const from = ((i * heads + head) * columns + query) * columns;
      const to = ((row * heads + head) * width + query + pack.from) * width + pack.from;
      target.set(source.subarray(from, from + columns), to);
    }
}
