import { writeJson } from "../config/json-write";
import { withFloats } from "../config/schemas";
import { fromPlain } from "../config/values";
import { schemaOfShape } from "./schema-of";
import { configDefaultOf, keyOf, type Settings } from "./setting";

/**
 * The default config of a component, as text: its plain settings, then the blocks, both in the order of the declaration.
 *
 * @param order names of settings, where spaCy's default config has another order than its function
 */
export function defaultConfigOf(settings: Settings, order: readonly string[] = []): string {
  const rank = new Map(order.map((name, i) => [name, i]));
  const all = Object.entries(settings).filter(([, setting]) => !setting.codeOnly);
  if (order.length > 0) all.sort(([a], [b]) => (rank.get(a) ?? all.length) - (rank.get(b) ?? all.length));
  const lines: string[] = ["[defaults]"];
  const blocks: string[] = [];
  for (const [name, setting] of all) {
    const key = keyOf(name, setting);
    const initial = configDefaultOf(setting);
    if (setting.defaultBlock !== undefined)
      blocks.push(
        `[defaults.${key}]`,
        setting.defaultBlock.replace(/^\[\./gm, `[defaults.${key}.`).trim(),
        "",
      );
    else if (initial !== undefined)
      lines.push(`${key} = ${writeJson(withFloats(schemaOfShape(setting.shape), fromPlain(initial)))}`);
  }
  return [...lines, "", ...blocks].join("\n");
}
