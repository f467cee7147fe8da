//! What a step can hand to the next one instead of computing it again.

use descent_core::Trace;
use descent_core::formula::Node;

use crate::module::function;

/// A number that is carried from step to step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Carried {
    /// The node that is this number.
    pub(crate) node: usize,
    /// The node that is the same number one step later.
    pub(crate) next: usize,
}

/// Function calls whose value in the next step is computed in this one in any case: NAdam's
/// μₜ₊₁ is its next μₜ. Only those that something else uses, which is not known so.
pub(crate) fn calls(trace: &Trace, state: &[Carried]) -> Vec<Carried> {
    let nodes = &trace.nodes;
    let find = |node: Node| nodes.iter().position(|&known| known == node);
    // Per node, where its value in the next step stands in this one.
    let mut later: Vec<Option<usize>> = Vec::with_capacity(nodes.len());
    let mut calls = vec![false; nodes.len()];
    for (place, &node) in nodes.iter().enumerate() {
        let next = |operand: usize| later[operand];
        later.push(match node {
            Node::Input(_) => state.iter().find(|it| it.node == place).map(|it| it.next),
            Node::Constant(_) => Some(place),
            _ => moved(node, next).and_then(find),
        });
        calls[place] =
            function(node).is_some() || node.operands().iter().any(|&operand| calls[operand]);
    }
    let found = |place: usize| calls[place] && later[place].is_some_and(|next| next != place);
    let mut wanted = vec![false; nodes.len()];
    for (_, node) in nodes.iter().enumerate().filter(|&(place, _)| !found(place)) {
        node.operands().into_iter().for_each(|operand| wanted[operand] = true);
    }
    let carried = |node: usize| Some(Carried { node, next: later[node]? });
    (0..nodes.len()).filter(|&it| wanted[it] && found(it)).filter_map(carried).collect()
}

/// A node with other operands; none where one of them has no other.
fn moved(node: Node, operand: impl Fn(usize) -> Option<usize>) -> Option<Node> {
    Some(match node {
        Node::Unary(operation, a) => Node::Unary(operation, operand(a)?),
        Node::Binary(operation, a, b) => Node::binary(operation, operand(a)?, operand(b)?),
        Node::Choice(comparison, [a, b, yes, no]) => {
            Node::Choice(comparison, [operand(a)?, operand(b)?, operand(yes)?, operand(no)?])
        }
        leaf => leaf,
    })
}
