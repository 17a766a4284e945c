//! Notes proofread, and derivations woven into them.
//!
//! - [`proofread`](fn@proofread): each relation of a page, with its role and what was found;
//! - [`Line`]: one of them; [`FileReport`]: those of one file, written as [`text`], [`json`] or [`junit`];
//! - [`weave`](fn@weave): a file with the derivations of its worksheets below them;
//! - [`lay_out`](fn@lay_out): its worksheets laid out, and nothing else touched;
//! - [`mdbook`], [`pandoc`]: the same for what builds books and documents;
//! - [`check`](fn@check): a whole file, with the worksheets in it.
//!
//! Absent on purpose: files and printing.

mod applied;
mod arrays;
mod between;
mod blocks;
mod cases;
mod check;
mod continuity;
mod dependencies;
mod derivation;
mod desk;
mod differing;
mod earlier;
mod engine;
mod entries;
mod follow;
mod formula_slips;
mod generic;
mod given;
mod growth;
mod guarded;
mod heads;
mod holds_where;
mod identity;
mod kronecker;
mod layout;
mod lent;
mod letters;
mod limits;
mod line;
mod links;
mod naming;
mod notebook;
mod numbers;
mod numeric;
mod open_functions;
mod operands;
mod ordered;
mod place;
mod points;
mod proofread;
mod record;
mod relation;
mod report;
mod rounded_before;
mod shells;
mod side;
mod slips;
mod standing;
mod stood;
mod survey;
mod tally;
mod trees;
mod units;
mod weave;
mod words;
mod woven;
mod written;

pub use chainrule_latex::page::{FileKind, Page};
pub use check::{Kind, check, check_formula};
pub use derivation::Math;
pub use layout::{LaidOut, lay_out};
pub use line::{Line, Role, Verdict};
pub use proofread::{proofread, single};
pub use report::{Excerpt, FileReport, json, junit, text};
pub use shells::{mdbook, pandoc};
pub use weave::weave;
pub use woven::Woven;
