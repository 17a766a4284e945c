//! What a page says, before it is text or LaTeX.

use crate::argument::{Chain, FactorLine, Forward, ForwardLine, Outcome, Product, Section, Working};
use crate::inline::{Inline, Line};
use crate::layout::Layout;

/// A page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Its parts, in order.
    pub blocks: Vec<Block>,
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
