/**
 * A size of a shape: a number, or a symbol such as `"N"`; equal symbols are equal sizes.
 *
 * Symbols may be sums of products (`"N+2"`, `"2*B*S"`), written in one canonical form, so that sizes that are equal
 * by arithmetic are equal strings. `{...}` encloses what arithmetic does not look into.
 */
export type Dim = number | string;

/** A polynomial in symbols: monomial ("" is the constant, factors sorted and joined with *) -> coefficient. */
type Polynomial = Map<string, number>;

function parse(dim: Dim): Polynomial {
  if (typeof dim === "number") return new Map(dim === 0 ? [] : [["", dim]]);
  const terms: Polynomial = new Map();
  for (const [, sign, term] of dim.matchAll(
    /([+-]?)((?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[^+{}-])+)/g,
  )) {
    const factors = term.match(/(?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[^*{}])+/g) ?? [];
    const symbols = factors.filter((factor) => !/^\d+$/.test(factor));
    const coefficient = factors.filter((factor) => /^\d+$/.test(factor)).reduce((a, b) => a * Number(b), 1);
    accumulate(terms, symbols.sort().join("*"), sign === "-" ? -coefficient : coefficient);
  }
  return terms;
}

function accumulate(terms: Polynomial, monomial: string, coefficient: number) {
  const sum = (terms.get(monomial) ?? 0) + coefficient;
  if (sum === 0) terms.delete(monomial);
  else terms.set(monomial, sum);
}

function format(terms: Polynomial): Dim {
  const symbols = [...terms.keys()].filter((monomial) => monomial !== "").sort();
  const constant = terms.get("") ?? 0;
  if (symbols.length === 0) return constant;
  const parts = symbols.map((monomial) => {
    const coefficient = terms.get(monomial) as number;
    const size = Math.abs(coefficient);
    return `${coefficient < 0 ? "-" : "+"}${size === 1 ? "" : `${size}*`}${monomial}`;
  });
  if (constant !== 0) parts.push(`${constant < 0 ? "-" : "+"}${Math.abs(constant)}`);
  return parts.join("").replace(/^\+/, "");
}

/** The sum of two sizes, symbols included. */
export function addDims(a: Dim, b: Dim): Dim {
  if (typeof a === "number" && typeof b === "number") return a + b;
  const sum = parse(a);
  for (const [monomial, coefficient] of parse(b)) accumulate(sum, monomial, coefficient);
  return format(sum);
}

/** The difference of two sizes, symbols included. */
export function subtractDims(a: Dim, b: Dim): Dim {
  return addDims(a, multiplyDims(b, -1));
}

/** The product of two sizes, symbols included. */
export function multiplyDims(a: Dim, b: Dim): Dim {
  if (typeof a === "number" && typeof b === "number") return a * b;
  if (a === 1) return b;
  if (b === 1) return a;
  const product: Polynomial = new Map();
  for (const [x, p] of parse(a))
    for (const [y, q] of parse(b)) {
      const factors = [...(x === "" ? [] : x.split("*")), ...(y === "" ? [] : y.split("*"))];
      accumulate(product, factors.sort().join("*"), p * q);
    }
  return format(product);
}

/** `a / b` where it is exact by arithmetic, else a symbol for the quotient. */
export function divideDims(a: Dim, b: Dim): Dim {
  if (b === 1) return a;
  if (a === b) return 1;
  const divisor = [...parse(b)];
  if (divisor.length === 1) {
    const [monomial, coefficient] = divisor[0];
    const quotient: Polynomial = new Map();
    let exact = true;
    for (const [term, value] of parse(a)) {
      const factors = term === "" ? [] : term.split("*");
      for (const factor of monomial === "" ? [] : monomial.split("*")) {
        const at = factors.indexOf(factor);
        if (at < 0) exact = false;
        else factors.splice(at, 1);
      }
      if (value % coefficient !== 0) exact = false;
      accumulate(quotient, factors.join("*"), value / coefficient);
    }
    if (exact) return format(quotient);
  }
  return `{${a}/${b}}`;
}

/** The number of elements of a shape. */
export function productOfDims(shape: readonly Dim[]): Dim {
  return shape.reduce<Dim>(multiplyDims, 1);
}

/** Whether two shapes are equal, symbols included. */
export function equalShapes(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/** The size of two dimensions broadcast together, or undefined where they never fit. */
function broadcastDims(a: Dim, b: Dim): Dim | undefined {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  if (typeof a === "number" && typeof b === "number") return undefined;
  if (typeof a === "number") return a;
  if (typeof b === "number") return b;
  return `{${[a, b].sort().join("|")}}`;
}

/** The shape of several shapes broadcast together (aligned at the right), or undefined where they never fit. */
export function broadcastShapes(...shapes: (readonly Dim[])[]): Dim[] | undefined {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const result: Dim[] = [];
  for (let axis = 0; axis < rank; axis++) {
    let size: Dim | undefined = 1;
    for (const shape of shapes) {
      const own = shape[axis - rank + shape.length];
      if (own !== undefined && size !== undefined) size = broadcastDims(size, own);
    }
    if (size === undefined) return undefined;
    result.push(size);
  }
  return result;
}
