import type { Config } from "@x/core";

/** Settings of [training] that may change between two parts of a run: they decide only when it ends and what it prints. */
const free = ["max_steps", "patience", "logger"];

/** What of a config decides how a training continues. Where the corpora lie does not: their content is compared itself. */
export function decisiveSettings(config: Config): Record<string, unknown> {
  const values = config.interpolate();
  const training = { ...(values.get("training") as Record<string, unknown>) };
  for (const name of free) delete training[name];
  return {
    nlp: values.get("nlp"),
    components: values.get("components"),
    corpora: withoutPaths(values.get("corpora")),
    training,
    initialize: values.get("initialize"),
  };
}

/** The settings that differ, each as "path: stored, now ...". */
export function differingSettings(stored: unknown, own: unknown, path = ""): string[] {
  if (isTable(stored) && isTable(own))
    return [...new Set([...Object.keys(stored), ...Object.keys(own)])].flatMap((key) =>
      differingSettings(stored[key], own[key], path === "" ? key : `${path}.${key}`),
    );
  const [before, now] = [show(stored), show(own)];
  return before === now ? [] : [`${path} was ${before} and is ${now}`];
}

/** JSON, also of integers beyond 2^53. */
export function settingsText(settings: unknown): string {
  return JSON.stringify(settings, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}

function show(value: unknown): string {
  return value === undefined ? "not set" : settingsText(value);
}

function withoutPaths(value: unknown): unknown {
  if (!isTable(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "path")
      .map(([key, inner]) => [key, withoutPaths(inner)]),
  );
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
