//! Notations of the reader's own, as layouts: `notation O21 as "\hat{y}"`.
//!
//! A notation is written in a small part of TeX ([`tex`]), whatever the format: it is read into a [`Layout`](crate::layout::Layout), which every
//! format then writes in its own way. So nothing that a reader types reaches a page as it stands, and a command that
//! is not on the list of those that only typeset is refused where it stands. What is meant for text alone is plain
//! words ([`words`]).

mod errors;
mod profile;
pub(crate) mod refused;
mod tex;
mod words;

use std::sync::Arc;

use chainrule_symbolic::function::{Function, Symbol};
use chainrule_symbolic::graph::{Graph, Name, SymbolId};
use chainrule_symbolic::network::Network;
use rustc_hash::FxHashMap;

use crate::layout::{self, Notation};
use errors::Errors;

pub use profile::Profile;
pub use refused::{LONGEST, Refusal, Refused};
pub use tex::tex;
pub use words::words;

/// Names that the reader wants to look otherwise, and the profile that all others follow.
#[derive(Clone, Debug, Default)]
pub struct Notations {
    pub(crate) names: FxHashMap<SymbolId, Arc<Notation>>,
    profile: Option<Profile>,
    /// The families whose first index stands above.
    layered: Vec<String>,
    /// The errors of layers, where the profile names them.
    errors: Option<Errors>,
}

impl Notations {
    /// None: names look as the language says.
    pub fn new() -> Self {
        Self::default()
    }

    /// The notation of a name, to be set.
    pub fn entry(&mut self, symbol: SymbolId) -> &mut Notation {
        Arc::make_mut(self.names.entry(symbol).or_default())
    }

    /// Whether a name has a notation of its own.
    pub fn has(&self, symbol: SymbolId) -> bool {
        self.names.contains_key(&symbol)
    }

    /// A name looks as the language says after all.
    pub fn remove(&mut self, symbol: SymbolId) {
        self.names.remove(&symbol);
    }

    /// Follows a profile where a name has no notation of its own.
    pub fn follow(&mut self, profile: Profile, graph: &Graph, network: &Network) {
        self.layered = profile.layered(graph, network);
        self.errors = if profile.names_errors() { Errors::of(graph, network, &self.layered) } else { None };
        self.profile = Some(profile);
    }

    /// The same, with derivatives by their own names alone.
    #[must_use]
    pub fn without_errors(self) -> Self {
        Self { errors: None, ..self }
    }

    /// How a name looks, where that is not as the language says.
    pub(crate) fn of(&self, symbol: SymbolId, name: Name<'_>) -> Option<Arc<Notation>> {
        let notation = self.names.get(&symbol).cloned();
        notation.or_else(|| self.profile.as_ref()?.notation(name, &self.layered))
    }

    /// The name of the derivative of one quantity by another, where the profile names it: the error of a layer.
    pub(crate) fn error(&self, of: SymbolId, by: SymbolId) -> Option<layout::Name> {
        let error_name = self.errors.as_ref()?.name(of, by)?;
        let notation =
            self.profile.as_ref()?.error(Name::from_canonical(&error_name.text), error_name.is_layered);
        Some(layout::Name { text: error_name.text.as_str().into(), notation: Some(Arc::new(notation)) })
    }

    /// The symbol of a function, where that is not its own.
    pub(crate) fn function(&self, row: &Function) -> Option<&'static Symbol> {
        self.profile.as_ref()?.function(row)
    }
}
