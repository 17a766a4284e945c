//! Derivations at an open size: `let N` without a value. The formula is compared at several sizes, which are named
//! wherever it is: that is evidence, and no proof for others.

use chainrule_diagnostic::Source;
use chainrule_parser::read_at;
use chainrule_symbolic::derivation::pattern::{Linear, Pattern, Template, general_pattern};
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::graph::{ExprId, SymbolId};
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashSet;

use super::finder::{Finder, is_taken};
use super::group::grouped;
use super::reported;
use crate::derived::{calculus_of, derive_all};
use crate::reported::pattern::{Judged, PatternReport};

/// The formula is read off these sizes,
const READ_AT: [i64; 4] = [4, 5, 6, 7];

/// … and compared at these, at those beside the numbers of the worksheet …
const COMPARED_AT: [i64; 8] = [8, 9, 10, 11, 12, 13, 16, 20];

/// … up to this one: where something begins or ends at a number, the formula may break there.
const LARGEST: i64 = 64;

/// So many quantities are derived at most to compare at sizes beside numbers.
const MOST_QUANTITIES: usize = 20_000;

/// A derivation with its size left open.
#[derive(Clone, Debug)]
pub struct OpenSizeReport {
    /// The size.
    pub size: SymbolId,
    /// The derivative, with the size in it, and with the index of a member where it stands for all of a family.
    pub name: ExprId,
    /// The members it stands for: the index, and its lowest and highest value.
    pub members: Option<(SymbolId, ExprId, ExprId)>,
    /// What it is.
    pub pattern: PatternReport,
    /// The sizes at which the worksheet was derived, and at which each factor was compared with this.
    pub holds_at: Vec<i64>,
}

/// What is asked for at one size: a derivative, or those by all members of a family.
struct Question {
    name: Template,
    members: Option<Members>,
    pattern: Option<Pattern>,
}

/// The index of the members, and its ends.
#[derive(Clone)]
struct Members {
    index: String,
    low: Linear,
    high: Linear,
}

/// What the derivations of a worksheet are at every size, where one size is left open.
pub(super) fn find(source: &Source, worksheet: &mut Worksheet, calculus: &Calculus) -> Vec<OpenSizeReport> {
    let [size] = worksheet.open_sizes.as_slice() else { return Vec::new() };
    let (size, name) = (size.symbol, size.name.clone());
    let mut at_sizes: Vec<(i64, Vec<Question>)> = Vec::new();
    let mut quantities = 0;
    for (value, is_beside) in sizes(source.text()) {
        if is_beside && quantities > MOST_QUANTITIES {
            continue;
        }
        let Some(mut worksheet) = read_at(source, &[(&name, value)]).worksheet else { return Vec::new() };
        quantities += worksheet.defined.len();
        at_sizes.push((value, questions(&mut worksheet)));
    }
    at_sizes.sort_by_key(|(value, _)| *value);
    let count = at_sizes.iter().map(|(_, questions)| questions.len()).min().unwrap_or(0);
    if at_sizes.iter().any(|(_, questions)| questions.len() != count) {
        return Vec::new();
    }
    let is_taken = is_taken(worksheet, calculus.network());
    let mut reports = Vec::new();
    for place in 0..count {
        let at_values: Vec<(i64, &Question)> =
            at_sizes.iter().map(|(value, questions)| (*value, &questions[place])).collect();
        let Some(general) = at_every_size(&name, &at_values) else { continue };
        let graph = &mut worksheet.graph;
        let members = general.members.map(|members| {
            let index = graph.intern(&members.index);
            (index, members.low.written(graph), members.high.written(graph))
        });
        reports.push(OpenSizeReport {
            size,
            name: general.name.written(graph),
            members,
            pattern: reported(graph, general.pattern, Judged::Compared, &is_taken),
            holds_at: at_values.iter().map(|(value, _)| *value).collect(),
        });
    }
    reports
}

/// The sizes at which a worksheet is read, in the order of their weight, and whether they lie beside one of its numbers.
fn sizes(text: &str) -> Vec<(i64, bool)> {
    let mut sizes: Vec<(i64, bool)> =
        READ_AT.into_iter().chain(COMPARED_AT).map(|value| (value, false)).collect();
    let is_word = |sign: char| sign.is_alphanumeric() || sign == '_' || sign == '.';
    // `30..N` begins with a number.
    let words = text.split(|sign: char| !is_word(sign)).flat_map(|word| word.split(".."));
    for word in words {
        let Ok(number) = word.parse::<i64>() else { continue };
        for value in number.saturating_sub(1)..=number.saturating_add(1) {
            let is_new = sizes.iter().all(|(other, _)| *other != value);
            if is_new && (READ_AT[0]..=LARGEST).contains(&value) {
                sizes.push((value, true));
            }
        }
    }
    sizes
}

/// A question with its answer at every size.
struct General {
    name: Template,
    members: Option<Members>,
    pattern: Pattern,
}

/// The question of which those at several sizes are cases; nothing where it does not hold at all of them.
fn at_every_size(size: &str, questions: &[(i64, &Question)]) -> Option<General> {
    let patterns: Vec<(i64, &Pattern)> = questions
        .iter()
        .map(|(value, question)| Some((*value, question.pattern.as_ref()?)))
        .collect::<Option<_>>()?;
    let found = general_pattern(size, &patterns)?;
    if found.holds_at.len() < questions.len() {
        return None;
    }
    let &[(first_at, first), (second_at, second), ..] = questions else { return None };
    let at = (first_at, second_at);
    let name = Template::generalised(&first.name, &second.name, size, at)?;
    let members = match (&first.members, &second.members) {
        (Some(one), Some(other)) => Some(Members {
            index: one.index.clone(),
            low: Linear::generalised(&one.low, &other.low, size, at)?,
            high: Linear::generalised(&one.high, &other.high, size, at)?,
        }),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => return None,
    };
    let holds = questions.iter().all(|(value, question)| {
        let value = Linear::constant(*value);
        let own_members = match (&members, &question.members) {
            (Some(general), Some(members)) => {
                general.low.with(size, &value).as_ref() == Some(&members.low)
                    && general.high.with(size, &value).as_ref() == Some(&members.high)
            }
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        own_members && name.with(size, &value).as_ref() == Some(&question.name)
    });
    holds.then_some(General { name, members, pattern: found.pattern })
}

/// Everything that a worksheet asks for, at its size.
fn questions(worksheet: &mut Worksheet) -> Vec<Question> {
    let mut calculus = calculus_of(worksheet, None);
    let derived = derive_all(worksheet, &mut calculus).chains;
    let mut finder = Finder::new(worksheet, calculus.network());
    let graph = &mut worksheet.graph;
    let all: Vec<&Derivation> = derived.iter().map(|(derivation, _)| derivation).collect();
    let patterns: Vec<Option<Pattern>> = all
        .iter()
        .map(|derivation| finder.pattern(graph, &calculus, derivation).map(|(pattern, _)| pattern))
        .collect();
    let patterns_found: Vec<Option<&Pattern>> = patterns.iter().map(Option::as_ref).collect();
    let mut questions: Vec<(usize, Question)> = Vec::new();
    let mut in_groups = FxHashSet::default();
    for found in grouped(&mut finder, graph, &calculus, &all, &patterns_found) {
        let (Some((low, place)), Some((high, _))) = (found.members.first(), found.members.last()) else {
            continue;
        };
        let members =
            Members { index: found.index, low: Linear::constant(*low), high: Linear::constant(*high) };
        in_groups.extend(found.members.iter().map(|(_, place)| *place));
        let question = Question { name: found.name, members: Some(members), pattern: Some(found.pattern) };
        questions.push((*place, question));
    }
    for (place, (derivation, pattern)) in all.iter().zip(patterns.iter().cloned()).enumerate() {
        if !in_groups.contains(&place) {
            let name = finder.recogniser.name(graph, derivation);
            questions.push((place, Question { name, members: None, pattern }));
        }
    }
    questions.sort_by_key(|(place, _)| *place);
    questions.into_iter().map(|(_, question)| question).collect()
}
