// Every optimizer with its defaults on Rosenbrock's valley as somebody would write it by
// hand for this one purpose, in plain JavaScript: numbers in local variables, no call in a
// loop, no schedule, no check that a number is finite. The same loops stand in crates/core/examples/bench/tight.rs, in Rust.
// @ts-check

/** Slow enough for all of them, so that none diverges. */
export const RATE = 1e-4;

/** Where the valley is entered. */
export const START = [-1.54, -0.64];

/**
 * What is recorded per epoch: w1, w2, J, |∇J| and the learning rate.
 *
 * @typedef {[Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]} Columns
 */

/**
 * @param {number} epochs
 * @returns {Columns}
 */
export function columns(epochs) {
  const column = () => new Float64Array(epochs);
  return [column(), column(), column(), column(), column()];
}

const { sqrt, abs, exp, sign } = Math;

/** @type {Record<string, (epochs: number, columns: Columns) => void>} */
export const LOOPS = {
  gradient_descent(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let up = y - x * x, left = 1 - x;
    let a = -400 * x * up - 2 * left, b = 200 * up;
    for (let k = 0; k < epochs; k += 1) {
      x -= RATE * a;
      y -= RATE * b;
      up = y - x * x;
      left = 1 - x;
      a = -400 * x * up - 2 * left;
      b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  momentum(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let up = y - x * x, left = 1 - x;
    let a = -400 * x * up - 2 * left, b = 200 * up;
    let u = 0, v = 0;
    for (let k = 0; k < epochs; k += 1) {
      u = 0.9 * u - RATE * a;
      v = 0.9 * v - RATE * b;
      x += u;
      y += v;
      up = y - x * x;
      left = 1 - x;
      a = -400 * x * up - 2 * left;
      b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  nesterov(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let u = 0, v = 0;
    for (let k = 0; k < epochs; k += 1) {
      const p = x + 0.9 * u, q = y + 0.9 * v;
      let up = q - p * p, left = 1 - p;
      u = 0.9 * u - RATE * (-400 * p * up - 2 * left);
      v = 0.9 * v - RATE * (200 * up);
      x += u;
      y += v;
      up = y - x * x;
      left = 1 - x;
      const a = -400 * x * up - 2 * left, b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  adagrad(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let up = y - x * x, left = 1 - x;
    let a = -400 * x * up - 2 * left, b = 200 * up;
    let u = 0, v = 0;
    for (let k = 0; k < epochs; k += 1) {
      u += a * a;
      v += b * b;
      x -= (RATE * a) / (sqrt(u) + 1e-10);
      y -= (RATE * b) / (sqrt(v) + 1e-10);
      up = y - x * x;
      left = 1 - x;
      a = -400 * x * up - 2 * left;
      b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  rmsprop(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let up = y - x * x, left = 1 - x;
    let a = -400 * x * up - 2 * left, b = 200 * up;
    let u = 0, v = 0;
    for (let k = 0; k < epochs; k += 1) {
      u = 0.9 * u + 0.1 * a * a;
      v = 0.9 * v + 0.1 * b * b;
      x -= (RATE * a) / (sqrt(u) + 1e-8);
      y -= (RATE * b) / (sqrt(v) + 1e-8);
      up = y - x * x;
      left = 1 - x;
      a = -400 * x * up - 2 * left;
      b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  adam(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let up = y - x * x, left = 1 - x;
    let a = -400 * x * up - 2 * left, b = 200 * up;
    let m = 0, n = 0, u = 0, v = 0, power1 = 1, power2 = 1;
    for (let k = 0; k < epochs; k += 1) {
      power1 *= 0.9;
      if (power1 < 1e-20) power1 = 0;
      power2 *= 0.999;
      if (power2 < 1e-20) power2 = 0;
      m = 0.9 * m + 0.1 * a;
      n = 0.9 * n + 0.1 * b;
      u = 0.999 * u + 0.001 * a * a;
      v = 0.999 * v + 0.001 * b * b;
      const c1 = 1 - power1, c2 = 1 - power2;
      x -= (RATE * (m / c1)) / (sqrt(u / c2) + 1e-8);
      y -= (RATE * (n / c1)) / (sqrt(v / c2) + 1e-8);
      up = y - x * x;
      left = 1 - x;
      a = -400 * x * up - 2 * left;
      b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  adamax(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let up = y - x * x, left = 1 - x;
    let a = -400 * x * up - 2 * left, b = 200 * up;
    let m = 0, n = 0, u = 0, v = 0, power1 = 1;
    for (let k = 0; k < epochs; k += 1) {
      power1 *= 0.9;
      if (power1 < 1e-20) power1 = 0;
      m = 0.9 * m + 0.1 * a;
      n = 0.9 * n + 0.1 * b;
      const newU = abs(a) + 1e-8, newV = abs(b) + 1e-8;
      u *= 0.999;
      if (newU > u) u = newU;
      v *= 0.999;
      if (newV > v) v = newV;
      const step = RATE / (1 - power1);
      x -= (step * m) / u;
      y -= (step * n) / v;
      up = y - x * x;
      left = 1 - x;
      a = -400 * x * up - 2 * left;
      b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  adabelief(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let up = y - x * x, left = 1 - x;
    let a = -400 * x * up - 2 * left, b = 200 * up;
    let m = 0, n = 0, u = 0, v = 0, power1 = 1, power2 = 1;
    for (let k = 0; k < epochs; k += 1) {
      power1 *= 0.9;
      if (power1 < 1e-20) power1 = 0;
      power2 *= 0.999;
      if (power2 < 1e-20) power2 = 0;
      m = 0.9 * m + 0.1 * a;
      n = 0.9 * n + 0.1 * b;
      const d = a - m, e = b - n;
      u = 0.999 * u + 0.001 * d * d + 1e-8;
      v = 0.999 * v + 0.001 * e * e + 1e-8;
      const c1 = 1 - power1, c2 = 1 - power2;
      x -= (RATE * (m / c1)) / (sqrt(u / c2) + 1e-8);
      y -= (RATE * (n / c1)) / (sqrt(v / c2) + 1e-8);
      up = y - x * x;
      left = 1 - x;
      a = -400 * x * up - 2 * left;
      b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  adamw(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let up = y - x * x, left = 1 - x;
    let a = -400 * x * up - 2 * left, b = 200 * up;
    let m = 0, n = 0, u = 0, v = 0, power1 = 1, power2 = 1;
    const keep = 1 - RATE * 0.01;
    for (let k = 0; k < epochs; k += 1) {
      power1 *= 0.9;
      if (power1 < 1e-20) power1 = 0;
      power2 *= 0.999;
      if (power2 < 1e-20) power2 = 0;
      m = 0.9 * m + 0.1 * a;
      n = 0.9 * n + 0.1 * b;
      u = 0.999 * u + 0.001 * a * a;
      v = 0.999 * v + 0.001 * b * b;
      const c1 = 1 - power1, c2 = 1 - power2;
      x = x * keep - (RATE * (m / c1)) / (sqrt(u / c2) + 1e-8);
      y = y * keep - (RATE * (n / c1)) / (sqrt(v / c2) + 1e-8);
      up = y - x * x;
      left = 1 - x;
      a = -400 * x * up - 2 * left;
      b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  nadam(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let up = y - x * x, left = 1 - x;
    let a = -400 * x * up - 2 * left, b = 200 * up;
    let m = 0, n = 0, u = 0, v = 0, product = 1, power2 = 1;
    const growth = -0.040821994520255166 * 0.004;
    for (let k = 0; k < epochs; k += 1) {
      const now = 0.9 * (1 - 0.5 * exp(growth * (k + 1)));
      const next = 0.9 * (1 - 0.5 * exp(growth * (k + 2)));
      product *= now;
      if (product < 1e-20) product = 0;
      power2 *= 0.999;
      if (power2 < 1e-20) power2 = 0;
      m = 0.9 * m + 0.1 * a;
      n = 0.9 * n + 0.1 * b;
      u = 0.999 * u + 0.001 * a * a;
      v = 0.999 * v + 0.001 * b * b;
      const c2 = 1 - power2;
      const byMean = (RATE * next) / (1 - product * next);
      const byGradient = (RATE * (1 - now)) / (1 - product);
      x -= (byMean * m + byGradient * a) / (sqrt(u / c2) + 1e-8);
      y -= (byMean * n + byGradient * b) / (sqrt(v / c2) + 1e-8);
      up = y - x * x;
      left = 1 - x;
      a = -400 * x * up - 2 * left;
      b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  radam(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let up = y - x * x, left = 1 - x;
    let a = -400 * x * up - 2 * left, b = 200 * up;
    let m = 0, n = 0, u = 0, v = 0, power1 = 1, power2 = 1;
    const limit = 2 / (1 - 0.999) - 1;
    for (let k = 0; k < epochs; k += 1) {
      power1 *= 0.9;
      if (power1 < 1e-20) power1 = 0;
      power2 *= 0.999;
      if (power2 < 1e-20) power2 = 0;
      m = 0.9 * m + 0.1 * a;
      n = 0.9 * n + 0.1 * b;
      u = 0.999 * u + 0.001 * a * a;
      v = 0.999 * v + 0.001 * b * b;
      const plain = RATE / (1 - power1);
      const length = limit - (2 * (k + 1) * power2) / (1 - power2);
      if (length > 5) {
        const reached = (length - 4) * (length - 2) * limit;
        const step = plain * sqrt(1 - power2)
          * sqrt(reached / ((limit - 4) * (limit - 2) * length));
        x -= (step * m) / (sqrt(u) + 1e-8);
        y -= (step * n) / (sqrt(v) + 1e-8);
      } else {
        x -= plain * m;
        y -= plain * n;
      }
      up = y - x * x;
      left = 1 - x;
      a = -400 * x * up - 2 * left;
      b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  adadelta(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let up = y - x * x, left = 1 - x;
    let a = -400 * x * up - 2 * left, b = 200 * up;
    let r = 0, s = 0, d = 0, e = 0;
    for (let k = 0; k < epochs; k += 1) {
      r = 0.9 * r + 0.1 * a * a;
      s = 0.9 * s + 0.1 * b * b;
      const moveX = sqrt((d + 1e-6) / (r + 1e-6)) * a;
      const moveY = sqrt((e + 1e-6) / (s + 1e-6)) * b;
      d = 0.9 * d + 0.1 * moveX * moveX;
      e = 0.9 * e + 0.1 * moveY * moveY;
      x -= RATE * moveX;
      y -= RATE * moveY;
      up = y - x * x;
      left = 1 - x;
      a = -400 * x * up - 2 * left;
      b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  rprop(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let up = y - x * x, left = 1 - x;
    let a = -400 * x * up - 2 * left, b = 200 * up;
    let m = 0, n = 0, u = RATE, v = RATE;
    for (let k = 0; k < epochs; k += 1) {
      const bothX = a * m;
      if (bothX < 0) {
        u *= 0.5;
        if (u < 1e-6) u = 1e-6;
        m = 0;
      } else {
        if (bothX > 0) {
          u *= 1.2;
          if (u > 50) u = 50;
        }
        m = a;
        x -= u * sign(a);
      }
      const bothY = b * n;
      if (bothY < 0) {
        v *= 0.5;
        if (v < 1e-6) v = 1e-6;
        n = 0;
      } else {
        if (bothY > 0) {
          v *= 1.2;
          if (v > 50) v = 50;
        }
        n = b;
        y -= v * sign(b);
      }
      up = y - x * x;
      left = 1 - x;
      a = -400 * x * up - 2 * left;
      b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  lion(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let up = y - x * x, left = 1 - x;
    let a = -400 * x * up - 2 * left, b = 200 * up;
    let m = 0, n = 0;
    for (let k = 0; k < epochs; k += 1) {
      x -= RATE * sign(0.9 * m + 0.1 * a);
      y -= RATE * sign(0.9 * n + 0.1 * b);
      m = 0.99 * m + 0.01 * a;
      n = 0.99 * n + 0.01 * b;
      up = y - x * x;
      left = 1 - x;
      a = -400 * x * up - 2 * left;
      b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },

  asgd(epochs, [w1, w2, cost, slope, rate]) {
    let [x, y] = START;
    let p = x, q = y;
    for (let k = 0; k < epochs; k += 1) {
      const above = q - p * p, right = 1 - p;
      const eta = RATE / (1 + 1e-4 * RATE * k) ** 0.75;
      const c = -400 * p * above - 2 * right, d = 200 * above;
      p -= eta * (c + 1e-4 * p);
      q -= eta * (d + 1e-4 * q);
      const share = k > 51 ? 1 / (k - 50) : 1;
      x += share * (p - x);
      y += share * (q - y);
      const up = y - x * x, left = 1 - x;
      const a = -400 * x * up - 2 * left, b = 200 * up;
      w1[k] = x;
      w2[k] = y;
      cost[k] = 100 * up * up + left * left;
      slope[k] = sqrt(a * a + b * b);
      rate[k] = RATE;
    }
  },
};
