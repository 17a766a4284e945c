//! Numbers drawn for members: `given W[i,j] ~ normal(0, 0.1) seed 7`.

use rustc_hash::{FxHashMap, FxHashSet};

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::graph::{ExprId, SymbolId};
use chainrule_symbolic::network::FamilyId;

use super::super::fraction::fraction;
use super::super::{Resolver, expected};
use crate::expression::{Reader, Wrong};
use crate::family::random::{Distribution, deviation};
use crate::lexer::Kind;

/// A distribution as written.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct RandomValues {
    kind: DistributionKind,
    pub(in crate::resolve) arguments: Vec<(ExprId, Span)>,
    seed: u64,
    span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DistributionKind {
    Normal,
    Uniform,
    XavierNormal,
    XavierUniform,
    HeNormal,
    HeUniform,
}

/// The names, the kind that each is, and the least and the greatest number of arguments.
const KINDS: &[(&str, DistributionKind, usize, usize, &str)] = &[
    ("normal", DistributionKind::Normal, 2, 2, "normal(mean, deviation)"),
    ("uniform", DistributionKind::Uniform, 2, 2, "uniform(low, high)"),
    ("xavier", DistributionKind::XavierUniform, 0, 2, "xavier_uniform"),
    ("xavier_uniform", DistributionKind::XavierUniform, 0, 2, "xavier_uniform"),
    ("xavier_normal", DistributionKind::XavierNormal, 0, 2, "xavier_normal"),
    ("he", DistributionKind::HeNormal, 0, 1, "he_normal"),
    ("he_normal", DistributionKind::HeNormal, 0, 1, "he_normal"),
    ("he_uniform", DistributionKind::HeUniform, 0, 1, "he_uniform"),
];

/// How many inputs and outputs a weight's layer has.
#[derive(Clone, Copy, Debug)]
pub(in crate::resolve) struct Fans {
    inputs: u64,
    outputs: u64,
}

/// The fans of all layers of a family, by the indices before the last two.
pub(in crate::resolve) type FansByLayer = FxHashMap<Vec<i64>, Fans>;

/// What follows `~`: `normal(0, 0.1) seed 7`.
pub(in crate::resolve) fn distribution(reader: &mut Reader<'_>) -> Result<RandomValues, Wrong> {
    let start = reader.here();
    let name = match reader.peek() {
        Some(Kind::Name(id)) => reader.names.text(id),
        Some(_) | None => return Err(expected(reader, "a distribution such as `normal(0, 1)` after `~`")),
    };
    let Some(&(_, kind, least, most, shape)) = KINDS.iter().find(|(word, ..)| *word == name) else {
        let words: Vec<&str> = KINDS.iter().map(|(word, ..)| *word).collect();
        let message = format!("there is no distribution `{name}`");
        return Err(wrong(start, message, &format!("numbers are drawn by {}", words.join(", "))));
    };
    reader.at += 1;
    let mut arguments = Vec::new();
    let mut end = start;
    if reader.peek() == Some(Kind::Open(b'(')) {
        reader.at += 1;
        loop {
            arguments.push(reader.expression()?);
            end = reader.here();
            match reader.peek() {
                Some(Kind::Comma) => reader.at += 1,
                Some(Kind::Close(b')')) => break,
                Some(_) | None => return Err(expected(reader, "`,` or `)`")),
            }
        }
        reader.at += 1;
    }
    let span = start.to(end);
    let count = arguments.len();
    if count < least
        || count > most
        || (kind == DistributionKind::XavierNormal || kind == DistributionKind::XavierUniform) && count == 1
    {
        let message = format!("`{name}` is written `{shape}`");
        let help = if least == 2 {
            format!("write `~ {shape} seed 7`")
        } else if most == 1 {
            format!("write `{name}`, or `{name}(inputs)` with the number of inputs")
        } else {
            format!("write `{name}`, or `{name}(inputs, outputs)` with their numbers")
        };
        return Err(wrong(span, message, &help));
    }
    let is_seed = matches!(reader.peek(), Some(Kind::Name(id)) if reader.names.text(id) == "seed");
    if !is_seed {
        let place = if reader.peek().is_some() { reader.here() } else { Span::at(span.end as usize) };
        let help = "write `seed 7` behind it: the same seed gives the same numbers everywhere";
        return Err(wrong(place, "expected a seed".to_owned(), help));
    }
    reader.at += 1;
    let seed_span = reader.here();
    let seed = match reader.peek() {
        Some(Kind::Number) => reader.text_of(seed_span).replace('_', "").parse().ok(),
        Some(_) | None => None,
    };
    let Some(seed) = seed else {
        let message = "a seed is a whole number, from 0 up to 2^64 - 1".to_owned();
        return Err(wrong(seed_span, message, "write `seed 7`"));
    };
    reader.at += 1;
    Ok(RandomValues { kind, arguments, seed, span: span.to(seed_span) })
}

fn wrong(span: Span, message: String, help: &str) -> Wrong {
    Box::new(Diagnostic::error(&code::BAD_DISTRIBUTION, span, message).help(help))
}

impl Resolver<'_> {
    /// Draws the number of one member.
    pub(in crate::resolve) fn draw(
        &mut self,
        symbol: SymbolId,
        fill: &RandomValues,
        span: Span,
    ) -> Result<(), Wrong> {
        let mut numbers = Vec::new();
        for &(id, place) in &fill.arguments {
            let id = self.without_constants(id);
            let Some(number) = fraction(&self.graph, id) else {
                let help = "write a decimal number, or one of `he_normal`, `xavier_uniform`, …";
                return Err(wrong(place, "expected a fraction here, such as 0.1 or 1/3".to_owned(), help));
            };
            numbers.push(number);
        }
        let distribution = match (fill.kind, numbers.as_slice()) {
            (DistributionKind::Normal, [mean, deviation]) => {
                if deviation.is_negative() {
                    let place = fill.arguments[1].1;
                    let message = "a standard deviation is not below 0".to_owned();
                    return Err(wrong(place, message, "write `normal(mean, deviation)`"));
                }
                Distribution::Normal(mean.clone(), deviation.clone())
            }
            (DistributionKind::Uniform, [low, high]) => {
                if low >= high {
                    let message = format!("no number lies from {low} up to {high}");
                    return Err(wrong(fill.span, message, "put the smaller end first"));
                }
                Distribution::Uniform(low.clone(), high.clone())
            }
            (kind, numbers) => {
                let fans = self.fans(symbol, numbers, fill)?;
                by_fans(kind, fans).ok_or_else(|| {
                    wrong(fill.span, "the layer has too many members".to_owned(), "write `normal(0, …)`")
                })?
            }
        };
        let number = distribution.draw(fill.seed, self.graph.name(symbol).as_str());
        let value = self.graph.number(number);
        self.value(symbol, value, false, span)
    }

    /// The numbers of inputs and outputs: as written, or those of the layer that a weight belongs to.
    fn fans(&mut self, symbol: SymbolId, numbers: &[Rational], fill: &RandomValues) -> Result<Fans, Wrong> {
        let count = |number: &Rational, place: Span| {
            let whole =
                number.to_i64().filter(|_| number.is_integer()).and_then(|whole| u64::try_from(whole).ok());
            whole.filter(|&whole| whole > 0 && whole < 1 << 32).ok_or_else(|| {
                wrong(
                    place,
                    format!("{number} is no number of inputs or outputs"),
                    "write a whole number above 0",
                )
            })
        };
        if let Some(inputs) = numbers.first() {
            let inputs = count(inputs, fill.arguments[0].1)?;
            let outputs = match numbers.get(1) {
                Some(outputs) => count(outputs, fill.arguments[1].1)?,
                None => 1,
            };
            return Ok(Fans { inputs, outputs });
        }
        let member = self.builder.families().of(symbol).filter(|member| member.indices.len() >= 2);
        let Some(member) = member else {
            let name = self.graph.name(symbol);
            let message =
                format!("`{name}` has no two indices, so its numbers of inputs and outputs are not known");
            let help = match fill.kind {
                DistributionKind::HeNormal | DistributionKind::HeUniform => {
                    "write the number of inputs: `he_normal(3)`"
                }
                DistributionKind::XavierNormal
                | DistributionKind::XavierUniform
                | DistributionKind::Normal
                | DistributionKind::Uniform => {
                    "write the numbers of inputs and outputs: `xavier_uniform(3, 2)`"
                }
            };
            return Err(wrong(fill.span, message, help));
        };
        let (family, layer) = (member.family, member.indices[..member.indices.len() - 2].to_vec());
        if !self.families.fans.contains_key(&family) {
            let fans = self.fans_of(family);
            self.families.fans.insert(family, fans);
        }
        self.families.fans[&family].get(&layer).copied().ok_or_else(|| {
            let name = self.graph.name(symbol);
            let message = format!("no equation of this worksheet has `{name}`, so its layer is not known");
            wrong(fill.span, message, "let the indices run over the members that are used")
        })
    }

    /// How many values the last index (the inputs) and the one before it (the outputs) take in each layer.
    fn fans_of(&self, family: FamilyId) -> FansByLayer {
        let mut seen: FxHashMap<Vec<i64>, (FxHashSet<i64>, FxHashSet<i64>)> = FxHashMap::default();
        for indices in self.known_members(family) {
            if let [layer @ .., output, input] = indices {
                let (inputs, outputs) = seen.entry(layer.to_vec()).or_default();
                inputs.insert(*input);
                outputs.insert(*output);
            }
        }
        let count = |set: FxHashSet<i64>| set.len() as u64;
        seen.into_iter()
            .map(|(layer, (inputs, outputs))| {
                (layer, Fans { inputs: count(inputs), outputs: count(outputs) })
            })
            .collect()
    }
}

/// Glorot and Bengio 2010, equation 16, and He and others 2015, equation 10; the uniform and normal variants have the
/// same variance: the bound of the uniform one is the square root of 3 times the deviation.
fn by_fans(kind: DistributionKind, Fans { inputs, outputs }: Fans) -> Option<Distribution> {
    let both = inputs.checked_add(outputs)?;
    Some(match kind {
        DistributionKind::XavierNormal => Distribution::Normal(Rational::zero(), deviation(2, both)?),
        DistributionKind::HeNormal => Distribution::Normal(Rational::zero(), deviation(2, inputs)?),
        DistributionKind::XavierUniform => between(deviation(6, both)?),
        DistributionKind::HeUniform => between(deviation(6, inputs)?),
        DistributionKind::Normal | DistributionKind::Uniform => return None,
    })
}

fn between(bound: Rational) -> Distribution {
    Distribution::Uniform(-&bound, bound)
}
