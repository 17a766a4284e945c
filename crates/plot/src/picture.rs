//! What is drawn, whatever the format.

use super::label::Label;

/// A place, in points from the upper left corner.
pub(crate) type Point = (f64, f64);

/// Something drawn.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// A line through some points.
    Line { points: Vec<Point>, stroke: Stroke },
    /// A line with an arrowhead at its end.
    Arrow { from: Point, to: Point, stroke: Stroke },
    /// A disc with a rim.
    Disc { at: Point, radius: f64, fill: Colour, rim: Colour },
    /// A rectangle without a rim, by its upper left corner and its size.
    Area { at: Point, size: Point, fill: Colour },
    /// A label.
    Text { at: Point, label: Label, anchor: Anchor, size: f64, colour: Colour, angle: f64 },
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stroke {
    pub(crate) colour: Colour,
    pub(crate) width: f64,
    /// The lengths of dashes and of the gaps between them; whole where there are none.
    pub(crate) dashes: &'static [f64],
}

/// Red, green and blue, from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colour(pub(crate) u8, pub(crate) u8, pub(crate) u8);

impl Colour {
    pub(crate) const BLACK: Self = Self(0x22, 0x22, 0x22);
    pub(crate) const GREY: Self = Self(0x77, 0x77, 0x77);
    pub(crate) const PALE: Self = Self(0xdd, 0xdd, 0xdd);
    pub(crate) const WHITE: Self = Self(0xff, 0xff, 0xff);

    /// As much of the way from one colour to another as `part` says.
    pub(crate) fn between(self, other: Self, part: f64) -> Self {
        let mix = |from: u8, to: u8| {
            let value = f64::from(from) + (f64::from(to) - f64::from(from)) * part.clamp(0.0, 1.0);
            whole(value.clamp(0.0, 255.0))
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

/// A number from 0 to 255, rounded.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and 255")]
fn whole(value: f64) -> u8 {
    value.round() as u8
}

/// Which end of a label lies at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture.
#[derive(Clone, Debug)]
pub struct Picture {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) shapes: Vec<Shape>,
    /// What it shows, in words.
    pub(crate) title: String,
}

/// Between pictures that stand one below the other.
const GAP: f64 = 18.0;

impl Picture {
    /// What it shows, in words.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Its width, in pixels.
    pub fn width(&self) -> f64 {
        self.width
    }

    pub(crate) fn new(width: f64, height: f64, title: String) -> Self {
        Self { width, height, shapes: Vec::new(), title }
    }

    pub(crate) fn line(&mut self, points: Vec<Point>, stroke: Stroke) {
        self.shapes.push(Shape::Line { points, stroke });
    }

    pub(crate) fn text(&mut self, at: Point, label: Label, anchor: Anchor, size: f64, colour: Colour) {
        self.shapes.push(Shape::Text { at, label, anchor, size, colour, angle: 0.0 });
    }

    /// Pictures one below the other; nothing where there is none.
    pub(crate) fn stacked(pictures: Vec<Self>) -> Option<Self> {
        let mut whole: Option<Self> = None;
        for picture in pictures {
            whole = Some(match whole {
                None => picture,
                Some(above) => above.above(picture),
            });
        }
        whole
    }

    fn above(mut self, below: Self) -> Self {
        let down = self.height + GAP;
        let moved = |(x, y): Point| (x, y + down);
        self.shapes.extend(below.shapes.into_iter().map(|shape| match shape {
            Shape::Line { points, stroke } => {
                Shape::Line { points: points.into_iter().map(moved).collect(), stroke }
            }
            Shape::Arrow { from, to, stroke } => Shape::Arrow { from: moved(from), to: moved(to), stroke },
            Shape::Disc { at, radius, fill, rim } => Shape::Disc { at: moved(at), radius, fill, rim },
            Shape::Area { at, size, fill } => Shape::Area { at: moved(at), size, fill },
            Shape::Text { at, label, anchor, size, colour, angle } => {
                Shape::Text { at: moved(at), label, anchor, size, colour, angle }
            }
        }));
        self.width = self.width.max(below.width);
        self.height = down + below.height;
        self.title.push_str("; ");
        self.title.push_str(&below.title);
        self
    }
}
