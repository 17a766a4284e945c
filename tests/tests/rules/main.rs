//! Every rule with expressions it accepts, and what it makes of them, and with expressions it must leave alone.
//!
//! A case is a worksheet that defines `q`. Rules of differentiation are given the local derivative of q's formula by
//! `x`, rules of arithmetic the formula itself. What comes out is compared as a whole, spelled as nested calls:
//! `∂[u]` is a local derivative by `x`, `d[u/v]` one through the network.

mod cases;

use std::sync::Arc;

use chainrule::diagnostic::Source;
use chainrule::symbolic::RULES;
use chainrule::symbolic::derivation::{Calculus, Derivation, Form, Line};
use chainrule::symbolic::finish::Finished;
use chainrule::symbolic::graph::{ExprId, Graph, Node, Scope, SymbolId};
use chainrule::symbolic::network::{Definition, Dependence};
use chainrule::symbolic::rule::differentiation::{self as calculus, WIDEST_PRODUCT};
use chainrule::symbolic::rule::{Rule, Setting, arithmetic, path};
use chainrule_judge::chain;
use chainrule_judge::step::{self, Judge, Verdict};
use chainrule_parser::read;
use chainrule_worksheet::Worksheet;

use cases::CASES;

fn sheet(text: &str) -> Worksheet {
    let reading = read(&Source::new("case", text.replace("; ", "\n")));
    let errors: Vec<_> = reading.diagnostics.iter().filter(|d| d.is_error()).collect();
    assert!(errors.is_empty(), "{text}: {errors:?}");
    reading.worksheet.expect("no error")
}

fn formula(sheet: &mut Worksheet, name: &str) -> ExprId {
    let symbol = sheet.graph.intern(name);
    match sheet.network.definition(symbol) {
        Definition::Formula(expr) => expr,
        Definition::Input | Definition::Dependence => panic!("{name} has a formula"),
    }
}

fn is_arithmetic(rule: &'static Rule) -> bool {
    [&arithmetic::SUM, &arithmetic::PRODUCT, &arithmetic::NEGATIVE, &arithmetic::QUOTIENT, &arithmetic::POWER]
        .contains(&rule)
}

/// Whether it is a rule that brings a result into its finished form: those stand between the rules of arithmetic and those
/// of paths.
fn is_finishing(rule: &'static Rule) -> bool {
    let place = |wanted: &Rule| RULES.iter().position(|rule| *rule == wanted).expect("the list is whole");
    (place(&arithmetic::POWER) + 1..place(&path::CHAIN)).contains(&place(rule))
}

fn takes_whole(rule: &'static Rule) -> bool {
    is_arithmetic(rule) || *rule == calculus::SLOPE || is_finishing(rule)
}

/// How an equation is judged; one by a rule of finishing with the definitions of names in their places.
fn judged(sheet: &mut Worksheet, rule: &'static Rule, before: ExprId, after: ExprId) -> Verdict {
    if !is_finishing(rule) {
        return step::equation(&mut sheet.graph, &sheet.network, before, after);
    }
    let named =
        sheet.network.order().iter().copied().filter(|&symbol| !sheet.network.is_leaf(symbol)).collect();
    let lines = vec![Line { expr: after, steps: Vec::new() }];
    let whole = Finished { start: before, lines, named, needed: Vec::new() };
    let verdicts = Judge::new().finished(&mut sheet.graph, &sheet.network, &whole);
    verdicts.and_then(|mut verdicts| verdicts.pop()).expect("the whole is judged")
}

fn apply(sheet: &mut Worksheet, rule: &'static Rule, by: SymbolId, before: ExprId) -> Option<ExprId> {
    let Worksheet { graph, network, .. } = sheet;
    let mut dependence = Dependence::on(by);
    (rule.apply)(&mut Setting { graph, network, dependence: &mut dependence }, before)
}

fn spell(graph: &Graph, expr: ExprId) -> String {
    match graph.node(expr) {
        Node::Number(number) => number.to_string(),
        Node::Symbol(symbol) => graph.name(symbol).to_string(),
        Node::Apply { function, primes, arguments } => {
            let inside: Vec<String> = arguments.iter().map(|&argument| spell(graph, argument)).collect();
            let inside = if inside.is_empty() { String::new() } else { format!("({})", inside.join(", ")) };
            format!("{}{}{inside}", graph.function_name(function), "'".repeat(primes.into()))
        }
        Node::Derivative { of, scope: Scope::Local, .. } => format!("∂[{}]", spell(graph, of)),
        Node::Derivative { of, by, scope: Scope::Total } => {
            format!("d[{}/{}]", spell(graph, of), graph.name(by))
        }
    }
}

#[test]
fn rules_do_what_they_state_and_no_more() {
    let mut wrong = Vec::new();
    for &(rule, text, expected) in CASES {
        let mut sheet = sheet(text);
        let by = sheet.graph.intern("x");
        let of = formula(&mut sheet, "q");
        let before = if takes_whole(rule) { of } else { sheet.graph.derivative(of, by, Scope::Local) };
        let after = apply(&mut sheet, rule, by, before);
        let spelled = after.map(|after| spell(&sheet.graph, after));
        if spelled.as_deref() != expected {
            wrong.push(format!("{}: {text}: {spelled:?}, not {expected:?}", rule.name));
        }
        // What the rule claims is judged too, by dual numbers that know no rule.
        if let Some(after) = after {
            let verdict = judged(&mut sheet, rule, before, after);
            let nowhere_defined = text.contains("x/0");
            // The judge takes ∂w/∂x for a name w as a number of its own, so it can't judge that it is 0.
            let is_name = |text: &str| ["q = w", "r = w", "r(w)"].iter().any(|name| text.contains(name));
            let good = match verdict {
                Verdict::Refuted { .. } if is_name(text) => true,
                Verdict::Exact | Verdict::Enclosed { .. } => true,
                Verdict::Untested { .. } => nowhere_defined,
                Verdict::Refuted { .. } => false,
            };
            if !good {
                wrong.push(format!("{}: {text}: {verdict:?}", rule.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Rules that work over a whole network: what they state is a derivation, not a rewriting.
const OVER_NETWORKS: &[&Rule] = &[&path::CHAIN, &path::PATHS, &path::BACKPROPAGATION];

#[test]
fn every_rule_has_both_kinds_of_cases() {
    for &rule in RULES {
        if OVER_NETWORKS.contains(&rule) || *rule == calculus::OPEN {
            continue;
        }
        let has = |accepted: bool| {
            CASES.iter().any(|(other, _, expected)| *other == rule && expected.is_some() == accepted)
        };
        assert!(has(true), "{} ({}) has no accepted case", rule.name, rule.statement);
        assert!(has(false), "{} ({}) has no rejected case", rule.name, rule.statement);
    }
}

#[test]
fn rules_of_differentiation_leave_derivatives_through_the_network_alone() {
    // ∂q/∂x through the network is not the derivative of q's formula with r held fixed.
    let mut sheet = sheet("q = r*x; r = x^2");
    let by = sheet.graph.intern("x");
    let q = sheet.graph.intern("q");
    let q = sheet.graph.symbol(q);
    let of = formula(&mut sheet, "q");
    for of in [q, of] {
        let before = sheet.graph.derivative(of, by, Scope::Total);
        for &rule in RULES.iter().filter(|&&rule| !is_arithmetic(rule)) {
            assert_eq!(apply(&mut sheet, rule, by, before), None, "{}", rule.name);
        }
    }
}

#[test]
fn derivatives_of_open_dependences_stay_open() {
    let mut sheet = sheet("L(u, x); q = x; a = w");
    let names = ["L", "u", "x", "w"].map(|name| sheet.graph.intern(name));
    let [loss, u, x, w] = names;
    let loss = sheet.graph.symbol(loss);
    let by_u = sheet.graph.derivative(loss, u, Scope::Total);
    let of = |sheet: &mut Worksheet, by| sheet.graph.derivative(by_u, by, Scope::Local);
    let second = of(&mut sheet, x);
    let after = apply(&mut sheet, &calculus::OPEN, x, second).expect("∂L/∂u varies with x");
    assert_eq!(spell(&sheet.graph, after), "d[d[L/u]/x]");
    // Nothing is left to do where it is written so already, nor where it does not vary.
    assert_eq!(apply(&mut sheet, &calculus::OPEN, x, after), None);
    let still = of(&mut sheet, w);
    assert_eq!(apply(&mut sheet, &calculus::OPEN, w, still), None);
    let zero = apply(&mut sheet, &calculus::CONSTANT, w, still).expect("∂L/∂u does not vary with w");
    assert_eq!(spell(&sheet.graph, zero), "0");
    assert_eq!(apply(&mut sheet, &calculus::CONSTANT, x, second), None);
    // The derivative of the dependence itself is a symbol to keep.
    let expr = sheet.graph.derivative(loss, x, Scope::Local);
    for &rule in RULES {
        assert_eq!(apply(&mut sheet, rule, x, expr), None, "{}", rule.name);
    }
}

#[test]
fn wide_products_are_halved() {
    let factors = |count: usize| -> String { vec!["sin(x)"; count].join("*") };
    let count_of = |count: usize| {
        let mut sheet = sheet(&format!("q = {}", factors(count)));
        let by = sheet.graph.intern("x");
        let of = formula(&mut sheet, "q");
        let before = sheet.graph.derivative(of, by, Scope::Local);
        let after = apply(&mut sheet, &calculus::PRODUCT, by, before).expect("all factors vary");
        assert!(!matches!(
            step::equation(&mut sheet.graph, &sheet.network, before, after),
            Verdict::Refuted { .. } | Verdict::Untested { .. }
        ));
        sheet.graph.children(after).len()
    };
    assert_eq!(count_of(WIDEST_PRODUCT), WIDEST_PRODUCT);
    assert_eq!(count_of(WIDEST_PRODUCT + 1), 2);
    assert_eq!(count_of(200), 2);
}

fn derivation(sheet: &mut Worksheet, most_paths: usize) -> (Calculus, Derivation) {
    let mut calculus = Calculus::new(&mut sheet.graph, sheet.network.clone()).with_most_paths(most_paths);
    let [target, by] = ["q", "x"].map(|name| sheet.graph.intern(name));
    let derivation = calculus.derive(&mut sheet.graph, target, by);
    (calculus, derivation)
}

#[test]
fn chains_over_networks_are_all_of_the_chain() {
    let mut sheet = sheet("q = a*b + x; a = sin(x); b = a*x");
    // The chain rule along each path, and their sum.
    let (calculus, whole) = derivation(&mut sheet, 8);
    assert!(chain::holds(&calculus, &whole));
    let Form::Paths(paths) = &whole.form else { panic!("four paths") };
    let chains: Vec<String> = paths.iter().map(|path| spell(&sheet.graph, path.chain)).collect();
    assert_eq!(chains, ["*(∂[q], d[a/x])", "*(d[q/b], d[b/a], d[a/x])", "*(d[q/b], ∂[b])", "∂[q]",]);
    // A path left out, told twice, or with a factor exchanged is refuted.
    for place in 0..paths.len() {
        let mut missing = whole.clone();
        let Form::Paths(listed) = &mut missing.form else { unreachable!() };
        listed.remove(place);
        assert!(!chain::holds(&calculus, &missing), "path {place} is missing");
        let mut twice = whole.clone();
        let Form::Paths(listed) = &mut twice.form else { unreachable!() };
        listed.push(paths[place].clone());
        assert!(!chain::holds(&calculus, &twice), "path {place} is told twice");
        let mut exchanged = whole.clone();
        let Form::Paths(listed) = &mut exchanged.form else { unreachable!() };
        let other = paths[(place + 1) % paths.len()].factors[0];
        listed[place].factors[0] = other;
        if exchanged != whole {
            assert!(!chain::holds(&calculus, &exchanged), "path {place} has a factor of another");
        }
    }
    // Backpropagation, with a term left out.
    let (calculus, whole) = derivation(&mut sheet, 0);
    assert!(chain::holds(&calculus, &whole));
    let Form::Backpropagation(adjoints) = &whole.form else { panic!("no paths are allowed") };
    for place in 0..adjoints.len() {
        for term in 0..adjoints[place].terms.len() {
            let mut missing = whole.clone();
            let Form::Backpropagation(arcs) = &mut missing.form else { unreachable!() };
            Arc::make_mut(&mut arcs[place]).terms.remove(term);
            assert!(!chain::holds(&calculus, &missing), "term {term} of adjoint {place} is missing");
        }
    }
    // "Does not depend" and "is itself" are chains too.
    for form in [Form::Same, Form::Independent { leaves: Vec::new() }] {
        let false_claim = Derivation { form, ..whole.clone() };
        assert!(!chain::holds(&calculus, &false_claim));
    }
    for &rule in OVER_NETWORKS {
        let of = formula(&mut sheet, "q");
        let by = sheet.graph.intern("x");
        let before = sheet.graph.derivative(of, by, Scope::Total);
        assert_eq!(apply(&mut sheet, rule, by, before), None, "{} rewrites nothing by itself", rule.name);
    }
}
