import { expect, test } from "vitest";
import { openGolden } from "../../../../tools/testing/golden";
import { debertaBucket } from "./architectures/deberta";
import { mpnetBucket } from "./architectures/mpnet";

interface Buckets {
  from: number;
  mpnet: number[];
  deberta: { buckets: number; maxDistance: number; values: number[] }[];
}

const golden = openGolden("encoders").json<Buckets>("transformers/checkpoints/buckets.json");

test("buckets of distances are PyTorch's, at their edges too", () => {
  const distances = golden.mpnet.map((_, i) => golden.from + i);
  expect(distances.map(mpnetBucket)).toEqual(golden.mpnet);
  for (const { values, ...sizes } of golden.deberta)
    expect(distances.map((distance) => debertaBucket(distance, sizes))).toEqual(values);
});
