//! `f_c(x) = c + x … \frac{df}{dx} = 1`: beside the formula of a function with an index, the derivative of its letter is that of this
//! function.

use chainrule::symbolic::graph::{ExprId, Node};
use chainrule_latex::rows::Claim;
use chainrule_latex::{Formula, name_of};

use crate::desk::{Desk, Meaning};
use crate::given::Given;
use crate::heads::function_head;

/// What a letter meant before.
pub(crate) struct Lent {
    letter: ExprId,
    meaning: Option<Meaning>,
    values: Vec<(ExprId, Vec<Given>)>,
}

/// Lets the letter of a function that a claim defines stand for it, where it has an index and the formula gives the letter itself no
/// meaning.
pub(crate) fn lend(desk: &mut Desk, formula: &Formula, claim: &Claim) -> Option<Lent> {
    let head = formula.tokens.get(claim.sides.first()?.clone())?;
    let (name, _) = function_head(head)?;
    let open = head.iter().position(|token| token.is_char('('))?;
    let written = name_of(&head[..open])?;
    let is_wanted = !written.index.is_empty()
        && written.label.is_empty()
        && written.stem.chars().count() == 1
        && written.index.chars().all(char::is_alphabetic);
    let is_given = formula.rows.iter().flat_map(|row| &row.claims).any(|claim| {
        let side = claim.sides.first().map(|side| &formula.tokens[side.clone()]).unwrap_or_default();
        function_head(side).is_some_and(|(name, _)| *name == *written.stem)
            || name_of(side).is_some_and(|name| name.canonical() == *written.stem)
    });
    if !is_wanted || is_given {
        return None;
    }
    let own = desk.graph.intern(&name);
    let own = desk.graph.symbol(own);
    let meaning = *desk.formulas.get(&own)?;
    let symbol = desk.graph.intern(&written.stem);
    let letter = desk.graph.symbol(symbol);
    let before = desk.formulas.get(&letter).copied();
    desk.put_formula(letter, Meaning { symbol, ..meaning });
    let values = slopes(desk, letter);
    Some(Lent { letter, meaning: before, values })
}

impl Lent {
    /// Gives the letter back what it meant.
    pub(crate) fn give_back(self, desk: &mut Desk) {
        slopes(desk, self.letter);
        match self.meaning {
            Some(meaning) => {
                desk.put_formula(self.letter, meaning);
            }
            None => {
                desk.formulas.remove(&self.letter);
            }
        }
        desk.values.extend(self.values);
    }
}

/// Takes the numbers of derivatives of a letter.
fn slopes(desk: &mut Desk, letter: ExprId) -> Vec<(ExprId, Vec<Given>)> {
    let all: Vec<ExprId> = desk
        .values
        .keys()
        .copied()
        .filter(|&id| matches!(desk.graph.node(id), Node::Derivative { of, .. } if of == letter))
        .collect();
    all.into_iter().filter_map(|id| desk.values.remove_entry(&id)).collect()
}
