//! Profiles: how a course writes layers, names and functions, so that one derivation can be read in any of them.
//!
//! A profile changes how things look and nothing else. Notations of the worksheet's own go before it, and what is read
//! back as text keeps the worksheet's names: a bare superscript on a line would be a power.

use std::sync::Arc;

use chainrule_symbolic::function::rows::logistic::SIGMOID;
use chainrule_symbolic::function::{Function, Symbol, TABLE};
use chainrule_symbolic::graph::{Graph, Name, SymbolId};
use chainrule_symbolic::network::{FamilyId, Network};

use super::tex;
use crate::layout::{Labels, Layout, NameStyle, Notation};

/// How a course writes names and functions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    labels: Labels,
    /// Whether the index of a layer stands above, as its label does: `a^{(l)}` for `a[l]`.
    layers_above: bool,
    /// Whether the error of a layer, the derivative of the cost by what is put into its activation, is named δ.
    errors: bool,
    /// Names that look otherwise, and how.
    names: Vec<(String, Layout)>,
    /// Functions with other symbols.
    functions: Vec<(&'static Function, &'static Symbol)>,
}

/// A profile that comes with the program.
struct BuiltInProfile {
    name: &'static str,
    title: &'static str,
    labels: Labels,
    layers_above: bool,
    errors: bool,
    names: &'static [(&'static str, &'static str)],
    functions: &'static [(&'static Function, &'static Symbol)],
}

const ETA: &[(&str, &str)] = &[("alpha", r"\eta")];

const BUILT_IN: &[BuiltInProfile] = &[
    BuiltInProfile {
        name: "notes",
        title: "lecture notes: w^{1} for the first layer, φ for the sigmoid, α for the learning rate",
        labels: Labels::Bare,
        layers_above: true,
        errors: false,
        names: &[("eta", r"\alpha")],
        functions: &[(&SIGMOID, &PHI)],
    },
    BuiltInProfile {
        name: "nielsen",
        title: "Nielsen, Neural Networks and Deep Learning: w^{l}, δ^{l}, η",
        labels: Labels::Bare,
        layers_above: true,
        errors: true,
        names: ETA,
        functions: &[],
    },
    BuiltInProfile {
        name: "ng",
        title: "Ng, Deep Learning Specialization: w^{[l]}, α",
        labels: Labels::InBrackets,
        layers_above: true,
        errors: false,
        names: &[("eta", r"\alpha")],
        functions: &[],
    },
    BuiltInProfile {
        name: "goodfellow",
        title: "Goodfellow, Bengio, Courville, Deep Learning: w^{(l)}, ε",
        labels: Labels::InParentheses,
        layers_above: true,
        errors: false,
        names: &[("alpha", r"\epsilon"), ("eta", r"\epsilon")],
        functions: &[],
    },
    BuiltInProfile {
        name: "d2l",
        title: "Zhang and others, Dive into Deep Learning: w^{(l)}, η",
        labels: Labels::InParentheses,
        layers_above: true,
        errors: false,
        names: ETA,
        functions: &[],
    },
    BuiltInProfile {
        name: "mazur",
        title: "Mazur, A Step by Step Backpropagation Example: indices below, δ, η",
        labels: Labels::InParentheses,
        layers_above: false,
        errors: true,
        names: ETA,
        functions: &[],
    },
];

static PHI: Symbol = Symbol { unicode: "φ", latex: r"\varphi", mathml: "<mi>φ</mi>", typst: "phi" };

/// Symbols that functions may be given, by how they are written in TeX.
static SYMBOLS: &[(&str, &Symbol)] = &[
    (r"\varphi", &PHI),
    (r"\phi", &Symbol { unicode: "ϕ", latex: r"\phi", mathml: "<mi>ϕ</mi>", typst: "phi.alt" }),
    (r"\psi", &Symbol { unicode: "ψ", latex: r"\psi", mathml: "<mi>ψ</mi>", typst: "psi" }),
    (r"\theta", &Symbol { unicode: "θ", latex: r"\theta", mathml: "<mi>θ</mi>", typst: "theta" }),
    ("f", &Symbol { unicode: "f", latex: "f", mathml: "<mi>f</mi>", typst: "f" }),
    ("g", &Symbol { unicode: "g", latex: "g", mathml: "<mi>g</mi>", typst: "g" }),
    ("s", &Symbol { unicode: "s", latex: "s", mathml: "<mi>s</mi>", typst: "s" }),
    ("S", &Symbol { unicode: "S", latex: "S", mathml: "<mi>S</mi>", typst: "S" }),
];

impl Profile {
    /// The names of the profiles that come with the program, each with what it is.
    pub fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
        BUILT_IN.iter().map(|built_in| (built_in.name, built_in.title))
    }

    /// A profile that comes with the program.
    pub fn find(name: &str) -> Option<Self> {
        let built_in = BUILT_IN.iter().find(|built_in| built_in.name == name)?;
        let names =
            built_in.names.iter().filter_map(|(name, text)| Some(((*name).to_owned(), tex(text).ok()?)));
        Some(Self {
            labels: built_in.labels,
            layers_above: built_in.layers_above,
            errors: built_in.errors,
            names: names.collect(),
            functions: built_in.functions.to_vec(),
        })
    }

    /// Reads a profile from a file: lines such as `labels = "brackets"`, `layers = "above"`, `errors = "delta"`, and under `[names]` and
    /// `[functions]` what looks otherwise, `alpha = '\eta'`. The file is a part of TOML.
    ///
    /// # Errors
    /// The number of the line that can't be read, from 1, and why.
    pub fn read(text: &str) -> Result<Self, (usize, String)> {
        let mut profile = Self::default();
        let mut section = String::new();
        for (place, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            profile.line(&mut section, line).map_err(|why| (place + 1, why))?;
        }
        Ok(profile)
    }

    fn line(&mut self, section: &mut String, line: &str) -> Result<(), String> {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.trim().clone_into(section);
            return if ["names", "functions"].contains(&section.as_str()) {
                Ok(())
            } else {
                Err(format!("there is no section `{section}`; write `[names]` or `[functions]`"))
            };
        }
        let (key, value) =
            line.split_once('=').ok_or_else(|| "write a key, `=` and a text in quotes".to_owned())?;
        let (key, value) = (key.trim().trim_matches('"'), quoted(value.trim())?);
        match (section.as_str(), key) {
            ("", "labels") => {
                self.labels = match value.as_str() {
                    "parentheses" => Labels::InParentheses,
                    "brackets" => Labels::InBrackets,
                    "bare" => Labels::Bare,
                    _ => return Err("labels stand in `parentheses` or `brackets`, or are `bare`".to_owned()),
                };
            }
            ("", "layers") => {
                self.layers_above = match value.as_str() {
                    "above" => true,
                    "below" => false,
                    _ => return Err("layers stand `above` or `below`".to_owned()),
                };
            }
            ("", "errors") => {
                self.errors = match value.as_str() {
                    "delta" => true,
                    "derivatives" => false,
                    _ => return Err("errors of layers are named `delta`, or stay `derivatives`".to_owned()),
                };
            }
            ("", _) => {
                return Err(format!("there is no key `{key}`; the keys are `labels`, `layers` and `errors`"));
            }
            ("names", _) => {
                let layout = tex(&value).map_err(|refused| refused.why.to_string())?;
                self.names.push((key.to_owned(), layout));
            }
            (_, _) => {
                let row = TABLE.iter().copied().find(|row| row.name == key && row.symbol().is_some());
                let row = row.ok_or_else(|| format!("there is no function `{key}` with a symbol"))?;
                let symbol = SYMBOLS.iter().find(|(text, _)| *text == value).map(|(_, symbol)| *symbol);
                let symbol = symbol.ok_or_else(|| {
                    let all: Vec<String> = SYMBOLS.iter().map(|(text, _)| format!("`{text}`")).collect();
                    format!("the symbols for functions are {}", all.join(", "))
                })?;
                self.functions.push((row, symbol));
            }
        }
        Ok(())
    }

    /// How a name looks, where that is not as it looks elsewhere; `layered` are the families whose first index counts layers.
    pub(super) fn notation(&self, name: Name<'_>, layered: &[String]) -> Option<Arc<Notation>> {
        let mut notation = Notation::default();
        if let Some((_, layout)) = self.names.iter().find(|(other, _)| other == name.as_str()) {
            notation.set(None, layout.clone());
            return Some(Arc::new(notation));
        }
        let is_layered = !name.member().is_empty() && layered.iter().any(|other| other == stem(name));
        let is_labelled = !name.label().is_empty() && self.labels != Labels::default();
        if !is_layered && !is_labelled {
            return None;
        }
        let style = NameStyle { labels: self.labels, first_index_above: is_layered };
        notation.set(None, Layout::of_name_in(name, style));
        notation.keep_in_text();
        Some(Arc::new(notation))
    }

    /// Whether the errors of layers have names.
    pub(super) fn names_errors(&self) -> bool {
        self.errors
    }

    /// How the name of an error looks: its scripts stand where those of the layer stand. Text keeps brackets.
    pub(super) fn error(&self, name: Name<'_>, is_layered: bool) -> Notation {
        let style = NameStyle { labels: self.labels, first_index_above: is_layered };
        let mut notation = Notation::default();
        notation.set(None, Layout::of_name_in(name, style));
        notation.keep_in_text();
        notation
    }

    /// The symbol of a function, where the profile has one of its own.
    pub(super) fn function(&self, row: &Function) -> Option<&'static Symbol> {
        self.functions.iter().find(|(function, _)| *function == row).map(|(_, symbol)| *symbol)
    }

    /// The families of a network whose first index stands above.
    pub(super) fn layered(&self, graph: &Graph, network: &Network) -> Vec<String> {
        if !self.layers_above {
            return Vec::new();
        }
        let families = network.families();
        let mut stems: Vec<String> = Vec::new();
        for family in layered(network) {
            if let Some((_, member)) = families.members(family).next() {
                stems.push(stem(graph.name(member)).to_owned());
            }
        }
        stems
    }
}

/// What stands before the brackets of a member.
fn stem(name: Name<'_>) -> &str {
    name.as_str().split_once('[').map_or(name.as_str(), |(stem, _)| stem)
}

/// The families whose first index counts layers: one of a family's members is computed from one a layer below.
fn layered(network: &Network) -> Vec<FamilyId> {
    let families = network.families();
    let mut found: Vec<FamilyId> = Vec::new();
    let add = |found: &mut Vec<FamilyId>, family: FamilyId| {
        if !found.contains(&family) {
            found.push(family);
        }
    };
    let first =
        |symbol: SymbolId| Some((families.of(symbol)?.family, *families.of(symbol)?.indices.first()?));
    for wanted in [1, 0] {
        for &child in network.order() {
            let Some((family, layer)) = first(child) else { continue };
            for &input in network.inputs(child) {
                let Some((other, below)) = first(input) else { continue };
                // First those a layer apart, then what the same layer is computed from.
                if layer - below == wanted && (wanted == 1 || found.contains(&family)) {
                    add(&mut found, family);
                    add(&mut found, other);
                }
            }
        }
    }
    found
}

/// A text in quotes, as TOML writes it.
fn quoted(text: &str) -> Result<String, String> {
    if let Some(plain) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return Ok(plain.to_owned());
    }
    let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Err("write the text in quotes".to_owned());
    };
    Ok(inner.replace(r"\\", "\\"))
}
