//! Pictures of a report: products factor by factor, the network with the size of each factor, courses of trainings.
//!
//! - [`products`]: the logarithm of the product so far against the factor, a line for each number format; courses of
//!   trainings below;
//! - [`network`]: the network of what was derived, with each factor on its edge and its size as colour and width;
//! - [`Picture`]: lines, circles and labels at places, written as [`svg`] or as [`tikz`].
//!
//! A picture is a function of a report, the same to the byte on every run: no font is looked at, and no clock.
//!
//! Absent on purpose: numbers that a report does not hold.

#![warn(clippy::wildcard_enum_match_arm)]

mod axis;
mod course;
mod graph;
mod label;
mod layers;
mod picture;
mod product;
mod scale;
pub mod svg;
pub mod tikz;

pub use picture::Picture;

use chainrule_work::Report;

/// So many derivations are drawn one below the other, at most.
const MOST_PANELS: usize = 6;

/// The products of a report, and the courses of its trainings, one below the other; nothing where there are no numbers to
/// draw.
pub fn products(report: &Report) -> Option<Picture> {
    let mut panels: Vec<Picture> = product::panels(report, MOST_PANELS);
    let left = MOST_PANELS.saturating_sub(panels.len()).max(1);
    panels.extend(course::panels(report, left));
    Picture::stacked(panels)
}

/// The network of what was derived; nothing where nothing was derived along edges.
pub fn network(report: &Report) -> Option<Picture> {
    graph::picture(report)
}
