//! Functions without brackets: whether `\sin x y` is sin(x)·y or sin(x·y), and `\sigma x` a call or a product.

use chainrule_diagnostic::code;
use chainrule_latex::tree::{Callee, Node, NodeId, Tree};

use super::refusal::{Refusal, Surroundings};

/// Refuses what reads in two ways.
pub(super) fn refuse(tree: &Tree, text: &str, around: Surroundings<'_>) -> Result<(), Box<Refusal>> {
    for id in tree.below(tree.root()) {
        match tree.node(id) {
            Node::Call { function: Callee::Builtin(_), primes: 0, arguments } => {
                if let &[argument] = arguments.as_slice() {
                    reaches_far(tree, text, id, argument)?;
                }
            }
            Node::Product(factors) => {
                for pair in factors.windows(2) {
                    applied(tree, text, [pair[0], pair[1]], around)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// `\sin x y`: several factors behind a function that are no numbers.
fn reaches_far(tree: &Tree, text: &str, call: NodeId, argument: NodeId) -> Result<(), Box<Refusal>> {
    let Node::Product(factors) = tree.node(argument) else { return Ok(()) };
    let [whole, inner] = [tree.place(call), tree.place(argument)];
    let name = text.get(whole.start..inner.start).unwrap_or_default().trim();
    let is_bare = !name.contains(['(', '[', '{']);
    let letters: Vec<NodeId> = factors
        .iter()
        .copied()
        .filter(|&factor| !matches!(tree.node(factor), Node::Number(_) | Node::Pi | Node::Quotient(..)))
        .collect();
    let &[.., before, last] = letters.as_slice() else { return Ok(()) };
    // `\sin \omega t`, `\tanh wx`: a letter and a variable set close are one argument to all who write them.
    let is_close = letters.len() == 2 && !has_space(text, tree.place(before).end..tree.place(last).start);
    let is_greek = text.get(tree.place(before)).is_some_and(|letter| letter.starts_with('\\'));
    if !is_bare || is_close || is_greek {
        return Ok(());
    }
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().trim().to_owned();
    let (first, all) = (part(inner.start, tree.place(before).end), part(inner.start, inner.end));
    let rest = part(tree.place(last).start, inner.end);
    let mut refusal = Refusal::new(
        format!("`{name} {all}` could be `{name}({all})` or `{name}({first})` times `{rest}`"),
        whole,
    )
    .help(format!("write `{name}({all})`, or `{name}({first}) {rest}`"));
    refusal.code = &code::AMBIGUOUS_READING;
    Err(Box::new(refusal))
}

fn has_space(text: &str, range: std::ops::Range<usize>) -> bool {
    text.get(range).is_some_and(|between| !between.is_empty())
}

/// `\sigma x` where nothing says that σ is a quantity.
fn applied(
    tree: &Tree,
    text: &str,
    [first, next]: [NodeId; 2],
    around: Surroundings<'_>,
) -> Result<(), Box<Refusal>> {
    let Node::Name(name) = tree.node(first) else { return Ok(()) };
    let is_sigma = &*name.stem == "sigma" && name.index.is_empty() && name.label.is_empty();
    let is_name = matches!(tree.node(next), Node::Name(_));
    if !is_sigma || !is_name || around.names.quantities.contains("sigma") {
        return Ok(());
    }
    let [place, behind] = [tree.place(first), tree.place(next)];
    let written = [place.clone(), behind.clone()].map(|place| text.get(place).unwrap_or_default());
    let [sign, argument] = written;
    // A dot between them says that it is a product.
    let between = text.get(place.end..behind.start).unwrap_or_default();
    if !between.trim().is_empty() {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        format!(
            "`{sign} {argument}` could be the function sigma of `{argument}` or `{sign}` times `{argument}`"
        ),
        place.start..behind.end,
    )
    .help(format!("write `{sign}({argument})` for the function"))
    .help(format!("write `{sign} \\cdot {argument}` for the product, and give `{sign}` a value"));
    refusal.code = &code::AMBIGUOUS_READING;
    Err(Box::new(refusal))
}
