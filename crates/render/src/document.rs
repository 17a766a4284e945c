//! What a page says, before it is text or LaTeX.

use crate::argument::{Chain, FactorLine, Forward, ForwardLine, Outcome, Product, Section, Working};
use crate::layout::Layout;
use crate::{latex, text};

/// A page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Its parts, in order.
    pub blocks: Vec<Block>,
}

impl Document {
    /// As text of a width in columns.
    pub fn text(&self, width: usize, ascii: bool, color: bool) -> String {
        text::render(self, &text::Style { width, ascii, color })
    }

    /// As LaTeX: a whole document, or a fragment.
    pub fn latex(&self, standalone: bool) -> String {
        latex::render(self, if standalone { latex::Form::Standalone } else { latex::Form::Fragment }, "")
    }

    /// Its mathematics, each piece as KaTeX takes it.
    pub fn equations(&self) -> Vec<String> {
        latex::formulas(self)
    }
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading; 1 is the largest.
    Heading(u8, Inline),
    /// A paragraph.
    Paragraph(Inline),
    /// Equations, aligned at their relations.
    Equations(Vec<Line>),
    /// Points, one a line.
    List(Vec<Inline>),
    /// A table.
    Table(Table),
    /// A table whose rows have sizes, shown as bars where there is room.
    Ledger(Table, Sizes),
    /// What the page is about: derivatives with their values, each with a verdict in a word.
    Results(Vec<Outcome>),
    /// The beginning of a section.
    Section(Section),
    /// Definitions, with their numbers where those are known.
    Forward(Forward),
    /// Short items behind a word: what is given.
    Items(String, Vec<Layout>),
    /// The chain rule over the quantities.
    Chain(Chain),
    /// Factors that are worked out in one step each.
    Factors(Vec<FactorLine>),
    /// Equations that lead to something that is spoken of further on.
    Working(Working),
    /// The factors put together: symbols, the same with numbers, the value.
    Product(Product),
    /// Blocks that stand together.
    Group(Vec<Block>),
    /// Lines with a mark before each: what holds and what does not.
    Marks(Vec<Inline>),
    /// A picture.
    Picture(Drawn),
    /// A sentence that belongs to the block before it.
    Remark(Inline),
    /// How the page was checked: a sentence where people read the page, a comment where it is pasted into a text.
    Note(Inline),
}

impl Block {
    /// The block as equations, for formats that have no form of their own for it; nothing for what is none.
    pub fn as_equations(&self) -> Option<Vec<Line>> {
        match self {
            Self::Equations(lines) | Self::Working(Working { lines, .. }) => Some(lines.clone()),
            Self::Forward(forward) => Some(forward.lines.iter().map(ForwardLine::equation).collect()),
            Self::Chain(chain) => Some(chain.lines()),
            Self::Factors(lines) => Some(lines.iter().map(FactorLine::equation).collect()),
            Self::Product(product) => Some(product.lines()),
            Self::Heading(..)
            | Self::Paragraph(_)
            | Self::List(_)
            | Self::Table(_)
            | Self::Ledger(..)
            | Self::Results(_)
            | Self::Section(_)
            | Self::Items(..)
            | Self::Group(_)
            | Self::Marks(_)
            | Self::Picture(_)
            | Self::Remark(_)
            | Self::Note(_) => None,
        }
    }
}

/// A picture, in each syntax that a format may take.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// What it shows, in words.
    pub title: String,
    /// Its width, in pixels.
    pub width: f64,
    /// As an SVG element.
    pub svg: String,
    /// As a `tikzpicture`.
    pub tikz: String,
}

impl Drawn {
    /// What stands in the place of the picture where a format draws none.
    pub fn in_words(&self) -> Inline {
        Inline::new().text(format!(
            "A picture: {}. It is drawn in HTML, LaTeX and Typst, and into a file by --plot or --graph.",
            self.title
        ))
    }
}

/// The sizes of the rows of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sizes {
    /// The logarithm to base 10 of each row's size; nothing for rows left out.
    pub log10: Vec<Option<f64>>,
    /// Columns that may be left out where the page is narrow, those first that are missed least.
    pub spare: Vec<usize>,
    /// Whether its titles are the heading of a section.
    pub heads: bool,
}

/// One line of a block of equations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The left side; nothing where the line goes on from the one before.
    pub left: Layout,
    /// The sign between the sides.
    pub relation: Relation,
    /// The right side.
    pub right: Layout,
    /// Why it holds.
    pub reason: Option<Inline>,
}

/// A sign between two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// =
    Equal,
    /// ≈
    About,
    /// ≤
    AtMost,
    /// <
    Less,
    /// Nothing: lines are left out here.
    None,
}

/// Rows of mathematics under titles. The first column names what the others are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// A title for each column.
    pub titles: Vec<Inline>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A cell for each column.
    Cells(Vec<Layout>),
    /// So many rows are left out here.
    LeftOut(usize),
}

/// What a piece of text is about, for colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Something holds.
    Good,
    /// Something to beware of.
    Warning,
    /// Something is wrong.
    Bad,
    /// A heading.
    Strong,
    /// The name of a rule, which stands back.
    Dim,
}

/// Text with mathematics in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    /// Its pieces.
    pub pieces: Vec<Span>,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Text(String),
    /// Mathematics.
    Math(Layout),
    /// Words with a role.
    Role(Role, String),
    /// What the reader typed, where the page is text; as mathematics elsewhere.
    Typed(String, Layout),
    /// The number of an equation of the page, by its label; nothing in formats that number none.
    Reference(String),
}

impl Inline {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Words.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.pieces.push(Span::Text(text.into()));
        self
    }

    /// Mathematics.
    #[must_use]
    pub fn math(mut self, math: Layout) -> Self {
        self.pieces.push(Span::Math(math));
        self
    }

    /// Words with a role.
    #[must_use]
    pub fn role(mut self, role: Role, text: impl Into<String>) -> Self {
        self.pieces.push(Span::Role(role, text.into()));
        self
    }

    /// What the reader typed, and the same as mathematics.
    #[must_use]
    pub fn typed(mut self, text: impl Into<String>, math: Layout) -> Self {
        self.pieces.push(Span::Typed(text.into(), math));
        self
    }

    /// The number of an equation.
    #[must_use]
    pub fn reference(mut self, label: impl Into<String>) -> Self {
        self.pieces.push(Span::Reference(label.into()));
        self
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Another, after this.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }
}

impl From<&str> for Inline {
    fn from(text: &str) -> Self {
        Self::new().text(text)
    }
}
