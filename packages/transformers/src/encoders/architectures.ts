import type { Architecture } from "./architecture";
import { albert } from "./architectures/albert";
import { bert, roberta } from "./architectures/bert";
import { distilbert } from "./architectures/distilbert";
import { electra } from "./architectures/electra";

/** The encoders that are read from safetensors or PyTorch files, by the config's `model_type`. */
export const architectures: Readonly<Record<string, Architecture>> = {
  albert,
  bert,
  camembert: roberta,
  distilbert,
  electra,
  roberta,
  "xlm-roberta": roberta,
};
