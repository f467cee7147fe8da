use super::script::{Dialect, Slope, Steps};

/// Optax asks for the rate itself.
const SCHEDULE: [&str; 5] = [
    "",
    "# Optax counts from 0.",
    "def schedule(count):",
    "    return rate_at(int(count) + 1)",
    "",
];

pub(super) const DIALECT: Dialect = Dialect {
    id: "optax",
    title: "Optax",
    needs: "optax",
    imports: &["import jax", "import jax.numpy as jnp", "import optax"],
    module: "jax.numpy",
    setup: &[r#"jax.config.update("jax_enable_x64", True)"#],
    array: "jnp.array",
    zeros: "jnp.zeros(2)",
    before_cost: Some("@jax.jit"),
    slope: Slope::Automatic(&[
        "@jax.jit",
        "def gradient(w1, w2):",
        "    return jnp.array(jax.grad(cost, argnums=(0, 1))(w1, w2))",
    ]),
    ready: |optimizer, steady| {
        let (rate, schedule): (_, &[&str]) = match steady {
            true => ("rate", &[]),
            false => ("schedule", &SCHEDULE),
        };
        let step = [
            "g = gradient(*w)",
            "updates, state = optimizer.update(g, state, w)",
            "w = optax.apply_updates(w, updates)",
        ];
        Some(Steps {
            begin: schedule
                .iter()
                .map(|line| (*line).to_owned())
                .chain([
                    "w = jnp.array(start)".to_owned(),
                    format!("optimizer = {}", optimizer.call(rate)),
                    "state = optimizer.init(w)".to_owned(),
                ])
                .collect(),
            step: step.map(Into::into).into(),
        })
    },
};
