import { expect } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { hashNgrams } from "../src/text/hash-ngrams";

const golden = openGolden("core");
type Encoded = Parameters<typeof decodeArray>[0];

golden.skipUnless("nn/hashes.json", () => {
  const { ngrams } = golden.json<{ ngrams: { n: number; ids: Encoded; keys: Encoded }[] }>("nn/hashes.json");
  for (const [index, { n, ids, keys }] of ngrams.entries())
    golden.case(`nn/hashes.json#ngrams${index}`, () => {
      expect(hashNgrams(decodeArray(ids).data as BigUint64Array, n)).toEqual(decodeArray(keys).data);
    });
});
