use super::script::{Dialect, Slope, Steps};

pub(super) const DIALECT: Dialect = Dialect {
    id: "keras",
    title: "Keras",
    needs: "keras numpy, and one of tensorflow, torch, jax for Keras to compute with",
    imports: &["import keras", "import numpy as np"],
    module: "numpy",
    setup: &[
        r#"keras.config.set_floatx("float64")"#,
        "# A run may diverge: that is no error.",
        r#"np.seterr(all="ignore")"#,
    ],
    array: "np.array",
    zeros: "np.zeros(2)",
    before_cost: None,
    slope: Slope::WrittenOut,
    ready: |optimizer, steady| {
        let set_rate = "optimizer.learning_rate = rate";
        let step = [
            "g = keras.ops.convert_to_tensor(gradient(*w))",
            "optimizer.apply([g], [variable])",
            "w = keras.ops.convert_to_numpy(variable)",
        ];
        Some(Steps {
            begin: vec![
                "w = np.array(start)".to_owned(),
                "variable = keras.Variable(w)".to_owned(),
                format!("optimizer = {}", optimizer.call("rate")),
            ],
            step: (!steady).then_some(set_rate).into_iter().chain(step).map(Into::into).collect(),
        })
    },
};
