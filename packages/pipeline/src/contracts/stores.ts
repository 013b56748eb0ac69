import type { FileReader, FileTree } from "../language/storage/file-tree";

/** What of a pipeline is written or read. */
export interface StorageOptions {
  /** Components, or "vocab", "vectors" and "tokenizer", that are left out. */
  readonly exclude?: readonly string[];
}

/** Options of `Language.deserialize`. */
export interface ReadOptions extends StorageOptions {
  /**
   * Whether these are all files of a pipeline, as in its folder: what spaCy does not load without is an error then (P417), and what
   * predictions may change without is warned of (W417). Default false: what is not among the files stays as it is.
   */
  readonly whole?: boolean;
}

/** Is stored and read again. */
export interface Stores {
  /** All files of the pipeline, in spaCy's layout. */
  serialize(options?: StorageOptions): Promise<FileTree>;
  deserialize(files: FileReader, options?: ReadOptions): Promise<void>;
  /** Saves the pipeline to a folder. Needs a file system. */
  toDisk(folder: string, options?: StorageOptions): Promise<void>;
  fromDisk(folder: string, options?: StorageOptions): Promise<this>;
  /** The pipeline in one array. */
  toBytes(options?: StorageOptions): Promise<Uint8Array>;
  fromBytes(bytes: Uint8Array, options?: StorageOptions): Promise<this>;
}
