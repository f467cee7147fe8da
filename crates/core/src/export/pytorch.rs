use super::script::{Dialect, Slope, Steps};

pub(super) const DIALECT: Dialect = Dialect {
    id: "pytorch",
    title: "PyTorch",
    needs: "torch",
    imports: &["import torch"],
    module: "torch",
    setup: &["torch.set_default_dtype(torch.float64)"],
    array: "torch.tensor",
    zeros: "torch.zeros(2)",
    before_cost: None,
    slope: Slope::Automatic(&[
        "def gradient(w1, w2):",
        "    w = torch.tensor([w1, w2], requires_grad=True)",
        "    cost(*w).backward()",
        "    return w.grad",
    ]),
    ready: |optimizer, steady| {
        let set_rate = r#"optimizer.param_groups[0]["lr"] = rate"#;
        let step = ["optimizer.zero_grad()", "cost(*w).backward()", "optimizer.step()"];
        Some(Steps {
            begin: vec![
                "w = torch.tensor(start, requires_grad=True)".to_owned(),
                format!("optimizer = {}", optimizer.call("[w], lr=rate")),
            ],
            step: (!steady).then_some(set_rate).into_iter().chain(step).map(Into::into).collect(),
        })
    },
};
