import type { Doc, Vocab } from "@x/core";
import { Pipe } from "./pipe";

/** A component that is only a function of a doc. */
export type DocFunction = (doc: Doc) => Doc | Promise<Doc>;

/** Turns a function into a component. */
export class FunctionPipe extends Pipe {
  readonly #run: DocFunction;

  constructor(vocab: Vocab, name: string, run: DocFunction) {
    super(vocab, name);
    this.#run = run;
  }

  async process(doc: Doc): Promise<Doc> {
    return await this.#run(doc);
  }
}

/**
 * What a factory may return, as a component: one of ours, a function of a doc, or any object with a method `process(doc)`.
 * Undefined for anything else.
 */
export function asPipe(
  made: unknown,
  { vocab, name }: { readonly vocab: Vocab; readonly name: string },
): Pipe | undefined {
  if (made instanceof Pipe) {
    made.name = name;
    return made;
  }
  if (typeof made === "function") return new FunctionPipe(vocab, name, made as DocFunction);
  const process = (made as { process?: unknown } | null)?.process;
  return typeof process === "function"
    ? new FunctionPipe(vocab, name, process.bind(made) as DocFunction)
    : undefined;
}
