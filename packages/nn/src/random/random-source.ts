/** Where the numbers of initializers come from. */
export interface RandomSource {
  /** `size` numbers, evenly spread over [low, high). */
  uniform(low: number, high: number, size: number): Float64Array;
  /** `size` numbers of a normal distribution. */
  normal(mean: number, scale: number, size: number): Float64Array;
  /** A generator beside this one, whose draws leave this one's numbers as they are. */
  aside(): RandomSource;
}
