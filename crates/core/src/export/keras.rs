use super::script::{Dialect, Optimizers, Slope, Steps};
use super::{Library, Rates, ReadyMade};
use crate::Optimizer;
use crate::optimizers::{
    AdaMaxConvention, Adam, EpsilonPlacement, MomentumConvention, NesterovConvention,
};

pub(super) const DIALECT: Dialect = Dialect {
    id: "keras",
    title: "Keras",
    needs: "keras numpy, and one of tensorflow, torch, jax for Keras to compute with",
    imports: IMPORTS,
    module: "numpy",
    setup: SETUP,
    array: "np.array",
    zeros: "np.zeros",
    compiled: None,
    slope: Slope::WrittenOut,
    optimizers: Some(Optimizers {
        betas: &[("beta_1", "beta1"), ("beta_2", "beta2")],
        epsilon: "epsilon",
        ready_made,
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

fn ready_made(optimizer: &Optimizer, rates: Rates) -> Option<ReadyMade> {
    let call = |name| ReadyMade::new(Library::Keras, name);
    let sgd = || call("keras.optimizers.SGD").with("momentum", "beta");
    match optimizer {
        Optimizer::GradientDescent(_) => Some(call("keras.optimizers.SGD")),
        // At a steady rate both conventions take the same path.
        Optimizer::Momentum(it) => match it.convention {
            MomentumConvention::Classical => Some(sgd()),
            MomentumConvention::PyTorch => rates.steady.then(sgd),
            MomentumConvention::Averaged => None,
        },
        // Its velocity contains the rate.
        Optimizer::Nesterov(it) => (it.convention == NesterovConvention::PyTorch && rates.steady)
            .then(|| sgd().with("nesterov", "True")),
        Optimizer::AdaGrad(it) => (it.epsilon_placement == EpsilonPlacement::InsideSqrt)
            .then(|| call("keras.optimizers.Adagrad"))?
            .with("initial_accumulator_value", "initial_accumulator")
            .epsilon(it.epsilon),
        Optimizer::RmsProp(it) => {
            let ready = call("keras.optimizers.RMSprop").with("rho", "rho").epsilon(it.epsilon)?;
            let ready = ready.with_if(it.centered, "centered", "True");
            let ready = ready.with_if(it.momentum > 0.0, "momentum", "momentum");
            // Its velocity contains the rate.
            let same = rates.steady || it.momentum == 0.0;
            (same && it.epsilon_placement == EpsilonPlacement::InsideSqrt).then_some(ready)
        }
        Optimizer::Adam(it) if it.bias_correction => adam(it, "keras.optimizers.Adam"),
        Optimizer::AdamW(it) => {
            Some(adam(&it.adam(), "keras.optimizers.AdamW")?.with("weight_decay", "weight_decay"))
        }
        Optimizer::AdaMax(it) if it.convention == AdaMaxConvention::Keras => {
            call("keras.optimizers.Adamax").betas().epsilon(it.epsilon)
        }
        Optimizer::NAdam(it) if it.momentum_decay == 1.0 => {
            call("keras.optimizers.Nadam").betas().epsilon(it.epsilon)
        }
        Optimizer::Adadelta(it) => {
            call("keras.optimizers.Adadelta").with("rho", "rho").epsilon(it.epsilon)
        }
        // It refuses β₁ = 0.
        Optimizer::Lion(it) => (it.beta1 > 0.0)
            .then(|| call("keras.optimizers.Lion").betas().with("weight_decay", "weight_decay")),
        _ => None,
    }
}

fn adam(adam: &Adam, name: &'static str) -> Option<ReadyMade> {
    let ready = ReadyMade::new(Library::Keras, name).betas().epsilon(adam.epsilon)?;
    adam.epsilon_hat.then(|| ready.with_if(adam.amsgrad, "amsgrad", "True"))
}
