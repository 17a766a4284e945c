//! Functions of which a page says nothing, `a = g(z)`: where no name that a derivative is taken by stands behind one, it is as good as
//! a name.

use chainrule::symbolic::graph::{ExprId, Node, Walk};

use crate::desk::Desk;

impl Desk {
    /// Whether all that is not read behind some expressions is such functions, and what is derived there does not go through them.
    pub(crate) fn rests_on_open_functions(&self, exprs: &[ExprId]) -> bool {
        let mut roots: Vec<ExprId> = exprs.to_vec();
        let names: Vec<ExprId> = exprs.iter().flat_map(|&expr| self.names_below(expr)).collect();
        roots.extend(names.iter().filter_map(|name| Some(self.formulas.get(name)?.expr)));
        let texts: Vec<&str> = names
            .iter()
            .filter_map(|&name| self.text_of(name))
            .filter_map(|text| text.strip_prefix('\''))
            .collect();
        let derived_by: Vec<ExprId> = Walk::below(&self.graph, &roots)
            .into_iter()
            .filter_map(|id| match self.graph.node(id) {
                Node::Derivative { by, .. } => self.graph.find_symbol_expr(by),
                Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } => None,
            })
            .collect();
        !self.has_matrices
            && !texts.is_empty()
            && texts.iter().all(|text| match inner(text) {
                Some(inner) => !derived_by.iter().any(|&by| self.may_stand_in(inner, by)),
                None => false,
            })
    }

    /// Whether an expression rests on something that is not read and may depend on a name: its derivative by that is not known then.
    pub(crate) fn may_hide(&self, of: ExprId, by: ExprId) -> bool {
        let names = self.names_below(of).into_iter().chain([of]);
        let texts = names.filter_map(|name| self.text_of(name)).filter_map(|text| text.strip_prefix('\''));
        texts.into_iter().any(|text| self.may_stand_in(inner(text).unwrap_or(text), by))
    }

    /// Whether a text may speak of a name, or of one that is computed from it.
    fn may_stand_in(&self, text: &str, name: ExprId) -> bool {
        let has = |id: ExprId| self.text_of(id).is_none_or(|name| has_letters_of(text, name));
        has(name) || self.formulas.keys().any(|&other| has(other) && self.reaches(other, name))
    }

    fn text_of(&self, name: ExprId) -> Option<&str> {
        match self.graph.node(name) {
            Node::Symbol(symbol) => Some(self.graph.name(symbol).as_str()),
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
        }
    }
}

/// What stands in the brackets of `g(z)`.
fn inner(text: &str) -> Option<&str> {
    let (function, rest) = text.split_once('(')?;
    // A word, `max(…)`, is no function that may be anything.
    let is_function =
        function.starts_with('\\') || function.chars().filter(|c| c.is_alphabetic()).count() == 1;
    rest.strip_suffix(')').filter(|_| is_function)
}

/// Whether a text has all the letters and digits of a name, in whatever order: its scripts may stand in any.
fn has_letters_of(text: &str, name: &str) -> bool {
    let mut left: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    name.chars().filter(|c| c.is_alphanumeric()).all(|c| {
        let place = left.iter().position(|&other| other == c);
        place.map(|place| left.swap_remove(place)).is_some()
    })
}
