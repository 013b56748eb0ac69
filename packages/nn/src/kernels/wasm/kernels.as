// AssemblyScript, built by tools/build/kernels.mjs. Addresses are bytes in the imported memory, lengths count floats.

export function sumOfSquares(x: usize, length: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let i: i32 = 0;
  for (const end = length - 3; i < end; i += 4) {
    const values = v128.load(x + ((<usize>i) << 2));
    const first = f64x2.promote_low_f32x4(values);
    const second = f64x2.promote_low_f32x4(v128.shuffle<i64>(values, values, 1, 0));
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(second, second));
  }
  const sum = f64x2.add(low, high);
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  for (; i < length; i++) {
    const value = <f64>load<f32>(x + ((<usize>i) << 2));
    total += value * value;
  }
  return total;
}

// One pass: moments, weights, weight decay, running average (average = 0: none), gradient set to zero.
export function adam(
  weights: usize, gradient: usize, moment1: usize, moment2: usize, average: usize, length: i32,
  rate: f32, beta1: f32, beta2: f32, rest1: f32, rest2: f32, eps: f32, scale: f32, decay: f32, averaging: f32, tiny: f32,
): void {
  const zero = f32x4.splat(0);
  const rates = f32x4.splat(rate), scales = f32x4.splat(scale), decays = f32x4.splat(decay);
  const beta1s = f32x4.splat(beta1), beta2s = f32x4.splat(beta2);
  const rest1s = f32x4.splat(rest1), rest2s = f32x4.splat(rest2);
  const epss = f32x4.splat(eps), tinys = f32x4.splat(tiny), averagings = f32x4.splat(averaging);
  let i: i32 = 0;
  for (const end = length - 3; i < end; i += 4) {
    const at = (<usize>i) << 2;
    const g = f32x4.mul(v128.load(gradient + at), scales);
    v128.store(gradient + at, zero);
    let m1 = f32x4.add(f32x4.mul(v128.load(moment1 + at), beta1s), f32x4.mul(g, rest1s));
    let m2 = f32x4.add(f32x4.mul(v128.load(moment2 + at), beta2s), f32x4.mul(f32x4.mul(g, g), rest2s));
    m1 = v128.and(m1, f32x4.ge(f32x4.abs(m1), tinys));
    m2 = v128.and(m2, f32x4.ge(m2, tinys));
    v128.store(moment1 + at, m1);
    v128.store(moment2 + at, m2);
    const step = f32x4.div(f32x4.mul(rates, m1), f32x4.add(f32x4.sqrt(m2), epss));
    let w = f32x4.sub(v128.load(weights + at), step);
    w = f32x4.sub(w, f32x4.mul(w, decays));
    v128.store(weights + at, w);
    if (average != 0) {
      const a = v128.load(average + at);
      v128.store(average + at, f32x4.sub(a, f32x4.mul(f32x4.sub(a, w), averagings)));
    }
  }
  for (; i < length; i++) {
    const at = (<usize>i) << 2;
    const g = load<f32>(gradient + at) * scale;
    store<f32>(gradient + at, 0);
    let m1 = load<f32>(moment1 + at) * beta1 + g * rest1;
    let m2 = load<f32>(moment2 + at) * beta2 + g * g * rest2;
    if (abs(m1) < tiny) m1 = 0;
    if (m2 < tiny) m2 = 0;
    store<f32>(moment1 + at, m1);
    store<f32>(moment2 + at, m2);
    let w = load<f32>(weights + at) - (rate * m1) / (sqrt(m2) + eps);
    w -= w * decay;
    store<f32>(weights + at, w);
    if (average != 0) {
      const a = load<f32>(average + at);
      store<f32>(average + at, a - (a - w) * averaging);
    }
  }
}

// table[rows[i, j]] += values[i] for the perValue row numbers of each value; negative row numbers are left out.
export function scatterAddRows(
  table: usize, rows: usize, values: usize, count: i32, perValue: i32, width: i32,
): void {
  const bytes = (<usize>width) << 2;
  const wide = bytes & ~15;
  for (let i: i32 = 0; i < count; i++) {
    for (let j: i32 = 0; j < perValue; j++) {
      const row = load<i32>(rows);
      rows += 4;
      if (row < 0) continue;
      const to = table + <usize>row * bytes;
      let c: usize = 0;
      for (; c < wide; c += 16) v128.store(to + c, f32x4.add(v128.load(to + c), v128.load(values + c)));
      for (; c < bytes; c += 4) store<f32>(to + c, load<f32>(to + c) + load<f32>(values + c));
    }
    values += bytes;
  }
}
