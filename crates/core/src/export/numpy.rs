use super::script::{Dialect, Slope};

pub(super) const DIALECT: Dialect = Dialect {
    id: "numpy",
    title: "NumPy",
    needs: "numpy",
    imports: "\nimport numpy as np",
    module: "numpy",
    setup: "# A run may diverge: that is no error.\nnp.seterr(all=\"ignore\")",
    array: "np.array",
    zeros: "np.zeros",
    compiled: None,
    slope: Slope::WrittenOut,
    optimizers: None,
};
