use std::f64::consts::TAU;

use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, settings};

settings! {
    /// Rastrigin's egg box, J = 20 + w1² − 10cos(2πw1) + w2² − 10cos(2πw2).
    ///
    /// A bowl under waves: the global minimum, 0 at (0, 0), is one of 121 minima in the
    /// region drawn, near the points with whole coordinates.
    ///
    /// Source: L. A. Rastrigin, *Systems of Extremal Control* (Nauka 1974, in Russian).
    pub struct Rastrigin {}
}

impl Surface for Rastrigin {
    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        T::constant(20.0) + w1.square() - (w1 * TAU).cos() * 10.0 + w2.square()
            - (w2 * TAU).cos() * 10.0
    }

    fn region(&self) -> Region {
        Region::square(-5.12, 5.12)
    }

    fn start(&self) -> [f64; 2] {
        [-3.4, 2.7]
    }

    /// J is a sum over the axes, so a point is stationary where both coordinates are,
    /// and a saddle where one is in a trough and the other on a crest.
    fn stationary_points(&self) -> Vec<StationaryPoint> {
        let (troughs, crests) = (both_sides(&TROUGHS), both_sides(&CRESTS));
        let mut costs = Vec::new();
        let mut minima = Vec::new();
        for [w1, w2] in pairs(&troughs, &troughs) {
            let cost = self.cost(w1, w2);
            let place = costs.partition_point(|&other| other <= cost);
            costs.insert(place, cost);
            minima.insert(place, [w1, w2]);
        }
        [
            stationary(Nature::Minimum, &minima),
            stationary(Nature::Saddle, &pairs(&troughs, &crests)),
            stationary(Nature::Saddle, &pairs(&crests, &troughs)),
            stationary(Nature::Maximum, &pairs(&crests, &crests)),
        ]
        .concat()
    }
}

/// The roots w ≥ 0 of 2w + 20π sin(2πw), the slope along either axis, where the cost
/// is least …
const TROUGHS: [f64; 6] = [
    0.0,
    0.9949586376523348,
    1.9899122337085495,
    2.984855701039481,
    3.9797838603007536,
    4.974691390895051,
];
/// … and where it is greatest.
const CRESTS: [f64; 5] = [
    0.5025460365546747,
    1.5076407318703584,
    2.512743318200085,
    3.517859138170441,
    4.522993659584519,
];

fn both_sides(places: &[f64]) -> Vec<f64> {
    places.iter().flat_map(|&w| if w == 0.0 { vec![w] } else { vec![w, -w] }).collect()
}

fn pairs(first: &[f64], second: &[f64]) -> Vec<[f64; 2]> {
    first.iter().flat_map(|&w1| second.iter().map(move |&w2| [w1, w2])).collect()
}
