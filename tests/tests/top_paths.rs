//! The paths that carry most, against all paths written out.

use std::cmp::Ordering;

use chainrule::number::{Rational, parse_decimal};
use chainrule::symbolic::derivation::{Calculus, Derivation, FactorId, Form};
use chainrule::symbolic::graph::{Graph, SymbolId};
use chainrule::{Options, Report, TopPathsReport, run};
use chainrule_evaluator::NumbersByPrecision;
use chainrule_evaluator::top_paths::{TopPath, TopPaths, Unranked};
use chainrule_number::{Enclosure, Scalar, Value};
use chainrule_parser::read;
use chainrule_tests::{json, page};
use proptest::prelude::*;

/// The place among the precisions at which all paths are compared here.
const PLACE: usize = 2;
const BITS: u32 = 512;

/// A path and its product; the places of its edges among the inputs say which of two that carry the same comes first.
struct Written {
    factors: Vec<FactorId>,
    edges: Vec<usize>,
    product: Value,
}

/// Every path, written out.
fn all_paths(
    graph: &mut Graph,
    calculus: &Calculus,
    numbers: &mut NumbersByPrecision,
    derivation: &Derivation,
) -> Vec<Written> {
    let network = calculus.network();
    let factor = |child: SymbolId, parent: SymbolId| {
        let is_it = |&place: &usize| {
            let factor = &calculus.factors()[place];
            factor.child == child && factor.parent == parent
        };
        (0..calculus.factors().len()).find(is_it)
    };
    let ids = factor_ids(derivation);
    let mut paths = Vec::new();
    let mut open = vec![(derivation.target, Vec::new(), Vec::new(), Value::Exact(Rational::one()))];
    while let Some((at, factors, edges, product)) = open.pop() {
        if at == derivation.by {
            paths.push(Written { factors, edges, product });
            continue;
        }
        for (place, &input) in network.inputs(at).iter().enumerate() {
            let Some(id) = factor(at, input) else { continue };
            let Some(&id) = ids.iter().find(|factor| factor.index() == id) else { continue };
            let numbers = numbers.at(graph, network, PLACE);
            let value = numbers.factor(graph, calculus, id).expect("all is given");
            let product = product.mul(&value, BITS).expect("a product");
            open.push((input, [&factors[..], &[id]].concat(), [&edges[..], &[place]].concat(), product));
        }
    }
    paths
}

fn factor_ids(derivation: &Derivation) -> Vec<FactorId> {
    match &derivation.form {
        Form::Same | Form::Independent { .. } => Vec::new(),
        Form::Paths(paths) => paths.iter().flat_map(|path| path.factors.iter().copied()).collect(),
        Form::Backpropagation(adjoints) => {
            adjoints.iter().flat_map(|adjoint| adjoint.terms.iter().map(|term| term.factor)).collect()
        }
    }
}

fn size(value: &Value) -> Enclosure {
    value.enclosure(BITS).size()
}

/// How the sizes of two products compare, where that is certain.
fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    if let (Some(left), Some(right)) = (left.exact(), right.exact()) {
        return Some(left.abs().cmp(&right.abs()));
    }
    let (left, right) = (size(left), size(right));
    left.is_disjoint(&right).then(|| left.lower().cmp(right.lower()))
}

/// A network on w, x and y, and numbers that make many paths carry the same, or nothing.
fn worksheet() -> impl Strategy<Value = (String, bool)> {
    let line = (0usize..9, 0usize..50, 0usize..50);
    let number = proptest::sample::select(vec!["0", "1", "-1", "2", "-2", "1/2", "3", "1/3", "0.7"]);
    let numbers = [number.clone(), number.clone(), number];
    (proptest::collection::vec(line, 2..11), numbers, any::<bool>()).prop_map(|(lines, numbers, rational)| {
        let mut known: Vec<String> = ["w", "x", "y"].map(str::to_owned).to_vec();
        let mut text = String::new();
        let last = lines.len() - 1;
        for (place, (kind, a, b)) in lines.into_iter().enumerate() {
            let pick = |at: usize| known[known.len() - 1 - at % known.len().min(4)].as_str();
            let (a, b) = (pick(a), pick(b));
            let formula = match (kind, rational) {
                (0, _) => format!("{a} + {b}"),
                (1, _) => format!("{a}*{b}"),
                (2, _) => format!("w*{a} - {b}"),
                (3, _) => format!("({a} + w)*{b}/2"),
                (4, _) => format!("{a}^2 - w*{b}"),
                (5, _) => format!("2*{a} - {b} + w"),
                (6, true) => format!("{a}/(1 + {b}^2)"),
                (7 | 8, true) => format!("-{a}"),
                (6, false) => format!("tanh({a}) + w"),
                (_, _) => format!("sigmoid({a})*{b}"),
            };
            let name = if place == last { "L".to_owned() } else { format!("q{place}") };
            text += &format!("{name} = {formula}\n");
            known.push(name);
        }
        for (name, number) in ["w", "x", "y"].iter().zip(numbers) {
            if text.contains(name) {
                text += &format!("given {name} = {number}\n");
            }
        }
        (text, rational)
    })
}

fn check(text: &str, count: usize) -> Result<(), TestCaseError> {
    let source = chainrule::diagnostic::Source::new("random", text);
    let Some(mut worksheet) = read(&source).worksheet else { return Err(TestCaseError::reject("an error")) };
    let [target, by] = ["L", "w"].map(|name| worksheet.graph.find_symbol(name));
    let (Some(target), Some(by)) = (target, by) else { return Err(TestCaseError::reject("no w")) };
    let stated = worksheet.values.iter().map(|given| (given.symbol, given.value)).collect::<Vec<_>>();
    let stated = stated.into_iter().map(|(of, value)| (worksheet.graph.symbol(of), value)).collect();
    let mut numbers = NumbersByPrecision::new(stated);
    let graph = &mut worksheet.graph;
    let mut calculus = Calculus::new(graph, worksheet.network.clone());
    let derivation = calculus.derive(graph, target, by);
    if factor_ids(&derivation).is_empty() {
        return Err(TestCaseError::reject("no path"));
    }
    let mut written = all_paths(graph, &calculus, &mut numbers, &derivation);
    prop_assert_eq!(derivation.paths.exact(), u64::try_from(written.len()).ok());
    let mut sum = Value::Exact(Rational::zero());
    for path in &written {
        let product =
            Value::elementary(chainrule::number::Elementary::Abs, std::slice::from_ref(&path.product), BITS);
        sum = sum.add(&product.expect("a size"), BITS).expect("a sum");
    }
    let found = TopPaths::find(graph, &calculus, &mut numbers, &derivation.chain, count);
    let found = match found {
        Ok(found) => found,
        // A difference of equal numbers that are known within bounds only: right to be refused.
        Err(Unranked::PerhapsZero(id)) => {
            let value = numbers.at(graph, calculus.network(), PLACE).factor(graph, &calculus, id);
            prop_assert!(value.is_ok_and(|value| value.enclosure(BITS).holds_zero()), "{}", text);
            return Err(TestCaseError::reject("a factor can't be told from zero"));
        }
        Err(why) => return Err(TestCaseError::fail(format!("{text}{why:?}"))),
    };
    written.retain(|path| !path.product.is_certainly_zero());
    prop_assert_eq!(found.nonzero.exact(), u64::try_from(written.len()).ok());
    prop_assert!(!found.sum_of_sizes.enclosure(BITS).is_disjoint(&sum.enclosure(BITS)));
    written.sort_by(|left, right| {
        let order = compare(&right.product, &left.product).unwrap_or(Ordering::Equal);
        order.then(left.edges.cmp(&right.edges))
    });
    prop_assert_eq!(found.paths.len(), written.len().min(count));
    let mut previous: Option<&Written> = None;
    for (top_path, wanted) in found.paths.iter().zip(&written) {
        prop_assert_eq!(&top_path.factors, &wanted.factors, "{}", text);
        prop_assert!(!top_path.product.enclosure(BITS).is_disjoint(&wanted.product.enclosure(BITS)));
        let order = previous.map(|previous| compare(&previous.product, &wanted.product));
        let is_equal = matches!(order, Some(Some(Ordering::Equal)));
        // Products closer to each other than these digits tell may be told apart all the same: σ(1377) is no 1. Where nothing is undecided it is known of each path whether it carries as much as the one before.
        if !matches!(order, Some(None)) {
            prop_assert!(top_path.equals_previous.is_none_or(|equal| equal == is_equal), "{}", text);
        }
        prop_assert!(found.undecided || top_path.equals_previous.is_some());
        previous = Some(wanted);
    }
    let next = written.get(count).zip(previous);
    let order = next.map(|(next, last)| compare(&next.product, &last.product));
    if !matches!(order, Some(None)) {
        let is_shared = matches!(order, Some(Some(Ordering::Equal)));
        prop_assert!(found.last_is_shared.is_none_or(|shared| shared == is_shared), "{}", text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96, failure_persistence: None, max_global_rejects: 8192, ..ProptestConfig::default()
    })]

    #[test]
    fn the_largest_of_all_paths_are_found((text, _) in worksheet(), count in 1usize..12) {
        check(&text, count)?;
    }
}

fn report(text: &str, count: usize) -> Report {
    let options = Options { top_paths: Some(count), ..Options::default() };
    let outcome = run("paths", text, &options);
    outcome.report.unwrap_or_else(|| panic!("{text}{:?}", outcome.diagnostics))
}

fn found(report: &Report) -> &TopPaths {
    match &report.derivations[0].top_paths {
        Some(TopPathsReport::Ranked(ranked)) => &ranked.found,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_oracle_in_python_lists_the_same() {
    // tests/oracle/networks.py wrote the file: networks with fractions for numbers, and all their paths by product.
    let text = include_str!("../oracle/top_paths.txt");
    let entries: Vec<&str> = text.split("---\n").skip(1).collect();
    assert!(entries.len() >= 40, "{} networks", entries.len());
    for entry in entries {
        let (sheet, wanted) = entry.split_once("=>\n").expect("a worksheet and its paths");
        let wanted: Vec<(&str, &str)> =
            wanted.lines().map(|line| line.split_once(": ").expect("a path and its product")).collect();
        let report = report(sheet, wanted.len());
        let json: serde_json::Value = serde_json::from_str(&json(&report)).expect("JSON");
        let worked = &json["derivations"][0]["worked"];
        let name = |id: &serde_json::Value, end: &str| {
            let factors = json["factors"].as_array().expect("factors");
            let factor =
                factors.iter().find(|factor| &factor["id"] == id).expect("a factor of the derivation");
            factor[end].as_str().expect("a name").to_owned()
        };
        let paths = worked["top_paths"]["paths"].as_array().expect("paths");
        let listed: Vec<(String, &str)> = paths
            .iter()
            .map(|path| {
                let factors = path["factors"].as_array().expect("factors");
                let mut names = vec![name(&factors[0], "child")];
                names.extend(factors.iter().map(|id| name(id, "parent")));
                (names.join(" "), path["product"]["exact"].as_str().expect("exact"))
            })
            .collect();
        let listed: Vec<(&str, &str)> =
            listed.iter().map(|(path, product)| (path.as_str(), *product)).collect();
        assert_eq!(listed, wanted, "{sheet}");
    }
}

/// A ladder: every rung doubles the number of paths.
fn ladder(rungs: usize, rung: impl Fn(usize, &str) -> String) -> String {
    let mut text = String::new();
    let mut below = "w".to_owned();
    for level in 1..=rungs {
        text += &rung(level, &below);
        below = format!("v{level}");
    }
    text + &format!("derive d{below}/dw\n")
}

/// Runs on a stack of 256 KiB.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(work).expect("a thread");
    thread.join().expect("no operation needs more stack");
}

#[test]
fn a_ladder_of_two_to_the_twenty_thousand_paths() {
    on_a_small_stack(ladder_of_twenty_thousand_rungs);
}

fn ladder_of_twenty_thousand_rungs() {
    let text = ladder(20_000, |level, below| {
        format!("u{level} = {below}*{below}\nv{level} = {below}/3 + u{level}/7\n")
    });
    let report = report(&(text + "given w = 0.3\n"), 3);
    let top_paths = found(&report);
    assert!(top_paths.nonzero.exact().is_none());
    assert!(!top_paths.undecided && top_paths.last_is_shared == Some(false));
    // The best path takes the third of each rung: 3^-20000. The next goes by the lowest rung's square, of slope 2·0.3.
    let logarithms: Vec<f64> = top_paths.paths.iter().map(|path| path.product.log10_abs()).collect();
    assert!((logarithms[0] + 20_000.0 * 3f64.log10()).abs() < 1e-6);
    assert!((logarithms[1] - logarithms[0] - (0.6f64 * 3.0 / 7.0).log10()).abs() < 1e-6);
    let lengths: Vec<usize> = top_paths.paths.iter().map(|path| path.factors.len()).collect();
    assert_eq!(lengths, [20_000, 20_001, 20_001]);
}

#[test]
fn equal_paths_of_a_ladder_stand_in_the_order_of_their_inputs() {
    let text = ladder(2_000, |level, below| format!("u{level} = 1*{below}\nv{level} = {below} + u{level}\n"));
    let report = report(&(text + "given w = 0.3\n"), 5);
    let top_paths = found(&report);
    // By the first input wherever it can be: the lowest rungs change first, as the last digits of a number do.
    let lengths: Vec<usize> = top_paths.paths.iter().map(|path| path.factors.len()).collect();
    assert_eq!(lengths, [2000, 2001, 2001, 2002, 2001]);
    let equal: Vec<_> = top_paths.paths.iter().map(|path| path.equals_previous).collect();
    assert_eq!(equal, [Some(false), Some(true), Some(true), Some(true), Some(true)]);
    assert_eq!(top_paths.last_is_shared, Some(true));
}

#[test]
fn neurons_with_equal_weights_carry_exactly_the_same() {
    // The values are known within bounds only; that they are equal follows from what they are computed from.
    let text = "z1 = w*x + b\nz2 = w*x + b\na1 = sigmoid(z1)\na2 = sigmoid(z2)\nL = a1/3 + a2/3 + tanh(w)/100\n\
                given w = 0.3, x = 0.7, b = 0.1\nderive dL/dw\n";
    let report = report(text, 2);
    let top_paths = found(&report);
    assert_eq!(top_paths.paths[1].equals_previous, Some(true));
    assert!(!top_paths.undecided && top_paths.last_is_shared == Some(false));
}

#[test]
fn products_beyond_every_float_are_ranked() {
    // 1e-400 and 1e-401 are both 0 as f64, 1e500 and 2e500 both infinite.
    for (small, large) in [("1e-401", "1e-400"), ("1e500", "2e500")] {
        let text =
            format!("p = s*w\nq = l*w\nL = p + q\ngiven w = 1, s = {small}, l = {large}\nderive dL/dw\n");
        let report = report(&text, 2);
        let products: Vec<&TopPath> = found(&report).paths.iter().collect();
        let wanted = [large, small].map(|text| Value::Exact(parse_decimal(text).expect("a decimal")));
        assert_eq!(products[0].product, wanted[0]);
        assert_eq!(products[1].product, wanted[1]);
    }
}

#[test]
fn what_cant_be_told_is_said() {
    // σ' is even, but nothing here knows that: the two products are the same to any number of digits.
    let even = "p = sigmoid(w)\nn = sigmoid(-w)\nL = p + n\ngiven w = 0.3\nderive dL/dw\n";
    let even = report(even, 2);
    assert_eq!(found(&even).paths[1].equals_previous, None);
    assert!(found(&even).undecided && page(&even).text(80, true, false).contains("undecided"));
    // cos(π/2) is 0, which no enclosure shows.
    let zero = report("c = w*v\nL = c + w\ngiven w = 2, v = cos(pi/2)\nderive dL/dw\n", 2);
    assert!(matches!(zero.derivations[0].top_paths, Some(TopPathsReport::Unranked(_))));
    assert!(page(&zero).text(80, true, false).contains("can't be told from zero"));
}

#[test]
fn paths_through_a_zero_carry_nothing() {
    let alive = report("p = relu(w)\nL = 3*p + w^2\ngiven w = -2\nderive dL/dw\n", 5);
    assert_eq!(found(&alive).nonzero.exact(), Some(1));
    assert_eq!(found(&alive).paths[0].product, Value::Exact(Rational::from_integer(-4)));
    assert!(page(&alive).text(200, true, false).contains("2 paths; on 1 of them no factor is zero"));
    let dead = report("p = relu(w)\nL = 3*p + p^2\ngiven w = -2\nderive dL/dw\n", 5);
    assert!(found(&dead).paths.is_empty());
    assert!(page(&dead).text(200, true, false).contains("a factor is exactly zero"));
}

#[test]
fn the_section_of_the_page() {
    let sheet = include_str!("../worked/residual-paths.chain");
    let report = report(sheet, 6);
    let section = |page: String, end: &str| {
        let start = page.find("The paths that carry most").expect("the section");
        let length = page[start..].find(end).expect("what comes after it");
        page[start..start + length].to_owned()
    };
    insta::assert_snapshot!("text", section(page(&report).text(100, false, false), "verified"));
    insta::assert_snapshot!("ascii", section(page(&report).text(60, true, false), "verified"));
    insta::assert_snapshot!("latex", section(page(&report).latex(false), "\\textbf{verified}"));
}
