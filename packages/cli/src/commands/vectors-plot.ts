import { readTextFile, writeFileSafely } from "@x/core/files";
import { Random } from "@x/nn";
import type { Command } from "commander";
import { resolve } from "node:path";
import { UMAP } from "umap-js";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { openVectors } from "../io/open-vectors";
import { exists } from "../io/walk";
import { renderVectorsMap } from "../visualize/vectors-map";

/** Words below which there is no map. */
const fewest = 4;
/** Neighbours that the projection looks at, at most: its usual number. */
const neighbours = 15;

const details = `
Example:
  x vectors plot out/vectors words.txt plot.html
`;

/** `x vectors plot`: a map of chosen words, near where their vectors are (UMAP, McInnes et al. 2018). */
export function addVectorsPlot(parent: Command, context: CommandContext): void {
  parent
    .command("plot")
    .description("Draw a map of words, placed near each other if their vectors are.")
    .argument("<folder>", "the output of x init vectors, or a pipeline")
    .argument("<words>", "a file with one word per line")
    .argument("<output>", "the .html file to write")
    .addHelpText("after", details)
    .action((folder: string, words: string, output: string) => runPlot(context, { folder, words, output }));
}

async function runPlot(
  context: CommandContext,
  paths: { readonly folder: string; readonly words: string; readonly output: string },
): Promise<void> {
  const { terminal, messages } = context;
  const file = resolve(terminal.cwd, paths.words);
  if (!(await exists(file))) throw errors.missingInput("The list of words", paths.words);
  const { vocab } = await openVectors(paths.folder, context, { onDisk: true });
  const lines = readTextFile(file, { file: paths.words })
    .split(/\r?\n/)
    .filter((line) => line !== "");
  const asked = [...new Set(lines)];
  const words = asked.filter((word) => vocab.hasVector(word));
  if (words.length < asked.length)
    messages.warn(`${asked.length - words.length} words have no vector and are left out`);
  if (words.length < fewest) throw errors.tooFewWords(words.length, fewest);
  const random = new Random(0);
  const projection = new UMAP({
    nComponents: 2,
    nNeighbors: Math.min(neighbours, words.length - 1),
    random: () => random.next(),
  });
  const places = projection.fit(words.map((word) => [...vocab.getVector(word)]));
  const points = words.map((word, i) => ({ word, x: places[i][0], y: places[i][1] }));
  const title = `${words.length} words of ${vocab.vectors.name ?? paths.folder}`;
  writeFileSafely(resolve(terminal.cwd, paths.output), renderVectorsMap(points, title));
  messages.good(`${words.length} words: ${paths.output}`);
}
