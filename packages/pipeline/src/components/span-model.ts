/** The default network of span components: token vectors. Sections are relative, as in `withBlock`. */
export const spanTok2Vec = (embed: string): string => `
[.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[.tok2vec.embed]
@architectures = "${embed}"
width = 96
rows = [5000, 1000, 2500, 1000]
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
include_static_vectors = false

[.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
window_size = 1
maxout_pieces = 3
depth = 4
`;

/** The default network of the span categorizer. */
export const spanModel = (output: string, embed: string): string => `
@architectures = "spacy.SpanCategorizer.v1"

[.reducer]
@layers = "spacy.mean_max_reducer.v1"
hidden_size = 128
${spanTok2Vec(embed)}
[.scorer]
@layers = "${output}"
`;
