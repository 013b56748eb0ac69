// What reads training data. What is declared here is registered.
export { corpus, type CorpusOptions } from "./corpus-node";
export { readJsonFile, readJsonlFile, readMsgpackFile, readYamlFile } from "./data-files-node";
export { jsonlCorpus, type JsonlCorpusOptions } from "./jsonl-corpus-node";
export { makeExamples, type MakeExamplesOptions } from "./make-examples";
export { plainTextCorpus, type PlainTextCorpusOptions } from "./plain-text-corpus-node";
export { readLabels } from "./read-labels-node";
export type { Augmenter, RawTextReader, Reader } from "./reader";
