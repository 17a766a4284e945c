//! The courses of trainings: the loss and what is watched, over the steps.

use chainrule_number::Value;
use chainrule_render::Typesetter;
use chainrule_work::found::{End, Observed};
use chainrule_work::{Report, TrainingReport, UpdateOutcome};

use super::axis::{Frame, SMALL};
use super::label::Label;
use super::picture::{Anchor, Colour, Picture, Point, Stroke};
use super::scale::{Scale, whole_range};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 300.0;

/// The colours and dashes of what is drawn, the loss first.
const LINES: &[(Colour, &[f64])] = &[
    (Colour(0x00, 0x72, 0xb2), &[]),
    (Colour(0xd5, 0x5e, 0x00), &[6.0, 3.0]),
    (Colour(0x00, 0x9e, 0x73), &[3.0, 3.0]),
    (Colour(0xcc, 0x79, 0xa7), &[9.0, 3.0, 2.0, 3.0]),
    (Colour(0xe6, 0x9f, 0x00), &[1.5, 2.5]),
];

/// The trainings of a report, so many at most: the loss of each on a scale of powers of ten, and what is watched below.
pub(crate) fn panels(report: &Report, most: usize) -> Vec<Picture> {
    let trainings = report.updates.iter().filter_map(|update| match &update.outcome {
        UpdateOutcome::Training(training) => Some(training),
        UpdateOutcome::Step(_) => None,
    });
    trainings
        .flat_map(|training| [loss(report, training), watched(report, training)])
        .flatten()
        .take(most)
        .collect()
}

/// A quantity over the steps.
struct Series {
    label: Label,
    /// The step, and the number there; nothing from where there is none.
    points: Vec<(f64, f64)>,
}

fn series(
    report: &Report,
    training: &TrainingReport,
    place: usize,
    number: impl Fn(&Value) -> f64,
) -> Series {
    let setter = Typesetter::new(report.graph(), &report.notations);
    let mut points = Vec::new();
    for snapshot in &training.curve {
        if let Some(Observed::Value(value)) = snapshot.values.get(place) {
            let number = number(value);
            if number.is_finite() {
                points.push((steps(snapshot.step), number));
            }
        }
    }
    Series { label: Label::math(&setter.name(training.noted[place])), points }
}

/// A number of steps as a float.
#[expect(clippy::cast_precision_loss, reason = "a place on a picture")]
fn steps(count: u64) -> f64 {
    count as f64
}

fn loss(report: &Report, training: &TrainingReport) -> Option<Picture> {
    let loss = series(report, training, 0, Value::log10_abs);
    let range = whole_range(loss.points.iter().map(|point| point.1))?;
    let (mut picture, frame) = framed(report, training, "Loss over the steps", 0);
    let down = Scale::new(range, [frame.bottom - 6.0, frame.top + 6.0]);
    frame.powers(&mut picture, &down);
    draw(&mut picture, training, frame, &down, vec![loss]);
    Some(picture)
}

fn watched(report: &Report, training: &TrainingReport) -> Option<Picture> {
    let all: Vec<Series> = (1..training.noted.len())
        .take(LINES.len())
        .map(|place| series(report, training, place, nearest))
        .collect();
    let numbers = || all.iter().flat_map(|series| &series.points).map(|point| point.1);
    let (low, high) = (numbers().fold(f64::INFINITY, f64::min), numbers().fold(f64::NEG_INFINITY, f64::max));
    if !low.is_finite() || !high.is_finite() {
        return None;
    }
    let room = if high > low { (high - low) * 0.05 } else { high.abs().max(1.0) * 0.5 };
    let (mut picture, frame) = framed(report, training, "What is watched, over the steps", 1);
    let down = Scale::new([low - room, high + room], [frame.bottom, frame.top]);
    frame.numbers(&mut picture, &down);
    draw(&mut picture, training, frame, &down, all);
    Some(picture)
}

fn framed(report: &Report, training: &TrainingReport, words: &str, first: usize) -> (Picture, Frame) {
    let names: Vec<String> =
        training.noted[first..].iter().map(|&symbol| report.graph().name(symbol).to_string()).collect();
    let arithmetic = training.format.map_or("exact fractions", |format| format.name);
    let title = format!("{words}, in {arithmetic}");
    let mut picture = Picture::new(WIDTH, HEIGHT, format!("{title}: {}", names.join(", ")));
    picture.text((16.0, 18.0), Label::words(&title), Anchor::Start, 13.0, Colour::BLACK);
    (picture, Frame { left: 68.0, right: WIDTH - 16.0, top: 46.0, bottom: HEIGHT - 40.0 })
}

fn draw(picture: &mut Picture, training: &TrainingReport, frame: Frame, down: &Scale, all: Vec<Series>) {
    let horizontal = Scale::new([0.0, steps(training.steps).max(1.0)], [frame.left, frame.right]);
    frame.steps(picture, &horizontal);
    let mut x = frame.right;
    for (series, &(colour, dashes)) in all.into_iter().zip(LINES).rev() {
        let stroke = Stroke { colour, width: 1.8, dashes };
        let points: Vec<Point> = series
            .points
            .iter()
            .map(|&(step, number)| (horizontal.place(step), down.place(number)))
            .collect();
        picture.line(points, stroke);
        let width = series.label.width(SMALL);
        picture.text((x, 34.0), series.label, Anchor::End, SMALL, Colour::BLACK);
        picture.line(vec![(x - width - 32.0, 30.5), (x - width - 6.0, 30.5)], stroke);
        x -= width + 46.0;
    }
    if let End::Diverged { step, .. } = training.history.end {
        let x = horizontal.place(steps(step));
        let stroke = Stroke { colour: Colour::GREY, width: 0.8, dashes: &[3.0, 3.0] };
        picture.line(vec![(x, frame.top), (x, frame.bottom)], stroke);
        let label = Label::words(&format!("diverged in step {step}"));
        let (x, anchor) = if x > f64::midpoint(frame.left, frame.right) {
            (x - 5.0, Anchor::End)
        } else {
            (x + 5.0, Anchor::Start)
        };
        picture.text((x, frame.top + 10.0), label, anchor, SMALL, Colour::GREY);
    }
}

/// A number as a float, for a place on a picture.
fn nearest(value: &Value) -> f64 {
    match value {
        Value::Exact(exact) => exact.to_f64(),
        Value::Enclosed(enclosure) => f64::midpoint(enclosure.lower().to_f64(), enclosure.upper().to_f64()),
    }
}
