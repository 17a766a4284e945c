//! The logarithm of the product so far against the factor.

use chainrule_number::Value;
use chainrule_number::format::{Format, Held};
use chainrule_render::{Layout, Typesetter};
use chainrule_symbolic::derivation::FactorId;
use chainrule_work::Report;
use chainrule_work::factor_values::FactorValues;
use chainrule_work::found::{Ledger, Order};
use chainrule_work::report::DerivationReport;

use super::axis::{Frame, SMALL};
use super::label::Label;
use super::picture::{Anchor, Colour, Picture, Point, Shape, Stroke};
use super::scale::{Scale, whole_range};

/// A panel is so wide and, without the names of the factors, so high.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 300.0;

/// The names of factors are turned by so much, in degrees, and stand so far apart at least.
const TURNED: f64 = -50.0;
const BETWEEN_NAMES: f64 = 15.0;

/// Of more factors than this only some have places of their own in a line.
const MOST_PLACES: usize = 2_000;

/// Ends of a format are drawn where the product comes as near to them, in powers of ten.
const NEAR: f64 = 3.0;

/// The colours and dashes of formats, in the order of the columns. The colours are told apart by the colour-blind (Okabe
/// and Ito 2008).
const LINES: &[(Colour, &[f64])] = &[
    (Colour(0x00, 0x72, 0xb2), &[7.0, 4.0]),
    (Colour(0xd5, 0x5e, 0x00), &[3.0, 3.0]),
    (Colour(0x00, 0x9e, 0x73), &[9.0, 3.0, 2.0, 3.0]),
    (Colour(0xcc, 0x79, 0xa7), &[1.5, 3.0]),
    (Colour(0xe6, 0x9f, 0x00), &[5.0, 2.0]),
];

/// The products of a report that have numbers, so many at most.
pub(crate) fn panels(report: &Report, most: usize) -> Vec<Picture> {
    let mut panels = Vec::new();
    for (derivation, numerics) in report.derivations.iter().zip(&report.numerics) {
        for (place, ledger) in numerics.ledgers.iter().enumerate() {
            if panels.len() == most {
                return panels;
            }
            if ledger.factors.len() > 1 {
                let path = (numerics.ledgers.len() > 1).then_some(place + 1);
                panels.extend(panel(report, derivation, ledger, path));
            }
        }
    }
    panels
}

/// The product after so many factors: its logarithm, and what each format holds of it.
struct Stage {
    count: usize,
    exact: f64,
    held: Vec<Option<Held>>,
}

fn panel(
    report: &Report,
    derivation_report: &DerivationReport,
    ledger: &Ledger,
    path: Option<usize>,
) -> Option<Picture> {
    let values = FactorValues::of(derivation_report);
    let stages = stages(ledger, |id| values.get(id));
    let setter = Typesetter::new(report.graph(), &report.notations);
    let name = setter.expression(derivation_report.derivation.name);
    let names: Vec<(usize, Label)> = thinned(ledger.factors.len())
        .map(|place| {
            let factor = report.calculus().factor(ledger.factors[place]).name;
            (place, Label::math(&setter.expression(factor)))
        })
        .collect();
    let below = names.iter().map(|(_, name)| name.width(SMALL)).fold(0.0, f64::max);
    let below = below * (-TURNED).to_radians().sin() + 26.0;
    let title = format!("The product so far, {}", name.unicode());
    let mut picture = Picture::new(WIDTH, HEIGHT + below, title);
    let frame = Frame { left: 58.0, right: WIDTH - 16.0, top: 46.0, bottom: HEIGHT };
    let ends = ends(ledger, &stages);
    let heights =
        stages.iter().map(|stage| stage.exact).chain(ends.iter().map(|end| end.height)).chain([0.0]);
    let range = whole_range(heights)?;
    let down = Scale::new(range, [frame.bottom - 6.0, frame.top + 6.0]);
    let horizontal = Scale::new([0.0, count(ledger.factors.len())], [frame.left, frame.right]);
    frame.powers(&mut picture, &down);
    rules(&mut picture, frame, &down, &ends);
    lines(&mut picture, ledger, &stages, &horizontal, &down);
    factor_names(&mut picture, frame, &horizontal, names);
    let what = match (ledger.order, path) {
        (_, Some(path)) => format!("Product so far, path {path} of "),
        (Order::Backward, None) => "Product so far, from the target back: ".to_owned(),
        (Order::Forward, None) => "Product so far, from the input on: ".to_owned(),
    };
    picture.text((16.0, 18.0), Label::words_and_math(&what, &name), Anchor::Start, 13.0, Colour::BLACK);
    legend(&mut picture, ledger, frame.right);
    Some(picture)
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The product after some of the factors, the first and the last among them, and those at which something happens.
fn stages<'v>(ledger: &Ledger, value: impl Fn(FactorId) -> Option<&'v Value>) -> Vec<Stage> {
    let factors = ledger.factors.len();
    let stride = factors.div_ceil(MOST_PLACES).max(1);
    let mut places: Vec<usize> = (0..factors).step_by(stride).chain([factors - 1]).collect();
    for column in &ledger.columns {
        let events = [column.subnormal, column.zero, column.overflow];
        places.extend(events.into_iter().flatten().flat_map(|place| [place.saturating_sub(1), place]));
    }
    places.sort_unstable();
    places.dedup();
    let start = Stage { count: 0, exact: 0.0, held: vec![None; ledger.columns.len()] };
    let rows = ledger.rows_at(places, value);
    let rows = rows.map(|row| Stage { count: row.place + 1, exact: row.product.log10_abs(), held: row.held });
    [start].into_iter().chain(rows).collect()
}

/// An end of a format's range.
struct End {
    format: &'static Format,
    height: f64,
    line: usize,
    is_upper: bool,
}

/// The ends that a product passes or comes near to.
fn ends(ledger: &Ledger, stages: &[Stage]) -> Vec<End> {
    let finite = || stages.iter().map(|stage| stage.exact).filter(|exact| exact.is_finite());
    let (lowest, highest) = (finite().fold(0.0, f64::min), finite().fold(0.0, f64::max));
    let mut ends = Vec::new();
    for (line, column) in ledger.columns.iter().enumerate() {
        let smallest = column.format.smallest().to_rational().log10_abs();
        let largest = column.format.largest().to_rational().log10_abs();
        if lowest < smallest + NEAR {
            ends.push(End { format: column.format, height: smallest, line, is_upper: false });
        }
        if highest > largest - NEAR {
            ends.push(End { format: column.format, height: largest, line, is_upper: true });
        }
    }
    ends
}

fn rules(picture: &mut Picture, frame: Frame, down: &Scale, ends: &[End]) {
    for end in ends.iter().filter(|end| down.holds(end.height)) {
        let y = down.place(end.height);
        let colour = LINES[end.line % LINES.len()].0;
        picture.line(
            vec![(frame.left, y), (frame.right, y)],
            Stroke { colour, width: 0.8, dashes: &[2.0, 2.0] },
        );
        let (words, lift) = if end.is_upper {
            (format!("largest {} number", end.format.name), -4.0)
        } else {
            (format!("smallest {} number", end.format.name), 11.0)
        };
        picture.text((frame.right - 4.0, y + lift), Label::words(&words), Anchor::End, SMALL, colour);
    }
}

/// The line of the exact product, pale and wide, and that of each format over it.
fn lines(picture: &mut Picture, ledger: &Ledger, stages: &[Stage], horizontal: &Scale, down: &Scale) {
    let place = |stage: &Stage, height: f64| (horizontal.place(count(stage.count)), down.place(height));
    let exact: Vec<Point> = stages
        .iter()
        .filter(|stage| stage.exact.is_finite())
        .map(|stage| place(stage, stage.exact))
        .collect();
    picture.line(exact, Stroke { colour: Colour(0xbb, 0xbb, 0xbb), width: 5.0, dashes: &[] });
    for (at, column) in ledger.columns.iter().enumerate() {
        let (colour, dashes) = LINES[at % LINES.len()];
        let mut points: Vec<Point> = Vec::new();
        let mut lost = None;
        for stage in stages {
            let height = match stage.held.get(at).copied().flatten() {
                None if stage.count == 0 => Some(0.0),
                Some(Held::Finite(number)) if !number.is_zero() => Some(number.to_rational().log10_abs()),
                None | Some(Held::Finite(_) | Held::Infinite { .. } | Held::NotANumber) => None,
            };
            let Some(height) = height else {
                lost = lost.or(Some(stage));
                break;
            };
            points.push(place(stage, height));
        }
        let stroke = Stroke { colour, width: 1.8, dashes };
        let end = points.last().copied();
        picture.line(points, stroke);
        let Some(stage) = lost.filter(|_| column.product.is_some()) else { continue };
        // Where it ends, it ends in 0 or beyond the largest number.
        let (words, height) = match stage.held.get(at).copied().flatten() {
            Some(Held::Finite(_)) | None => ("0", column.format.smallest().to_rational().log10_abs()),
            Some(Held::Infinite { .. }) => ("∞", column.format.largest().to_rational().log10_abs()),
            Some(Held::NotANumber) => ("NaN", column.format.largest().to_rational().log10_abs()),
        };
        let at = place(stage, height);
        picture.line(end.into_iter().chain([at]).collect(), stroke);
        picture.shapes.push(Shape::Disc { at, radius: 3.4, fill: Colour::WHITE, rim: colour });
        let label = if words == "∞" {
            Label { unicode: "∞".to_owned(), latex: r"$\infty$".to_owned() }
        } else {
            Label::words(words)
        };
        picture.text((at.0 + 6.0, at.1 - 5.0), label, Anchor::Start, SMALL, colour);
    }
}

/// The places of the factors that are named: all, or as many as have room.
fn thinned(factors: usize) -> impl Iterator<Item = usize> {
    let room = ((WIDTH - 74.0) / BETWEEN_NAMES).floor();
    let stride = (count(factors) / room).ceil().max(1.0);
    (0..factors).filter(move |&place| count(place) % stride == 0.0)
}

fn factor_names(picture: &mut Picture, frame: Frame, horizontal: &Scale, names: Vec<(usize, Label)>) {
    for (place, label) in names {
        let x = horizontal.place(count(place + 1));
        let stroke = Stroke { colour: Colour::BLACK, width: 0.7, dashes: &[] };
        picture.line(vec![(x, frame.bottom), (x, frame.bottom + 4.0)], stroke);
        picture.shapes.push(Shape::Text {
            at: (x + 3.0, frame.bottom + 13.0),
            label,
            anchor: Anchor::End,
            size: SMALL,
            colour: Colour::BLACK,
            angle: TURNED,
        });
    }
}

fn legend(picture: &mut Picture, ledger: &Ledger, right: f64) {
    let mut x = right;
    let y = 34.0;
    let exact = ("exact", Stroke { colour: Colour(0xbb, 0xbb, 0xbb), width: 5.0, dashes: &[] });
    let formats = ledger.columns.iter().enumerate().map(|(at, column)| {
        let (colour, dashes) = LINES[at % LINES.len()];
        (column.format.name, Stroke { colour, width: 1.8, dashes })
    });
    let entries: Vec<(&str, Stroke)> = [exact].into_iter().chain(formats).collect();
    for (words, stroke) in entries.into_iter().rev() {
        let label = Label::words(words);
        let width = label.width(SMALL);
        picture.text((x, y), label, Anchor::End, SMALL, Colour::BLACK);
        picture.line(vec![(x - width - 32.0, y - 3.5), (x - width - 6.0, y - 3.5)], stroke);
        x -= width + 46.0;
    }
}

/// The layout of a number, for labels.
pub(crate) fn short(value: &Value) -> Layout {
    chainrule_render::value::number(value, Some(4))
}
