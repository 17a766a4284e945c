//! What a page is asked to show: parts by name, and how much of the steps.

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The derivatives with their values.
    Result,
    /// The definitions.
    Network,
    /// The definitions with their numbers.
    Forward,
    /// The numbers that the worksheet gives.
    Given,
    /// The chain rule over the quantities.
    Chain,
    /// What each factor is.
    Factors,
    /// The factors put together.
    PutTogether,
    /// How large the derivative can be.
    Bound,
    /// The product factor by factor.
    Ledger,
    /// What programs in number formats give.
    Formats,
    /// The gradient steps.
    Update,
    /// The claims.
    Claims,
    /// How all of it was checked.
    Verification,
    /// What each quantity depends on.
    Dependences,
    /// A picture of the products factor by factor, and of the courses of trainings.
    Plot,
    /// A picture of the network.
    Graph,
}

/// The parts in the order of a page, each with the name by which it is asked for and what it shows.
pub const PARTS: &[(Part, &str, &str)] = &[
    (Part::Result, "result", "the derivatives with their values, and a verdict where something is wrong"),
    (Part::Network, "network", "the definitions"),
    (Part::Forward, "forward", "the definitions with their numbers"),
    (Part::Given, "given", "the numbers that the worksheet gives"),
    (Part::Dependences, "dependences", "what each quantity depends on"),
    (Part::Chain, "chain", "the chain rule over the quantities"),
    (Part::Factors, "factors", "what each factor is, and why"),
    (Part::PutTogether, "together", "the factors put together: symbols, numbers, value"),
    (Part::Bound, "bound", "how large the derivative can be"),
    (Part::Ledger, "ledger", "the product factor by factor, with bars for its size"),
    (Part::Formats, "formats", "what programs in number formats give, and why"),
    (
        Part::Plot,
        "plot",
        "a picture of the product factor by factor, or of a training; in HTML, LaTeX and Typst",
    ),
    (Part::Graph, "graph", "a picture of the network with its factors; in HTML, LaTeX and Typst"),
    (Part::Update, "update", "the gradient steps"),
    (Part::Claims, "claims", "which claims hold"),
    (Part::Verification, "verification", "how all of it was checked"),
];

/// The word that asks for all parts but the pictures, and for all steps.
pub const ALL: &str = "all";

impl Part {
    /// The part of this name.
    pub fn find(name: &str) -> Option<Self> {
        PARTS.iter().find(|(_, word, _)| *word == name).map(|(part, ..)| *part)
    }

    /// Whether it is a picture: those stand beside what a page says, and are asked for by name.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Plot | Self::Graph)
    }

    /// All parts that say something: every one but the pictures.
    pub fn all() -> impl Iterator<Item = Self> {
        PARTS.iter().map(|(part, ..)| *part).filter(|part| !part.is_picture())
    }
}

/// How much of the steps a page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Steps {
    /// Those that a reader would write down.
    #[default]
    Brief,
    /// Every one.
    All,
}

impl Steps {
    /// The steps of this name.
    pub fn find(name: &str) -> Option<Self> {
        match name {
            "brief" => Some(Self::Brief),
            ALL => Some(Self::All),
            _ => None,
        }
    }
}

/// What a page is asked to show; nothing where it is not said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Show {
    /// These parts, in the order of a page, instead of those that a page has by itself.
    pub parts: Option<Vec<Part>>,
    /// How much of the steps.
    pub steps: Option<Steps>,
}

impl Show {
    /// Every part and every step.
    pub fn everything() -> Self {
        Self { parts: Some(Part::all().collect()), steps: Some(Steps::All) }
    }

    /// What this says, and what another says where this does not.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self { parts: self.parts.clone().or_else(|| other.parts.clone()), steps: self.steps.or(other.steps) }
    }

    /// Whether all parts are asked for.
    pub fn has_all_parts(&self) -> bool {
        self.parts.as_ref().is_some_and(|parts| Part::all().all(|part| parts.contains(&part)))
    }
}
