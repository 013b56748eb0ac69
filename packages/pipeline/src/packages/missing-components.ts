import type { Config, ConfigValue, Registry, RegistryKind } from "@x/core";
import { isNowhere, isRegistryKind, packageFor, showValue } from "@x/core/spi";
import { hasLemmaMode } from "../components/lemmatizer/of-languages";

/** A component that cannot be made here. */
export interface MissingComponent {
  readonly name: string;
  readonly factory: string;
  /** What is missing besides the factory: a registered name, a mode. */
  readonly lacks?: string;
  /** The package that is known to have what is missing. */
  readonly packageName: string | undefined;
  /** No package of ours is known to have it, though spaCy does. */
  readonly isNowhere: boolean;
}

interface MissingComponentsOptions {
  readonly registry: Registry;
  readonly exclude?: readonly string[];
  /** Also find components whose factory is there, and something that their settings name is not. Default false. */
  readonly deep?: boolean;
}

/** The components of a config that cannot be made, but for the excluded ones. */
export function missingComponents(
  config: Config,
  { registry, exclude = [], deep = false }: MissingComponentsOptions,
): MissingComponent[] {
  const lang = showValue(config.get("nlp.lang") ?? "xx");
  const names = config.get("nlp.pipeline") ?? [];
  // What is no list of names is for the schema to refuse.
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string")) return [];
  return names.flatMap((name) => {
    const factory = config.get(`components.${name}.factory`);
    if (exclude.includes(name) || typeof factory !== "string") return [];
    const provider =
      registry.providerOf("factories", `${lang}.${factory}`) ?? registry.providerOf("factories", factory);
    if (provider === undefined) {
      const isOfSpacy = isNowhere("factories", factory) || isNowhere("factories", `${lang}.${factory}`);
      return [{ name, factory, packageName: packageFor("factories", factory), isNowhere: isOfSpacy }];
    }
    if (!deep) return [];
    const mode = config.get(`components.${name}.mode`);
    const isOurs = factory === "lemmatizer" && provider === "@x/pipeline";
    if (isOurs && typeof mode === "string" && !hasLemmaMode(lang, mode))
      return [{ name, factory, lacks: `mode "${mode}"`, packageName: undefined, isNowhere: true }];
    const unknown = unknownName(config.value(`components.${name}`), registry);
    if (unknown === undefined) return [];
    const [kind, value] = unknown;
    const isOfSpacy = isNowhere(kind, value);
    return [
      {
        name,
        factory,
        lacks: `${kind} "${value}"`,
        packageName: packageFor(kind, value),
        isNowhere: isOfSpacy,
      },
    ];
  });
}

/** The first registered name in a block that nobody registered. */
function unknownName(
  value: ConfigValue | undefined,
  registry: Registry,
): readonly [kind: RegistryKind, name: string] | undefined {
  if (!(value instanceof Map)) return undefined;
  for (const [key, inner] of value) {
    const kind = key.slice(1);
    if (
      key.startsWith("@") &&
      isRegistryKind(kind) &&
      typeof inner === "string" &&
      !registry.has(kind, inner)
    )
      return [kind, inner];
    const found = unknownName(inner, registry);
    if (found !== undefined) return found;
  }
  return undefined;
}
