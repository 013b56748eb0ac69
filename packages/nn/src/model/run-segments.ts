import { isSymbolic, rowsBefore, type Backprop, type Forward, type Parts } from "./layer";
import type { Model } from "./model";
import { runSymbolic } from "./run-symbolic";
import { joinParts } from "./join-parts";
import { updateModel, updateSymbolic, type UpdateOptions, type UpdateResult } from "./update-model";

/** Children in a row: symbolic neighbours together, host layers alone. */
function segmentsOf(layers: readonly Model[]): Model[][] {
  const segments: Model[][] = [];
  let open = false;
  for (const layer of layers) {
    const symbolic = isSymbolic(layer);
    if (symbolic && open) segments[segments.length - 1].push(layer);
    else segments.push([layer]);
    open = symbolic;
  }
  return segments;
}

/** A program belongs to the first layer of its segment, or to the chain where that is the whole chain. */
function runSegment(segment: readonly Model[], X: unknown, isTrain: boolean): Promise<Forward> {
  const [first] = segment;
  return isSymbolic(first) ? runSymbolic(first, segment, X, isTrain) : first.run(X, isTrain);
}

/** Of a layer that gives parts, and symbolic ones behind it that take them: the rows that these put before the batch's. */
function leadingRows([source]: readonly Model[], next: readonly Model[] | undefined): number | undefined {
  if (next === undefined || !isSymbolic(next[0]) || isSymbolic(source)) return undefined;
  return givesParts(source) ? rowsBefore(next) : undefined;
}

function givesParts({ layer, layers }: Model): boolean {
  return layer.parts !== undefined || (layer.sequential === true && givesParts(layers[layers.length - 1]));
}

/** Prediction part by part: between the two there is never more than a part. */
async function runInParts(
  source: Model,
  next: readonly Model[],
  { X, leading }: { readonly X: unknown; readonly leading: number },
): Promise<Forward> {
  let backprop: Backprop | undefined;
  const run = async (part: unknown) => {
    const [Y, back] = await runSegment(next, part, false);
    backprop = back;
    return Y;
  };
  const Y = await joinParts(await partsOf(source, X), { run, leading });
  return [Y, (dY) => backprop!(dY)];
}

async function partsOf(model: Model, X: unknown): Promise<Parts> {
  if (model.layer.parts !== undefined) return model.layer.parts(model, X as never);
  const [Y] = await runSegments(model.layers.slice(0, -1), X, false);
  return partsOf(model.layers[model.layers.length - 1], Y);
}

/** Runs layers one after another, neighbours that are symbolic as one program. */
export async function runSegments(layers: readonly Model[], X: unknown, isTrain: boolean): Promise<Forward> {
  const backprops: Backprop[] = [];
  const segments = segmentsOf(layers);
  let Y = X;
  for (let i = 0; i < segments.length; i++) {
    const leading = isTrain ? undefined : leadingRows(segments[i], segments[i + 1]);
    const [output, backprop] =
      leading === undefined
        ? await runSegment(segments[i], Y, isTrain)
        : await runInParts(segments[i][0], segments[++i], { X: Y, leading });
    Y = output;
    backprops.push(backprop);
  }
  return [Y, (dY) => backpropSegments(backprops, dY)];
}

/** The same with the loss and the backward pass; the loss is fused with the last layers where they are symbolic. */
export async function updateSegments(
  layers: readonly Model[],
  X: unknown,
  options: UpdateOptions,
): Promise<UpdateResult> {
  const segments = segmentsOf(layers);
  const last = segments[segments.length - 1];
  const [Y, backprop] = await runSegments(segments.slice(0, -1).flat(), X, true);
  const result = isSymbolic(last[0])
    ? await updateSymbolic(last[0], last, Y, options)
    : await updateModel(last[0], Y, options);
  const dX = result.dX === undefined && segments.length > 1 ? undefined : await backprop(result.dX);
  return { ...result, dX };
}

async function backpropSegments(backprops: readonly Backprop[], dY: unknown): Promise<unknown> {
  let gradient: unknown = dY;
  for (const backprop of [...backprops].reverse()) gradient = await backprop(gradient);
  return gradient;
}
