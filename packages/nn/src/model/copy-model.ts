import { Model } from "./model";

/** Copies a network; nodes that occur twice stay one, references point into the copy. */
export function copyModel<X, Y>(root: Model<X, Y>): Model<X, Y> {
  const copies = new Map<Model, Model>();
  const nodes = [...root.walk()].reverse();
  const copyNode = (node: Model): Model => {
    const known = copies.get(node);
    if (known !== undefined) return known;
    const copy = new Model(node.name, {
      layer: node.layer,
      layers: node.layers.map(copyNode),
      dims: Object.fromEntries(node.dims),
      params: [...node.params.keys()],
      attrs: Object.fromEntries(node.attrs),
      shims: node.shims.map((shim) => shim.copy()),
      state: node.state,
    });
    for (const [name, param] of node.params) copy.params.set(name, param?.copy() ?? null);
    copies.set(node, copy);
    return copy;
  };
  nodes.forEach(copyNode);
  for (const node of nodes)
    for (const [name, ref] of node.refs) {
      const target = ref === null ? null : (copies.get(ref) ?? ref);
      copies.get(node)?.refs.set(name, target);
    }
  const copy = copies.get(root) as Model<X, Y>;
  copy.environment = root.environment;
  return copy;
}
