import type { Doc, Vocab } from "@x/core";
import type { FileReader, FileTree } from "../language/storage/file-tree";

/** Options of a pipe over a stream of docs. */
export interface PipeOptions {
  /** Docs per batch; default 256. */
  readonly batchSize?: number;
  /** Aborts when the call is abandoned: a component that waits for something external can pass it on. */
  readonly signal?: AbortSignal;
}

/**
 * A step of a pipeline: takes docs and returns them annotated.
 *
 * A component needs only `process`; components that are saved or trained override the rest
 * (trainable components extend {@link TrainablePipe}).
 */
export abstract class Pipe {
  /** The name in the pipeline; renaming changes it. */
  name: string;
  readonly vocab: Vocab;

  constructor(vocab: Vocab, name: string) {
    this.vocab = vocab;
    this.name = name;
  }

  /** Annotates one doc. */
  abstract process(doc: Doc): Promise<Doc> | Doc;

  /** Annotates a stream of docs, in order. */
  async *pipe(docs: AsyncIterable<Doc> | Iterable<Doc>, _options: PipeOptions = {}): AsyncIterable<Doc> {
    for await (const doc of docs) yield await this.process(doc);
  }

  /** Whether `process` or `pipe` may call the pipeline that contains the component; such calls are tracked, which costs a little. */
  get callsPipeline(): boolean {
    return true;
  }

  /** Whether `update` changes anything. */
  get isTrainable(): boolean {
    return false;
  }

  /** The `label_data` that the component's `initialize` accepts; undefined for components without labels. */
  get labelData(): unknown {
    return undefined;
  }

  /** The labels that the component can set, in the order of its scores. */
  get labels(): readonly string[] {
    return [];
  }

  /** The files in the component's folder (`.json`: a file beside the folder with its name); none by default. */
  serialize(): FileTree | Promise<FileTree> {
    return new Map();
  }

  /** Reads what `serialize` wrote. */
  deserialize(_files: FileReader): void | Promise<void> {}
}
