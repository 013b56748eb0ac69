import { tensor, type Tensor } from "@x/nn";
import type { ResizeOutput } from "../../transition-parser/parser-model";
import { differences, type Targets } from "../differences";
import type { Scored } from "../engine/component";
import type { Head } from "../engine/head";
import { sumOfSquares } from "../tag-loss-graph";

const resizeOf = (pipe: Scored) => pipe.model.attrs.get("resize_output") as ResizeOutput | undefined;

/** A score for each label and doc: `[docs, labels]`. */
export const docs: Head<Tensor, Tensor, Targets> = {
  input: (batch) => (batch.every((doc) => doc.length === 0) ? undefined : batch),
  nothing: (batch, pipe) =>
    tensor("float32", [batch.length, pipe.labels.length], zeros(batch.length * pipe.labels.length)),
  output: (Y) => Y as Tensor,
  checksEmpty: true,
  tutorLoss(scores, wanted) {
    const gradient = differences(scores, wanted);
    return [gradient, sumOfSquares(gradient.data as Float32Array)];
  },
  sample(examples, pipe) {
    const { truths } = pipe.definition.gold?.(examples, pipe) as Targets;
    const Y = tensor("float32", [examples.length, pipe.labels.length], truths);
    return { X: examples.map(({ reference }) => reference), Y };
  },
  room: (pipe) => (resizeOf(pipe) === undefined ? pipe.model.maybeGetDim("nO") : null),
  grown: (pipe) => resizeOf(pipe)?.(pipe.model, pipe.labels.length),
};

const zeros = (length: number) => new Float32Array(length);
