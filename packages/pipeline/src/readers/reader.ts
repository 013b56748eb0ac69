import type { Example } from "@x/core";
import type { Language } from "../language/language";

/** What a corpus of the config resolves to: a fresh pass over its examples each time it is called. */
export type Reader = (nlp: Language) => Iterable<Example>;

/** Turns an example into one or more, for example with the words in lower case. */
export type Augmenter = (nlp: Language, example: Example) => Iterable<Example>;
