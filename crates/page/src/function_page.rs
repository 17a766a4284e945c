//! The functions, from their rows.

use chainrule_number::terminating;
use chainrule_render::Typesetter;
use chainrule_symbolic::function::{self, Arity, Definition, Domain, End, Function, Interval, Monotonicity};
use chainrule_symbolic::graph::{ExprId, Graph};

/// Formulas of more characters have no place in the table.
const LONGEST: usize = 30;

/// All functions as a table: what each is, its derivative, and the largest that its slope can be.
pub fn function_list() -> String {
    let short = |text: String| if text.chars().count() > LONGEST { "…".to_owned() } else { text };
    let mut rows = vec![["name", "f", "derivative", "largest slope"].map(str::to_owned)];
    for row in function::TABLE {
        let subject = Subject::new(row);
        let derivatives: Vec<String> = subject.partials.iter().map(|(_, formula)| formula.clone()).collect();
        let steepest = match (row.derivative_range.lower.value(), row.derivative_range.upper.value()) {
            (Some(lower), Some(upper)) => {
                let largest = if lower.abs() > upper.abs() { lower.abs() } else { upper.abs() };
                let fraction = largest.to_string();
                if fraction.len() <= 5 { fraction } else { terminating(&largest, 12).unwrap_or(fraction) }
            }
            (_, _) => String::new(),
        };
        let what = subject.definition.unwrap_or(subject.call);
        rows.push([row.name.to_owned(), short(what), short(derivatives.join("; ")), steepest]);
    }
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths = [0, 1, 2].map(width);
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            line.push_str(cell);
            let gap = widths.get(at).map_or(0, |width| width - cell.chars().count() + 2);
            line.push_str(&" ".repeat(gap));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text + "\n`chainrule functions NAME` shows one function with its other spellings, where it is defined, its range and its kinks.\n"
}

/// Everything the row of a function holds, one fact a line.
pub fn function_page(row: &'static Function) -> String {
    let subject = Subject::new(row);
    let mut text = format!("{}: {}\n", row.name, row.title);
    let mut say = |what: &str, said: &str| text.push_str(&format!("  {what:<14} {said}\n"));
    if !row.spellings.is_empty() {
        say("also written", &row.spellings.join(", "));
    }
    say(
        "arguments",
        &match row.arity {
            Arity::Exactly(0) => "none: a constant".to_owned(),
            Arity::Exactly(count) => count.to_string(),
            Arity::AtLeast(least) => format!("{least} or more"),
        },
    );
    if let Some(definition) = &subject.definition {
        say("definition", &format!("{} = {definition}", subject.call));
    }
    for (name, partial) in &subject.partials {
        say("derivative", &format!("{name} = {partial}"));
    }
    if let Some(domain) = domain(row.domain) {
        say("defined", &domain);
    }
    if !row.range.is_all() {
        say("range", &range_of(&subject.call, row.range));
    }
    if let Some((name, _)) = subject.partials.first()
        && !row.derivative_range.is_all()
    {
        say("slope", &range_of(name, row.derivative_range));
    }
    let moves = match row.monotonicity {
        Monotonicity::Increasing => Some("never falls"),
        Monotonicity::Decreasing => Some("never rises"),
        Monotonicity::Valley => Some("falls, then rises"),
        Monotonicity::Neither => None,
    };
    if let Some(moves) = moves {
        say("direction", moves);
    }
    for kink in row.kinks {
        say(
            "kink",
            &format!("at {} the derivative is taken as {} ({})", kink.at, kink.derivative, kink.convention),
        );
    }
    let ulps = |count: u32| match count {
        0 => "exact".to_owned(),
        1 => "within 1 ulp".to_owned(),
        _ => format!("within {count} ulps"),
    };
    let slope = row.derivative_kernel.map(|kernel| format!(", the derivative {}", ulps(kernel.ulps)));
    say("in f64", &format!("the value {}{}", ulps(row.kernel.ulps), slope.unwrap_or_default()));
    for example in row.examples {
        let sign = if example.value.len() > 12 { "≈" } else { "=" };
        let call = subject.example(example.arguments);
        say("example", &format!("{call} {sign} {}", example.value));
    }
    say("source", row.source);
    text
}

/// A row put to names, typeset.
struct Subject {
    row: &'static Function,
    call: String,
    definition: Option<String>,
    /// The name of each partial derivative, and its formula.
    partials: Vec<(String, String)>,
}

impl Subject {
    fn new(row: &'static Function) -> Self {
        let names: &[&str] = match row.arity {
            Arity::Exactly(0) => &[],
            Arity::Exactly(1) => &["z"],
            Arity::Exactly(_) | Arity::AtLeast(_) => &["a", "b"],
        };
        let mut graph = Graph::new();
        let arguments: Vec<ExprId> = names
            .iter()
            .map(|name| {
                let symbol = graph.intern(name);
                graph.symbol(symbol)
            })
            .collect();
        let call = graph.call(row, &arguments);
        let definition = match row.definition {
            Definition::Formula(build) => Some(build(&mut graph, &arguments)),
            Definition::Primitive(_) | Definition::Arithmetic => None,
        };
        let partials: Vec<ExprId> =
            row.partials.iter().map(|partial| partial(&mut graph, &arguments)).collect();
        let primed = (names.len() == 1).then(|| graph.apply_primed(function::id(row), 1, &arguments));
        let notations = chainrule_render::Notations::new();
        let setter = Typesetter::new(&graph, &notations);
        let spelled = |id: ExprId| setter.expression(id).unicode();
        let call = spelled(call);
        Self {
            row,
            definition: definition.map(spelled),
            partials: partials
                .iter()
                .zip(names)
                .map(|(&partial, name)| {
                    (primed.map_or_else(|| format!("∂{call}/∂{name}"), spelled), spelled(partial))
                })
                .collect(),
            call,
        }
    }

    /// The function put to the numbers of an example: by its name, or between them where it is an operator.
    fn example(&self, arguments: &[&str]) -> String {
        let name = self.row.name;
        let is_operator = !name.starts_with(|c: char| c.is_ascii_alphabetic());
        let fenced: Vec<String> = arguments
            .iter()
            .map(|number| {
                let is_plain = number.chars().all(|c| c.is_ascii_digit() || c == '.');
                if is_plain { (*number).to_owned() } else { format!("({number})") }
            })
            .collect();
        match (is_operator, fenced.as_slice()) {
            (true, [only]) => format!("{name}{only}"),
            (true, several) => several.join(&format!(" {name} ")),
            (false, []) => name.to_owned(),
            (false, _) => format!("{name}({})", arguments.join(", ")),
        }
    }
}

/// Where a function is defined; nothing where that is everywhere.
fn domain(domain: Domain) -> Option<String> {
    match domain {
        Domain::Everywhere => None,
        Domain::Within(interval) => Some(format!("for {}", range_of("z", interval))),
        Domain::NonzeroDivisor => Some("for b ≠ 0".to_owned()),
        Domain::Power => Some("for a > 0; for a = 0 and b ≥ 0; for a < 0 and a whole b".to_owned()),
        Domain::AwayFromPoles => Some("where cos z ≠ 0".to_owned()),
    }
}

/// `0 < σ'(z) ≤ 1/4`
fn range_of(of: &str, interval: Interval) -> String {
    if interval.lower == interval.upper {
        return format!("{of} = {}", end(interval.lower).unwrap_or_default());
    }
    let sign = |end: End| if end.is_open() { "<" } else { "≤" };
    match (end(interval.lower), end(interval.upper)) {
        (None, None) => "all real numbers".to_owned(),
        (Some(lower), None) => {
            format!("{of} {} {lower}", if interval.lower.is_open() { ">" } else { "≥" })
        }
        (None, Some(upper)) => format!("{of} {} {upper}", sign(interval.upper)),
        (Some(lower), Some(upper)) => {
            format!("{lower} {} {of} {} {upper}", sign(interval.lower), sign(interval.upper))
        }
    }
}

/// A bound: a short fraction, or else a decimal.
fn end(end: End) -> Option<String> {
    let value = end.value()?;
    let fraction = value.to_string();
    Some(if fraction.len() <= 5 { fraction } else { terminating(&value, 12).unwrap_or(fraction) })
}
