//! Notations of the reader's own, as layouts: `notation O21 as "\hat{y}"`.
//!
//! A notation is written in a small part of TeX ([`tex`]), whatever the format: it is read into a [`Layout`], which every
//! format then writes in its own way. So nothing that a reader types reaches a page as it stands, and a command that
//! is not on the list of those that only typeset is refused where it stands. What is meant for text alone is plain
//! words ([`words`]).

pub(crate) mod commands;
mod errors;
mod profile;
mod tex;
mod words;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use chainrule_symbolic::function::{Function, Symbol};
use chainrule_symbolic::graph::{Graph, Name, SymbolId};
use chainrule_symbolic::network::Network;

use crate::format::TEXT;
use crate::layout::{self, Layout};
use errors::Errors;

pub use profile::Profile;
pub use tex::tex;
pub use words::words;

/// Notations are no longer than this, in bytes.
pub const LONGEST: usize = 200;

/// Names that the reader wants to look otherwise, and the profile that all others follow.
#[derive(Clone, Debug, Default)]
pub struct Notations {
    pub(crate) names: HashMap<SymbolId, Arc<Notation>>,
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
        let own = self.names.get(&symbol).cloned();
        own.or_else(|| self.profile.as_ref()?.notation(name, &self.layered))
    }

    /// The name of the derivative of one quantity by another, where the profile names it: the error of a layer.
    pub(crate) fn error(&self, of: SymbolId, by: SymbolId) -> Option<layout::Name> {
        let own = self.errors.as_ref()?.name(of, by)?;
        let notation = self.profile.as_ref()?.error(Name::from_canonical(&own.text), own.is_layered);
        Some(layout::Name { text: own.text.as_str().into(), notation: Some(Arc::new(notation)) })
    }

    /// The symbol of a function, where that is not its own.
    pub(crate) fn function(&self, row: &Function) -> Option<&'static Symbol> {
        self.profile.as_ref()?.function(row)
    }
}

/// How a reader wants a name to look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notation {
    every: Option<Layout>,
    /// By format; nothing where the worksheet's name stands after all.
    own: Vec<(&'static str, Option<Layout>)>,
}

impl Notation {
    /// Sets how the name looks: in the format of this name, or in all that have no layout of their own.
    pub fn set(&mut self, format: Option<&'static str>, layout: Layout) {
        match format {
            Some(format) => self.own.push((format, Some(layout))),
            None => self.every = Some(layout),
        }
    }

    /// Sets how the name looks where formulas are drawn, unless the reader wants it otherwise.
    pub(crate) fn draw(&mut self, layout: Layout) {
        if self.every.is_none() {
            self.every = Some(layout);
            if !self.own.iter().any(|(name, _)| *name == TEXT) {
                self.keep_in_text();
            }
        }
    }

    /// In text the worksheet's name stands after all.
    pub(crate) fn keep_in_text(&mut self) {
        self.own.retain(|(name, _)| *name != TEXT);
        self.own.push((TEXT, None));
    }

    /// How the name looks in the format of this name; nothing where the worksheet's name stands.
    pub fn layout(&self, format: &str) -> Option<&Layout> {
        match self.own.iter().find(|(name, _)| *name == format) {
            Some((_, own)) => own.as_ref(),
            None => self.every.as_ref(),
        }
    }
}

/// Why a notation is refused, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub why: Refusal,
    /// The bytes of the notation that are at fault.
    pub at: Range<usize>,
}

/// Why a notation is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing.
    Empty,
    /// It is longer than [`LONGEST`].
    TooLong,
    /// A command that does more than typeset, or that is not known to do no more.
    Command(String),
    /// A character that is no letter, digit or sign.
    Character(char),
    /// A brace that closes nothing.
    Closed,
    /// A brace that is never closed.
    Open,
    /// Braces with nothing in them.
    Nothing,
    /// A command, `_` or `^` that lacks what it is put on.
    Unfinished(String),
    /// A script without anything before it.
    NoBase,
    /// Two subscripts or two superscripts on one thing.
    DoubleScript,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => formatter.write_str("a notation can't be empty"),
            Self::TooLong => write!(formatter, "a notation is no longer than {LONGEST} bytes"),
            Self::Command(command) => {
                write!(formatter, "`\\{command}` is not among the commands that a notation may use")
            }
            Self::Character(character) if character.is_ascii_graphic() => {
                write!(formatter, "`{character}` can't stand in a notation")
            }
            Self::Character(character) => {
                write!(formatter, "the character U+{:04X} can't stand in a notation", u32::from(*character))
            }
            Self::Closed => formatter.write_str("this brace closes nothing"),
            Self::Open => formatter.write_str("this brace is never closed"),
            Self::Nothing => formatter.write_str("these braces hold nothing"),
            Self::Unfinished(what) => {
                write!(formatter, "`{what}` lacks what it is put on: a letter, or a group in braces")
            }
            Self::NoBase => formatter.write_str("this script has nothing before it"),
            Self::DoubleScript => formatter.write_str("this puts two scripts in one place"),
        }
    }
}
