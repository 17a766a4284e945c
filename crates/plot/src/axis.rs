//! The frame of a plot: a logarithmic axis with its marks.

use chainrule_render::Layout;

use super::label::Label;
use super::picture::{Anchor, Colour, Picture, Stroke};
use super::scale::Scale;

/// The size of letters on axes.
pub(crate) const SMALL: f64 = 10.0;

/// So many marks stand on an axis, at most.
const MOST_MARKS: usize = 8;

const PALE: Stroke = Stroke { colour: Colour::PALE, width: 0.6, dashes: &[] };

/// A round number, as it is written: with thin spaces between thousands, or a power of ten where it is very small or large.
fn plain(mark: f64) -> String {
    let size = mark.abs();
    if size != 0.0 && !(1e-3..1e7).contains(&size) {
        return format!("{mark:e}");
    }
    let text = format!("{mark:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, rest) =
        text.split_once('.').map_or((text, String::new()), |(whole, rest)| (whole, format!(".{rest}")));
    let digits: Vec<char> = whole.trim_start_matches('-').chars().collect();
    let mut grouped = String::new();
    for (place, digit) in digits.iter().enumerate() {
        if place > 0 && digits.len() > 4 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(*digit);
    }
    let sign = if text.starts_with('-') && text != "-0" { "-" } else { "" };
    format!("{sign}{grouped}{rest}")
}

/// Where a plot lies: left, right, top and bottom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

impl Frame {
    /// The powers of ten on the left, with a pale line at each.
    pub(crate) fn powers(&self, picture: &mut Picture, scale: &Scale) {
        // A power of ten has a whole exponent: between two of them nothing is marked.
        for mark in scale.marks(MOST_MARKS).into_iter().filter(|mark| mark.fract() == 0.0) {
            let y = scale.place(mark);
            let is_one = mark == 0.0;
            let colour = if is_one { Colour::GREY } else { Colour::PALE };
            let stroke = Stroke { colour, width: if is_one { 0.9 } else { 0.6 }, dashes: &[] };
            picture.line(vec![(self.left, y), (self.right, y)], stroke);
            let label = Label::math(&Layout::power_of_ten(mark, 0));
            picture.text((self.left - 6.0, y + SMALL * 0.35), label, Anchor::End, SMALL, Colour::BLACK);
        }
        self.sides(picture);
    }

    /// Numbers on the left, with a pale line at each.
    pub(crate) fn numbers(&self, picture: &mut Picture, scale: &Scale) {
        for mark in scale.marks(MOST_MARKS) {
            let y = scale.place(mark);
            picture.line(vec![(self.left, y), (self.right, y)], PALE);
            let label = Label::words(&plain(mark));
            picture.text((self.left - 6.0, y + SMALL * 0.35), label, Anchor::End, SMALL, Colour::BLACK);
        }
        self.sides(picture);
    }

    /// Numbers of steps below.
    pub(crate) fn steps(&self, picture: &mut Picture, scale: &Scale) {
        let stroke = Stroke { colour: Colour::BLACK, width: 0.7, dashes: &[] };
        for mark in scale.marks(MOST_MARKS).into_iter().filter(|mark| mark.fract() == 0.0) {
            let x = scale.place(mark);
            picture.line(vec![(x, self.bottom), (x, self.bottom + 4.0)], stroke);
            let label = Label::words(&plain(mark));
            picture.text((x, self.bottom + 16.0), label, Anchor::Middle, SMALL, Colour::BLACK);
        }
        let middle = f64::midpoint(self.left, self.right);
        picture.text(
            (middle, self.bottom + 32.0),
            Label::words("steps"),
            Anchor::Middle,
            SMALL,
            Colour::BLACK,
        );
    }

    /// The left and the lower side.
    pub(crate) fn sides(&self, picture: &mut Picture) {
        let stroke = Stroke { colour: Colour::BLACK, width: 0.9, dashes: &[] };
        picture
            .line(vec![(self.left, self.top), (self.left, self.bottom), (self.right, self.bottom)], stroke);
    }
}
