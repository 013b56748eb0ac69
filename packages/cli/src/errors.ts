import { catalogue, listed } from "@x/core/spi";

/** Every error that the command line throws: L0 arguments, L1 inputs, L2 outputs, L3 commands. */
export const errors = catalogue({
  notASetting: (argument: string, source: string) =>
    `[L002] ${source} has "${argument}" where a setting was expected. Settings look like --section.key value or --section.key=value.`,
  missingCodeFile: (path: string) =>
    `[L004] --code ${path}: there is no such file. Give a .ts, .js or .mjs file that registers functions.`,
  cannotImportCode: (path: string, reason: string) =>
    `[L005] --code ${path} could not be imported: ${reason}. Its imports are resolved from its own folder.`,
  wrongOption: (option: string, value: string, expected: string) =>
    `[L006] ${option} ${value}: expected ${expected}. Correct the value, or leave the option out for the default.`,
  unclosedQuote: (variable: string) =>
    `[L007] The environment variable ${variable} has an opening quote without a closing one. Quote as in a shell: ${variable}='--paths.train "my corpus/train.spacy"'.`,
  conflictingOptions: (first: string, second: string) =>
    `[L008] ${first} and ${second} cannot be given together: the first restores a whole run, the second only weights.`,
  unknownEpoch: (path: string) =>
    `[L009] ${path} does not tell its epoch as model3.bin does. Say with --epoch-resume which epoch comes next, counted from 0.`,

  missingInput: (what: string, path: string) =>
    `[L100] ${what} ${path} does not exist. Check the path; it is relative to the current folder.`,
  notAJsonObject: (path: string, line: number, reason: string) =>
    `[L101] ${path}:${line}: not a JSON object (${reason}). A .jsonl file has one JSON object a line.`,
  missingText: (path: string, line: number, key: string, keys: readonly string[]) =>
    `[L102] ${path}:${line}: no text under the key "${key}". The object has: ${listed(keys)}. Name the key with --text-key.`,
  noInputFiles: (path: string) =>
    `[L103] ${path} holds no input files. Give a file, or a folder with .jsonl, .spacy or text files.`,
  unreadableFile: (path: string, reason: string) => `[L104] ${path} could not be read: ${reason}.`,
  mixedFileTypes: (path: string, types: readonly string[]) =>
    `[L105] The files in ${path} are of several types: ${listed(types)}. Name the one to convert: --converter ${types[0] ?? "conllu"}.`,
  unknownConverter: (converter: string, allowed: readonly string[]) =>
    `[L106] There is no converter "${converter}". Allowed: ${listed(allowed)}. Name it with --converter.`,
  undetectedFormat: (path: string) =>
    `[L107] ${path} is neither in token-per-line (ner) nor in sentence-per-line (iob) format, as far as its first 20 lines tell. Name the format with --converter ner or --converter iob.`,
  noDocuments: (path: string) =>
    `[L108] ${path} has no documents, so there is nothing to measure. Give a .spacy file with documents; x convert makes them.`,
  notAPipeline: (path: string) =>
    `[L110] ${path} is no pipeline: it has no meta.json. Give a folder that x train wrote, for example out/model-best.`,

  floretTable: (path: string) =>
    `[L111] ${path} is a table of floret: its rows stand for n-grams, not for words. Give --mode floret.`,
  wordsWithoutVectors: (words: readonly string[], folder: string) =>
    `[L112] ${folder} has no vector for ${listed(words)}. Mind the spelling, upper and lower case too; x vectors info ${folder} shows what is there.`,
  noVectors: (path: string) =>
    `[L113] ${path} has no vectors. Give a folder that x init vectors wrote, or a pipeline that was trained with vectors.`,
  folderLocked: (folder: string, pid: number, host: string, lock: string) =>
    `[L120] Another process writes into ${folder} (number ${pid} on ${host}). Name another folder, or wait for its end. If no such process runs, remove ${lock}.`,
  missingOutput: () =>
    `[L121] --resume goes on with the training in an output folder, and none is named. Name it with --output.`,
  lockLost: (folder: string) =>
    `[L122] Another process has taken ${folder} over, because this one gave no sign of life. Nothing more is written there. Name another folder with --output, or go on with --resume once the other one has ended.`,

  packageExists: (path: string) =>
    `[L130] ${path} exists already. Replace it with --force, or give another version with --version.`,
  wrongPackageField: (key: string, value: string) =>
    `[L131] A package cannot have the ${key} "${value}": it becomes part of file names. Use letters, digits and _ (a version: 1.0.0); set it with --${key === "lang" ? "meta-path" : key}.`,
  unsupportedCodeFile: (path: string, extension: string, builds: readonly string[]) =>
    `[L132] --code ${path}: a ${extension || "nameless"} file goes into no package that is made (--build ${builds.join(",")}). npm packages take .js and .mjs (compile TypeScript first), wheels take .py.`,
  linkedFolder: (path: string) =>
    `[L133] ${path} is a link to a folder, and a package has files only. Copy the folder there, if it belongs there.`,
  serverUnreachable: (url: string, reason: string) =>
    `[L140] ${url} cannot be reached: ${reason}. Check the connection, or get the wheel elsewhere and give its path.`,
  serverRefused: (url: string, status: number, text: string) =>
    `[L141] ${url}: the server answers ${status} ${text}. Check the name and version; --url and --index name other servers.`,
  downloadCutOff: (url: string, received: number, total: number) =>
    `[L142] ${url} was cut off after ${received}${total > 0 ? ` of ${total}` : ""} bytes. Run the command again: it goes on from there where the server allows.`,
  checksumMismatch: (url: string, expected: string, found: string) =>
    `[L143] ${url} has the SHA-256 ${found}, and the index says ${expected}. Nothing was installed. Run the command again; if it repeats, do not trust this server.`,
  unknownPipeline: (name: string, spacy: string, nearest: readonly string[], table: string) =>
    `[L144] ${table} has no pipeline "${name}" for spaCy ${spacy}${nearest.length > 0 ? ` (near: ${nearest.join(", ")})` : ""}. Correct the name, or give name-version with --direct.`,
  missingVersion: (name: string) =>
    `[L145] --direct needs the version: "${name}" should look like en_core_web_sm-3.8.0.`,
  downloadInProgress: (folder: string, lock: string) =>
    `[L146] Another x download writes into ${folder}. Wait for its end. If there is none, remove ${lock}.`,

  downloadTooLarge: (url: string, limit: number) =>
    `[L149] ${url} has more than ${limit} bytes, and what came was thrown away. Wheels may have up to 2GB: --max-size says how much is taken.`,

  placeholder: (name: string, version: string) =>
    `[L157] ${name} ${version} is an empty package that keeps the name on an index, and no pipeline. Get spaCy's pipelines without --index (x download en_core_web_sm), or name another version: ${name}-3.8.0.`,
  eitherPipelineOrModel: () =>
    `[L147] Name either a pipeline (x download en_core_web_sm) or a pretrained transformer (x download --hf ORGANISATION/NAME).`,
  noTransformer: (config: string, components: readonly string[]) =>
    `[L148] ${config} has no transformer whose wordpieces could be shown. Its components: ${listed(components)}. Make a config with one: x init config config.cfg --gpu`,
  noScorer: (component: string) =>
    `[L150] The component "${component}" has no scores of its own. Name a trainable component, for example spancat or textcat_multilabel.`,
  unknownScore: (key: string, known: readonly string[]) =>
    `[L151] The evaluation has no number under "${key}". Scores: ${listed(known)}.`,
  unknownSetting: (component: string, key: string, known: readonly string[]) =>
    `[L152] The component "${component}" has no setting "${key}". Its settings: ${listed(known)}.`,
  unknownFunction: (name: string, where: string, nearest: readonly string[]) =>
    `[L153] "${name}" is not registered in ${where}.${nearest.length > 0 ? ` Near it: ${listed(nearest)}.` : ""} Functions of your own are registered with --code.`,
  noNetwork: (component: string, trainable: readonly string[]) =>
    `[L154] The component "${component}" has no network. Components that have one: ${listed(trainable)}.`,

  wrongPackageName: (name: string) =>
    `[L160] "${name}" cannot be the name of a package: small letters, digits, - . _ and ~, with or without a scope: my-embeddings, @acme/embeddings.`,
  packageNameTaken: (name: string, reason: string) =>
    `[L161] The name ${name} is taken: ${reason}. Choose another; \`npm view NAME\` tells whether somebody has published under a name.`,
  folderNotEmpty: (folder: string) =>
    `[L162] The folder ${folder} has files already. Name another one: x create plugin NAME FOLDER.`,
  unknownShell: (shell: string, known: readonly string[]) =>
    `[L163] There is no completion for the shell "${shell}". Known: ${listed(known)}.`,

  noSentences: (components: readonly string[]) =>
    `[L155] The pipeline of --model finds no sentences. Its components: ${listed(components)}. Name one with a parser, senter or sentencizer.`,
  missingAnnotation: (path: string) =>
    `[L156] ${path} has texts without annotation. Name the pipeline that annotates them: --pipeline out/model-best.`,

  tooFewWords: (found: number, fewest: number) =>
    `[L114] A map needs at least ${fewest} words with vectors, and ${found} of the list have one. Name more words, one a line.`,

  fileExists: (path: string) =>
    `[L200] ${path} exists already. Overwrite it with --force, or name another file.`,
  binaryToTerminal: (type: string) =>
    `[L201] .${type} data is binary and is not written to the terminal. Name an output folder.`,
  unknownOutputFormat: (path: string, suffix: string) =>
    `[L202] ${path}: no output format goes with ${suffix === "" ? "a missing suffix" : suffix}. Use .jsonl (one document a line) or .spacy.`,
  unusableOutput: (path: string, what: string) => `[L203] ${path} is ${what}. Name another output.`,
});
