use std::f64::consts::{E, SQRT_2, TAU};

use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, settings};

settings! {
    /// Ackley's funnel,
    /// J = −20e^(−0.2√(w1² + w2²)/√2) − e^((cos 2πw1 + cos 2πw2)/2) + e + 20.
    ///
    /// The global minimum, 0 at (0, 0), is the tip of a cone: the slope near it does not
    /// fade, and at the tip itself it is taken as 0. Around it lie 120 local minima in
    /// the region drawn, near the points with whole coordinates.
    ///
    /// Source: D. H. Ackley, *A Connectionist Machine for Genetic Hillclimbing* (Kluwer
    /// 1987); in this form T. Bäck and H.-P. Schwefel, Evolutionary Computation 1 (1993).
    pub struct Ackley {}
}

impl Surface for Ackley {
    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        (w1.norm(w2) * -0.2 / SQRT_2).exp() * -20.0
            - (((w1 * TAU).cos() + (w2 * TAU).cos()) / 2.0).exp()
            + E
            + 20.0
    }

    fn region(&self) -> Region {
        Region::square(-5.0, 5.0)
    }

    fn start(&self) -> [f64; 2] {
        [-3.4, 2.3]
    }

    /// The minima; the 220 saddles and 100 maxima between them are left out.
    fn stationary_points(&self) -> Vec<StationaryPoint> {
        let minima: Vec<_> = MINIMA.iter().flat_map(|&place| mirrored(place)).collect();
        stationary(Nature::Minimum, &minima)
    }
}

/// The minima with w1 ≥ w2 ≥ 0, the cheapest first.
const MINIMA: [[f64; 2]; 21] = [
    [0.0, 0.0],
    [0.9521665459501717, 0.0],
    [0.9684776587077244, 0.9684776587077244],
    [1.9589197181217173, 0.0],
    [1.9646166628629864, 0.9824160350791393],
    [1.9744519864841166, 1.9744519864841166],
    [2.964619443112052, 0.0],
    [2.9672595287625643, 0.9891541864816626],
    [2.973139419924383, 1.9821399503814776],
    [3.9694667433517576, 0.0],
    [3.9709183150642833, 0.9927672061700447],
    [2.9792239546911445, 2.9792239546911445],
    [3.974540178468205, 1.9873106146274968],
    [4.973611257996986, 0.0],
    [3.978924750768195, 2.9842137381272384],
    [4.974497722176982, 0.9949203738218393],
    [4.976843849330102, 1.9907648757355256],
    [3.983067699689763, 3.983067699689763],
    [4.97995793948682, 2.987995058852837],
    [4.983198896760882, 3.986568097953945],
    [4.986180456997876, 4.986180456997876],
];

/// The point with its mirror images in both axes and both diagonals, each once.
fn mirrored([a, b]: [f64; 2]) -> Vec<[f64; 2]> {
    let mut images: Vec<[f64; 2]> = Vec::new();
    for [x, y] in [[a, b], [b, a]] {
        for image in [[x, y], [-x, y], [x, -y], [-x, -y]] {
            if !images.contains(&image) {
                images.push(image);
            }
        }
    }
    images
}
