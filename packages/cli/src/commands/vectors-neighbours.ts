import { similarityProduct } from "@x/nn/runtime";
import type { Command } from "commander";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { openVectors } from "../io/open-vectors";
import { formatTable } from "../io/table";
import { addOption } from "../options";

interface NeighboursOptions {
  readonly n: number;
  readonly json?: boolean;
}

const details = `
Examples:
  x vectors neighbours out/vectors king
  x vectors neighbours out/vectors king queen -n 20 --json
`;

/** `x vectors neighbours`: the words nearest to some words. */
export function addNeighbours(parent: Command, context: CommandContext): void {
  const command = parent
    .command("neighbours")
    .description("Show the words with the nearest vectors.")
    .argument("<folder>", "the output of x init vectors, or a pipeline")
    .argument("<words...>", "the words to start from")
    .addHelpText("after", details)
    .action((folder: string, words: string[], options: NeighboursOptions) =>
      runNeighbours(context, { folder, words }, options),
    );
  addOption(command, {
    flags: ["--n", "-n"],
    value: "n",
    help: "the number of words to show",
    default: 10,
    parse: (value) => {
      const number = Number(value);
      if (!Number.isInteger(number) || number < 1)
        throw errors.wrongOption("--n", value, "a whole number from 1");
      return number;
    },
  });
  addOption(command, { flags: ["--json"], help: "print JSON" });
}

async function runNeighbours(
  context: CommandContext,
  { folder, words }: { readonly folder: string; readonly words: readonly string[] },
  options: NeighboursOptions,
): Promise<void> {
  const { vocab, vectors } = await openVectors(folder, context, { onDisk: true });
  const unknown = words.filter((word) => !vocab.hasVector(word));
  if (unknown.length > 0) throw errors.wordsWithoutVectors(unknown, folder);
  const queries = new Float32Array(words.length * vectors.width);
  words.forEach((word, i) => queries.set(vocab.getVector(word), i * vectors.width));
  // The word itself is mostly the nearest.
  const n = Math.min(options.n + 1, new Set([...vectors.entries()].map(([, row]) => row)).size);
  const product = similarityProduct();
  const found = await vectors.mostSimilar(queries, { n, product: product.multiply });
  await product.release();
  const results = words.map((word, i) => ({
    word,
    neighbours: found.keys[i]
      .map((key, k) => ({ word: vocab.strings.find(key) ?? String(key), score: found.scores[i][k] }))
      .filter((neighbour) => neighbour.word !== word)
      .slice(0, options.n),
  }));
  if (options.json === true) {
    context.terminal.out(`${JSON.stringify(results, undefined, 2)}\n`);
    return;
  }
  for (const { word, neighbours } of results)
    context.terminal.out(
      `${word}\n${formatTable(neighbours.map((neighbour) => [`  ${neighbour.word}`, neighbour.score.toFixed(4)]))}`,
    );
}
