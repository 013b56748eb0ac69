import { openGolden } from "../../../tools/testing/golden";
import { expectRecordedTraining } from "../../../tools/testing/recorded-training";
import { goldenPackages } from "../../pipeline/tests/support/trajectory";

const golden = openGolden("pipeline");
const folder = "training/runs";

for (const { id } of golden.find(/^training\/runs\/[^/]*\.cfg$/))
  golden.case(id, async () => {
    const corpus = golden.file(`${folder}/corpus${id.includes("messy") ? "-messy" : ""}.spacy`)!;
    const vectors = id.includes("vectors") ? golden.file(`${folder}/vectors`)! : null;
    await expectRecordedTraining(golden, id, {
      packages: goldenPackages,
      overrides: { "paths.train": corpus, "paths.dev": corpus, "paths.vectors": vectors },
    });
  });
