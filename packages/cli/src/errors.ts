import { catalogue } from "@x/core";

const list = (names: readonly string[]) => (names.length === 0 ? "(none)" : names.join(", "));

/** Every error that the command line throws: L0 arguments, L1 inputs, L2 outputs, L3 commands. */
export const error = catalogue({
  L002: (argument: string, source: string) =>
    `${source} has "${argument}" where a setting was expected. Settings look like --section.key value or --section.key=value.`,
  L004: (path: string) =>
    `--code ${path}: there is no such file. Give a .ts, .js or .mjs file that registers functions.`,
  L005: (path: string, reason: string) =>
    `--code ${path} could not be imported: ${reason}. Its imports are resolved from its own folder.`,
  L006: (option: string, value: string, expected: string) =>
    `${option} ${value}: expected ${expected}. Correct the value, or leave the option out for the default.`,
  L007: (variable: string) =>
    `The environment variable ${variable} has an opening quote without a closing one. Quote as in a shell: ${variable}='--paths.train "my corpus/train.spacy"'.`,
  L008: (first: string, second: string) =>
    `${first} and ${second} cannot be given together: the first restores a whole run, the second only weights.`,
  L009: (path: string) =>
    `${path} does not tell its epoch as model3.bin does. Say with --epoch-resume which epoch comes next, counted from 0.`,

  L100: (what: string, path: string) =>
    `${what} ${path} does not exist. Check the path; it is relative to the current folder.`,
  L101: (path: string, line: number, reason: string) =>
    `${path}:${line}: not a JSON object (${reason}). A .jsonl file has one JSON object a line.`,
  L102: (path: string, line: number, key: string, keys: readonly string[]) =>
    `${path}:${line}: no text under the key "${key}". The object has: ${list(keys)}. Name the key with --text-key.`,
  L103: (path: string) =>
    `${path} holds no input files. Give a file, or a folder with .jsonl, .spacy or text files.`,
  L104: (path: string, reason: string) => `${path} could not be read: ${reason}.`,
  L105: (path: string, types: readonly string[]) =>
    `The files in ${path} are of several types: ${list(types)}. Name the one to convert: --converter ${types[0] ?? "conllu"}.`,
  L106: (converter: string, allowed: readonly string[]) =>
    `There is no converter "${converter}". Allowed: ${list(allowed)}. Name it with --converter.`,
  L107: (path: string) =>
    `${path} is neither in token-per-line (ner) nor in sentence-per-line (iob) format, as far as its first 20 lines tell. Name the format with --converter ner or --converter iob.`,
  L108: (path: string) =>
    `${path} has no documents, so there is nothing to measure. Give a .spacy file with documents; x convert makes them.`,
  L110: (path: string) =>
    `${path} is no pipeline: it has no meta.json. Give a folder that x train wrote, for example out/model-best.`,

  L111: (path: string) =>
    `${path} is a table of floret: its rows stand for n-grams, not for words. Give --mode floret.`,
  L112: (words: readonly string[], folder: string) =>
    `${folder} has no vector for ${list(words)}. Mind the spelling, upper and lower case too; x vectors info ${folder} shows what is there.`,
  L113: (path: string) =>
    `${path} has no vectors. Give a folder that x init vectors wrote, or a pipeline that was trained with vectors.`,
  L120: (folder: string, pid: number, host: string, lock: string) =>
    `Another process writes into ${folder} (number ${pid} on ${host}). Name another folder, or wait for its end. If no such process runs, remove ${lock}.`,
  L121: () =>
    `--resume goes on with the training in an output folder, and none is named. Name it with --output.`,
  L122: (folder: string) =>
    `Another process has taken ${folder} over, because this one gave no sign of life. Nothing more is written there. Name another folder with --output, or go on with --resume once the other one has ended.`,

  L130: (path: string) =>
    `${path} exists already. Replace it with --force, or give another version with --version.`,
  L131: (key: string, value: string) =>
    `A package cannot have the ${key} "${value}": it becomes part of file names. Use letters, digits and _ (a version: 1.0.0); set it with --${key === "lang" ? "meta-path" : key}.`,
  L132: (path: string, extension: string, builds: readonly string[]) =>
    `--code ${path}: a ${extension || "nameless"} file goes into no package that is made (--build ${builds.join(",")}). npm packages take .js and .mjs (compile TypeScript first), wheels take .py.`,
  L133: (path: string) =>
    `${path} is a link to a folder, and a package has files only. Copy the folder there, if it belongs there.`,
  L140: (url: string, reason: string) =>
    `${url} cannot be reached: ${reason}. Check the connection, or get the wheel elsewhere and give its path.`,
  L141: (url: string, status: number, text: string) =>
    `${url}: the server answers ${status} ${text}. Check the name and version; --url and --index name other servers.`,
  L142: (url: string, received: number, total: number) =>
    `${url} was cut off after ${received}${total > 0 ? ` of ${total}` : ""} bytes. Run the command again: it goes on from there where the server allows.`,
  L143: (url: string, expected: string, found: string) =>
    `${url} has the SHA-256 ${found}, and the index says ${expected}. Nothing was installed. Run the command again; if it repeats, do not trust this server.`,
  L144: (name: string, spacy: string, nearest: readonly string[], table: string) =>
    `${table} has no pipeline "${name}" for spaCy ${spacy}${nearest.length > 0 ? ` (near: ${nearest.join(", ")})` : ""}. Correct the name, or give name-version with --direct.`,
  L145: (name: string) => `--direct needs the version: "${name}" should look like en_core_web_sm-3.8.0.`,
  L146: (folder: string, lock: string) =>
    `Another x download writes into ${folder}. Wait for its end. If there is none, remove ${lock}.`,

  L149: (url: string, limit: number) =>
    `${url} has more than ${limit} bytes, and what came was thrown away. Wheels may have up to 2GB: --max-size says how much is taken.`,

  L147: () =>
    `Name either a pipeline (x download en_core_web_sm) or a pretrained transformer (x download --hf ORGANISATION/NAME).`,
  L148: (config: string, components: readonly string[]) =>
    `${config} has no transformer whose wordpieces could be shown. Its components: ${list(components)}. Make a config with one: x init config config.cfg --gpu`,
  L150: (component: string) =>
    `The component "${component}" has no scores of its own. Name a trainable component, for example spancat or textcat_multilabel.`,
  L151: (key: string, known: readonly string[]) =>
    `The evaluation has no number under "${key}". Scores: ${list(known)}.`,
  L152: (component: string, key: string, known: readonly string[]) =>
    `The component "${component}" has no setting "${key}". Its settings: ${list(known)}.`,
  L153: (name: string, where: string, nearest: readonly string[]) =>
    `"${name}" is not registered in ${where}.${nearest.length > 0 ? ` Near it: ${list(nearest)}.` : ""} Functions of your own are registered with --code.`,
  L154: (component: string, trainable: readonly string[]) =>
    `The component "${component}" has no network. Components that have one: ${list(trainable)}.`,

  L160: (name: string) =>
    `"${name}" cannot be the name of a package: small letters, digits, - . _ and ~, with or without a scope: my-embeddings, @acme/embeddings.`,
  L161: (name: string, reason: string) =>
    `The name ${name} is taken: ${reason}. Choose another; \`npm view NAME\` tells whether somebody has published under a name.`,
  L162: (folder: string) =>
    `The folder ${folder} has files already. Name another one: x create plugin NAME FOLDER.`,
  L163: (shell: string, known: readonly string[]) =>
    `There is no completion for the shell "${shell}". Known: ${list(known)}.`,

  L155: (components: readonly string[]) =>
    `The pipeline of --model finds no sentences. Its components: ${list(components)}. Name one with a parser, senter or sentencizer.`,
  L156: (path: string) =>
    `${path} has texts without annotation. Name the pipeline that annotates them: --pipeline out/model-best.`,

  L114: (found: number, fewest: number) =>
    `A map needs at least ${fewest} words with vectors, and ${found} of the list have one. Name more words, one a line.`,

  L200: (path: string) => `${path} exists already. Overwrite it with --force, or name another file.`,
  L201: (type: string) =>
    `.${type} data is binary and is not written to the terminal. Name an output folder.`,
  L202: (path: string, suffix: string) =>
    `${path}: no output format goes with ${suffix === "" ? "a missing suffix" : suffix}. Use .jsonl (one document a line) or .spacy.`,
  L203: (path: string, what: string) => `${path} is ${what}. Name another output.`,
});
