// Text classification with the default network: the same batches and texts.
import { alternate, both, compareSpeeds, corpus, createSides, speed } from "./harness.mjs";

const corpora = { polarity: "textcat-sentence-polarity", banking77: "textcat-banking77" };
const titles = { train: "train", predict: "predict", stream: "predict training part," };
const works = Object.keys(titles);

/** Words a second of training and prediction. */
export async function benchTextcat(context) {
  const sides = await createSides("textcat", context);
  const show = (result) =>
    works.map((work) => `${work} ${Math.round(speed(result[work]))} words/s`).join(", ");
  return Object.entries(corpora).flatMap(([title, folder]) => {
    const args = ["--data", corpus(folder), "--steps", context.quick ? "20" : "60"];
    const runs = alternate(`textcat ${title}`, both(sides, args), { ...context, show });
    return works.flatMap((work) =>
      compareSpeeds(runs, { name: `${titles[work]} textcat, ${title}`, of: (result) => result[work] }),
    );
  });
}
