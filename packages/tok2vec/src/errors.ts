import { catalogue } from "@x/core";

/** Every error that the tok2vec package throws. */
export const error = catalogue({
  T001: (component: string) =>
    `The listener of component "${component}" got docs that its upstream did not embed in this update. Update the upstream with the same examples first, or let it annotate.`,
  T002: (component: string, upstream: string) =>
    `The listener of component "${component}" found no vectors of its width on its docs: the upstream "${upstream}" did not run. ` +
    `Enable it and put it before "${component}"; if it is frozen in training, set [training] annotating_components = ["${upstream}"].`,
  T003: (attrs: number, rows: number) =>
    `MultiHashEmbed needs one number of rows for each attribute, and got ${attrs} attributes and ${rows} numbers of rows. Give attrs and rows lists of the same length.`,
  T004: (name: string) =>
    `${name} with include_static_vectors = true needs static vectors, which this version does not have yet. Set include_static_vectors = false.`,
});
