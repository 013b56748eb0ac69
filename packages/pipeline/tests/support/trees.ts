import { Doc, type Vocab } from "@x/core";

/** Words with the index of their head and its label. The last two are one doc of two sentences, and a tree with crossing arcs. */
const lines = [
  "The:1:det old:2:amod ferry:3:nsubj left:3:ROOT at:5:case noon:3:obl .:3:punct",
  "Nina:1:nsubj repairs:1:ROOT old:3:amod clocks:1:obj .:1:punct",
  "We:1:nsubj painted:1:ROOT the:4:det small:4:amod shed:1:obj",
  "Rain:1:nsubj fell:1:ROOT on:4:case the:4:det roof:1:obl .:1:punct",
  "Snow:1:nsubj melts:1:ROOT .:1:punct They:4:nsubj ski:4:ROOT in:7:case the:7:det north:4:obl .:4:punct",
  "A:1:det guest:2:nsubj came:2:ROOT yesterday:2:advmod who:5:nsubj sings:1:acl .:2:punct",
];

/** Six docs with trees, written for tests. */
export function treeDocs(vocab: Vocab): Doc[] {
  return lines.map((line) => {
    const tokens = line.split(" ").map((token) => token.split(":"));
    return new Doc(vocab, {
      words: tokens.map(([word]) => word),
      heads: tokens.map(([, head]) => Number(head)),
      deps: tokens.map(([, , dep]) => dep),
    });
  });
}
