use super::script::{Dialect, Optimizers, Slope, Steps};
use super::{Library, Rates, ReadyMade};
use crate::Optimizer;
use crate::optimizers::{
    AdaMaxConvention, Adam, EpsilonPlacement, MomentumConvention, NesterovConvention, RmsProp,
};

pub(super) const DIALECT: Dialect = Dialect {
    id: "optax",
    title: "Optax",
    needs: "optax",
    imports: "\nimport jax\nimport jax.numpy as jnp\nimport optax",
    module: "jax.numpy",
    setup: "jax.config.update(\"jax_enable_x64\", True)",
    array: "jnp.array",
    zeros: "jnp.zeros",
    compiled: Some("@jax.jit"),
    slope: Slope::Automatic(&["return jnp.array(jax.grad(cost, argnums=({places}))({w}))"]),
    optimizers: Some(Optimizers {
        betas: &[("b1", "beta1"), ("b2", "beta2")],
        epsilon: "eps",
        ready_made,
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

fn ready_made(optimizer: &Optimizer, rates: Rates) -> Option<ReadyMade> {
    let call = |name| ReadyMade::new(Library::Optax, name);
    let sgd = || call("optax.sgd").with("momentum", "beta");
    match optimizer {
        Optimizer::GradientDescent(_) => Some(call("optax.sgd")),
        // At a steady rate both conventions take the same path.
        Optimizer::Momentum(it) => match it.convention {
            MomentumConvention::Classical => rates.steady.then(sgd),
            MomentumConvention::PyTorch => Some(sgd()),
            MomentumConvention::Averaged => None,
        },
        Optimizer::Nesterov(it) => {
            (it.convention == NesterovConvention::PyTorch).then(|| sgd().with("nesterov", "True"))
        }
        Optimizer::AdaGrad(it) => (it.epsilon_placement == EpsilonPlacement::InsideSqrt)
            .then(|| call("optax.adagrad"))?
            .with("initial_accumulator_value", "initial_accumulator")
            .epsilon(it.epsilon),
        Optimizer::RmsProp(it) => rmsprop(it, rates),
        Optimizer::Adam(it) if it.bias_correction => adam(it, "optax.adam"),
        Optimizer::AdamW(it) => {
            Some(adam(&it.adam(), "optax.adamw")?.with("weight_decay", "weight_decay"))
        }
        Optimizer::AdaMax(it) if it.convention == AdaMaxConvention::PyTorch => {
            call("optax.adamax").betas().epsilon(it.epsilon)
        }
        Optimizer::AdaBelief(it) => {
            let ready = call("optax.adabelief").betas().epsilon(it.epsilon)?;
            Some(ready.with("eps_root", "epsilon"))
        }
        // There 0.96^ψ is beneath the last digit of 1.
        Optimizer::NAdam(it) if it.momentum_decay >= 1000.0 => {
            call("optax.nadam").betas().epsilon(it.epsilon)
        }
        Optimizer::RAdam(it) if !it.epsilon_hat => call("optax.radam").betas().epsilon(it.epsilon),
        Optimizer::Adadelta(it) => call("optax.adadelta").with("rho", "rho").epsilon(it.epsilon),
        Optimizer::Lion(_) => Some(call("optax.lion").betas().with("weight_decay", "weight_decay")),
        _ => None,
    }
}

fn adam(adam: &Adam, name: &'static str) -> Option<ReadyMade> {
    // Its AMSGrad corrects before it takes the maximum.
    let theirs = !adam.epsilon_hat && !adam.amsgrad;
    ReadyMade::new(Library::Optax, name).betas().epsilon(adam.epsilon).filter(|_| theirs)
}

fn rmsprop(rmsprop: &RmsProp, rates: Rates) -> Option<ReadyMade> {
    let outside = rmsprop.epsilon_placement == EpsilonPlacement::OutsideSqrt;
    let ready = ReadyMade::new(Library::Optax, "optax.rmsprop").with("decay", "rho");
    let ready = ready
        .epsilon(rmsprop.epsilon)?
        .with_if(outside, "eps_in_sqrt", "False")
        .with_if(rmsprop.centered, "centered", "True")
        .with_if(rmsprop.momentum > 0.0, "momentum", "momentum");
    // Its velocity contains the rate.
    (rates.steady || rmsprop.momentum == 0.0).then_some(ready)
}
