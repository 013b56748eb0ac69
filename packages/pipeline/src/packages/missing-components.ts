import type { Config, Registry } from "@x/core";
import { isNowhere, packageFor, showValue } from "@x/core/spi";

/** A component that no registered factory makes. */
export interface MissingComponent {
  readonly name: string;
  readonly factory: string;
  /** The package that is known to have it. */
  readonly packageName: string | undefined;
  /** No package of ours is known to have it, though spaCy does. */
  readonly isNowhere: boolean;
}

/** The components of a config that cannot be made, but for the excluded ones. */
export function missingComponents(
  config: Config,
  { registry, exclude = [] }: { readonly registry: Registry; readonly exclude?: readonly string[] },
): MissingComponent[] {
  const lang = showValue(config.get("nlp.lang") ?? "xx");
  const names = config.get("nlp.pipeline") ?? [];
  // What is no list of names is for the schema to refuse.
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string")) return [];
  return names.flatMap((name) => {
    const factory = config.get(`components.${name}.factory`);
    if (exclude.includes(name) || typeof factory !== "string") return [];
    const known = registry.find("factories", `${lang}.${factory}`) ?? registry.find("factories", factory);
    if (known !== undefined) return [];
    const isOfSpacy = isNowhere("factories", factory) || isNowhere("factories", `${lang}.${factory}`);
    return [{ name, factory, packageName: packageFor("factories", factory), isNowhere: isOfSpacy }];
  });
}
