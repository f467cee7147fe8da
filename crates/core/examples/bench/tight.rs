//! Every optimizer with its defaults on Rosenbrock's valley as somebody would write it by
//! hand for this one purpose: numbers instead of vectors, no trait, no schedule, no check
//! that a number is finite, and room for the record from the beginning.

/// What is recorded: w1, w2, J, |∇J| and the learning rate, for every epoch from 1 on.
pub(crate) struct Record {
    /// The columns, long enough for every epoch.
    pub(crate) columns: [Vec<f64>; 5],
}

impl Record {
    /// Room for so many epochs.
    pub(crate) fn new(epochs: usize) -> Self {
        Self { columns: std::array::from_fn(|_| vec![0.0; epochs]) }
    }
}

/// One optimizer over so many epochs.
pub(crate) type Loop = fn(usize, &mut Record);

/// All of them, by their names in the list.
pub(crate) const LOOPS: [(&str, Loop); 15] = [
    ("gradient_descent", gradient_descent),
    ("momentum", momentum),
    ("nesterov", nesterov),
    ("adagrad", adagrad),
    ("rmsprop", rmsprop),
    ("adam", adam),
    ("adamax", adamax),
    ("adabelief", adabelief),
    ("adamw", adamw),
    ("nadam", nadam),
    ("radam", radam),
    ("adadelta", adadelta),
    ("rprop", rprop),
    ("lion", lion),
    ("asgd", asgd),
];

/// Slow enough for all of them, so that none diverges.
pub(crate) const RATE: f64 = 1e-4;

/// Where the valley is entered.
pub(crate) const START: [f64; 2] = [-1.54, -0.64];
const BETA1: f64 = 0.9;
const BETA2: f64 = 0.999;
const EPSILON: f64 = 1e-8;
const SMALLEST: f64 = 1e-20;

#[inline(always)]
fn gradient(x: f64, y: f64) -> (f64, f64) {
    let (up, left) = (y - x * x, 1.0 - x);
    (-400.0 * x * up - 2.0 * left, 200.0 * up)
}

#[inline(always)]
fn cost(x: f64, y: f64) -> f64 {
    let (up, left) = (y - x * x, 1.0 - x);
    100.0 * up * up + left * left
}

/// The loop around a step from (x, y) with the gradient there to the next (x, y).
#[inline(always)]
fn record(
    epochs: usize,
    record: &mut Record,
    mut step: impl FnMut(usize, f64, f64, f64, f64) -> (f64, f64),
) {
    let [w1, w2, costs, slopes, rates] = &mut record.columns;
    let (w1, w2) = (&mut w1[..epochs], &mut w2[..epochs]);
    let (costs, slopes) = (&mut costs[..epochs], &mut slopes[..epochs]);
    let rates = &mut rates[..epochs];
    let [mut x, mut y] = START;
    let (mut a, mut b) = gradient(x, y);
    for k in 0..epochs {
        (x, y) = step(k + 1, x, y, a, b);
        (a, b) = gradient(x, y);
        w1[k] = x;
        w2[k] = y;
        costs[k] = cost(x, y);
        slopes[k] = (a * a + b * b).sqrt();
        rates[k] = RATE;
    }
}

fn gradient_descent(epochs: usize, out: &mut Record) {
    record(epochs, out, |_, x, y, a, b| (x - RATE * a, y - RATE * b));
}

fn momentum(epochs: usize, out: &mut Record) {
    let (mut u, mut v) = (0.0, 0.0);
    record(epochs, out, |_, x, y, a, b| {
        u = 0.9 * u - RATE * a;
        v = 0.9 * v - RATE * b;
        (x + u, y + v)
    });
}

fn nesterov(epochs: usize, out: &mut Record) {
    let (mut u, mut v) = (0.0, 0.0);
    record(epochs, out, |_, x, y, _, _| {
        let (a, b) = gradient(x + 0.9 * u, y + 0.9 * v);
        u = 0.9 * u - RATE * a;
        v = 0.9 * v - RATE * b;
        (x + u, y + v)
    });
}

fn adagrad(epochs: usize, out: &mut Record) {
    let (mut u, mut v) = (0.0, 0.0);
    record(epochs, out, |_, x, y, a, b| {
        u += a * a;
        v += b * b;
        (x - RATE * a / (f64::sqrt(u) + 1e-10), y - RATE * b / (f64::sqrt(v) + 1e-10))
    });
}

fn rmsprop(epochs: usize, out: &mut Record) {
    let (mut u, mut v) = (0.0, 0.0);
    record(epochs, out, |_, x, y, a, b| {
        u = 0.9 * u + 0.1 * a * a;
        v = 0.9 * v + 0.1 * b * b;
        (x - RATE * a / (f64::sqrt(u) + EPSILON), y - RATE * b / (f64::sqrt(v) + EPSILON))
    });
}

/// The averages and powers that Adam and its kin carry.
#[derive(Default)]
struct Moments {
    m: [f64; 2],
    v: [f64; 2],
    powers: [f64; 2],
}

impl Moments {
    fn new() -> Self {
        Self { powers: [1.0; 2], ..Self::default() }
    }

    #[inline(always)]
    fn raise(&mut self) {
        for (power, beta) in self.powers.iter_mut().zip([BETA1, BETA2]) {
            *power *= beta;
            if *power < SMALLEST {
                *power = 0.0;
            }
        }
    }

    #[inline(always)]
    fn mean(&mut self, a: f64, b: f64) {
        self.m = [BETA1 * self.m[0] + 0.1 * a, BETA1 * self.m[1] + 0.1 * b];
    }

    #[inline(always)]
    fn square(&mut self, a: f64, b: f64) {
        self.v = [BETA2 * self.v[0] + 0.001 * a * a, BETA2 * self.v[1] + 0.001 * b * b];
    }

    #[inline(always)]
    fn adam(&mut self, x: f64, y: f64, a: f64, b: f64) -> (f64, f64) {
        self.raise();
        self.mean(a, b);
        self.square(a, b);
        let (c1, c2) = (1.0 - self.powers[0], 1.0 - self.powers[1]);
        let [m, n] = self.m.map(|m| m / c1);
        let [v, w] = self.v.map(|v| (v / c2).sqrt() + EPSILON);
        (x - RATE * m / v, y - RATE * n / w)
    }
}

fn adam(epochs: usize, out: &mut Record) {
    let mut moments = Moments::new();
    record(epochs, out, |_, x, y, a, b| moments.adam(x, y, a, b));
}

fn adamw(epochs: usize, out: &mut Record) {
    let mut moments = Moments::new();
    let keep = 1.0 - RATE * 0.01;
    record(epochs, out, |_, x, y, a, b| moments.adam(x * keep, y * keep, a, b));
}

fn adamax(epochs: usize, out: &mut Record) {
    let mut moments = Moments::new();
    record(epochs, out, |_, x, y, a, b| {
        moments.raise();
        moments.mean(a, b);
        let [u, v] = moments.v;
        let larger = |kept: f64, new: f64| if kept > new { kept } else { new };
        let (u, v) = (larger(BETA2 * u, a.abs() + EPSILON), larger(BETA2 * v, b.abs() + EPSILON));
        moments.v = [u, v];
        let rate = RATE / (1.0 - moments.powers[0]);
        (x - rate * moments.m[0] / u, y - rate * moments.m[1] / v)
    });
}

fn adabelief(epochs: usize, out: &mut Record) {
    let mut moments = Moments::new();
    record(epochs, out, |_, x, y, a, b| {
        moments.raise();
        moments.mean(a, b);
        moments.square(a - moments.m[0], b - moments.m[1]);
        moments.v = moments.v.map(|v| v + EPSILON);
        let (c1, c2) = (1.0 - moments.powers[0], 1.0 - moments.powers[1]);
        let [m, n] = moments.m.map(|m| m / c1);
        let [v, w] = moments.v.map(|v| (v / c2).sqrt() + EPSILON);
        (x - RATE * m / v, y - RATE * n / w)
    });
}

fn nadam(epochs: usize, out: &mut Record) {
    let mut moments = Moments::new();
    let mu =
        |t: usize| BETA1 * (1.0 - 0.5 * libm::exp(-0.040_821_994_520_255_166 * 0.004 * t as f64));
    let mut product = 1.0;
    record(epochs, out, |t, x, y, a, b| {
        moments.raise();
        moments.mean(a, b);
        moments.square(a, b);
        let (now, next) = (mu(t), mu(t + 1));
        product *= now;
        if product < SMALLEST {
            product = 0.0;
        }
        let c2 = 1.0 - moments.powers[1];
        let [v, w] = moments.v.map(|v| (v / c2).sqrt() + EPSILON);
        let by_mean = RATE * next / (1.0 - product * next);
        let by_gradient = RATE * (1.0 - now) / (1.0 - product);
        (
            x - (by_mean * moments.m[0] + by_gradient * a) / v,
            y - (by_mean * moments.m[1] + by_gradient * b) / w,
        )
    });
}

fn radam(epochs: usize, out: &mut Record) {
    let mut moments = Moments::new();
    let limit = 2.0 / (1.0 - BETA2) - 1.0;
    record(epochs, out, |t, x, y, a, b| {
        moments.raise();
        moments.mean(a, b);
        moments.square(a, b);
        let [m, n] = moments.m;
        let [v, w] = moments.v;
        let [power1, power2] = moments.powers;
        let rate = RATE / (1.0 - power1);
        let length = limit - 2.0 * t as f64 * power2 / (1.0 - power2);
        if length <= 5.0 {
            return (x - rate * m, y - rate * n);
        }
        let reached = (length - 4.0) * (length - 2.0) * limit;
        let rectified = (reached / ((limit - 4.0) * (limit - 2.0) * length)).sqrt();
        let step = rate * rectified * (1.0 - power2).sqrt();
        (x - step * m / (v.sqrt() + EPSILON), y - step * n / (w.sqrt() + EPSILON))
    });
}

fn adadelta(epochs: usize, out: &mut Record) {
    let mut r = [0.0; 2];
    let mut d = [0.0; 2];
    record(epochs, out, |_, x, y, a, b| {
        let mut step = |k: usize, g: f64| {
            r[k] = 0.9 * r[k] + 0.1 * g * g;
            let delta = f64::sqrt((d[k] + 1e-6) / (r[k] + 1e-6)) * g;
            d[k] = 0.9 * d[k] + 0.1 * delta * delta;
            delta
        };
        (x - RATE * step(0, a), y - RATE * step(1, b))
    });
}

fn rprop(epochs: usize, out: &mut Record) {
    let mut size = [RATE; 2];
    let mut last = [0.0; 2];
    record(epochs, out, |_, x, y, a, b| {
        let mut step = |k: usize, g: f64| {
            let both = g * last[k];
            if both < 0.0 {
                size[k] = f64::max(0.5 * size[k], 1e-6);
                last[k] = 0.0;
                return 0.0;
            }
            if both > 0.0 {
                size[k] = f64::min(1.2 * size[k], 50.0);
            }
            last[k] = g;
            size[k] * sign(g)
        };
        (x - step(0, a), y - step(1, b))
    });
}

#[inline(always)]
fn sign(g: f64) -> f64 {
    f64::from(i8::from(g > 0.0) - i8::from(g < 0.0))
}

fn lion(epochs: usize, out: &mut Record) {
    let (mut m, mut n) = (0.0, 0.0);
    record(epochs, out, |_, x, y, a, b| {
        let (u, v) = (sign(0.9 * m + 0.1 * a), sign(0.9 * n + 0.1 * b));
        m = 0.99 * m + 0.01 * a;
        n = 0.99 * n + 0.01 * b;
        (x - RATE * u, y - RATE * v)
    });
}

fn asgd(epochs: usize, out: &mut Record) {
    let [mut p, mut q] = START;
    record(epochs, out, |t, x, y, _, _| {
        let (a, b) = gradient(p, q);
        let before = (t - 1) as f64;
        let rate = RATE / libm::pow(1.0 + 1e-4 * RATE * before, 0.75);
        p -= rate * (a + 1e-4 * p);
        q -= rate * (b + 1e-4 * q);
        let share = 1.0 / f64::max(1.0, before - 50.0);
        (x + share * (p - x), y + share * (q - y))
    });
}
