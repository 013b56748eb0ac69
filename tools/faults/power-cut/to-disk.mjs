// Saves pipelines into one folder, one after the other: node to-disk.mjs FOLDER PIPELINE ...
import { load } from "@x/pipeline";
import { registrations } from "@x/tok2vec";

const [folder, ...pipelines] = process.argv.slice(2);
const loaded = [];
for (const pipeline of pipelines) loaded.push(await load(pipeline, { packages: [registrations] }));
for (const nlp of loaded) await nlp.toDisk(folder);
