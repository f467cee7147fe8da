//! How N parameters are seen in a picture.

/// A plane through the space of N parameters: origin + x·u + y·v.
///
/// `u` and `v` need not be unit vectors or orthogonal; they must be independent.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    origin: Vec<f64>,
    u: Vec<f64>,
    v: Vec<f64>,
}

impl Slice {
    /// The plane through `origin` along `u` and `v`; none where the three differ in
    /// length or `u` and `v` span no plane.
    #[must_use]
    pub fn new(origin: Vec<f64>, u: Vec<f64>, v: Vec<f64>) -> Option<Self> {
        let slice = Self { origin, u, v };
        let same = slice.u.len() == slice.origin.len() && slice.v.len() == slice.origin.len();
        (same && slice.determinant() > 0.0).then_some(slice)
    }

    /// The parameters at a point of the plane.
    #[must_use]
    pub fn lift(&self, [x, y]: [f64; 2]) -> Vec<f64> {
        let directions = self.u.iter().zip(&self.v);
        self.origin.iter().zip(directions).map(|(o, (u, v))| o + x * u + y * v).collect()
    }

    /// The foot of the perpendicular from `w` to the plane: [`Slice::lift`] undone for
    /// points in the plane.
    #[must_use]
    pub fn project(&self, w: &[f64]) -> [f64; 2] {
        let d: Vec<f64> = w.iter().zip(&self.origin).map(|(w, o)| w - o).collect();
        let (du, dv) = (dot(&d, &self.u), dot(&d, &self.v));
        let (uu, uv, vv) = (dot(&self.u, &self.u), dot(&self.u, &self.v), dot(&self.v, &self.v));
        let determinant = self.determinant();
        [(du * vv - dv * uv) / determinant, (dv * uu - du * uv) / determinant]
    }

    fn determinant(&self) -> f64 {
        let uv = dot(&self.u, &self.v);
        dot(&self.u, &self.u) * dot(&self.v, &self.v) - uv * uv
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projecting_undoes_lifting() {
        let (u, v) = (vec![1.0, 1.0, 0.0], vec![0.0, 2.0, 1.0]);
        let slice = Slice::new(vec![1.0, -1.0, 2.0], u.clone(), v).expect("a plane");
        let lifted = slice.lift([0.5, -3.0]);
        assert_eq!(lifted, [1.5, -6.5, -1.0]);
        let [x, y] = slice.project(&lifted);
        assert!((x - 0.5).abs() < 1e-15 && (y + 3.0).abs() < 1e-15);
        assert_eq!(Slice::new(vec![0.0; 3], u.clone(), u), None);
    }
}
