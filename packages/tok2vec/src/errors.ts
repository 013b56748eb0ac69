import { catalogue, warningCatalogue } from "@x/core/spi";

/** Every error that the tok2vec package throws. */
export const errors = catalogue({
  docsNotEmbedded: (component: string) =>
    `[T001] The listener of component "${component}" got docs that its upstream did not embed in this update. Update the upstream with the same examples first, or let it annotate.`,
  upstreamDidNotRun: (component: string, upstream: string) =>
    `[T002] The listener of component "${component}" found no vectors of its width on its docs: the upstream "${upstream}" did not run. Enable it and put it before "${component}"; if it is frozen in training, set [training] annotating_components = ["${upstream}"].`,
  rowsDoNotMatchAttrs: (attrs: number, rows: number) =>
    `[T003] MultiHashEmbed needs one number of rows for each attribute, and got ${attrs} attributes and ${rows} numbers of rows. Give attrs and rows lists of the same length.`,
  noStaticVectors: () =>
    `[T005] StaticVectors (include_static_vectors = true) needs static vectors, and the vocabulary has none. Make them with x init vectors and name the folder in [initialize] vectors (--paths.vectors FOLDER), or set include_static_vectors = false.`,
  wrongStaticVectors: (expected: number, found: number, name: string | undefined) =>
    `[T006] StaticVectors was trained with vectors of width ${expected}, and the vocabulary's are ${found === 0 ? "missing" : `${found} wide`}${name === undefined ? "" : ` ("${name}")`}. Give the pipeline the vectors it was trained with: its meta.json names them.`,
  vectorsFromElsewhere: (component: string, upstream: string, rivals: readonly string[]) =>
    `[T007] The listener of component "${component}" reads vectors of "${upstream}", which has not run on these docs. They bring vectors from elsewhere, perhaps of ${rivals.map((rival) => `"${rival}"`).join(" or ")}. Let "${upstream}" run too: enable it, and in training set [training] annotating_components = ["${upstream}"].`,
});

/** Every warning that the tok2vec package gives. */
export const warnings = warningCatalogue({
  keyAttrIgnored: () =>
    `[W125] key_attr has no effect: set the attribute when the vectors are made (x init vectors --attr).`,
});
