/** The kinds of things a config can name: spaCy's registries, the two of its transformers package, and runtimes. */
export const registryKinds = [
  "annotation_setters",
  "architectures",
  "augmenters",
  "batchers",
  "callbacks",
  "datasets",
  "displacy_colors",
  "factories",
  "initializers",
  "languages",
  "layers",
  "lemmatizers",
  "loggers",
  "lookups",
  "losses",
  "misc",
  "model_loaders",
  "models",
  "ops",
  "optimizers",
  "readers",
  "runtimes",
  "schedules",
  "scorers",
  "span_getters",
  "tokenizers",
  "vectors",
] as const;

/** The name of a registry, as a config writes it behind the `@`. */
export type RegistryKind = (typeof registryKinds)[number];
/** Every kind but the factories of components, whose registrations hold more. */
export type FunctionKind = Exclude<RegistryKind, "factories">;

/** Whether a text names a registry. */
export function isRegistryKind(value: string): value is RegistryKind {
  return (registryKinds as readonly string[]).includes(value);
}
