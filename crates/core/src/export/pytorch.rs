use super::script::{Dialect, Optimizers, Slope, Steps};

pub(super) const DIALECT: Dialect = Dialect {
    id: "pytorch",
    title: "PyTorch",
    needs: "torch",
    imports: "\nimport torch",
    module: "torch",
    setup: "torch.set_default_dtype(torch.float64)",
    array: "torch.tensor",
    zeros: "torch.zeros(2)",
    before_cost: None,
    slope: Slope::Automatic(&[
        "def gradient(w1, w2):",
        "    w = torch.tensor([w1, w2], requires_grad=True)",
        "    cost(*w).backward()",
        "    return w.grad",
    ]),
    optimizers: Some(Optimizers {
        betas: &[("betas", "(beta1, beta2)")],
        epsilon: "eps",
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
