/**
 * The settings of `spacy.HashEmbedCNN.v2` as default configs have them: the embedding of a component without another one.
 *
 * @param options `width` of the vectors (default 96), `depth` of the encoder (4), `maxoutPieces` (3)
 */
export function hashEmbedCNN({ width = 96, depth = 4, maxoutPieces = 3 } = {}): string {
  return `@architectures = "spacy.HashEmbedCNN.v2"
pretrained_vectors = null
width = ${width}
depth = ${depth}
embed_size = 2000
window_size = 1
maxout_pieces = ${maxoutPieces}
subword_features = true`;
}
