//! What is said of stated derivatives that contradict something: both places, and the arithmetic.

use chainrule_diagnostic::{Diagnostic, Source, Span, code};
use chainrule_number::Rational;
use chainrule_number::Value;
use chainrule_proof::ranges::LeafRange;
use chainrule_render::{Notations, Number, Typesetter};
use chainrule_symbolic::derivation::{Derivation, Fact};
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId, Walk};
use chainrule_worksheet::Pin;
use rustc_hash::FxHashSet;

use super::check::{Check, ends, only_factor};
use super::needs::{self, Need};
use super::proportions::Other;

/// Longer formulas are not written into a message.
const LONGEST: usize = 90;

/// So many places are shown.
const MOST_PLACES: usize = 4;

/// So many quantities are gone through to find them.
const MOST_VISITED: usize = 2_000;

/// Products of more factors are not written out in numbers.
const MOST_FACTORS: usize = 8;

/// Decimals of at least so many digits may be meant as rounded.
const LEAST_DIGITS: usize = 3;

/// What is said where a stated number is not what follows from all else.
pub(super) fn contradiction(
    check: &mut Check<'_>,
    pin: &Pin,
    claimed: &Value,
    expected: &Value,
    derivation: Option<&Derivation>,
) -> Diagnostic {
    let name = written(&check.worksheet.graph, pin.derivative);
    let [stated, other] = [claimed, expected].map(said);
    if is_rounded(check, pin, claimed, expected) {
        let message = format!("`{name}` is stated as {stated}, which is {other} rounded");
        return Diagnostic::warning(&code::PIN_ROUNDED, pin.span, message)
            .note("the stated number is used as it stands")
            .help("remove the statement to go on with all digits");
    }
    let message = if derivation.is_some_and(Derivation::is_independent) {
        format!("`{name}` is stated as {stated}, but the one does not depend on the other: it is 0")
    } else {
        format!("`{name}` is stated as {stated}, but all else that is given makes it {other}")
    };
    let mut wrong = Diagnostic::error(&code::PIN_CONTRADICTS, pin.span, message).label("stated here");
    let roots = match derivation {
        Some(derivation) => {
            if let Some(arithmetic) = arithmetic(check, derivation, expected) {
                wrong = wrong.note(arithmetic);
            }
            wrong = with_ways(check, wrong, derivation);
            roots(check, derivation)
        }
        None => vec![pin.derivative],
    };
    for (span, text) in places(check, &roots, pin.derivative) {
        wrong = wrong.also(span, text);
    }
    wrong.help("remove the stated derivative, or change one of the numbers that it follows from")
}

/// What is said where a stated number is one that the derivative can't have.
pub(super) fn impossible(
    check: &mut Check<'_>,
    pin: &Pin,
    claimed: &Value,
    range: &LeafRange,
    derivation: Option<&Derivation>,
) -> Diagnostic {
    let name = written(&check.worksheet.graph, pin.derivative);
    let message = format!("`{name}` can't be {}: {}", said(claimed), what_it_is(range));
    let mut wrong = Diagnostic::error(&code::IMPOSSIBLE_PIN, pin.span, message).label("stated here");
    let mut roots_of = vec![pin.derivative];
    if let Some(derivation) = derivation {
        if let Some(formula) = short(&check.worksheet.graph, derivation.result)
            && !derivation.is_independent()
        {
            wrong = wrong.note(format!("{name} = {formula}"));
        }
        roots_of = roots(check, derivation);
        for bound in slopes(check, &roots_of) {
            wrong = wrong.note(bound);
        }
        if let Some(need) = needs::least_need(check, derivation, claimed, false) {
            wrong = wrong.note(needed(&check.worksheet.graph, &said(claimed), &need));
        }
        wrong = with_ways(check, wrong, derivation);
    }
    for (span, text) in places(check, &roots_of, pin.derivative) {
        wrong = wrong.also(span, text);
    }
    wrong.help("state a number that is possible, or change what bounds it")
}

/// What is said where two stated numbers need different values of what has none.
pub(super) fn against_other(check: &Check<'_>, pin: &Pin, claimed: &Value, other: &Other) -> Diagnostic {
    let graph = &check.worksheet.graph;
    let first = &check.worksheet.pins[other.place];
    let [name, another] = [pin.derivative, first.derivative].map(|of| written(graph, of));
    let parts: Vec<String> = other.parts.iter().map(|&part| written(graph, part)).collect();
    let unknown = parts.join("*");
    let stated = said(claimed);
    Diagnostic::error(
        &code::PIN_CONTRADICTS,
        pin.span,
        format!("`{name}` = {stated} contradicts what is stated of `{another}`"),
    )
    .label("stated here")
    .also(first.span, "stated here")
    .note(format!("this one makes {unknown} {}, the other {}", plain(&other.here), plain(&other.there)))
    .help("remove one of the two, or change one of the numbers")
}

/// What is said where one open function has two slopes at one argument.
pub(super) fn one_function(
    check: &Check<'_>,
    [first, second]: [usize; 2],
    as_written: [ExprId; 2],
    values: [&Value; 2],
) -> Diagnostic {
    let graph = &check.worksheet.graph;
    let [one, other] = as_written.map(|of| written(graph, of));
    let [value, claimed] = values.map(said);
    let pins = &check.worksheet.pins;
    Diagnostic::error(
        &code::PIN_CONTRADICTS,
        pins[second].span,
        format!("`{other}` = {claimed} contradicts `{one}` = {value}"),
    )
    .label("stated here")
    .also(pins[first].span, "stated here")
    .note("the two arguments are equal, and it is the slope of one function there")
    .help("state one of the two")
}

/// `200 through a sigmoid needs abs(w3) >= 800`
pub(super) fn needed(graph: &Graph, stated: &str, need: &Need) -> String {
    let through = match need.through.as_slice() {
        [] => String::new(),
        names => {
            let each: Vec<String> = names
                .iter()
                .map(|name| {
                    let article = if name.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
                    format!("{article} {name}")
                })
                .collect();
            format!(" through {}", each.join(" and "))
        }
    };
    let sizes: Vec<String> = need.sizes.iter().map(|&size| size_written(graph, size)).collect();
    let sign = if need.strict { ">" } else { ">=" };
    format!("{stated}{through} needs {} {sign} {}", sizes.join("*"), plain(&need.least))
}

/// An expression as it may be typed, as far as it is short.
fn short(graph: &Graph, expr: ExprId) -> Option<String> {
    let is_small = Walk::has_at_most(graph, expr, LONGEST);
    is_small.then(|| written(graph, expr)).filter(|text| text.len() <= LONGEST)
}

fn written(graph: &Graph, expr: ExprId) -> String {
    Typesetter::new(graph, &Notations::new()).expression(expr).ascii()
}

/// `abs(w3)`
fn size_written(graph: &Graph, size: ExprId) -> String {
    match graph.node(size) {
        Node::Apply { function, arguments: &[of], .. } if graph.builtin(function) == Some(&ABS) => {
            format!("abs({})", written(graph, of))
        }
        Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => {
            written(graph, size)
        }
    }
}

fn said(value: &Value) -> String {
    chainrule_render::value::number(value, None).ascii()
}

fn plain(value: &Rational) -> String {
    chainrule_render::Layout::number(Number::value(value, None).0).ascii()
}

/// `it lies between 0 and 125`
fn what_it_is(range: &LeafRange) -> String {
    let end = |(value, open): &(Rational, bool)| {
        let (number, is_whole) = Number::value(value, Some(6));
        let text = chainrule_render::Layout::number(number).ascii();
        (if is_whole { text } else { format!("about {text}") }, *open)
    };
    match (range.lower.as_ref().map(end), range.upper.as_ref().map(end)) {
        (Some((lower, _)), Some((upper, _))) if lower == upper => format!("it is {lower}"),
        (Some((lower, low_open)), Some((upper, high_open))) => {
            let least = if low_open { "above" } else { "at least" };
            let most = if high_open { "below" } else { "at most" };
            format!("it is {least} {lower} and {most} {upper}")
        }
        (Some((lower, true)), None) => format!("it is above {lower}"),
        (Some((lower, false)), None) => format!("it is at least {lower}"),
        (None, Some((upper, true))) => format!("it is below {upper}"),
        (None, Some((upper, false))) => format!("it is at most {upper}"),
        (None, None) => "it can't".to_owned(),
    }
}

/// `dO/dx = dO/dZ*dZ/dx = 0.2*2 = 0.4`
fn arithmetic(check: &mut Check<'_>, derivation: &Derivation, expected: &Value) -> Option<String> {
    let name = written(&check.worksheet.graph, derivation.name);
    let end = said(expected);
    if only_factor(derivation).is_none()
        && let Some(path) = derivation.only_path()
        && path.factors.len() <= MOST_FACTORS
    {
        let mut numbers = Vec::with_capacity(path.factors.len());
        for &id in &path.factors {
            let value = check.numbers.factor(&mut check.worksheet.graph, &check.calculus, id).ok()?;
            let text = said(&value);
            numbers.push(if text.starts_with('-') { format!("({text})") } else { text });
        }
        let chain = short(&check.worksheet.graph, path.chain)?;
        return Some(format!("{name} = {chain} = {} = {end}", numbers.join("*")));
    }
    let formula = short(&check.worksheet.graph, derivation.result)?;
    (formula != end).then(|| format!("{name} = {formula} = {end}"))
}

/// Where more than one way leads from the one quantity to the other: that all of them count.
fn with_ways(check: &Check<'_>, wrong: Diagnostic, derivation: &Derivation) -> Diagnostic {
    if derivation.paths.at_most(1) {
        return wrong;
    }
    let graph = &check.worksheet.graph;
    let [by, of] = [derivation.by, derivation.target].map(|symbol| graph.name(symbol).as_str().to_owned());
    let name = written(graph, derivation.name);
    wrong.note(format!("`{name}` is the total derivative, over all ways from `{by}` to `{of}`"))
}

/// The bounds of the slopes in some expressions.
fn slopes(check: &Check<'_>, roots: &[ExprId]) -> Vec<String> {
    let graph = &check.worksheet.graph;
    let mut said = Vec::new();
    for &root in roots {
        for fact in Fact::about(graph, root) {
            let Fact::Range { of, range } = fact else { continue };
            let sign = |open: bool| if open { "<" } else { "<=" };
            let lower = range.lower.value().map(|end| (plain_end(&end), sign(range.lower.is_open())));
            let upper = range.upper.value().map(|end| (plain_end(&end), sign(range.upper.is_open())));
            let of = written(graph, of);
            let text = match (lower, upper) {
                (Some((low, left)), Some((high, right))) => format!("{low} {left} {of} {right} {high}"),
                (Some((low, left)), None) => format!("{low} {left} {of}"),
                (None, Some((high, right))) => format!("{of} {right} {high}"),
                (None, None) => continue,
            };
            let text = format!("{text}, whatever the argument");
            if !said.contains(&text) && said.len() < MOST_PLACES {
                said.push(text);
            }
        }
    }
    said
}

/// The end of a range: a fraction where it is short.
fn plain_end(value: &Rational) -> String {
    let is_short = value.denominator().bits() <= 7;
    if is_short { value.to_string() } else { plain(value) }
}

/// What a derivation's number follows from.
fn roots(check: &Check<'_>, derivation: &Derivation) -> Vec<ExprId> {
    let only = only_factor(derivation);
    let mut roots: Vec<ExprId> = Vec::new();
    for id in derivation.chain.factors().take(MOST_VISITED) {
        let factor = check.calculus.factor(id);
        let is_stated = only.is_none() && check.by_derivative.contains_key(&factor.name);
        roots.push(if is_stated { factor.name } else { factor.result });
    }
    roots
}

/// Where the numbers were given that some expressions follow from.
fn places(check: &Check<'_>, roots: &[ExprId], but: ExprId) -> Vec<(Span, String)> {
    let worksheet = &*check.worksheet;
    let graph = &worksheet.graph;
    let mut found: Vec<(Span, String)> = Vec::new();
    let mut symbols: Vec<SymbolId> = Vec::new();
    for id in Walk::below_until(graph, roots, |id| check.by_derivative.contains_key(&id) && id != but) {
        if let Some(&place) = check.by_derivative.get(&id).filter(|_| id != but) {
            found.push((worksheet.pins[place].span, "stated here".to_owned()));
        } else if let Node::Symbol(symbol) = graph.node(id) {
            symbols.push(symbol);
        }
    }
    symbols.reverse();
    let mut seen: FxHashSet<SymbolId> = symbols.iter().copied().collect();
    while let Some(symbol) = symbols.pop() {
        if seen.len() > MOST_VISITED {
            break;
        }
        let value = worksheet.values.iter().find(|given| given.symbol == symbol).map(|given| given.span);
        let range = worksheet.ranges.iter().find(|given| given.symbol == symbol).map(|given| given.span);
        found.extend(value.or(range).map(|span| (span, "given here".to_owned())));
        let inputs = check.calculus.network().inputs(symbol);
        symbols.extend(inputs.iter().copied().filter(|&input| seen.insert(input)));
        if found.len() > MOST_PLACES {
            break;
        }
    }
    found.truncate(MOST_PLACES);
    found
}

/// Whether a number is the expected one, rounded to the digits that were typed.
fn is_rounded(check: &Check<'_>, pin: &Pin, claimed: &Value, expected: &Value) -> bool {
    let Some(half) = half_unit(check.source, pin) else { return false };
    let [Some(low), Some(high)] = ends(expected, check.numbers.bits()) else { return false };
    let Some(stated) = claimed.exact() else { return false };
    (stated - &low).abs() < half && (stated - &high).abs() < half
}

/// Half a unit of the last digit that was typed: decimals of a few digits are often meant as rounded.
pub(super) fn half_unit(source: &Source, pin: &Pin) -> Option<Rational> {
    let (_, number) = source.text().get(pin.span.range())?.rsplit_once('=')?;
    let number = number.trim().trim_start_matches(['-', '−']);
    let (number, exponent) = match number.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.parse::<i64>().ok()?),
        None => (number, 0),
    };
    let (whole, decimals) = number.split_once('.')?;
    let is_decimal = whole.chars().chain(decimals.chars()).all(|digit| digit.is_ascii_digit());
    let digits = whole.chars().chain(decimals.chars()).skip_while(|&digit| digit == '0').count();
    if !is_decimal || digits < LEAST_DIGITS {
        return None;
    }
    let last = exponent.checked_sub(i64::try_from(decimals.len()).ok()?)?;
    let unit = Rational::from_integer(10).pow(last).ok()?;
    Some(&unit * &Rational::fraction(1, 2))
}
