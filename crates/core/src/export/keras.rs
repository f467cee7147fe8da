use super::script::{Dialect, Optimizers, Slope, Steps};

pub(super) const DIALECT: Dialect = Dialect {
    id: "keras",
    title: "Keras",
    needs: "keras numpy, and one of tensorflow, torch, jax for Keras to compute with",
    imports: IMPORTS,
    module: "numpy",
    setup: SETUP,
    array: "np.array",
    zeros: "np.zeros(2)",
    before_cost: None,
    slope: Slope::WrittenOut,
    optimizers: Some(Optimizers {
        betas: &[("beta_1", "beta1"), ("beta_2", "beta2")],
        epsilon: "epsilon",
        steps: |optimizer, steady| Steps {
            begin: format!("{BEGIN}\noptimizer = {}", optimizer.call("rate")),
            step: format!("{}{STEP}", if steady { "" } else { SET_RATE }),
            point: "w",
        },
    }),
};

const IMPORTS: &str = "\
import os

# Over JAX, Keras would compute with single precision.
os.environ[\"JAX_ENABLE_X64\"] = \"True\"

import keras
import numpy as np";

const SETUP: &str = "\
keras.config.set_floatx(\"float64\")
# A run may diverge: that is no error.
np.seterr(all=\"ignore\")";

const BEGIN: &str = "\
w = np.array(start)
variable = keras.Variable(w)";

const SET_RATE: &str = "\
optimizer.learning_rate = rate
";

const STEP: &str = "\
g = keras.ops.convert_to_tensor(gradient(*w))
optimizer.apply([g], [variable])
w = keras.ops.convert_to_numpy(variable)";
