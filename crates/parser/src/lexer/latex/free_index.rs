//! Indices that nothing is said of: `j` of `w_{ji}` in a sum over `i`.

use chainrule_latex::tree::{Node, Tree};

use super::refusal::{Refusal, Surroundings};

/// Refuses a name with an index that runs and another letter that nothing is said of: `w_{ji}` in a sum over `i`.
pub(super) fn refuse(
    tree: &Tree,
    running: &[Box<str>],
    around: Surroundings<'_>,
) -> Result<(), Box<Refusal>> {
    let is_running = |letter: char| running.iter().any(|index| index.chars().eq([letter]));
    for id in tree.below(tree.root()) {
        let Node::Name(name) = tree.node(id) else { continue };
        if !name.index.chars().any(is_running) {
            continue;
        }
        let is_free = |letter: &char| {
            letter.is_alphabetic()
                && !is_running(*letter)
                && !around.names.quantities.contains(&*letter.to_string())
        };
        if let Some(letter) = name.index.chars().find(is_free) {
            let message = format!("nothing says what the index `{letter}` runs over");
            return Err(Box::new(
                Refusal::new(message, tree.place(id))
                    .help(format!("write `for {letter} in 1..3` behind the formula"))
                    .help(format!("or `let {letter} = 3` on a line of its own, where it is one number")),
            ));
        }
    }
    Ok(())
}
