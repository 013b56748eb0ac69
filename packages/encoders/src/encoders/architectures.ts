import type { Architecture } from "./architecture";
import { albert } from "./architectures/albert";
import { bert, roberta } from "./architectures/bert";
import { debertaV2 } from "./architectures/deberta";
import { distilbert } from "./architectures/distilbert";
import { electra } from "./architectures/electra";
import { mpnet } from "./architectures/mpnet";
import { xlnet } from "./architectures/xlnet";

/** The encoders that are read from safetensors or PyTorch files, by the config's `model_type`. */
export const architectures: Readonly<Record<string, Architecture>> = {
  albert,
  bert,
  camembert: roberta,
  "deberta-v2": debertaV2,
  distilbert,
  electra,
  mpnet,
  roberta,
  "xlm-roberta": roberta,
  xlnet,
};
