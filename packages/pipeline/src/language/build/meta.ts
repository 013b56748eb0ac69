import type { Meta } from "../../contracts/has-config";
import type { HasComponents } from "../../contracts/has-components";
import type { Tokenizes } from "../../contracts/makes-docs";

/** The spaCy versions that read what we write. */
const spacyVersion = ">=3.8.0,<3.9.0";

/** The stored data about a pipeline, with what the pipeline itself knows brought up to date. */
export function currentMeta(nlp: HasComponents & Pick<Tokenizes, "lang" | "vocab">, stored: Meta): Meta {
  const labels = nlp.components.filter(({ pipe }) => pipe.labels.length > 0 || pipe.isTrainable);
  const { vectors } = nlp.vocab;
  const defaults: Meta = {
    lang: nlp.lang,
    name: "pipeline",
    version: "0.0.0",
    spacy_version: spacyVersion,
    description: "",
    author: "",
    email: "",
    url: "",
    license: "",
  };
  for (const [key, value] of Object.entries(defaults)) stored[key] ??= value;
  stored.vectors = {
    width: vectors.width,
    vectors: vectors.rows,
    keys: vectors.nKeys,
    name: vectors.name ?? null,
    mode: vectors.mode,
  };
  stored.labels = Object.fromEntries(labels.map(({ name, pipe }) => [name, [...pipe.labels]]));
  stored.pipeline = nlp.pipeNames;
  stored.components = nlp.componentNames;
  stored.disabled = nlp.disabled;
  return stored;
}
