import type { Doc, DocTensor } from "@x/core";
import { tensor, type Sequences } from "@x/nn";
import { sequencesForm, cutSequences, type Family } from "@x/pipeline/spi";
import { errors } from "../errors";

/** The family that tok2vec components and their listeners belong to: vectors of tokens, which lie on Docs as `doc.tensor`. */
export const tokenVectors: Family<Sequences, Sequences, Sequences, Sequences, DocTensor> = {
  ...sequencesForm,
  kind: "tok2vec",
  cut: (outputs, places) => cutSequences({ ...outputs, kind: "list" }, places),
  left: (doc, owner) => (owner === undefined ? doc.tensor : doc.tensorBy(owner)),
  gather(left, { docs, width, component, upstream }) {
    const lengths = lengthsOf(docs);
    const rows = lengths.reduce((sum, length) => sum + length, 0);
    const data = new Float32Array(rows * width);
    let at = 0;
    left.forEach((tensor, i) => {
      const size = lengths[i] * width;
      if (size > 0 && tensor?.data.length !== size) throw errors.upstreamDidNotRun(component, upstream);
      if (size > 0) data.set(tensor!.data, at);
      at += size;
    });
    return { kind: "list", data: tensor("float32", [rows, width], data), lengths };
  },
  errors: {
    absent: (component) => errors.docsNotEmbedded(component),
    ambiguous: (component, upstream, rivals) => errors.vectorsFromElsewhere(component, upstream, rivals),
  },
};

/** How many tokens Docs have. */
export function lengthsOf(docs: readonly Doc[]): Int32Array {
  return Int32Array.from(docs, (doc) => doc.length);
}
