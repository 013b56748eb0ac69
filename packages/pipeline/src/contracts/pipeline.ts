import type { Annotates } from "./annotates";
import type { Composes } from "./composes";
import type { IsDescribed } from "./has-config";
import type { Learns } from "./learns";
import type { Tokenizes } from "./makes-docs";
import type { Stores } from "./stores";

/**
 * All that a `Language` can do, for functions of users that a config names: they may need any of it. Code of this library asks
 * for the part that it uses, so that nothing but what builds pipelines depends on `Language`.
 */
export interface Pipeline extends Tokenizes, IsDescribed, Composes, Annotates, Learns, Stores {}

/**
 * A function that is called with a pipeline. It may declare it as a `Language`, which it is: TypeScript compares the parameters
 * of methods in both directions.
 */
export type CalledWithPipeline<Rest extends unknown[], R, P extends Pipeline = Pipeline> = {
  call(nlp: P, ...rest: Rest): R;
}["call"];
