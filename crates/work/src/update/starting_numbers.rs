//! The numbers that an update starts from.

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_evaluator::Numbers;
use chainrule_number::Value;
use chainrule_program::{MOST_INSTRUCTIONS, Unwritten};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::graph::{ExprId, Node, SymbolId};
use chainrule_worksheet::{After, Update, Worksheet};
use rustc_hash::{FxHashMap, FxHashSet};

/// The numbers that an update starts from.
pub(super) struct StartingNumbers {
    /// Numbers of leaves and stated derivatives.
    pub(super) stated: FxHashMap<ExprId, Value>,
    /// The weights, in their order.
    pub(super) start: Vec<Value>,
    /// The rule's arguments, in order.
    pub(super) arguments: Vec<Value>,
    /// The leaves of the loss that stay.
    pub(super) fixed: Vec<SymbolId>,
}

impl StartingNumbers {
    /// Gathers them; `afters` are what claims ask for after some steps.
    ///
    /// # Errors
    /// A weight or an argument of the rule has no number.
    pub(super) fn of(
        worksheet: &mut Worksheet,
        calculus: &Calculus,
        numbers: &mut Numbers,
        update: &Update,
        afters: &[After],
    ) -> Result<Self, Box<Diagnostic>> {
        let mut stated = FxHashMap::default();
        let leaves = calculus.leaves_below(update.loss);
        let mut missing = Vec::new();
        let mut start = Vec::new();
        for &weight in &update.weights {
            let name = worksheet.graph.symbol(weight);
            match numbers.value(&mut worksheet.graph, name) {
                Ok(value) => start.push(value),
                Err(_) => missing.push(format!("a value for `{}`", worksheet.graph.name(weight))),
            }
        }
        let followed = || update.watched.iter().copied().chain(afters.iter().map(|after| after.of));
        let below = followed().flat_map(|quantity| calculus.leaves_below(quantity));
        let followed_leaves = followed().filter(|&quantity| calculus.network().formula(quantity).is_none());
        for leaf in leaves.iter().copied().chain(below).chain(followed_leaves) {
            let name = worksheet.graph.symbol(leaf);
            if let Ok(value) = numbers.value(&mut worksheet.graph, name) {
                stated.insert(name, value);
            }
        }
        for pin in &worksheet.pins {
            if let Ok(value) = numbers.value(&mut worksheet.graph, pin.derivative) {
                stated.insert(pin.derivative, value);
            }
        }
        let mut arguments = Vec::new();
        for argument in &update.rule.arguments {
            match numbers.value(&mut worksheet.graph, argument.value) {
                Ok(value) => arguments.push(value),
                Err(_) if argument.name == "rate" => {
                    missing.push("a number for the learning rate".to_owned());
                }
                Err(_) => missing.push(format!("a number for `{}` of its rule", argument.name)),
            }
        }
        if !missing.is_empty() {
            return Err(needs(update, &missing));
        }
        let moved: FxHashSet<SymbolId> = update.weights.iter().copied().collect();
        let fixed = leaves.into_iter().filter(|leaf| !moved.contains(leaf)).collect();
        Ok(Self { stated, start, arguments, fixed })
    }
}

fn needs(update: &Update, missing: &[String]) -> Box<Diagnostic> {
    let count = missing.len().min(5);
    let more = if missing.len() > count { " and more" } else { "" };
    Box::new(
        Diagnostic::error(
            &code::MISSING_VALUE,
            update.span,
            format!("this update needs {}{more}", missing[..count].join(" and ")),
        )
        .help("state them with `given`"),
    )
}

/// Why there is no program for an update.
pub(super) fn unwritten(worksheet: &Worksheet, update: &Update, why: Unwritten) -> Box<Diagnostic> {
    let missing = match why {
        Unwritten::TooLong => {
            return Box::new(
                Diagnostic::error(
                    &code::TOO_MANY_STEPS,
                    update.span,
                    format!("a step of this update takes more than {MOST_INSTRUCTIONS} operations"),
                )
                .help("update fewer leaves at a time"),
            );
        }
        Unwritten::WithoutNumber(missing) => missing.at,
    };
    let graph = &worksheet.graph;
    let loss = graph.name(update.loss);
    let what = match graph.node(missing) {
        Node::Symbol(symbol) if worksheet.network.is_leaf(symbol) => {
            format!("a value for `{}`, which the gradient of `{loss}` needs", graph.name(symbol))
        }
        Node::Symbol(symbol) => {
            format!("a number for `{}`, which the gradient of `{loss}` needs", graph.name(symbol))
        }
        Node::Derivative { of, by, .. } => match graph.node(of) {
            Node::Symbol(of) => format!("a number for ∂{}/∂{}", graph.name(of), graph.name(by)),
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                format!("the numbers that the gradient of `{loss}` needs")
            }
        },
        Node::Number(_) | Node::Apply { .. } => format!("the numbers that the gradient of `{loss}` needs"),
    };
    needs(update, &[what])
}
