import { registry, resolveConfig, type Config, type ConfigObject, type Doc } from "@x/core";
import {
  alignPieces,
  hubSettings,
  loadPieceTokenizer,
  openModel,
  type PieceTokenizer,
  resplitOversize,
} from "@x/encoders";
import { languageFromConfig, load } from "@x/pipeline";
import { findShim, getSpans, type SpanGetter } from "@x/transformers";
import type { Model } from "@x/nn";
import type { Command } from "commander";
import { resolve } from "node:path";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { readConfig } from "../io/config-file";
import { formatTable } from "../io/table";
import { exists, isDirectory } from "../io/walk";
import { addOption } from "../options";
import { allowOverrides } from "../overridable";
import { usePackages } from "../packages";
import { codeOption } from "./shared-options";

interface DebugPiecesOptions {
  readonly code?: string;
  readonly component?: string;
}

const details = `
Tokenizes the text as the pipeline does, splits it into the transformer's spans, and shows which wordpieces each token gets.
Weights are not needed: only the transformer's tokenizer is loaded, from its folder, the cache or the hub.

Examples:
  x debug pieces config.cfg "Colourless green ideas sleep furiously."
  x debug pieces out/model-best "..." --component transformer
`;

/** `x debug pieces`: tokens, wordpieces and their alignment. */
export function addDebugPieces(parent: Command, context: CommandContext): void {
  const command = parent
    .command("pieces")
    .description("Show how a text's tokens are aligned with the wordpieces of a transformer.")
    .argument("<config>", "a config, or the folder of a trained pipeline")
    .argument("<text>", "the text")
    .addHelpText("after", details)
    .action((config: string, text: string, options: DebugPiecesOptions) =>
      runDebugPieces(context, config, { text, ...options }),
    );
  codeOption(command);
  addOption(command, {
    flags: ["--component"],
    value: "name",
    help: "the component with the transformer (default: the first)",
  });
  allowOverrides(command);
}

/** What is needed of a pipeline. */
interface Source {
  readonly name: string;
  readonly doc: Doc;
  readonly getter: SpanGetter;
  readonly tokenizer: PieceTokenizer;
}

async function runDebugPieces(
  context: CommandContext,
  path: string,
  options: DebugPiecesOptions & { readonly text: string },
): Promise<void> {
  const { terminal, messages } = context;
  if (path !== "-" && !(await exists(resolve(terminal.cwd, path))))
    throw errors.missingInput("The config", path);
  await usePackages(context, options);
  const trained = path !== "-" && (await isDirectory(resolve(terminal.cwd, path)));
  const source = trained
    ? await fromPipeline(path, context, options)
    : await fromConfig(path, context, options);
  const { doc, tokenizer } = source;
  const lists = getSpans(source.getter, [doc]);
  const encoded = await tokenizer.encodeBatch(lists.flat().map(({ text }) => text));
  const { spans, batch, align, report } = resplitOversize({
    spans: lists,
    batch: encoded,
    align: alignPieces(lists.flat(), encoded, tokenizer),
    maxLength: tokenizer.modelMaxLength,
    tokenizer,
  });
  const rows: string[][] = [];
  for (let token = 0, from = 0; token < align.lengths.length; token++) {
    const pieces = [...align.data.subarray(from, (from += align.lengths[token]))];
    const texts = pieces.map((piece) => batch.strings[Math.floor(piece / batch.width)][piece % batch.width]);
    const places = pieces.map((piece) => `${Math.floor(piece / batch.width)}:${piece % batch.width}`);
    rows.push([String(token), show(doc.lexemes[token].text), texts.join(" "), places.join(" ")]);
  }
  terminal.out(
    `${formatTable(rows, { head: ["", "token", "wordpieces", "row:column"], aligns: ["right"] })}\n`,
  );
  terminal.out("Spans\n");
  terminal.out(
    formatTable(
      spans.flat().map(({ start, end }, row) => {
        const pieces = batch
          .rowStrings(row)
          .filter((_, i) => batch.attentionMask.data[row * batch.width + i] !== 0);
        return [String(row), `${start}-${end}`, String(pieces.length), pieces.join(" ")];
      }),
      { head: ["row", "tokens", "pieces", ""], aligns: ["right", "left", "right"] },
    ),
  );
  const limit = tokenizer.modelMaxLength ?? "none";
  messages.info(
    `${source.name}: ${tokenizer.className}, longest input ${limit}, ${batch.rows} x ${batch.width}`,
  );
  if (!tokenizer.fast)
    messages.warn("This tokenizer gives no offsets: tokens are aligned by their texts, a guess");
  if (report.oversize > 0)
    messages.info(`Spans that were too long: ${report.oversize}, now ${report.oversize + report.added} rows`);
  const bare = rows.filter(([, , pieces]) => pieces === "").map(([, token]) => token);
  if (bare.length > 0) messages.warn(`Without wordpieces: ${bare.join(", ")}`);
}

/** In quotes, with what cannot be seen made visible. */
function show(text: string): string {
  const code = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[\p{Cf}\p{Zl}\p{Zp}\u00a0]/gu, code);
}

async function fromPipeline(
  path: string,
  { terminal }: CommandContext,
  { text, component }: DebugPiecesOptions & { readonly text: string },
): Promise<Source> {
  const nlp = await load(resolve(terminal.cwd, path), { packages: [] });
  for (const { name, pipe } of nlp.pipeline) {
    if (component !== undefined && component !== name) continue;
    const { model } = pipe as { readonly model?: Model };
    const shim = model && findShim(model);
    if (model === undefined || shim === undefined) continue;
    await shim.ready();
    const node = [...model.walk()].find(({ attrs }) => attrs.has("get_spans"));
    const getter = node?.attrs.get("get_spans") as SpanGetter;
    return { name, doc: nlp.makeDoc(text), getter, tokenizer: shim.tokenizer };
  }
  throw errors.noTransformer(path, nlp.pipeNames);
}

async function fromConfig(
  path: string,
  context: CommandContext,
  { text, component }: DebugPiecesOptions & { readonly text: string },
): Promise<Source> {
  const { terminal } = context;
  const config = await readConfig(path, terminal, { overrides: context.overrides, interpolate: true });
  const components = (config.get("components") ?? {}) as ConfigObject;
  const place = Object.keys(components)
    .filter((name) => component === undefined || name === component)
    .map((name) => findTransformer(components[name], `components.${name}`))
    .find((found) => found !== undefined);
  if (place === undefined) throw errors.noTransformer(path, Object.keys(components));
  const settings = config.get(place) as ConfigObject;
  const name = String(settings.name);
  const folder = resolve(terminal.cwd, name);
  const files = await openModel((await exists(folder)) ? folder : name, hubSettings(terminal.env));
  const tokenizer = await loadPieceTokenizer(files, (settings.tokenizer_config ?? {}) as ConfigObject);
  const getter = resolveConfig<SpanGetter>(config, `${place}.get_spans`, { registry });
  const nlp = await languageFromConfig(withoutComponents(config), {
    registry,
    autoFill: true,
    anyLanguage: true,
  });
  return { name, doc: nlp.makeDoc(text), getter, tokenizer };
}

/** The path of the first block that names a pretrained model and cuts documents into spans. */
function findTransformer(value: unknown, place: string): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const block = value as ConfigObject;
  if (typeof block.name === "string" && typeof block.get_spans === "object") return place;
  for (const [key, inner] of Object.entries(block)) {
    const found = findTransformer(inner, `${place}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The language and its tokenizer alone. */
function withoutComponents(config: Config): Config {
  const bare = config.copy();
  bare.set("nlp.pipeline", []);
  bare.set("components", {});
  return bare;
}
