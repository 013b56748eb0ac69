/** Where a run writes; paths are file names. */
export interface PretrainOutput {
  /** Replaces a file as a whole: whoever reads it sees the old or the new one. */
  write(name: string, bytes: Uint8Array): void;
  read(name: string): Uint8Array | undefined;
  append(name: string, text: string): void;
  /** Bytes of a file, 0 where there is none. */
  size(name: string): number;
  truncate(name: string, size: number): void;
  /** Files of another run are there. They are as if absent, and stay until `keepState` removes them. */
  readonly replacesRun?: boolean;
  /** Removes every file of a run but its state. */
  keepState?(): void;
  /** Lets other runs in; called when the run ends. Throws nothing, and may be called again. */
  close?(): void;
}

/** Beside the weights, what it takes to continue. */
export const stateFile = "pretrain-state.bin";
export const logFile = "log.jsonl";

/** A line of log.jsonl, written as spaCy writes it: floats with up to ten digits behind the point. */
export function logLine(entry: {
  readonly words: number;
  readonly loss: number;
  readonly epochLoss: number;
  readonly epoch: number;
}): string {
  const float = (value: number) => {
    const text = String(Number(value.toFixed(10)));
    return /^-?\d+$/.test(text) ? `${text}.0` : text;
  };
  return `{"nr_word":${entry.words},"loss":${float(entry.loss)},"epoch_loss":${float(entry.epochLoss)},"epoch":${entry.epoch}}\n`;
}
