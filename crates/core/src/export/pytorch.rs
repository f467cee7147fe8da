use super::script::{Dialect, Optimizers, Slope, Steps};
use super::{Library, Rates, ReadyMade};
use crate::Optimizer;
use crate::optimizers::{
    AdaMaxConvention, Adam, AsgdConvention, EpsilonPlacement, MomentumConvention,
    NesterovConvention, RmsProp, Rprop, RpropConvention,
};

pub(super) const DIALECT: Dialect = Dialect {
    id: "pytorch",
    title: "PyTorch",
    needs: "torch",
    imports: "\nimport torch",
    module: "torch",
    setup: "torch.set_default_dtype(torch.float64)",
    array: "torch.tensor",
    zeros: "torch.zeros",
    compiled: None,
    slope: Slope::Automatic(&[
        "w = torch.tensor([{w}], requires_grad=True)",
        "cost(*w).backward()",
        "return w.grad",
    ]),
    optimizers: Some(Optimizers {
        betas: &[("betas", "(beta1, beta2)")],
        epsilon: "eps",
        ready_made,
        steps: |optimizer, steady| Steps {
            begin: format!("{BEGIN}\noptimizer = {}", optimizer.call("[w], lr=rate")),
            step: format!("{}{STEP}", if steady { "" } else { SET_RATE }),
            point: "w.detach()",
        },
    }),
};

const BEGIN: &str = "w = torch.tensor(start, requires_grad=True)";

const SET_RATE: &str = "\
optimizer.param_groups[0][\"lr\"] = rate
";

const STEP: &str = "\
optimizer.zero_grad()
cost(*w).backward()
optimizer.step()";

fn ready_made(optimizer: &Optimizer, rates: Rates) -> Option<ReadyMade> {
    let call = |name| ReadyMade::new(Library::PyTorch, name);
    let sgd = || call("torch.optim.SGD").with("momentum", "beta");
    match optimizer {
        Optimizer::GradientDescent(_) => Some(call("torch.optim.SGD")),
        // At a steady rate both conventions take the same path.
        Optimizer::Momentum(it) => match it.convention {
            MomentumConvention::Classical => rates.steady.then(sgd),
            MomentumConvention::PyTorch => Some(sgd()),
            MomentumConvention::Averaged => None,
        },
        // It refuses β = 0.
        Optimizer::Nesterov(it) => (it.convention == NesterovConvention::PyTorch && it.beta > 0.0)
            .then(|| sgd().with("nesterov", "True")),
        Optimizer::AdaGrad(it) => (it.epsilon_placement == EpsilonPlacement::OutsideSqrt)
            .then(|| call("torch.optim.Adagrad"))?
            .with("initial_accumulator_value", "initial_accumulator")
            .epsilon(it.epsilon),
        Optimizer::RmsProp(it) => rmsprop(it),
        Optimizer::Adam(it) if it.bias_correction => adam(it, "torch.optim.Adam"),
        Optimizer::AdamW(it) => {
            Some(adam(&it.adam(), "torch.optim.AdamW")?.with("weight_decay", "weight_decay"))
        }
        Optimizer::AdaMax(it) if it.convention == AdaMaxConvention::PyTorch => {
            call("torch.optim.Adamax").betas().epsilon(it.epsilon)
        }
        Optimizer::NAdam(it) => Some(
            call("torch.optim.NAdam")
                .betas()
                .epsilon(it.epsilon)?
                .with("momentum_decay", "momentum_decay"),
        ),
        Optimizer::RAdam(it) if it.epsilon_hat => {
            call("torch.optim.RAdam").betas().epsilon(it.epsilon)
        }
        Optimizer::Adadelta(it) => {
            call("torch.optim.Adadelta").with("rho", "rho").epsilon(it.epsilon)
        }
        Optimizer::Rprop(it) => rprop(it, rates),
        Optimizer::Asgd(it) if rates.steady && it.convention == AsgdConvention::PyTorch => {
            let asgd = call("torch.optim.ASGD").with("lambd", "lambd");
            Some(asgd.with("alpha", "power").with("t0", "t0"))
        }
        _ => None,
    }
}

fn adam(adam: &Adam, name: &'static str) -> Option<ReadyMade> {
    let ready = ReadyMade::new(Library::PyTorch, name).betas().epsilon(adam.epsilon)?;
    (!adam.epsilon_hat).then(|| ready.with_if(adam.amsgrad, "amsgrad", "True"))
}

fn rmsprop(rmsprop: &RmsProp) -> Option<ReadyMade> {
    let ready = ReadyMade::new(Library::PyTorch, "torch.optim.RMSprop").with("alpha", "rho");
    let ready = ready
        .epsilon(rmsprop.epsilon)?
        .with_if(rmsprop.centered, "centered", "True")
        .with_if(rmsprop.momentum > 0.0, "momentum", "momentum");
    (rmsprop.epsilon_placement == EpsilonPlacement::OutsideSqrt).then_some(ready)
}

fn rprop(rprop: &Rprop, rates: Rates) -> Option<ReadyMade> {
    // It brings another first step size into the range, and refuses factors of 1.
    let in_range = rprop.min_step <= rates.first && rates.first <= rprop.max_step;
    let accepted = in_range && rprop.eta_minus < 1.0 && rprop.eta_plus > 1.0;
    let ready = ReadyMade::new(Library::PyTorch, "torch.optim.Rprop")
        .with("etas", "(eta_minus, eta_plus)")
        .with("step_sizes", "(min_step, max_step)");
    (accepted && rprop.convention == RpropConvention::PyTorch).then_some(ready)
}
