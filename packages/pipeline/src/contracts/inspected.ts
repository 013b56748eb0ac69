import type { HasComponents } from "./has-components";
import type { IsDescribed } from "./has-config";
import type { HasVocab } from "./has-vocab";

/** What is looked at before a training: settings and declarations of components. */
export type Inspected = HasComponents & HasVocab & Pick<IsDescribed, "config" | "registry">;
