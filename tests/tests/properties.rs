//! Properties of random expressions and random networks.
//!
//! Functions are taken from the table, so that a new row is tried without a change here. Numbers come out as exact
//! fractions or as enclosures: two results agree where they are the same fraction or where their enclosures meet.

use chainrule::number::Rational;
use chainrule::symbolic::derivation::{Calculus, Derivation, Factor, FactorId, Working};
use chainrule::symbolic::function::rows::arithmetic::ADD;
use chainrule::symbolic::function::{Arity, Domain, Function, TABLE};
use chainrule::symbolic::graph::{ExprId, Graph, Scope, SymbolId};
use chainrule::symbolic::network::Definition;
use chainrule::{Options, Outcome, run};
use chainrule_evaluator::Numbers;
use chainrule_judge::chain;
use chainrule_judge::step::{Judge, Verdict};
use chainrule_number::{Dual, Value};
use chainrule_parser::read;
use chainrule_program::{Formula, Kernel};
use chainrule_tests::json;
use chainrule_worksheet::Worksheet;
use proptest::prelude::*;
use std::collections::HashMap;

const BITS: u32 = 192;

fn settings() -> ProptestConfig {
    ProptestConfig {
        cases: 16,
        failure_persistence: None,
        max_global_rejects: 4096,
        ..ProptestConfig::default()
    }
}

/// The functions of one argument that are called by name.
fn functions(smooth: bool) -> Vec<&'static Function> {
    let named = |row: &&Function| row.name.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_smooth = |row: &&Function| row.kinks.is_empty() && !["softsign", "elu"].contains(&row.name);
    let mut rows: Vec<_> = TABLE.iter().copied().filter(named).collect();
    rows.retain(|row| row.arity == Arity::Exactly(1) && (!smooth || is_smooth(row)));
    rows
}

/// A call of a function, with its argument moved into its domain.
fn call(row: &Function, inner: &str) -> String {
    let name = row.name;
    match row.domain {
        Domain::Within(range) => match (range.lower.value(), range.upper.value()) {
            (Some(_), Some(_)) => format!("{name}(2/3*tanh({inner}))"),
            (_, _) => format!("{name}(1.1 + ({inner})^2)"),
        },
        Domain::Everywhere | Domain::AwayFromPoles | Domain::NonzeroDivisor | Domain::Power => {
            format!("{name}({inner})")
        }
    }
}

/// A formula over the names, as worksheet text.
fn formula(names: Vec<String>, smooth: bool) -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => proptest::sample::select(names),
        1 => (1i32..20, 1i32..6).prop_map(|(above, below)| format!("({above}/{below})")),
        1 => Just("pi".to_owned()),
    ];
    leaf.prop_recursive(3, 10, 3, move |inner| {
        let rows = functions(smooth);
        let two = (inner.clone(), inner.clone());
        let smooth_parts = prop_oneof![
            3 => two.clone().prop_map(|(a, b)| format!("({a} + {b})")),
            2 => two.clone().prop_map(|(a, b)| format!("({a} - {b})")),
            4 => two.clone().prop_map(|(a, b)| format!("({a}*{b})")),
            2 => two.clone().prop_map(|(a, b)| format!("({a}/(1/2 + ({b})^2))")),
            1 => two.clone().prop_map(|(a, b)| format!("(1.2 + ({a})^2)^({b}/2)")),
            2 => (inner.clone(), 0i32..4).prop_map(|(a, n)| format!("({a})^{n}")),
            1 => inner.clone().prop_map(|a| format!("(-{a})")),
            1 => inner.clone().prop_map(|a| format!("(1.5^({a}))")),
            8 => (proptest::sample::select(rows), inner).prop_map(|(row, a)| call(row, &a)),
        ];
        if smooth {
            return smooth_parts.boxed();
        }
        prop_oneof![
            12 => smooth_parts,
            1 => two.clone().prop_map(|(a, b)| format!("max({a}, {b})")),
            1 => two.prop_map(|(a, b)| format!("min({a}, {b})")),
        ]
        .boxed()
    })
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// A network on x, y and w, one definition a line, with shared weights, skips and functions of the user's own. The
/// last quantity is `L`.
fn network() -> impl Strategy<Value = String> {
    let place = 0usize..100;
    let line = (0usize..7, place.clone(), place.clone(), place, proptest::sample::select(functions(false)));
    proptest::collection::vec(line, 2..9).prop_map(|lines| {
        let mut known = names(&["x", "y", "w"]);
        let mut text = "gate(a, b) = sigmoid(a)*b\ntwice(z) = z + sin(z)\nfirst(a, b) = a\n".to_owned();
        let last = lines.len() - 1;
        for (place, (kind, a, b, c, row)) in lines.into_iter().enumerate() {
            // The newest names more often than the leaves.
            let pick = |at: usize| known[known.len() - 1 - (at % 5).min(at % known.len())].as_str();
            let (a, b, c) = (pick(a), pick(b), pick(c));
            let formula = match kind {
                0 => format!("w*{a} + {b}"),
                1 => format!("{a}*{b} - {c}/3"),
                2 => call(row, a),
                3 => format!("gate({a}, {b})"),
                4 => format!("twice({a}) + first({b}, {c})"),
                5 => format!("max({a}, {b} + 1/7) + x"),
                _ => format!("{}*{b}", call(row, a)),
            };
            let name = if place == last { "L".to_owned() } else { format!("q{place}") };
            text += &format!("{name} = {formula}\n");
            known.push(name);
        }
        text
    })
}

/// Numbers for x, y and w; odd denominators keep them away from kinks.
fn point() -> impl Strategy<Value = [Rational; 3]> {
    let one = (-20i64..20, prop_oneof![Just(7i64), Just(11), Just(13)])
        .prop_map(|(above, below)| Rational::fraction(2 * above + 1, below));
    [one.clone(), one.clone(), one]
}

fn given(point: &[Rational; 3]) -> String {
    format!("given x = {}, y = {}, w = {}\n", point[0], point[1], point[2])
}

fn sheet(text: &str) -> Worksheet {
    let reading = read(&chainrule::diagnostic::Source::new("property", text));
    reading.worksheet.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics))
}

fn agree(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Exact(left), Value::Exact(right)) => left == right,
        (_, _) => !left.enclosure(BITS).is_disjoint(&right.enclosure(BITS)),
    }
}

/// The derivative of a quantity by a leaf, by dual numbers carried forwards through the definitions: no rule and no
/// row's derivative is asked. Nothing where the point is outside a domain or on a kink.
fn dual(sheet: &mut Worksheet, target: &str, by: &str, point: &[Rational; 3]) -> Option<Value> {
    let mut kernel = Kernel::new();
    let mut known: HashMap<ExprId, Dual<Value>> = HashMap::new();
    for (name, value) in ["x", "y", "w"].iter().zip(point) {
        let symbol = sheet.graph.intern(name);
        let expr = sheet.graph.symbol(symbol);
        let value = Value::Exact(value.clone());
        let dual = if *name == by { Dual::variable(value) } else { Dual::constant(value) };
        known.insert(expr, dual);
    }
    for &symbol in sheet.network.order() {
        if let Definition::Formula(formula) = sheet.network.definition(symbol) {
            let formula = kernel.of(&mut sheet.graph, formula);
            let (leaves, numbers): (Vec<ExprId>, Vec<&Dual<Value>>) =
                known.iter().map(|(leaf, number)| (*leaf, number)).unzip();
            let formula = Formula::of_primitives(&sheet.graph, formula, &leaves).ok()?;
            let value = formula.at(&numbers, BITS).ok()?;
            let name = sheet.graph.symbol(symbol);
            known.insert(name, value);
        }
    }
    let target = sheet.graph.intern(target);
    let target = sheet.graph.symbol(target);
    known.get(&target).map(|dual| dual.slope.clone())
}

fn ran(text: &str) -> Outcome {
    run("property", text, &Options::default())
}

fn check_against_duals(text: &str, target: &str, point: &[Rational; 3]) -> Result<(), TestCaseError> {
    for by in ["x", "w"] {
        let Some(expected) = dual(&mut sheet(text), target, by, point) else { return Err(reject()) };
        let outcome = ran(&format!("{text}\n{}derive d{target}/d{by}", given(point)));
        let Some(report) = outcome.report else {
            return Err(TestCaseError::fail(format!("{:?}", outcome.diagnostics)));
        };
        let derivation = &report.derivations[0];
        prop_assert_eq!(report.exit_code(), 0, "a step is refuted");
        let value = derivation.value.as_ref();
        prop_assert!(
            value.is_some_and(|value| agree(value, &expected)),
            "by {}: {:?}, not {:?}",
            by,
            value,
            expected
        );
    }
    Ok(())
}

fn reject() -> TestCaseError {
    TestCaseError::reject("outside a domain, or on a kink")
}

fn derive(
    graph: &mut Graph,
    sheet_network: &chainrule::symbolic::network::Network,
    most_paths: usize,
    [target, by]: [SymbolId; 2],
) -> (Calculus, Derivation) {
    let mut calculus = Calculus::new(graph, sheet_network.clone()).with_most_paths(most_paths);
    let derivation = calculus.derive(graph, target, by);
    (calculus, derivation)
}

/// The derivations of a report as JSON, with or without what the judges measured.
fn derivations(text: &str, with_verdicts: bool) -> Option<serde_json::Value> {
    let report = ran(text).report?;
    let mut whole: serde_json::Value = serde_json::from_str(&json(&report)).expect("JSON");
    let parts = ["derivations", "factors", "workings", "slopes"];
    let mut value = serde_json::Value::Array(parts.map(|part| whole[part].take()).to_vec());
    if !with_verdicts {
        let mut stack = vec![&mut value];
        while let Some(at) = stack.pop() {
            match at {
                serde_json::Value::Object(fields) => {
                    fields.retain(|key, _| key != "verdict" && key != "verified");
                    stack.extend(fields.values_mut());
                }
                serde_json::Value::Array(items) => stack.extend(items.iter_mut()),
                serde_json::Value::Null
                | serde_json::Value::Bool(_)
                | serde_json::Value::Number(_)
                | serde_json::Value::String(_) => {}
            }
        }
    }
    Some(value)
}

/// The leaves with their numbers.
fn stated(sheet: &mut Worksheet, leaves: &[SymbolId], point: &[Rational]) -> Vec<(ExprId, ExprId)> {
    let numbers = leaves.iter().zip(point);
    numbers.map(|(&symbol, value)| (sheet.graph.symbol(symbol), sheet.graph.number(value.clone()))).collect()
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn formulas_agree_with_dual_numbers(f in formula(names(&["x", "y", "w"]), false), point in point()) {
        check_against_duals(&format!("f = 0*x + 0*y + 0*w + {f}"), "f", &point)?;
    }

    #[test]
    fn networks_agree_with_dual_numbers(text in network(), point in point()) {
        check_against_duals(&format!("{text}K = L + 0*x + 0*y + 0*w"), "K", &point)?;
    }

    #[test]
    fn paths_and_backpropagation_agree(text in network(), point in point()) {
        let mut sheet = sheet(&text);
        let names = ["L", "x", "y", "w"].map(|name| sheet.graph.intern(name));
        let stated = stated(&mut sheet, &names[1..], &point);
        let [target, x, ..] = names;
        let mut values = Vec::new();
        for most_paths in [0, 1, 3, 1000] {
            let (mut calculus, derivation) = derive(&mut sheet.graph, &sheet.network, most_paths, [target, x]);
            prop_assert!(chain::holds(&calculus, &derivation), "{} paths", most_paths);
            prop_assert!(calculus.replays(&mut sheet.graph, &derivation));
            // A derivation with another result does not replay.
            let other = Derivation { result: derivation.name, ..derivation.clone() };
            prop_assert!(other == derivation || !calculus.replays(&mut sheet.graph, &other));
            let network = calculus.network().clone();
            let mut numbers = Numbers::new(&mut sheet.graph, &network, &stated, BITS);
            let Ok(value) = numbers.derivation(&mut sheet.graph, &calculus, &derivation) else {
                return Err(reject());
            };
            // The factors put back into one expression give the same number.
            if let Ok(whole) = numbers.value(&mut sheet.graph, derivation.result) {
                prop_assert!(agree(&whole, &value), "{} paths: {:?}, not {:?}", most_paths, whole, value);
            }
            values.push(value);
        }
        for value in &values[1..] {
            prop_assert!(agree(&values[0], value), "{:?}, not {:?}", values[0], value);
        }
    }

    #[test]
    fn derivations_do_not_depend_on_what_else_the_worksheet_holds(
        text in network(),
        foreign in formula(names(&["u1", "u2"]), false),
        shared in formula(names(&["x", "y", "w"]), false),
    ) {
        let question = "derive dL/dx, dL/dw";
        let plain = derivations(&format!("{text}{question}"), true);
        let Some(plain) = plain else { return Err(reject()) };
        // Statements about other names change nothing at all.
        let with_others = derivations(&format!("p1 = {foreign}\np2 = p1^2 + u1\n{text}{question}"), true);
        prop_assert_eq!(Some(plain), with_others);
        // Statements that share leaves move the points at which steps are judged, and nothing else.
        let plain = derivations(&format!("{text}{question}"), false);
        let with_shared = derivations(&format!("p1 = {shared} + sin(y)*x\n{text}{question}"), false);
        prop_assert_eq!(plain, with_shared);
    }

    #[test]
    fn workings_of_one_shape_are_those_of_each(
        f in formula(names(&["x", "y", "w"]), false),
        g in formula(names(&["x", "w"]), false),
    ) {
        // The same formula under other names, with others exchanged, and with two names that are one.
        let mut text = format!("q1 = {f}\nr1 = {g} + q1*x\n");
        for (at, [x, y, w]) in [["q1", "y", "w"], ["y", "x", "w"], ["r1", "u", "v"], ["x", "y", "x"]].iter().enumerate() {
            let renamed = |formula: &str| {
                let parts = formula.split_inclusive(|sign: char| !sign.is_ascii_alphanumeric());
                parts
                    .map(|part| {
                        let end = part.len() - usize::from(!part.ends_with(|sign: char| sign.is_ascii_alphanumeric()));
                        let name = match &part[..end] { "x" => x, "y" => y, "w" => w, other => other };
                        format!("{name}{}", &part[end..])
                    })
                    .collect::<String>()
            };
            text += &format!("q{} = {}\nr{} = {}\n", at + 2, renamed(&f), at + 2, renamed(&g));
        }
        let mut sheet = sheet(&text);
        let mut calculus = Calculus::new(&mut sheet.graph, sheet.network.clone());
        for &child in sheet.network.order() {
            for &parent in sheet.network.inputs(child) {
                calculus.derive(&mut sheet.graph, child, parent);
            }
        }
        let mut judge = Judge::new();
        for place in 0..calculus.factors().len() {
            let id = FactorId::from_index(place);
            let factor = *calculus.factor(id);
            let Some(working) = calculus.working(&mut sheet.graph, id) else { continue };
            let child = sheet.graph.symbol(factor.child);
            let start = sheet.graph.derivative(child, factor.parent, Scope::Local);
            let direct = Working::of(&mut sheet.graph, &sheet.network, start);
            prop_assert_eq!(&working, &direct, "{}", text);
            prop_assert_eq!(factor.result, direct.result());
            prop_assert!(calculus.is_instance(&mut sheet.graph, id));
            // Whoever judges a factor does not ask where it comes from: one with another result is refuted.
            let verdict = judge.factor(&mut sheet.graph, &sheet.network, factor);
            prop_assert!(!matches!(verdict, Verdict::Refuted { .. }), "{}", text);
            let one = sheet.graph.integer(1);
            let more = sheet.graph.call(&ADD, &[factor.result, one]);
            let altered = judge.factor(&mut sheet.graph, &sheet.network, Factor { result: more, ..factor });
            prop_assert!(matches!(altered, Verdict::Refuted { .. } | Verdict::Untested { .. }), "{}", text);
        }
    }

    #[test]
    fn gradients_are_the_derivatives_one_by_one(text in network(), point in point()) {
        let mut sheet = sheet(&text);
        let names = ["L", "x", "y", "w"].map(|name| sheet.graph.intern(name));
        let stated = stated(&mut sheet, &names[1..], &point);
        let target = names[0];
        let mut calculus = Calculus::new(&mut sheet.graph, sheet.network.clone());
        let gradient = calculus.gradient(&mut sheet.graph, target).expect("no derivative is stated");
        prop_assert!(chain::gradient_holds(&calculus, &gradient));
        prop_assert_eq!(&calculus.gradient(&mut sheet.graph, target), &Some(gradient.clone()));
        for edge in 0..gradient.edges().len() {
            prop_assert!(!chain::gradient_holds(&calculus, &gradient.without_edge(edge)));
        }
        let mut numbers = Numbers::new(&mut sheet.graph, &sheet.network, &stated, BITS);
        let (values, _) = numbers.gradient(&mut sheet.graph, &calculus, &gradient);
        let wholes = calculus.written_out(&mut sheet.graph, &gradient);
        for (place, &quantity) in gradient.quantities().iter().enumerate() {
            let derivation = calculus.derive(&mut sheet.graph, target, quantity);
            let Ok(expected) = numbers.derivation(&mut sheet.graph, &calculus, &derivation) else { continue };
            let value = values[place].as_ref();
            prop_assert!(value.is_some_and(|value| agree(value, &expected)), "{:?}, not {:?}", value, expected);
            if let Ok(whole) = numbers.value(&mut sheet.graph, wholes[place]) {
                prop_assert!(agree(&whole, &expected), "{:?}, not {:?}", whole, expected);
            }
        }
    }

    #[test]
    fn mixed_second_derivatives_are_symmetric(
        f in formula(names(&["x", "w"]), true),
        g in formula(names(&["x", "w", "z"]), true),
        point in point(),
    ) {
        let text = format!("z = {f} + x*w\nf = {g} + z*x\n{}", given(&point).replace(", y =", ", y1 ="));
        let value = |question: &str| -> Result<Value, TestCaseError> {
            let Some(report) = ran(&format!("{text}{question}")).report else { return Err(reject()) };
            prop_assert_eq!(report.exit_code(), 0, "a step is refuted");
            Ok(report.derivations.last().expect("one was asked for").value.clone().expect("all is given"))
        };
        let (one, other) = (value("derive d^2f/dx dw")?, value("derive d^2f/dw dx")?);
        prop_assert!(agree(&one, &other), "{:?}, not {:?}", one, other);
    }
}
