// What may happen to one file of a folder.
import { msgpackValues } from "./msgpack-seeds.mjs";
import { mutateValue } from "./mutate-value.mjs";
import { mutate } from "./mutate.mjs";

const numbers = [-1, 0, 1, 2, 1.5, 255, 2 ** 31, 1e9, 1e15, 1e300];

/**
 * A file as it is after an accident, or as a stranger wrote it: missing, empty, cut off, with other bytes, with another value
 * where it is JSON.
 *
 * @returns bytes; undefined: no such file; "folder": a folder of its name
 */
export function damage(bytes, pick) {
  const kind = pick(10);
  if (kind === 0) return undefined;
  if (kind === 1) return new Uint8Array();
  if (kind === 2) return "folder";
  if (kind === 3) return bytes.slice(0, pick(bytes.length + 1));
  if (kind < 8) {
    const changed = otherValue(bytes, pick) ?? otherSetting(bytes, pick) ?? otherMessage(bytes, pick);
    if (changed !== undefined) return changed;
  }
  return mutate(bytes, pick, { others: [bytes], limit: bytes.length + 1000 });
}

/** JSON with another value at one place. */
function otherValue(bytes, pick) {
  let json;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  if (typeof json !== "object" || json === null) return undefined;
  let at = json;
  for (let depth = pick(6); depth > 0; depth--) {
    const inner = Object.values(at).filter((value) => typeof value === "object" && value !== null);
    if (inner.length > 0) at = inner[pick(inner.length)];
  }
  const keys = Object.keys(at);
  const odd = [null, true, "", "x", "../x", "__proto__", [], {}, [1], [[]], "-1", ...numbers];
  const key = keys.length > 0 && pick(8) > 0 ? keys[pick(keys.length)] : pick(2) === 0 ? "constructor" : "x";
  if (pick(10) === 0) delete at[key];
  else at[key] = odd[pick(odd.length)];
  return new TextEncoder().encode(JSON.stringify(json));
}

/** A config with another value of one setting. */
function otherSetting(bytes, pick) {
  const lines = new TextDecoder().decode(bytes).split("\n");
  if (!lines.some((line) => line.startsWith("[nlp]"))) return undefined;
  const settings = lines.flatMap((line, i) => (/^\S+ = /.test(line) ? [i] : []));
  const odd = ["null", "true", '""', '"x"', "[]", "{}", '["tagger","tagger"]', ...numbers];
  const at = settings[pick(settings.length)];
  lines[at] = lines[at].replace(/ = .*/, () => ` = ${odd[pick(odd.length)]}`);
  return new TextEncoder().encode(lines.join("\n"));
}

/** A message of msgpack with another value somewhere. */
function otherMessage(bytes, pick) {
  try {
    return msgpackValues.pack(mutateValue(msgpackValues.unpack(bytes), pick, msgpackValues));
  } catch {
    return undefined;
  }
}
