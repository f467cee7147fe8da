use super::script::{Dialect, Optimizers, Slope, Steps};

pub(super) const DIALECT: Dialect = Dialect {
    id: "optax",
    title: "Optax",
    needs: "optax",
    imports: "\nimport jax\nimport jax.numpy as jnp\nimport optax",
    module: "jax.numpy",
    setup: "jax.config.update(\"jax_enable_x64\", True)",
    array: "jnp.array",
    zeros: "jnp.zeros(2)",
    before_cost: Some("@jax.jit"),
    slope: Slope::Automatic(&[
        "@jax.jit",
        "def gradient(w1, w2):",
        "    return jnp.array(jax.grad(cost, argnums=(0, 1))(w1, w2))",
    ]),
    optimizers: Some(Optimizers {
        betas: &[("b1", "beta1"), ("b2", "beta2")],
        epsilon: "eps",
        steps: |optimizer, steady| Steps {
            begin: if steady {
                format!("{BEGIN}\noptimizer = {}\n{STATE}", optimizer.call("rate"))
            } else {
                format!("{SCHEDULE}\n{BEGIN}\noptimizer = {}\n{STATE}", optimizer.call("schedule"))
            },
            step: STEP.to_owned(),
            point: "w",
        },
    }),
};

/// Optax asks for the rate itself.
const SCHEDULE: &str = "
# Optax counts from 0.
def schedule(count):
    return rate_at(int(count) + 1)
";

const BEGIN: &str = "w = jnp.array(start)";

const STATE: &str = "state = optimizer.init(w)";

const STEP: &str = "\
g = gradient(*w)
updates, state = optimizer.update(g, state, w)
w = optax.apply_updates(w, updates)";
