import { isSymbolic, type Backprop, type Forward } from "../model/layer";
import type { Model } from "../model/model";
import { runSymbolic } from "../model/run-symbolic";
import { updateModel, updateSymbolic, type UpdateOptions, type UpdateResult } from "../model/update-model";

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

/** Runs layers one after another, neighbours that are symbolic as one program. */
export async function runSegments(layers: readonly Model[], X: unknown, isTrain: boolean): Promise<Forward> {
  const backprops: Backprop[] = [];
  let Y = X;
  for (const segment of segmentsOf(layers)) {
    const [output, backprop] = await runSegment(segment, Y, isTrain);
    Y = output;
    backprops.push(backprop);
  }
  return [Y, (dY) => goBack(backprops, dY)];
}

/** The same with the loss and the way back; the loss is fused with the last layers where they are symbolic. */
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

async function goBack(backprops: readonly Backprop[], dY: unknown): Promise<unknown> {
  let gradient: unknown = dY;
  for (const backprop of [...backprops].reverse()) gradient = await backprop(gradient);
  return gradient;
}
