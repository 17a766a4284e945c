//! Why a line holds, in words.

use chainrule_render::Inline;

use super::super::Page;
use super::super::tellings::Reason;

impl Page<'_> {
    /// The reasons of a line: the chain rule is named once, and so is a function.
    pub(super) fn whys(&self, reasons: &[Reason]) -> Option<Inline> {
        let mut said: Vec<Inline> = Vec::new();
        let mut chain = None;
        for &reason in reasons {
            match (reason, chain) {
                (Reason::Function(_), _) => said.push(Inline::from("derivative of ").then(self.why(reason))),
                (Reason::ChainRule(function), _) if reasons.contains(&Reason::Function(function)) => {
                    if chain.is_none() {
                        chain = Some(said.len());
                        said.push(Inline::from("chain rule"));
                    }
                }
                (Reason::ChainRule(function), Some(place)) => {
                    let before = std::mem::take(&mut said[place]);
                    said[place] = before.text(", ").text(self.graph.function_name(function).to_owned());
                }
                (Reason::ChainRule(_), None) => {
                    chain = Some(said.len());
                    said.push(self.why(reason));
                }
                (Reason::Rule(_) | Reason::Linear | Reason::Gathered, _) => said.push(self.why(reason)),
            }
        }
        said.into_iter().reduce(|all, next| all.text(", ").then(next))
    }

    pub(super) fn why(&self, reason: Reason) -> Inline {
        let name = |function| self.graph.function_name(function).to_owned();
        match reason {
            Reason::Rule(name) => Inline::from(name),
            Reason::Function(function) => Inline::new().text(name(function)),
            Reason::ChainRule(function) => Inline::new().text(format!("chain rule, {}", name(function))),
            Reason::Linear => Inline::from("linear"),
            Reason::Gathered => Inline::new(),
        }
    }
}
