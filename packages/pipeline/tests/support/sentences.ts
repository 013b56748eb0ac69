import { Doc, DocBin, type Vocab } from "@x/core";

/** Words with tags; entities in brackets with their label. */
const lines = [
  "[Marta|NNP|PER] sold|VBD two|CD boats|NNS in|IN [Lisbon|NNP|LOC] .|.",
  "[Acme|NNP|ORG] hired|VBD [Jonas|NNP|PER] last|JJ week|NN .|.",
  "The|DT train|NN to|TO [Oslo|NNP|LOC] was|VBD late|JJ again|RB .|.",
  "Please|UH send|VB the|DT report|NN to|TO [Irene|NNP|PER] .|.",
  "[Nordbank|NNP|ORG] opened|VBD an|DT office|NN in|IN [Vienna|NNP|LOC] .|.",
  "Did|VBD [Tomas|NNP|PER] call|VB you|PRP ?|.",
  "Our|PRP$ cat|NN sleeps|VBZ all|DT day|NN .|.",
  "[Irene|NNP|PER] moved|VBD from|IN [Oslo|NNP|LOC] to|TO [Lisbon|NNP|LOC] .|.",
  "Prices|NNS fell|VBD by|IN three|CD percent|NN .|.",
  "[Acme|NNP|ORG] and|CC [Nordbank|NNP|ORG] signed|VBD a|DT contract|NN .|.",
  "I|PRP lost|VBD my|PRP$ keys|NNS near|IN the|DT station|NN .|.",
  "[Jonas|NNP|PER] writes|VBZ long|JJ letters|NNS .|.",
  "She|PRP bought|VBD five|CD old|JJ chairs|NNS .|.",
  "Where|WRB is|VBZ the|DT new|JJ office|NN of|IN [Acme|NNP|ORG] ?|.",
  "[Vienna|NNP|LOC] is|VBZ cold|JJ in|IN winter|NN .|.",
  "They|PRP met|VBD [Marta|NNP|PER] in|IN a|DT small|JJ cafe|NN .|.",
  "The|DT boats|NNS left|VBD the|DT harbour|NN early|RB .|.",
  "[Tomas|NNP|PER] works|VBZ for|IN [Nordbank|NNP|ORG] .|.",
  "We|PRP saw|VBD two|CD cats|NNS at|IN the|DT station|NN .|.",
  "Send|VB the|DT keys|NNS to|TO [Tomas|NNP|PER] ,|, please|UH .|.",
] as const;

/** Twenty annotated sentences, written for this test. */
export function sentenceDocs(vocab: Vocab): Doc[] {
  return lines.map((line) => {
    const tokens = line.split(" ").map((token) => {
      const [word, tag, label] = token.replace(/^\[|\]$/g, "").split("|");
      return { word, tag, label };
    });
    const words = tokens.map(({ word }) => word);
    const spaces = words.map((_, i) => i + 1 < words.length && !/^[.,?]$/.test(words[i + 1]));
    const doc = new Doc(vocab, { words, spaces, tags: tokens.map(({ tag }) => tag) });
    doc.setEnts(
      tokens.flatMap(({ label }, i) => (label === undefined ? [] : [doc.span(i, i + 1, { label })])),
    );
    return doc;
  });
}

/** The sentences as a `.spacy` file. */
export function sentenceFile(vocab: Vocab): Uint8Array {
  const bin = new DocBin();
  for (const doc of sentenceDocs(vocab)) bin.add(doc);
  return bin.toBytes();
}
