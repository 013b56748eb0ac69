import { openGolden } from "../../../tools/testing/golden";
import { expectRecordedTraining } from "../../../tools/testing/recorded-training";
import { packages } from "./support/trajectory";

const golden = openGolden("transformers");
const folder = "transformers/train";

for (const { id } of golden.find(/^transformers\/train\/[^/]*\.cfg$/))
  golden.case(id, async () => {
    const corpus = golden.file(`${folder}/corpus.spacy`)!;
    await expectRecordedTraining(golden, id, {
      packages,
      overrides: {
        "paths.train": corpus,
        "paths.dev": corpus,
        "components.transformer.model.name": golden.file(`${folder}/bert`)!,
      },
    });
  });
