import { spawn, type ChildProcess } from "node:child_process";
import { errors } from "../errors";
import type { NativeEncoding, NativeTokenizer } from "./native";

/**
 * The other side: CommonJS for `node -e`, so that bundles need no second file. It ends when this process does.
 */
const PROGRAM = `
const { Tokenizer } = require(process.argv[1]);
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
let tokenizer;
const parts = (encoding) => ({
  ids: encoding.getIds(),
  typeIds: encoding.getTypeIds(),
  offsets: encoding.getOffsets(),
  tokens: encoding.getTokens(),
  mask: encoding.getSpecialTokensMask(),
});
const answer = async ({ json, texts, pair, options }) => {
  if (json === undefined)
    return (await tokenizer.encodeBatch(pair ? [[texts[0], pair]] : texts, options)).map(parts);
  tokenizer = Tokenizer.fromString(json);
  return tokenizer.getVocab(true);
};
process.on("message", async (question) => {
  try {
    process.send({ value: await answer(question) });
  } catch (cause) {
    process.send({ failure: String(cause && cause.message) });
  }
});
`;

/** What a question may take: a start, or a text of a million characters, takes seconds on a slow machine. */
const LONGEST_ANSWER_MS = 60_000;

/** The part of what the library prints when it gives up that says why. */
const MOST_OUTPUT = 4000;

interface Parts {
  readonly ids: number[];
  readonly typeIds: number[];
  readonly offsets: number[][];
  readonly tokens: string[];
  readonly mask: number[];
}

type Question =
  | { readonly json: string }
  | { readonly texts: readonly string[]; readonly pair?: string | null; readonly options?: object };

/**
 * A tokenizer in a process of its own, for steps that may end it or never come back: then an error says so, and the next text
 * starts a new one.
 *
 * @param from `library`: the path of the module `tokenizers`; `risks`: what may end it; `file`: where it comes from
 * @throws TR101 what the library refuses, TR113 a process that ended or did not answer
 */
export async function isolatedTokenizer(
  json: string,
  from: { readonly library: string; readonly risks: readonly string[]; readonly file: string },
): Promise<NativeTokenizer> {
  const { library, risks, file } = from;
  const held: { child?: ChildProcess } = {};
  let last: Promise<unknown> = Promise.resolve();
  const processLost = (reason: string) => errors.tokenizerCrashed(file, risks, reason);
  const start = async () => {
    const child = spawn(process.execPath, ["-e", PROGRAM, library], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced",
    });
    const { value, failure } = await ask(child, { json }, processLost);
    if (failure !== undefined) {
      child.kill("SIGKILL");
      throw errors.unusableTokenizerFile(file, `${failure}.`);
    }
    held.child = child;
    return value as Record<string, number>;
  };
  // One question at a time: the one that ends the process is then the one that is told so.
  const encodings = (question: Question): Promise<NativeEncoding[]> => {
    const next = last.then(async () => {
      if (held.child?.connected !== true) await start();
      const { value, failure } = await ask(held.child!, question, processLost);
      if (failure !== undefined) throw new Error(failure);
      return (value as Parts[]).map(encodingOf);
    });
    // Who waits for an answer may have let go of the tokenizer: it is kept until then.
    last = next.then(
      () => tokenizer,
      () => tokenizer,
    );
    return next;
  };
  const ids = new Map(Object.entries(await start()));
  const texts = new Map([...ids].map(([text, id]) => [id, text]));
  const tokenizer: NativeTokenizer = {
    tokenToId: (token) => ids.get(token) ?? null,
    idToToken: (id) => texts.get(id) ?? null,
    getVocabSize: () => ids.size,
    encode: async (text, pair, options) => (await encodings({ texts: [text], pair, options }))[0],
    encodeBatch: (batch, options) => encodings({ texts: batch, options }),
  };
  forgotten.register(tokenizer, held);
  return tokenizer;
}

/** Ends the process of a tokenizer that nobody has any more. */
const forgotten = new FinalizationRegistry<{ readonly child?: ChildProcess }>(({ child }) => {
  child?.kill("SIGKILL");
});

interface Answer {
  readonly value?: unknown;
  readonly failure?: string;
}

/** Asks a process, and holds this one open until it has answered. */
function ask(child: ChildProcess, question: Question, lost: (reason: string) => Error): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    let output = "";
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      end(() => reject(lost(`it took more than ${LONGEST_ANSWER_MS / 1000} seconds`)));
    }, LONGEST_ANSWER_MS);
    const onOutput = (chunk: Buffer) => void (output = (output + chunk.toString()).slice(-MOST_OUTPUT));
    const answered = (answer: Answer) => end(() => resolve(answer));
    const failed = (cause: Error) => end(() => reject(lost(cause.message)));
    // After its output has ended: the reason is in there.
    const closed = () =>
      end(() => reject(lost(/panicked at [^\n]*\n([^\n]+)/.exec(output)?.[1] ?? "it ended")));
    function end(settle: () => void): void {
      clearTimeout(timer);
      child.stderr?.off("data", onOutput);
      child.off("message", answered).off("error", failed).off("close", closed);
      waitFor(child, false);
      settle();
    }
    child.stderr?.on("data", onOutput);
    child.on("message", answered).on("error", failed).on("close", closed);
    waitFor(child, true);
    child.send(question, (cause) => cause !== null && failed(cause));
  });
}

/** Whether this process waits for the other one. */
function waitFor(child: ChildProcess, held: boolean): void {
  const stream = child.stderr as (NodeJS.ReadableStream & { ref(): void; unref(): void }) | null;
  for (const handle of [child, child.channel, stream]) {
    if (held) handle?.ref();
    else handle?.unref();
  }
}

function encodingOf({ ids, typeIds, offsets, tokens, mask }: Parts): NativeEncoding {
  return {
    getIds: () => ids,
    getTypeIds: () => typeIds,
    getOffsets: () => offsets,
    getTokens: () => tokens,
    getSpecialTokensMask: () => mask,
  };
}
