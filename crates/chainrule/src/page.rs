//! A report as a page: what is said, and in which order.

use chainrule_evaluator::judge::Verdict;
use chainrule_evaluator::number::{Rounded, Value};
use chainrule_render::{Block, Document, Inline, Line, Math, Relation, Role, Typesetter};
use chainrule_symbolic::derivation::{Fact, Form, Must, Path};
use chainrule_symbolic::function::{End, Interval};
use chainrule_symbolic::graph::{ExprId, Node};
use chainrule_symbolic::network::Definition;
use chainrule_symbolic::number::{Rational, scientific};

use crate::claim::Judgement;
use crate::report::{DerivationReport, FactorReport, Report};
use crate::update::{self, UpdateReport};

/// Lists longer than this show their first and last items.
const LONGEST_LIST: usize = 30;

/// Workings of more lines than this are given by their result.
const LONGEST_WORKING: usize = 12;

/// Writes the whole page.
pub(crate) fn compose(report: &mut Report, digits: Option<usize>) -> Document {
    let mut blocks = Vec::new();
    forward(report, &mut blocks);
    for index in 0..report.derivations.len() {
        derivation(report, index, digits, &mut blocks);
    }
    for update in &report.updates {
        gradient_step(report, update, digits, &mut blocks);
    }
    claims(report, &mut blocks);
    Document { blocks }
}

/// A value as mathematics: exact digits, or as many as are certain.
pub(crate) fn number(value: &Value, digits: Option<usize>) -> Math {
    match value {
        Value::Exact(exact) => Math::value(exact, digits),
        Value::Enclosed(enclosure) => {
            let wanted = digits.unwrap_or(17);
            let moderate =
                |end: &chainrule_evaluator::number::Dyadic| end.top().is_none_or(|top| top.abs() < 300_000);
            if !moderate(enclosure.lower()) || !moderate(enclosure.upper()) {
                return Math::plain(&format!("about 10^{:.1}", value.log10_abs()));
            }
            let (low, high) = (enclosure.lower().to_rational(), enclosure.upper().to_rational());
            for count in (1..=wanted).rev() {
                let ends = (scientific(&low, count), scientific(&high, count));
                if let (Some(low), Some(high)) = ends
                    && low.digits == high.digits
                    && low.exponent == high.exponent
                    && low.negative == high.negative
                {
                    return Math::decimal(low.negative, &low.digits, low.exponent);
                }
            }
            let ends = [&low, &high].map(|end| Math::value(end, Some(3)));
            Math::plain("[").then(&ends[0]).then(&Math::plain(", ")).then(&ends[1]).then(&Math::plain("]"))
        }
    }
}

fn relation_to(value: &Value, digits: Option<usize>) -> Relation {
    match value {
        Value::Exact(exact) => {
            let shown = digits.map_or_else(
                || chainrule_symbolic::number::terminating(exact, 24).is_some(),
                |count| scientific(exact, count).is_none_or(|shown| shown.exact),
            );
            if shown { Relation::Equal } else { Relation::About }
        }
        Value::Enclosed(_) => Relation::About,
    }
}

fn heading(level: u8, inline: Inline) -> Block {
    Block::Heading(level, inline)
}

/// The first and last items of a long list, with the number left out between.
fn elided<T>(items: Vec<T>, between: impl FnOnce(usize) -> T) -> Vec<T> {
    if items.len() <= LONGEST_LIST {
        return items;
    }
    let left_out = items.len() - LONGEST_LIST;
    let mut items = items;
    let tail = items.split_off(items.len() - LONGEST_LIST / 3);
    items.truncate(LONGEST_LIST - LONGEST_LIST / 3);
    items.push(between(left_out));
    items.extend(tail);
    items
}

/// The forward equations, and who depends on whom.
fn forward(report: &Report, blocks: &mut Vec<Block>) {
    if report.worksheet.defined.is_empty() {
        return;
    }
    let setter = Typesetter::new(&report.worksheet.graph, &report.notations);
    let network = &report.worksheet.network;
    let mut lines = Vec::new();
    let mut dependences = Vec::new();
    for &symbol in &report.worksheet.defined {
        let name = setter.name(symbol);
        let inputs: Vec<Math> =
            network.inputs(symbol).iter().take(LONGEST_LIST).map(|&input| setter.name(input)).collect();
        let inputs = Math::joined(&inputs, &Math::plain(", "));
        match network.definition(symbol) {
            Definition::Formula(expr) => {
                lines.push(Line {
                    left: name.clone(),
                    relation: Relation::Equal,
                    right: setter.expression(expr),
                    reason: None,
                });
            }
            Definition::Dependence => {
                let call = name.clone().then(&Math::plain("(")).then(&inputs).then(&Math::plain(")"));
                let reason = Some(Inline::new().text("form left open"));
                lines.push(Line { left: name.clone(), relation: Relation::Equal, right: call, reason });
            }
            Definition::Input => {}
        }
        dependences.push(Inline::new().math(name).text(" depends on ").math(inputs));
    }
    blocks.push(heading(1, Inline::new().text("Forward equations")));
    let dots = Line {
        left: Math::default(),
        relation: Relation::None,
        right: Math::new("…", "...", r"\vdots"),
        reason: None,
    };
    blocks.push(Block::Equations(elided(lines, |_| dots)));
    blocks.push(heading(1, Inline::new().text("Who depends on whom")));
    blocks.push(Block::List(elided(dependences, |count| Inline::new().text(format!("… and {count} more")))));
}

fn derivation(report: &mut Report, index: usize, digits: Option<usize>, blocks: &mut Vec<Block>) {
    let workings = workings(report, index);
    let own = &report.derivations[index];
    let derivation = &own.derivation;
    let setter = Typesetter::new(&report.worksheet.graph, &report.notations);
    let name = setter.expression(derivation.name);
    blocks.push(heading(1, Inline::new().text("Derivation of ").math(name.clone())));
    if let Some(first) = own.stands_for {
        let g = setter.name(derivation.target);
        blocks.push(Block::Paragraph(
            Inline::new().text("Write ").math(g).text(" for ").math(setter.expression(first)).text("."),
        ));
    }
    if own.tally.refuted > 0 || !own.chain_holds {
        refuted(report, own, blocks);
        return;
    }
    chain(report, own, blocks);
    if matches!(derivation.form, Form::Paths(_) | Form::Backpropagation(_)) {
        blocks.push(heading(2, Inline::new().text("Each factor")));
        blocks.extend(workings);
        facts(report, own, blocks);
        blocks.push(heading(2, Inline::new().text("The factors put back")));
        let result = setter.expression(derivation.result);
        let mut lines =
            vec![Line { left: name.clone(), relation: Relation::Equal, right: result, reason: None }];
        if let Some(value) = &own.value {
            numbers(report, own, value, digits, &mut lines);
        }
        blocks.push(Block::Equations(lines));
        ledger(report, own, digits, blocks);
    } else if let Some(value) = &own.value {
        blocks.push(Block::Equations(vec![Line {
            left: name,
            relation: relation_to(value, digits),
            right: number(value, digits),
            reason: None,
        }]));
    }
    verification(own, blocks);
}

/// The chain rule over the quantities, at both grains where they differ.
fn chain(report: &Report, own: &DerivationReport, blocks: &mut Vec<Block>) {
    let setter = Typesetter::new(&report.worksheet.graph, &report.notations);
    let derivation = &own.derivation;
    let name = setter.expression(derivation.name);
    match &derivation.form {
        Form::Same => {
            blocks.push(Block::Paragraph(Inline::new().text("The derivative of a quantity by itself is 1.")))
        }
        Form::Independent { leaves } => {
            let leaves: Vec<Math> = leaves.iter().take(LONGEST_LIST).map(|&leaf| setter.name(leaf)).collect();
            let (target, by) = (setter.name(derivation.target), setter.name(derivation.by));
            let mut inline = Inline::new()
                .math(name)
                .text(" = 0: ")
                .math(target.clone())
                .text(" does not depend on ")
                .math(by);
            if !leaves.is_empty() {
                inline = inline.text("; it depends on ").math(Math::joined(&leaves, &Math::plain(", ")));
            }
            blocks.push(Block::Paragraph(inline.text(".")));
        }
        Form::Paths(paths) => {
            let reason = if paths.len() == 1 { "chain rule" } else { "chain rule, sum over the paths" };
            let mut lines = Vec::new();
            let plus = Math::plain(" + ");
            let coarse = paths.iter().any(|path| !path.folds.is_empty() && path.groups().len() > 1);
            if coarse {
                let sums: Vec<Math> = paths.iter().map(|path| coarse_chain(report, path, &setter)).collect();
                lines.push(line(
                    &name,
                    Math::joined(&sums, &plus),
                    Some(&format!("{reason}, layer by layer")),
                ));
                let mut shown: Vec<ExprId> = Vec::new();
                for fold in paths.iter().flat_map(|path| &path.folds) {
                    if !shown.contains(&fold.name) {
                        shown.push(fold.name);
                        lines.push(line(
                            &setter.expression(fold.name),
                            setter.expression(fold.chain),
                            Some("chain rule"),
                        ));
                    }
                }
            }
            let sums: Vec<Math> = paths.iter().map(|path| setter.expression(path.chain)).collect();
            lines.push(line(&name, Math::joined(&sums, &plus), Some(reason)));
            blocks.push(Block::Equations(lines));
        }
        Form::Backpropagation(adjoints) => {
            let count = match derivation.paths.exact() {
                Some(count) => count.to_string(),
                None => format!("about 10^{:.0}", derivation.paths.log10()),
            };
            blocks.push(Block::Paragraph(Inline::new().text(format!(
                "{count} paths lead from the target to the quantity: the sum over them is taken backwards, one line for each quantity (backpropagation)."
            ))));
            let lines: Vec<Line> = adjoints
                .iter()
                .map(|adjoint| line(&setter.expression(adjoint.name), setter.expression(adjoint.chain), None))
                .collect();
            blocks.push(Block::Equations(elided(lines, dots)));
        }
    }
}

fn coarse_chain(report: &Report, path: &Path, setter: &Typesetter<'_>) -> Math {
    let mut folds = path.folds.iter();
    let groups: Vec<Math> = path
        .groups()
        .into_iter()
        .map(|group| match group.len() {
            2 => setter.expression(folds.next().expect("a fold for each pair").name),
            _ => setter.expression(report.calculus.factor(path.factors[group.start]).name),
        })
        .collect();
    Math::joined(&groups, &Math::new("·", "*", r" \cdot "))
}

fn dots(count: usize) -> Line {
    let reason = Some(Inline::new().text(format!("{count} more, all verified")));
    Line {
        left: Math::default(), relation: Relation::None, right: Math::new("…", "...", r"\vdots"), reason
    }
}

fn line(left: &Math, right: Math, reason: Option<&str>) -> Line {
    Line {
        left: left.clone(),
        relation: Relation::Equal,
        right,
        reason: reason.map(|reason| Inline::new().text(reason)),
    }
}

/// The working of each factor, as whole lines with the rule that gives each.
fn workings(report: &mut Report, index: usize) -> Vec<Block> {
    let ids: Vec<_> = report.derivations[index].factors.iter().map(|factor| factor.id).collect();
    let ids = elided(ids.into_iter().map(Some).collect(), |_| None);
    let left_out = report.derivations[index].factors.len() + 1 - ids.len();
    let mut blocks = Vec::new();
    for id in ids {
        let Some(id) = id else {
            blocks.push(Block::Paragraph(
                Inline::new().text(format!("… {left_out} more factors, all verified …")),
            ));
            continue;
        };
        let Some(working) = report.calculus.factor(id).working.clone() else {
            let setter = Typesetter::new(&report.worksheet.graph, &report.notations);
            let name = setter.expression(report.calculus.factor(id).name);
            let why = "its form is left open";
            blocks.push(Block::Paragraph(Inline::new().math(name).text(format!(" stays a symbol: {why}."))));
            continue;
        };
        let lines = working.lines(&mut report.worksheet.graph, LONGEST_WORKING);
        let setter = Typesetter::new(&report.worksheet.graph, &report.notations);
        let name = setter.expression(report.calculus.factor(id).name);
        let Some(lines) = lines else {
            let result = setter.expression(working.result());
            let steps = working.steps().count();
            blocks.push(Block::Equations(vec![line(
                &name,
                result,
                Some(&format!("{steps} steps, each verified")),
            )]));
            continue;
        };
        let mut shown = Vec::new();
        for (place, own) in lines.iter().enumerate() {
            let mut reasons: Vec<String> = Vec::new();
            for step in &own.steps {
                let reason = reason(report, step.rule().name, step.before());
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
            let left = if place == 0 { name.clone() } else { Math::default() };
            let right = setter.expression(own.expr);
            let text = reasons.join(", ");
            shown.push(Line {
                left,
                relation: Relation::Equal,
                right,
                reason: (!text.is_empty()).then(|| Inline::new().text(text)),
            });
        }
        blocks.push(Block::Equations(shown));
    }
    blocks
}

/// The name of the rule behind a step, with the function where one is derived.
fn reason(report: &Report, rule: &str, before: ExprId) -> String {
    let graph = &report.worksheet.graph;
    let Node::Derivative { of, .. } = graph.node(before) else { return rule.to_owned() };
    match (rule, graph.node(of)) {
        ("definition", Node::Symbol(symbol)) => format!("definition of {}", graph.name(symbol)),
        ("derivative of the function", Node::Apply { function, .. }) => {
            format!("derivative of {}", graph.function_name(function))
        }
        ("chain rule", Node::Apply { function, .. }) => {
            format!("chain rule, derivative of {}", graph.function_name(function))
        }
        (_, _) => rule.to_owned(),
    }
}

/// What holds of the factors, and the formulas behind primed functions.
fn facts(report: &Report, own: &DerivationReport, blocks: &mut Vec<Block>) {
    let setter = Typesetter::new(&report.worksheet.graph, &report.notations);
    let mut items = Vec::new();
    for (slope, _) in own.slopes.iter().take(LONGEST_LIST) {
        let mut math =
            setter.expression(slope.primed).then(&Math::plain(" = ")).then(&setter.expression(slope.formula));
        if slope.named != slope.formula {
            math = math.then(&Math::plain(" = ")).then(&setter.expression(slope.named));
        }
        items.push(Inline::new().math(math));
    }
    let mut told: Vec<&Fact> = Vec::new();
    for fact in own.factors.iter().flat_map(|factor| &factor.facts) {
        if !told.contains(&fact) && told.len() < LONGEST_LIST {
            told.push(fact);
            items.push(fact_inline(fact, &setter));
        }
    }
    if !items.is_empty() {
        blocks.push(Block::Paragraph(Inline::new().text("Facts:")));
        blocks.push(Block::List(items));
    }
}

fn fact_inline(fact: &Fact, setter: &Typesetter<'_>) -> Inline {
    match fact {
        Fact::Range { of, range } => {
            Inline::new().math(within(&setter.expression(*of), *range)).text(", whatever the argument")
        }
        Fact::Condition { of, must } => {
            let of = setter.expression(*of);
            let math = match must {
                Must::BeNonzero => of.then(&Math::new(" ≠ 0", " != 0", r" \ne 0")),
                Must::BePositive => of.then(&Math::plain(" > 0")),
                Must::LieWithin(range) => within(&of, *range),
            };
            Inline::new().text("needed: ").math(math)
        }
        Fact::Convention { function, kink } => Inline::new().text(format!(
            "{}'({}) is taken as {} ({}): there is a kink",
            function.name, kink.at, kink.derivative, kink.convention
        )),
    }
}

/// `0 < σ'(Z) ≤ 1/4`
fn within(of: &Math, range: Interval) -> Math {
    let sign = |end: End| {
        if end.is_open() { Math::new(" < ", " < ", " < ") } else { Math::new(" ≤ ", " <= ", r" \le ") }
    };
    let end = |end: End| end.value().map(|value| fraction(&value));
    let mut math = Math::default();
    if let Some(lower) = end(range.lower) {
        math = math.then(&lower).then(&sign(range.lower));
    }
    math = math.then(of);
    if let Some(upper) = end(range.upper) {
        math = math.then(&sign(range.upper)).then(&upper);
    }
    math
}

fn fraction(value: &Rational) -> Math {
    // Rounded bounds of rows are decimals: -0.128905, not -25781/200000.
    if value.is_integer() || value.denominator().bits() > 7 {
        Math::value(value, None)
    } else {
        Math::new(
            &value.to_string(),
            &value.to_string(),
            &format!(r"\tfrac{{{}}}{{{}}}", value.numerator(), value.denominator()),
        )
    }
}

/// The product with numbers in place of the factors, then its value.
fn numbers(
    report: &Report,
    own: &DerivationReport,
    value: &Value,
    digits: Option<usize>,
    lines: &mut Vec<Line>,
) {
    if let Form::Paths(paths) = &own.derivation.form
        && let [path] = paths.as_slice()
        && path.factors.len() > 1
        && path.factors.len() <= LONGEST_LIST
    {
        let of = |id| {
            own.factors
                .iter()
                .find(|factor| factor.id == id)
                .and_then(|factor: &FactorReport| factor.value.clone())
        };
        let values: Option<Vec<Value>> = path.factors.iter().map(|&id| of(id)).collect();
        if let Some(values) = values {
            let mut grouped = Vec::new();
            for group in path.groups() {
                let members: Vec<Math> =
                    values[group.clone()].iter().map(|value| bracketed(value, digits)).collect();
                let product = values[group.clone()]
                    .iter()
                    .skip(1)
                    .try_fold(values[group.start].clone(), |product, value| {
                        chainrule_evaluator::number::Scalar::mul(&product, value, 256).ok()
                    });
                if group.len() == 2
                    && let (Some(product), Some(fold)) =
                        (product, path.folds.iter().find(|fold| fold.first == group.start))
                {
                    let setter = Typesetter::new(&report.worksheet.graph, &report.notations);
                    let product_math = number(&product, digits);
                    let right =
                        Math::joined(&members, &Math::times()).then(&Math::plain(" = ")).then(&product_math);
                    lines.push(Line {
                        left: setter.expression(fold.name),
                        relation: relation_to(&product, digits),
                        right,
                        reason: None,
                    });
                    grouped.push(bracketed(&product, digits));
                } else {
                    grouped.extend(members);
                }
            }
            let setter = Typesetter::new(&report.worksheet.graph, &report.notations);
            let left = setter.expression(own.derivation.name);
            let exact = values.iter().all(|value| relation_to(value, digits) == Relation::Equal);
            let relation = if exact { Relation::Equal } else { Relation::About };
            lines.push(Line {
                left,
                relation,
                right: Math::joined(&grouped, &Math::times()),
                reason: Some(Inline::new().text("numbers put in")),
            });
        }
    }
    lines.push(Line {
        left: Math::default(),
        relation: relation_to(value, digits),
        right: number(value, digits),
        reason: None,
    });
}

fn bracketed(value: &Value, digits: Option<usize>) -> Math {
    let math = number(value, digits);
    if update::is_negative(value) == Some(true) {
        Math::plain("(").then(&math).then(&Math::plain(")"))
    } else {
        math
    }
}

/// Each factor's number and the product so far: which factor makes the gradient grow or shrink.
fn ledger(report: &Report, own: &DerivationReport, digits: Option<usize>, blocks: &mut Vec<Block>) {
    let Form::Paths(paths) = &own.derivation.form else { return };
    let [path] = paths.as_slice() else { return };
    if path.factors.len() < 2 || own.value.is_none() {
        return;
    }
    let setter = Typesetter::new(&report.worksheet.graph, &report.notations);
    let mut product = Value::Exact(Rational::one());
    let mut items = Vec::new();
    let mut largest: Option<(f64, Math)> = None;
    let mut smallest: Option<(f64, Math)> = None;
    for &id in &path.factors {
        let Some(value) =
            own.factors.iter().find(|factor| factor.id == id).and_then(|factor| factor.value.clone())
        else {
            return;
        };
        let Ok(next) = chainrule_evaluator::number::Scalar::mul(&product, &value, 256) else { return };
        product = next;
        let name = setter.expression(report.calculus.factor(id).name);
        let size = value.log10_abs();
        if largest.as_ref().is_none_or(|(other, _)| size > *other) {
            largest = Some((size, name.clone()));
        }
        if smallest.as_ref().is_none_or(|(other, _)| size < *other) {
            smallest = Some((size, name.clone()));
        }
        items.push(
            Inline::new()
                .math(name)
                .text(": ")
                .math(number(&value, digits))
                .text("; product so far ")
                .math(number(&product, digits)),
        );
    }
    blocks.push(Block::List(elided(items, |count| Inline::new().text(format!("… {count} more factors")))));
    let size = product.log10_abs();
    let mut verdict = Inline::new();
    if size > 3.0 {
        let (_, name) = largest.expect("at least two factors");
        verdict = verdict
            .role(Role::Bad, "exploding")
            .text(format!(": the product is about 10^{size:.1}; its largest factor is "))
            .math(name);
    } else if size < -3.0 {
        let (_, name) = smallest.expect("at least two factors");
        verdict = if size.is_finite() {
            verdict
                .role(Role::Bad, "vanishing")
                .text(format!(": the product is about 10^{size:.1}; its smallest factor is "))
                .math(name)
        } else {
            verdict.role(Role::Bad, "zero").text(": a factor is exactly zero: ").math(name)
        };
    } else {
        verdict = verdict.role(Role::Good, "healthy").text(": the product is of moderate size");
    }
    blocks.push(Block::Paragraph(verdict.text(" (exploding above 10^3, vanishing below 10^-3).")));
}

/// How the derivation was verified, in numbers.
fn verification(own: &DerivationReport, blocks: &mut Vec<Block>) {
    let tally = &own.tally;
    let mut text = format!("{} steps: {} exact", tally.steps, tally.exact);
    if tally.enclosed > 0 {
        text.push_str(&format!(", {} enclosed, worst width {:.0e}", tally.enclosed, tally.worst_width));
    }
    if tally.untested > 0 {
        text.push_str(&format!(", {} untested", tally.untested));
    }
    let role = if tally.untested > 0 { Role::Warning } else { Role::Good };
    blocks.push(Block::Paragraph(
        Inline::new().role(role, "verified").text(format!(" — {text}.").replace('—', "-")),
    ));
}

/// A derivation with a wrong step is not printed; the place where it fails is.
fn refuted(report: &Report, own: &DerivationReport, blocks: &mut Vec<Block>) {
    let graph = &report.worksheet.graph;
    let mut inline = Inline::new()
        .role(Role::Bad, "refuted")
        .text(": a step of this derivation is wrong, so it is not shown.");
    for factor in &own.factors {
        for verdict in &factor.verdicts {
            if let Verdict::Refuted { at } = verdict {
                let at: Vec<String> =
                    at.iter().map(|(symbol, value)| format!("{} = {value}", graph.name(*symbol))).collect();
                inline = inline.text(format!(" The sides differ at {}.", at.join(", ")));
            }
        }
    }
    blocks.push(Block::Paragraph(
        inline.text(" This is a defect of chainrule: please report it with the worksheet."),
    ));
}

fn gradient_step(report: &Report, update: &UpdateReport, digits: Option<usize>, blocks: &mut Vec<Block>) {
    let setter = Typesetter::new(&report.worksheet.graph, &report.notations);
    let weight = setter.name(update.weight);
    blocks.push(heading(1, Inline::new().text("Update of ").math(weight.clone())));
    let new = Math {
        unicode: format!("new {}", weight.unicode),
        ascii: format!("new {}", weight.ascii),
        latex: format!(r"{}\text{{ (new)}}", weight.latex),
    };
    let product =
        bracketed(&update.rate, digits).then(&Math::times()).then(&bracketed(&update.gradient, digits));
    let step = Math::new("step", "step", r"\text{step}");
    let difference =
        number(&update.old, digits).then(&Math::plain(" - ")).then(&bracketed(&update.step, digits));
    blocks.push(Block::Equations(vec![
        Line {
            left: step,
            relation: Relation::Equal,
            right: product.then(&Math::plain(" = ")).then(&number(&update.step, digits)),
            reason: Some(Inline::new().text("learning rate times gradient")),
        },
        Line {
            left: new,
            relation: relation_to(&update.new, digits),
            right: difference.then(&Math::plain(" = ")).then(&number(&update.new, digits)),
            reason: Some(Inline::new().text("in exact arithmetic")),
        },
    ]));
    let (before, after) = (update::is_negative(&update.old), update::is_negative(&update.new));
    if before.zip(after).is_some_and(|(before, after)| before != after) {
        blocks.push(Block::Paragraph(
            Inline::new()
                .role(Role::Warning, "sign flip")
                .text(": the step is larger than the weight, so the weight changes its sign."),
        ));
    }
    let mut items = Vec::new();
    for kept in &update.kept {
        let show = |rounded: &Rounded| match rounded {
            Rounded::Finite(value) => Math::value(value, Some(digits.unwrap_or(17))),
            Rounded::Infinite { negative } => {
                if *negative {
                    Math::new("-∞", "-inf", r"-\infty")
                } else {
                    Math::new("∞", "inf", r"\infty")
                }
            }
        };
        let mut inline = Inline::new().text(format!("{}: ", kept.format.name));
        inline = match (&kept.new, &kept.gradient) {
            (None, Rounded::Infinite { .. }) => inline.text("the gradient ").role(Role::Bad, "overflows"),
            (None, Rounded::Finite(_)) => inline.text("the step ").role(Role::Bad, "overflows"),
            (Some(new), _) if kept.lost => inline
                .text("the weight stays ")
                .math(show(new))
                .text(": the step is ")
                .role(Role::Bad, "lost"),
            (Some(new), _) => inline.text("the weight becomes ").math(show(new)),
        };
        items.push(inline);
    }
    blocks.push(Block::List(items));
}

fn claims(report: &Report, blocks: &mut Vec<Block>) {
    if report.claims.is_empty() {
        return;
    }
    blocks.push(heading(1, Inline::new().text("Claims")));
    let items = report
        .claims
        .iter()
        .map(|claim| {
            let (role, word, why) = match &claim.judgement {
                Judgement::Proved { how } => (Role::Good, "holds", how),
                Judgement::Refuted { how } => (Role::Bad, "FAILS", how),
                Judgement::Undecided { why } => (Role::Warning, "NOT DECIDED", why),
            };
            Inline::new()
                .role(role, word)
                .text(format!(": {}  ({why})", chainrule_diagnostic::escape(&claim.text)))
        })
        .collect();
    blocks.push(Block::List(items));
}
