import type { Model } from "../model/model";
import type { StoredNode } from "./stored-node";

/** The nodes that differ, in two columns; undefined where the file fits the network. */
export function compareNodes(nodes: readonly Model[], stored: readonly StoredNode[]): string | undefined {
  const rows: [string, string, string][] = [];
  for (let i = 0; i < Math.max(nodes.length, stored.length); i++) {
    const [node, from] = [nodes[i], stored[i]];
    if (node !== undefined && from !== undefined && fits(node, from)) continue;
    rows.push([
      String(i),
      from === undefined ? "-" : describe(from.name, from.dims, shapesOf(from)),
      node === undefined ? "-" : describe(node.name, node.dims, shapesOf(node)),
    ]);
  }
  if (rows.length === 0) return undefined;
  const shown = rows.slice(0, 20);
  const table = [["node", "in the file", "in the network"], ...shown];
  const widths = [0, 1].map((column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map((row) => `  ${row[0].padEnd(widths[0])}  ${row[1].padEnd(widths[1])}  ${row[2]}`);
  if (rows.length > shown.length) lines.push(`  ... and ${rows.length - shown.length} more`);
  return lines.join("\n");
}

function fits(node: Model, from: StoredNode): boolean {
  if (node.shims.length !== from.shims.length) return false;
  for (const [name, size] of from.dims) {
    const own = node.dims.get(name);
    if (own === undefined || (own !== null && size !== null && own !== size)) return false;
  }
  for (const [name, param] of from.params) {
    if (!node.params.has(name)) return false;
    const own = node.params.get(name);
    if (own != null && param !== null && own.shape.join() !== param.shape.join()) return false;
  }
  return [...node.params.keys()].every((name) => from.params.has(name));
}

function shapesOf(node: Pick<StoredNode, "params">): string[] {
  return [...node.params].map(([name, param]) => `${name}[${param === null ? "?" : param.shape.join(", ")}]`);
}

/** Long chains are named after everything below them: the end says enough. */
function describe(name: string, dims: ReadonlyMap<string, number | null>, shapes: readonly string[]): string {
  const short = name.length > 30 ? `...${name.slice(-27)}` : name;
  const sizes = [...dims].map(([dim, size]) => `${dim}=${size ?? "?"}`);
  return [short, ...sizes, ...shapes].join(" ");
}
