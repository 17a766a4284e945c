//! The network with each factor on its edge, its size as colour and width.

use chainrule_number::Value;
use chainrule_render::{Layout, Typesetter};
use chainrule_symbolic::derivation::FactorId;
use chainrule_symbolic::graph::SymbolId;
use chainrule_work::Report;
use rustc_hash::{FxHashMap, FxHashSet};

use super::axis::SMALL;
use super::label::Label;
use super::layers::{Cell, Column, Layers};
use super::picture::{Anchor, Colour, Picture, Point, Shape, Stroke};
use super::product::short;

/// More edges than this are not looked at.
const MOST_EDGES: usize = 20_000;

/// Between columns, and between rows.
const ACROSS: f64 = 122.0;
const DOWN: f64 = 74.0;

/// The radius of a quantity, and the room around all of them.
const RADIUS: f64 = 19.0;
const ROOM: f64 = 34.0;

/// Above the first row.
const TOP: f64 = 40.0;

/// From one line of a label to the next.
const LINE: f64 = 12.0;

/// Sizes from 10^−3 to 10^3 have colours of their own.
const DECADES: f64 = 3.0;

/// With more edges than this between two columns, only numbers stand on them.
const FEW_EDGES: usize = 3;

const SMALLER: Colour = Colour(0x21, 0x66, 0xac);
const LARGER: Colour = Colour(0xb2, 0x18, 0x2b);
const EVEN: Colour = Colour(0x99, 0x99, 0x99);

/// One factor on its edge.
struct Edge<'r> {
    child: SymbolId,
    parent: SymbolId,
    id: FactorId,
    value: Option<&'r Value>,
}

/// The network of all derivations of a report.
pub(crate) fn picture(report: &Report) -> Option<Picture> {
    let edges = edges(report);
    if edges.is_empty() {
        return None;
    }
    let ends: Vec<[SymbolId; 2]> = edges.iter().map(|edge| [edge.child, edge.parent]).collect();
    let layers = Layers::of(report.calculus().network(), &ends);
    let rows = layers.cells.values().map(|cell| cell.row + 1).max().unwrap_or(1);
    let width = ROOM * 2.0 + RADIUS * 2.0 + ACROSS * count(layers.columns.len().saturating_sub(1));
    let width = width.max(360.0);
    let height = TOP + DOWN * count(rows) + 44.0;
    let drawing = Drawing { report, layers: &layers, rows };
    let mut picture = Picture::new(width, height, "The network with the size of each factor".to_owned());
    let mut between: FxHashMap<usize, usize> = FxHashMap::default();
    for edge in &edges {
        if let Some(cell) = layers.cells.get(&edge.parent) {
            *between.entry(cell.column).or_insert(0) += 1;
        }
    }
    // Lines first: labels lie over them.
    let middles: Vec<Option<Middle>> = edges.iter().map(|edge| drawing.edge(&mut picture, edge)).collect();
    for (edge, middle) in edges.iter().zip(middles) {
        if let Some(middle) = middle {
            drawing.factor(&mut picture, edge, middle, &between);
        }
    }
    drawing.quantities(&mut picture);
    let title = Label::words("The network, with each factor on its edge");
    picture.text((16.0, 20.0), title, Anchor::Start, 13.0, Colour::BLACK);
    if edges.iter().any(|edge| edge.value.is_some()) {
        legend(&mut picture, height - 16.0);
    }
    Some(picture)
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The factors of all derivations and gradients, each once, in the order met.
fn edges(report: &Report) -> Vec<Edge<'_>> {
    let mut seen: FxHashSet<FactorId> = FxHashSet::default();
    let mut edges = Vec::new();
    let of_derivations = report
        .derivations
        .iter()
        .filter(|derivation| !derivation.is_refuted() && derivation.derivation.has_factors());
    let factors = of_derivations.flat_map(|derivation| &derivation.factors);
    let of_gradients = report
        .gradients
        .iter()
        .filter(|gradient| !gradient.is_refuted())
        .flat_map(|gradient| &gradient.factors);
    for factor in factors.chain(of_gradients) {
        if edges.len() == MOST_EDGES {
            break;
        }
        if seen.insert(factor.id) {
            let edge = report.calculus().factor(factor.id);
            edges.push(Edge {
                child: edge.child,
                parent: edge.parent,
                id: factor.id,
                value: factor.value.as_deref(),
            });
        }
    }
    edges
}

/// Where the label of an edge stands.
#[derive(Clone, Copy)]
struct Middle {
    at: Point,
    column: usize,
    is_level: bool,
}

struct Drawing<'a> {
    report: &'a Report,
    layers: &'a Layers,
    rows: usize,
}

impl Drawing<'_> {
    fn setter(&self) -> Typesetter<'_> {
        Typesetter::new(self.report.graph(), &self.report.notations)
    }

    /// Where a cell lies: columns are centred.
    fn place(&self, cell: Cell) -> Point {
        let occupied = match &self.layers.columns[cell.column] {
            Column::Quantities { symbols, left_out } => symbols.len() + usize::from(*left_out > 0),
            Column::Gap(_) => 1,
        };
        let above = count(self.rows - occupied.min(self.rows)) / 2.0;
        (ROOM + RADIUS + ACROSS * count(cell.column), TOP + DOWN * 0.5 + DOWN * (above + count(cell.row)))
    }

    /// The line of an edge, and where its label stands; nothing where an end is left out.
    fn edge(&self, picture: &mut Picture, edge: &Edge<'_>) -> Option<Middle> {
        let from = *self.layers.cells.get(&edge.parent)?;
        let to = *self.layers.cells.get(&edge.child)?;
        let [first, last] = [from.column.min(to.column), from.column.max(to.column)];
        if self.layers.columns[first..last].iter().any(|column| matches!(column, Column::Gap(_))) {
            return None;
        }
        let stroke = stroke(edge.value);
        let (start, end) = (self.place(from), self.place(to));
        let span = last - first;
        let is_level = (start.1 - end.1).abs() < 0.01;
        let (at, last) = if span > 1 {
            // Over the quantities between, in a bow.
            let lift = 26.0 + 10.0 * count(span);
            let control = (f64::midpoint(start.0, end.0), f64::midpoint(start.1, end.1) - 2.0 * lift);
            let start = towards(start, control, RADIUS);
            let points: Vec<Point> =
                (0..=12).map(|step| bow(start, control, end, f64::from(step) / 14.0)).collect();
            let last = *points.last().unwrap_or(&start);
            picture.line(points, stroke);
            (bow(start, control, end, 0.5), last)
        } else {
            let start = towards(start, end, RADIUS);
            // Labels of lines that cross stand at different parts of them.
            let part = [0.5, 0.3, 0.66][(from.row * 2 + to.row) % 3];
            let part = if is_level { 0.45 } else { part };
            ((start.0 + (end.0 - start.0) * part, start.1 + (end.1 - start.1) * part), start)
        };
        let tip = towards(end, last, RADIUS + 1.0);
        picture.shapes.push(Shape::Arrow { from: last, to: tip, stroke });
        Some(Middle { at, column: from.column, is_level: span == 1 && is_level })
    }

    /// The factor above its edge, and its number below; on lines that are not level on a white ground.
    fn factor(
        &self,
        picture: &mut Picture,
        edge: &Edge<'_>,
        middle: Middle,
        between: &FxHashMap<usize, usize>,
    ) {
        let factor = self.report.calculus().factor(edge.id);
        let result = Label::math(&self.setter().expression(factor.result));
        let is_crowded = between.get(&middle.column).copied().unwrap_or(0) > FEW_EDGES;
        let has_room = result.width(SMALL) < ACROSS - RADIUS * 2.0 - 8.0;
        let number = edge.value.map(|value| Label::math(&short(value)));
        let formula = Some(result).filter(|_| has_room && !(is_crowded && number.is_some()));
        let (x, y) = middle.at;
        if middle.is_level {
            for (label, y) in [(formula, y - 7.0), (number, y + 15.0)] {
                if let Some(label) = label {
                    picture.text((x, y), label, Anchor::Middle, SMALL, Colour::BLACK);
                }
            }
            return;
        }
        let lines: Vec<Label> = formula.into_iter().chain(number).collect();
        let half = count(lines.len().saturating_sub(1)) * LINE / 2.0;
        for (place, label) in lines.into_iter().enumerate() {
            boxed(picture, label, (x, y - half + LINE * count(place)));
        }
    }

    fn quantities(&self, picture: &mut Picture) {
        let mut cells: Vec<(&SymbolId, &Cell)> = self.layers.cells.iter().collect();
        cells.sort_unstable_by_key(|(_, cell)| (cell.column, cell.row));
        for (&symbol, &cell) in cells {
            let at = self.place(cell);
            picture.shapes.push(Shape::Disc { at, radius: RADIUS, fill: Colour::WHITE, rim: Colour::BLACK });
            let label = Label::math(&self.setter().name(symbol));
            let size = (RADIUS * 1.8 / label.width(1.0).max(1.0)).clamp(5.0, 13.0);
            picture.text((at.0, at.1 + size * 0.35), label, Anchor::Middle, size, Colour::BLACK);
        }
        for (place, column) in self.layers.columns.iter().enumerate() {
            match column {
                Column::Quantities { left_out: 0, .. } => {}
                Column::Quantities { symbols, left_out } => {
                    let row = symbols.len().div_ceil(2);
                    let at = self.place(Cell { column: place, row });
                    let label = Label::words(&format!("{left_out} more"));
                    picture.text((at.0, at.1 + 3.5), label, Anchor::Middle, SMALL, Colour::GREY);
                }
                Column::Gap(columns) => {
                    let at = self.place(Cell { column: place, row: 0 });
                    picture.text(at, Label::words("…"), Anchor::Middle, 20.0, Colour::GREY);
                    let label = Label::words(&format!("{columns} columns"));
                    picture.text((at.0, at.1 + 18.0), label, Anchor::Middle, SMALL, Colour::GREY);
                }
            }
        }
    }
}

/// A label on a white ground.
fn boxed(picture: &mut Picture, label: Label, at: Point) {
    let size = (label.width(SMALL) + 3.0, SMALL + 2.0);
    let corner = (at.0 - size.0 / 2.0, at.1 - size.1 / 2.0);
    picture.shapes.push(Shape::Area { at: corner, size, fill: Colour::WHITE });
    picture.text((at.0, at.1 + SMALL * 0.35), label, Anchor::Middle, SMALL, Colour::BLACK);
}

/// A place that lies so far from one place towards another.
fn towards(from: Point, to: Point, distance: f64) -> Point {
    let (along_x, down) = (to.0 - from.0, to.1 - from.1);
    let length = along_x.hypot(down).max(1e-9);
    (from.0 + along_x / length * distance, from.1 + down / length * distance)
}

/// A place on a bow.
fn bow(from: Point, control: Point, to: Point, part: f64) -> Point {
    let mix = |a: f64, b: f64, c: f64| {
        (1.0 - part) * (1.0 - part) * a + 2.0 * part * (1.0 - part) * b + part * part * c
    };
    (mix(from.0, control.0, to.0), mix(from.1, control.1, to.1))
}

/// The size of a factor as colour and width: blue below 1, red above, the wider the further; dotted where it is 0.
fn stroke(value: Option<&Value>) -> Stroke {
    let Some(value) = value else {
        return Stroke { colour: EVEN, width: 1.2, dashes: &[4.0, 3.0] };
    };
    let size = value.log10_abs();
    if size == f64::NEG_INFINITY {
        // Nothing passes here.
        return Stroke { colour: SMALLER, width: 1.4, dashes: &[2.0, 4.0] };
    }
    let size = size.clamp(-DECADES, DECADES);
    Stroke { colour: colour(size), width: 1.0 + size.abs() * 1.3, dashes: &[] }
}

fn colour(size: f64) -> Colour {
    let end = if size < 0.0 { SMALLER } else { LARGER };
    EVEN.between(end, size.abs() / DECADES * 0.8 + if size == 0.0 { 0.0 } else { 0.2 })
}

/// The sizes that the colours stand for.
fn legend(picture: &mut Picture, y: f64) {
    let mut x = 70.0;
    picture.text((16.0, y), Label::words("size"), Anchor::Start, SMALL, Colour::BLACK);
    for size in [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0] {
        let stroke = Stroke { colour: colour(size), width: 1.0 + f64::abs(size) * 1.3, dashes: &[] };
        picture.line(vec![(x - 14.0, y - 14.0), (x + 14.0, y - 14.0)], stroke);
        let layout = Layout::power_of_ten(size, 0);
        picture.text((x, y), Label::math(&layout), Anchor::Middle, SMALL, Colour::BLACK);
        x += 40.0;
    }
}
