//! Every rule with expressions it accepts, and what it makes of them, and with expressions it must leave alone.
//!
//! A case is a worksheet that defines `q`. Rules of differentiation are given the local derivative of q's formula by
//! `x`, rules of arithmetic the formula itself. What comes out is compared as a whole, spelled as nested calls:
//! `∂[u]` is a local derivative by `x`, `d[u/v]` one through the network.

use std::sync::Arc;

use chainrule::diagnostic::Source;
use chainrule::symbolic::derivation::{Calculus, Dependence, Derivation, Form, Line};
use chainrule::symbolic::finish::Finished;
use chainrule::symbolic::graph::{ExprId, Graph, Node, Scope, SymbolId};
use chainrule::symbolic::network::Definition;
use chainrule::symbolic::rule::differentiation::{self as calculus, WIDEST_PRODUCT};
use chainrule::symbolic::rule::{RULES, Rule, Setting, arithmetic, finishing, path};
use chainrule_judge::chain;
use chainrule_judge::step::{self, Judge, Verdict};
use chainrule_parser::read;
use chainrule_worksheet::Worksheet;

/// A rule, a worksheet, and what the rule makes of it: nothing where it must not fit.
type Case = (&'static Rule, &'static str, Option<&'static str>);

const CASES: &[Case] = &[
    // q is written out, the names in it held fixed; only a quantity with a formula has one.
    (&calculus::DEFINITION, "q = r; r = x*w", Some("∂[*(x, w)]")),
    (&calculus::DEFINITION, "q = r; r = w; a = x", Some("∂[w]")),
    (&calculus::DEFINITION, "q = x", None),
    (&calculus::DEFINITION, "q = w; a = x", None),
    (&calculus::DEFINITION, "q = r; r(x)", None),
    (&calculus::DEFINITION, "q = r + 0; r = x", None),
    (&calculus::IDENTITY, "q = x", Some("1")),
    (&calculus::IDENTITY, "q = w; a = x", None),
    (&calculus::IDENTITY, "q = -x", None),
    (&calculus::IDENTITY, "q = r; r = x", None),
    // What is not computed from x at once is constant when the other names are held fixed.
    (&calculus::CONSTANT, "q = 2*3; a = x", Some("0")),
    (&calculus::CONSTANT, "q = w; a = x", Some("0")),
    (&calculus::CONSTANT, "q = sin(w) + pi^2; a = x", Some("0")),
    (&calculus::CONSTANT, "q = r; r = s^2; s = x", Some("0")),
    (&calculus::CONSTANT, "q = r; r(w); a = x", Some("0")),
    (&calculus::CONSTANT, "q = x", None),
    (&calculus::CONSTANT, "q = w + 0*x", None),
    // A name is no constant where its own definition holds x, in a formula or in a form left open.
    (&calculus::CONSTANT, "q = r; r = x^2", None),
    (&calculus::CONSTANT, "q = r; r(x)", None),
    (&calculus::SUM, "q = x + w + sin(x) + 3", Some("+(∂[x], ∂[sin(x)])")),
    (&calculus::SUM, "q = x + w", Some("∂[x]")),
    (&calculus::SUM, "q = x - x^2", Some("+(∂[x], ∂[-(^(x, 2))])")),
    (&calculus::SUM, "q = w + 3; a = x", None),
    (&calculus::SUM, "q = x*w", None),
    (&calculus::NEGATIVE, "q = -x^2", Some("-(∂[^(x, 2)])")),
    (&calculus::NEGATIVE, "q = -w; a = x", None),
    (&calculus::NEGATIVE, "q = w - x", None),
    (&calculus::CONSTANT_FACTOR, "q = 3*x*w", Some("*(3, ∂[x], w)")),
    (&calculus::CONSTANT_FACTOR, "q = w*sin(x)", Some("*(w, ∂[sin(x)])")),
    (&calculus::CONSTANT_FACTOR, "q = x*x", None),
    (&calculus::CONSTANT_FACTOR, "q = w*v; a = x", None),
    (&calculus::CONSTANT_FACTOR, "q = x/w", None),
    (&calculus::PRODUCT, "q = x*sin(x)", Some("+(*(∂[x], sin(x)), *(x, ∂[sin(x)]))")),
    (
        &calculus::PRODUCT,
        "q = x*w*x*sin(x)",
        Some("+(*(∂[x], w, x, sin(x)), *(x, w, ∂[x], sin(x)), *(x, w, x, ∂[sin(x)]))"),
    ),
    (&calculus::PRODUCT, "q = 3*x", None),
    (&calculus::PRODUCT, "q = w*v; a = x", None),
    (&calculus::PRODUCT, "q = x/sin(x)", None),
    (&calculus::CONSTANT_DIVISOR, "q = sin(x)/w", Some("/(∂[sin(x)], w)")),
    (&calculus::CONSTANT_DIVISOR, "q = x/2", Some("/(∂[x], 2)")),
    // A zero divisor stays in sight.
    (&calculus::CONSTANT_DIVISOR, "q = x/0", Some("/(∂[x], 0)")),
    (&calculus::CONSTANT_DIVISOR, "q = w/x", None),
    (&calculus::CONSTANT_DIVISOR, "q = x/x", None),
    (&calculus::CONSTANT_DIVISOR, "q = w/2; a = x", None),
    (&calculus::RECIPROCAL, "q = 1/x", Some("/(-(*(1, ∂[x])), ^(x, 2))")),
    (&calculus::RECIPROCAL, "q = w/sin(x)", Some("/(-(*(w, ∂[sin(x)])), ^(sin(x), 2))")),
    (&calculus::RECIPROCAL, "q = x/w", None),
    (&calculus::RECIPROCAL, "q = x/x", None),
    (&calculus::RECIPROCAL, "q = w/2; a = x", None),
    (&calculus::QUOTIENT, "q = x/sin(x)", Some("/(+(*(∂[x], sin(x)), -(*(x, ∂[sin(x)]))), ^(sin(x), 2))")),
    (&calculus::QUOTIENT, "q = x/w", None),
    (&calculus::QUOTIENT, "q = w/x", None),
    (&calculus::QUOTIENT, "q = x*sin(x)", None),
    (&calculus::POWER, "q = x^3", Some("*(3, ^(x, 2))")),
    (&calculus::POWER, "q = x^2", Some("*(2, x)")),
    // u^1 and u^0 ask nothing of u where u is 0: no u^0 and no 1/u may appear.
    (&calculus::POWER, "q = x^1", Some("∂[x]")),
    (&calculus::POWER, "q = sin(x)^1", Some("∂[sin(x)]")),
    (&calculus::POWER, "q = x^0", Some("0")),
    (&calculus::POWER, "q = x^0.5", Some("*(1/2, ^(x, -1/2))")),
    (&calculus::POWER, "q = sin(x)^2", Some("*(2, sin(x), ∂[sin(x)])")),
    (&calculus::POWER, "q = x^w", Some("*(w, ^(x, +(w, -1)))")),
    (&calculus::POWER, "q = sin(x)^w", Some("*(w, ^(sin(x), +(w, -1)), ∂[sin(x)])")),
    (&calculus::POWER, "q = w^x", None),
    (&calculus::POWER, "q = x^x", None),
    (&calculus::POWER, "q = w^2; a = x", None),
    (&calculus::POWER, "q = x*x", None),
    (&calculus::EXPONENTIAL, "q = 2^x", Some("*(^(2, x), ln(2), ∂[x])")),
    (&calculus::EXPONENTIAL, "q = 1^x", Some("*(^(1, x), ln(1), ∂[x])")),
    (&calculus::EXPONENTIAL, "q = w^sin(x)", Some("*(^(w, sin(x)), ln(w), ∂[sin(x)])")),
    // The powers of numbers from 0 down have no derivative.
    (&calculus::EXPONENTIAL, "q = 0^x", Some("0")),
    (&calculus::EXPONENTIAL, "q = (-2)^x", None),
    (&calculus::EXPONENTIAL, "q = x^2", None),
    (&calculus::EXPONENTIAL, "q = x^x", None),
    (&calculus::EXPONENTIAL, "q = 2^w; a = x", None),
    (&calculus::EXPONENTIAL, "q = exp(x)", None),
    (
        &calculus::GENERAL_POWER,
        "q = x^sin(x)",
        Some("*(^(x, sin(x)), +(*(∂[sin(x)], ln(x)), /(*(sin(x), ∂[x]), x)))"),
    ),
    (&calculus::GENERAL_POWER, "q = x^2", None),
    (&calculus::GENERAL_POWER, "q = 2^x", None),
    (&calculus::GENERAL_POWER, "q = x*x", None),
    (&calculus::FUNCTION, "q = sigmoid(x)", Some("sigmoid'(x)")),
    (&calculus::FUNCTION, "q = sin(x)", Some("cos(x)")),
    (&calculus::FUNCTION, "q = sqrt(x)", Some("/(1, *(2, sqrt(x)))")),
    (&calculus::FUNCTION, "f(z) = z^3; q = f(x)", Some("f'(x)")),
    (&calculus::FUNCTION, "q = sigmoid(2*x)", None),
    (&calculus::FUNCTION, "q = sigmoid(w); a = x", None),
    (&calculus::FUNCTION, "q = max(x, w)", None),
    // The operators are functions too, but their rules have names of their own.
    (&calculus::FUNCTION, "q = -x", None),
    (&calculus::FUNCTION, "q = x^2", None),
    (&calculus::CHAIN, "q = sigmoid(w*x)", Some("*(sigmoid'(*(w, x)), ∂[*(w, x)])")),
    (&calculus::CHAIN, "q = exp(x^2)", Some("*(exp(^(x, 2)), ∂[^(x, 2)])")),
    (&calculus::CHAIN, "q = sigmoid(x)", None),
    (&calculus::CHAIN, "q = sigmoid(w); a = x", None),
    (&calculus::CHAIN, "q = max(x, w)", None),
    (&calculus::CHAIN, "q = -sin(x)", None),
    (
        &calculus::PARTIALS,
        "q = max(x, sin(x))",
        Some(
            "+(*(/(+(1, sign(+(x, -(sin(x))))), 2), ∂[x]), *(/(+(1, -(sign(+(x, -(sin(x)))))), 2), ∂[sin(x)]))",
        ),
    ),
    (&calculus::PARTIALS, "q = min(w, x)", Some("*(/(+(1, sign(+(w, -(x)))), 2), ∂[x])")),
    (&calculus::PARTIALS, "q = max(w, v); a = x", None),
    (&calculus::PARTIALS, "q = sigmoid(x)", None),
    (&calculus::PARTIALS, "q = x + w", None),
    (&calculus::PARTIALS, "f(a, b) = a*b; q = f(x, w)", None),
    (&calculus::USER_FUNCTION, "f(z) = z*sigmoid(z); q = f(sin(x))", Some("∂[*(sin(x), sigmoid(sin(x)))]")),
    (&calculus::USER_FUNCTION, "f(a, b) = a*b^2; q = f(w, x)", Some("∂[*(w, ^(x, 2))]")),
    (&calculus::USER_FUNCTION, "f(a, b) = b; q = f(w, x)", Some("∂[x]")),
    // The name of another quantity, put in for a parameter, is held fixed, whatever its own definition says.
    (&calculus::USER_FUNCTION, "f(a, b) = a; q = f(w, x); w = x^2", Some("0")),
    (&calculus::USER_FUNCTION, "q = sigmoid(x)", None),
    (&calculus::USER_FUNCTION, "q = x + w", None),
    (&calculus::OPEN, "L(u); q = x", None),
    (&calculus::OPEN, "q = sigmoid(x)", None),
    (&calculus::SLOPE, "q = sigmoid'(x*w)", Some("*(sigmoid(*(x, w)), +(1, -(sigmoid(*(x, w)))))")),
    (&calculus::SLOPE, "q = sin'(x)", Some("cos(x)")),
    (&calculus::SLOPE, "q = sigmoid(x)", None),
    (&calculus::SLOPE, "f(z) = z^2; q = f'(x)", None),
    (&calculus::SLOPE, "q = x", None),
    (&arithmetic::SUM, "q = x + 0", Some("x")),
    (&arithmetic::SUM, "q = 0 + 0; a = x", Some("0")),
    (&arithmetic::SUM, "q = 2 + x + 3", Some("+(5, x)")),
    (&arithmetic::SUM, "q = x + (w + 1) + 2", Some("+(x, w, 3)")),
    (&arithmetic::SUM, "q = x + w", None),
    // Nothing is cancelled: what u is worth is not asked.
    (&arithmetic::SUM, "q = x - x", None),
    (&arithmetic::SUM, "q = x*0", None),
    (&arithmetic::PRODUCT, "q = 1*x", Some("x")),
    (&arithmetic::PRODUCT, "q = x*0*w", Some("0")),
    (&arithmetic::PRODUCT, "q = 2*x*3*w", Some("*(6, x, w)")),
    (&arithmetic::PRODUCT, "q = (-x)*w", Some("-(*(x, w))")),
    (&arithmetic::PRODUCT, "q = (-x)*(-w)*v", Some("*(x, w, v)")),
    (&arithmetic::PRODUCT, "q = x*(w*v)", Some("*(x, w, v)")),
    (&arithmetic::PRODUCT, "q = x*w", None),
    (&arithmetic::PRODUCT, "q = 2*x", None),
    (&arithmetic::PRODUCT, "q = x + w", None),
    // u/v·v is u only where v is not 0: it stays.
    (&arithmetic::PRODUCT, "q = (x/w)*w", None),
    (&arithmetic::PRODUCT, "q = x^(-1)*x", None),
    (&arithmetic::NEGATIVE, "q = -(-x)", Some("x")),
    (&arithmetic::NEGATIVE, "q = -x", None),
    (&arithmetic::NEGATIVE, "q = -(x + w)", None),
    (&arithmetic::NEGATIVE, "q = 0 - x", None),
    (&arithmetic::QUOTIENT, "q = x/1", Some("x")),
    (&arithmetic::QUOTIENT, "q = 0/x", Some("0")),
    (&arithmetic::QUOTIENT, "q = x/0", None),
    (&arithmetic::QUOTIENT, "q = x/x", None),
    (&arithmetic::QUOTIENT, "q = (x*w)/w", None),
    (&arithmetic::QUOTIENT, "q = x/w", None),
    (&arithmetic::POWER, "q = x^1", Some("x")),
    (&arithmetic::POWER, "q = x^0", Some("1")),
    (&arithmetic::POWER, "q = 1^x", Some("1")),
    (&arithmetic::POWER, "q = 0^0; a = x", Some("1")),
    (&arithmetic::POWER, "q = 0^x", None),
    (&arithmetic::POWER, "q = x^2", None),
    // √(x²) is |x|, not x.
    (&arithmetic::POWER, "q = (x^2)^0.5", None),
    (
        &finishing::FORMULA,
        "q = sigmoid''(x)",
        Some("+(*(sigmoid'(x), +(1, -(sigmoid(x)))), -(*(sigmoid(x), sigmoid'(x))))"),
    ),
    (&finishing::FORMULA, "q = tanh'(x)", Some("+(1, -(^(tanh(x), 2)))")),
    (&finishing::FORMULA, "q = sigmoid(x)", None),
    (&finishing::FORMULA, "q = x", None),
    (&finishing::NAME, "q = sigmoid(x); a = sigmoid(x)", Some("q")),
    (&finishing::NAME, "q = exp(x*w)", Some("q")),
    // Names for arithmetic are the reader's choice of parts.
    (&finishing::NAME, "q = x*w", None),
    (&finishing::NAME, "q = x^2", None),
    (&finishing::NAME, "q = x + w", None),
    (&finishing::NAME, "q = x", None),
    (
        &finishing::NAME_OF_QUOTIENT,
        "q = exp(x)*w/(exp(x) + exp(v)); p = exp(x)/(exp(x) + exp(v))",
        Some("*(p, w)"),
    ),
    (&finishing::NAME_OF_QUOTIENT, "q = exp(x)^2/s^2; p = e/s; e = exp(x); s = e + w", None),
    (&finishing::NAME_OF_QUOTIENT, "q = e^2*x/s^2; p = e/s; e = exp(x); s = e + w", Some("*(^(p, 2), x)")),
    (&finishing::NAME_OF_QUOTIENT, "q = exp(x)/(exp(x) - exp(v))^2; p = exp(x)/(exp(x) + exp(v))", None),
    // A quotient of plain names is none that a result is searched for.
    (&finishing::NAME_OF_QUOTIENT, "q = w*x/(x + v); p = x/(x + v)", None),
    (
        &finishing::REST_OF_QUOTIENT,
        "q = exp(v)*w/(exp(x) + exp(v)); p = exp(x)/(exp(x) + exp(v))",
        Some("*(w, +(1, -(p)))"),
    ),
    (
        &finishing::REST_OF_QUOTIENT,
        "q = exp(-x)*x/(1 + exp(-x)); p = 1/(1 + exp(-x))",
        Some("*(x, +(1, -(p)))"),
    ),
    (&finishing::REST_OF_QUOTIENT, "q = exp(v)*w/(exp(x) + exp(v)); p = exp(w)/(exp(x) + exp(v))", None),
    (&finishing::REST_OF_QUOTIENT, "q = x*w", None),
    (&finishing::LIKE_TERMS, "q = x + w + 2*x", Some("+(*(3, x), w)")),
    (&finishing::LIKE_TERMS, "q = x*w - w*x", Some("0")),
    (&finishing::LIKE_TERMS, "q = 1*x - (x - w)", Some("w")),
    (&finishing::LIKE_TERMS, "q = (x - w) + (w - x)", Some("0")),
    (&finishing::LIKE_TERMS, "q = -1 + x", Some("+(x, -(1))")),
    (&finishing::LIKE_TERMS, "q = x*(1/x) + w", Some("+(1, w)")),
    (&finishing::LIKE_TERMS, "q = exp(x)*exp(x) + exp(2*x)", Some("*(2, exp(*(2, x)))")),
    (&finishing::LIKE_TERMS, "q = x + w", None),
    (&finishing::LIKE_TERMS, "q = x + x^2", None),
    (&finishing::LIKE_TERMS, "q = sqrt(x^2) - abs(x)", None),
    (&finishing::LIKE_TERMS, "q = x*w", None),
    (&finishing::COMMON_FACTOR, "q = x*w + x*v", Some("*(x, +(w, v))")),
    (&finishing::COMMON_FACTOR, "q = 2*x - 2*w", Some("*(2, +(x, -(w)))")),
    (&finishing::COMMON_FACTOR, "q = -x*w - x*v", Some("-(*(x, +(w, v)))")),
    (&finishing::COMMON_FACTOR, "q = w*x^3 + x^2", Some("*(^(x, 2), +(*(w, x), 1))")),
    (&finishing::COMMON_FACTOR, "q = x + w", None),
    (&finishing::COMMON_FACTOR, "q = x*w + v", None),
    (&finishing::COMMON_FACTOR, "q = x*w", None),
    (&finishing::FRACTIONS, "q = 1/x + 1/w", Some("/(+(w, x), *(x, w))")),
    (&finishing::FRACTIONS, "q = v/x - (1 - v)/(1 - x)", Some("/(+(v, -(x)), *(x, +(1, -(x))))")),
    (&finishing::FRACTIONS, "q = 1 - w/x", Some("/(+(x, -(w)), x)")),
    // exp(−x) is no fraction.
    (&finishing::FRACTIONS, "q = exp(-x) + w", None),
    (&finishing::FRACTIONS, "q = x/2 + w/3", None),
    (&finishing::FRACTIONS, "q = x + w", None),
    (&finishing::FRACTIONS, "q = x/w", None),
    (&finishing::MULTIPLIED_OUT, "q = w*(x + v) - v*(x + w)", Some("+(*(w, x), -(*(v, x)))")),
    (&finishing::MULTIPLIED_OUT, "q = (x + w)^2 - x^2 - 2*x*w", Some("^(w, 2)")),
    (&finishing::MULTIPLIED_OUT, "q = (x + 1)*(x - 1) + 1", Some("^(x, 2)")),
    // More terms than before are no help to anybody.
    (&finishing::MULTIPLIED_OUT, "q = w*(x + v) + x", None),
    (&finishing::MULTIPLIED_OUT, "q = x + w", None),
    (&finishing::MULTIPLIED_OUT, "q = x*(x + w)", None),
    (&finishing::CANCELLED, "q = x*w/x", Some("w")),
    (&finishing::CANCELLED, "q = 2*(1/(x/w)^2)*(x/w)*(1/w)", Some("/(2, x)")),
    (&finishing::CANCELLED, "q = (x - w)/(w - x)", Some("-1")),
    (&finishing::CANCELLED, "q = sqrt(x)/x", Some("/(1, sqrt(x))")),
    (&finishing::CANCELLED, "q = x*w", None),
    (&finishing::CANCELLED, "q = x/w", None),
    // |x| stays |x|.
    (&finishing::CANCELLED, "q = sqrt(x^2)/x", None),
    (&finishing::CANCELLED, "q = 0^(-1)*x", None),
    (&finishing::CANCELLED, "q = x + w", None),
    (&finishing::GATHERED, "q = x*w*x", Some("*(^(x, 2), w)")),
    (&finishing::GATHERED, "q = sqrt(x)^2", Some("x")),
    (&finishing::GATHERED, "q = (x/w)/(v/x)", Some("/(^(x, 2), *(w, v))")),
    (&finishing::GATHERED, "q = 6/(2*sqrt(6*x))", Some("/(3, sqrt(*(6, x)))")),
    (&finishing::GATHERED, "q = (-2*(x - w))/2", Some("-(+(x, -(w)))")),
    (&finishing::GATHERED, "q = (2*x - 2*w)/4", Some("/(+(x, -(w)), 2)")),
    (&finishing::GATHERED, "q = (x^2)^3", Some("^(x, 6)")),
    (&finishing::GATHERED, "q = exp(x)*exp(-2*x)", Some("exp(-(x))")),
    (&finishing::GATHERED, "q = (x^2)^0.5*w", Some("*(sqrt(^(x, 2)), w)")),
    (&finishing::GATHERED, "q = 0.02*x", None),
    (&finishing::GATHERED, "q = x*w", None),
    (&finishing::GATHERED, "q = x*w/x", None),
    (&finishing::GATHERED, "q = x + x", None),
    (&finishing::SIGN, "q = -(x - w)*v", Some("*(+(w, -(x)), v)")),
    (&finishing::SIGN, "q = -(1 - x)", Some("+(x, -(1))")),
    (&finishing::SIGN, "q = -x*(1 - x)", None),
    (&finishing::SIGN, "q = -(x + w)", None),
    (&finishing::SIGN, "q = (x - w)*v", None),
    (&finishing::SIGN, "q = x", None),
];

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

/// The rules that bring a result into its finished form.
const FINISHING: &[&Rule] = &[
    &finishing::FORMULA,
    &finishing::NAME,
    &finishing::NAME_OF_QUOTIENT,
    &finishing::REST_OF_QUOTIENT,
    &finishing::LIKE_TERMS,
    &finishing::COMMON_FACTOR,
    &finishing::FRACTIONS,
    &finishing::MULTIPLIED_OUT,
    &finishing::CANCELLED,
    &finishing::GATHERED,
    &finishing::SIGN,
];

fn takes_whole(rule: &'static Rule) -> bool {
    is_arithmetic(rule) || *rule == calculus::SLOPE || FINISHING.contains(&rule)
}

/// How an equation is judged; one by a rule of finishing with the definitions of names in their places.
fn judged(sheet: &mut Worksheet, rule: &'static Rule, before: ExprId, after: ExprId) -> Verdict {
    if !FINISHING.contains(&rule) {
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
            CASES.iter().any(|(own, _, expected)| *own == rule && expected.is_some() == accepted)
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
    let own = sheet.graph.derivative(loss, x, Scope::Local);
    for &rule in RULES {
        assert_eq!(apply(&mut sheet, rule, x, own), None, "{}", rule.name);
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
        let Form::Paths(own) = &mut missing.form else { unreachable!() };
        own.remove(place);
        assert!(!chain::holds(&calculus, &missing), "path {place} is missing");
        let mut twice = whole.clone();
        let Form::Paths(own) = &mut twice.form else { unreachable!() };
        own.push(paths[place].clone());
        assert!(!chain::holds(&calculus, &twice), "path {place} is told twice");
        let mut exchanged = whole.clone();
        let Form::Paths(own) = &mut exchanged.form else { unreachable!() };
        let other = paths[(place + 1) % paths.len()].factors[0];
        own[place].factors[0] = other;
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
            let Form::Backpropagation(own) = &mut missing.form else { unreachable!() };
            Arc::make_mut(&mut own[place]).terms.remove(term);
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
