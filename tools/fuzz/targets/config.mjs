import { parseConfig } from "@x/core";
import { utf8 } from "../text.mjs";

const decoder = new TextDecoder();

const configSeeds = () =>
  [
    `[paths]\ntrain = null\ndev = "dev.spacy"\n\n[nlp]\nlang = "en"\npipeline = ["tok2vec","ner"]\nbatch_size = 1000\n\n[components]\n\n[components.ner]\nfactory = "ner"\nmoves = null\n\n[components.ner.model]\n@architectures = "spacy.TransitionBasedParser.v2"\nhidden_width = 64\nuse_upper = true\n\n[components.ner.model.tok2vec]\n@architectures = "spacy.Tok2VecListener.v1"\nwidth = \${components.tok2vec.model.encode.width}\nupstream = "*"\n\n[components.tok2vec.model.encode]\nwidth = 96\n\n[corpora]\ntrain = {"@readers": "spacy.Corpus.v1", "path": \${paths.train}, "limit": 0}\n`,
    `[training]\nseed = 0\ndropout = 0.1\nscore_weights = {"tag_acc": 1.0, "ents_f": null}\n\n[training.batcher.size]\n@schedules = "compounding.v1"\nstart = 100\nstop = 1e3\ncompound = 1.001\n\n[training.optimizer]\nsteps = [1, -2.5, 12345678901234567890, "\\u00e9\\n"]\ntext = "\${training.seed} and \${training.dropout}"\nwhole = \${training.batcher}\n\n[blocks.*.first]\na = 1\n\n[blocks.*.second]\nb = true\n`,
  ].map(utf8);
const configWords = ["[a]\n", "[a.b]\n", "[a.*.b]\n", "x = 1\n", "${a.b}", "${a:b}", "${", "}", "@architectures", " = ", "[", "]", "{", '"', "\\u", "null", "1e999", "-", "\n", "\n  more", "# c\n", "; c\n", "%", "%%", ".", "*", "\r\n", "\t", "__proto__", "constructor"].map(utf8); // prettier-ignore

export const target = {
  seeds: configSeeds,
  words: configWords,
  run(bytes, pick) {
    const text = decoder.decode(bytes);
    const config = parseConfig(text, { interpolate: pick(2) === 0, collect: pick(3) === 0 });
    return { written: config.interpolate().toString().length };
  },
};
