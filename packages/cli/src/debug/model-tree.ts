import type { Model } from "@x/nn";

export interface ModelTreeOptions {
  /** Numbers of the layers to show; all where it is empty. */
  readonly layers: readonly number[];
  readonly dimensions?: boolean;
  readonly parameters?: boolean;
  readonly gradients?: boolean;
  readonly attributes?: boolean;
}

/** Numbers of an array that are shown. */
const sample = 5;

/** A network as a tree: every layer with its number in the order of `walk`, and what the options ask for. */
export function formatModelTree(model: Model, options: ModelTreeOptions): string {
  const numbers = new Map([...model.walk()].map((node, i) => [node, i]));
  const seen = new Set<Model>();
  const lines: string[] = [];
  const visit = (node: Model, depth: number) => {
    const number = numbers.get(node)!;
    const indent = "  ".repeat(depth);
    const isShown = options.layers.length === 0 || options.layers.includes(number);
    if (seen.has(node)) {
      // Layers that are shared are shown once.
      if (isShown) lines.push(`${indent}Layer ${number}: ${node.name} (above)`);
      return;
    }
    seen.add(node);
    if (isShown) {
      lines.push(`${indent}Layer ${number}: ${node.name}`);
      for (const line of details(node, options)) lines.push(`${indent}  - ${line}`);
    }
    for (const layer of node.layers) visit(layer, depth + 1);
  };
  visit(model, 0);
  return `${lines.join("\n")}\n`;
}

function* details(node: Model, options: ModelTreeOptions): Generator<string> {
  if (options.dimensions) for (const [name, size] of node.dims) yield `dim ${name}: ${size ?? "not set"}`;
  if (options.parameters)
    for (const [name, param] of node.params)
      yield `param ${name}: ${param === null ? "not set" : formatArray(param.shape, param.data)}`;
  if (options.gradients)
    for (const [name, param] of node.params) {
      const gradient = param?.grad;
      yield `grad ${name}: ${param === null || gradient === undefined ? "none" : formatArray(param.shape, gradient)}`;
    }
  if (options.attributes) for (const [name, value] of node.attrs) yield `attr ${name}: ${formatValue(value)}`;
}

/** The shape of an array and its first numbers. */
export function formatArray(shape: readonly number[], data: ArrayLike<number | bigint>): string {
  const count = Math.min(sample, shape.length === 0 ? 1 : shape[shape.length - 1], data.length);
  const numbers = Array.from({ length: count }, (_, i) => {
    const value = data[i];
    return typeof value === "bigint" ? String(value) : String(Number(value.toPrecision(6)));
  });
  return `[${shape.join(", ")}], begins with ${numbers.join(", ")}`;
}

function formatValue(value: unknown): string {
  if (typeof value === "function") return "a function";
  const text = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "bigint" ? String(inner) : inner,
  );
  return text === undefined ? String(value) : text.length > 100 ? `${text.slice(0, 97)}...` : text;
}
