//! Slips that explain what was printed: each is tried, and named only where it gives exactly that.

use chainrule::number::{Rational, Value};
use chainrule::symbolic::function::{Function, find};
use chainrule::symbolic::graph::ExprId;
use chainrule::value_of;
use chainrule_latex::lower::{Edit, lower_edited};
use chainrule_latex::tree::{Callee, Node, NodeId, Printed, Tree};

use crate::desk::Desk;
use crate::numbers::{digits_of, gives, near, transposed};
use crate::side::Side;

/// So many changes of one side are tried.
const MOST_TRIES: usize = 80;

/// A change and what it is called.
pub(crate) struct Slip {
    pub(crate) place: NodeId,
    pub(crate) edit: Edit,
    pub(crate) name: String,
}

/// The slip that turns the value of a side into the printed number.
pub(crate) fn of_number(desk: &mut Desk, left: &Side, value: &Value, printed: &Printed) -> Option<String> {
    let number = near(value)?;
    let same = |other: &Rational| gives(&Value::Exact(other.clone()), printed);
    if printed.value.is_zero() || number.is_zero() {
        return None;
    }
    if same(&-&number) {
        return Some("the sign".to_owned());
    }
    if !desk.try_slip(&left.tree) {
        return None;
    }
    if let Some(name) = other_base(desk, left, printed) {
        return Some(name);
    }
    if let Some(name) = shifted(&number, printed) {
        return Some(name);
    }
    if same(&(&number * &Rational::from_integer(2))) {
        return Some("a factor of 2 too many".to_owned());
    }
    if same(&(&number * &Rational::fraction(1, 2))) {
        return Some("a factor of 2 is missing".to_owned());
    }
    if digits_of(printed) >= 2 {
        let is_it = |other: Rational| gives(value, &Printed { value: other, ..printed.clone() });
        if transposed(printed).into_iter().any(is_it) {
            return Some("two digits are exchanged".to_owned());
        }
        if other_root(&number, printed) {
            return Some("the square is missing".to_owned());
        }
    }
    let tree = &left.tree;
    for Slip { place, edit, name } in changes(desk, tree, true).into_iter().take(MOST_TRIES) {
        if !desk.try_slip(tree) {
            return None;
        }
        let expr = lower_edited(tree, &mut desk.graph, &desk.functions, Some((place, &edit))).expr;
        let changed =
            if left.is_numeric { value_of(&mut desk.graph, expr) } else { desk.evaluate(expr, None) };
        if let Ok(changed) = changed
            && gives(&changed, printed)
            && near(&changed).is_some_and(|changed| changed != number)
        {
            return Some(name);
        }
    }
    None
}

/// Whether the printed number is that of a logarithm to another base.
fn other_base(desk: &mut Desk, left: &Side, printed: &Printed) -> Option<String> {
    let logarithms = changes(desk, &left.tree, true).into_iter();
    for slip in logarithms.filter(|slip| matches!(slip.edit, Edit::Function(_))).take(MOST_TRIES) {
        let expr = changed(desk, &left.tree, &slip);
        let value = if left.is_numeric { value_of(&mut desk.graph, expr) } else { desk.evaluate(expr, None) };
        if value.is_ok_and(|value| gives(&value, printed)) {
            return Some(slip.name);
        }
    }
    None
}

/// Whether the printed number is the root of the right one.
fn other_root(rational: &Rational, printed: &Printed) -> bool {
    let half = Rational::fraction(1, 2);
    (&(&printed.value * &printed.value) - rational).abs()
        <= &(&printed.unit * &half) * &(&printed.value.abs() + &printed.value.abs())
        && !(&printed.value - &Rational::one()).is_zero()
        && digits_of(printed) >= 3
}

/// A misplaced decimal point: the digits are right.
fn shifted(rational: &Rational, printed: &Printed) -> Option<String> {
    let ten = Rational::from_integer(10);
    for places in 1..=4_i64 {
        let power = ten.pow(places).ok()?;
        for (factor, name) in [(power.clone(), "too large"), (power.recip()?, "too small")] {
            let moved = rational * &factor;
            // The digits must be those of the right number, wherever the point stands.
            let half = Rational::fraction(1, 2);
            if (&moved - &printed.value).abs() <= &printed.unit * &half && !printed.value.is_zero() {
                let places = if places == 1 { "one place".to_owned() } else { format!("{places} places") };
                return Some(format!("the decimal point: the number is {places} {name}"));
            }
        }
    }
    None
}

/// The slip in numbers that were put in: one of them is not the number that stands at its place on the left.
pub(crate) fn of_operands(desk: &mut Desk, value: &Value, right: &Side) -> Option<String> {
    let number = near(value)?;
    for Slip { place, edit, name } in changes(desk, &right.tree, true).into_iter().take(MOST_TRIES) {
        if !desk.try_slip(&right.tree) {
            return None;
        }
        let expr = lower_edited(&right.tree, &mut desk.graph, &desk.functions, Some((place, &edit))).expr;
        if let Ok(changed) = value_of(&mut desk.graph, expr)
            && near(&changed).is_some_and(|changed| changed == number)
        {
            return Some(name);
        }
    }
    None
}

/// How a number that was put in differs from the one that should have been.
pub(crate) fn of_operand(right: &Rational, printed: &Printed) -> String {
    if -right == printed.value {
        return "the sign".to_owned();
    }
    if let Some(name) = shifted(right, &Printed { unit: Rational::zero(), ..printed.clone() }) {
        return name;
    }
    if transposed(printed).iter().any(|other| other == right) {
        return "two digits are exchanged".to_owned();
    }
    "another number than the one given above".to_owned()
}

/// The changes of a tree that are worth trying.
pub(crate) fn changes(desk: &mut Desk, tree: &Tree, is_numeric: bool) -> Vec<Slip> {
    let mut all = Vec::new();
    let mut push =
        |place: NodeId, edit: Edit, name: &str| all.push(Slip { place, edit, name: name.to_owned() });
    let root = tree.root();
    let [two, half, tenth, ten] = [(2, 1), (1, 2), (1, 10), (10, 1)]
        .map(|(above, below)| desk.graph.number(Rational::fraction(above, below)));
    push(root, Edit::Negate, "the sign");
    push(root, Edit::Times(two), "a factor of 2");
    push(root, Edit::Times(half), "a factor of 2");
    for id in tree.below(root) {
        match tree.node(id) {
            Node::Sum(terms) => {
                for &term in terms {
                    push(term, Edit::Negate, "the sign of one term");
                }
                for &term in terms {
                    push(term, Edit::Times(two), "a factor of 2 at one term");
                    push(term, Edit::Times(half), "a factor of 2 at one term");
                }
                if terms.len() > 1 {
                    for place in 0..terms.len() {
                        push(id, Edit::Without(place), "one term is left out or stands there too many");
                    }
                }
            }
            Node::Product(factors) => {
                for place in 0..factors.len() {
                    push(id, Edit::Without(place), "a factor is left out");
                }
            }
            Node::Power(base, exponent) => {
                let is_ten = matches!(tree.node(*base), Node::Number(ten) if ten.value.to_i64() == Some(10));
                let name = if is_ten { "the decimal point" } else { "the power is off by one" };
                push(id, Edit::Exponent(1), name);
                push(id, Edit::Exponent(-1), name);
                push(*exponent, Edit::Negate, "the sign of an exponent");
            }
            Node::Call { function: Callee::Builtin(row), primes: 0, .. } => {
                push(id, Edit::Square, "the square is missing");
                if let Some((edit, name)) = of_angle(desk, row) {
                    push(id, edit, name);
                }
                for other in other_bases(row) {
                    push(id, Edit::Function(other), "the base of the logarithm");
                }
            }
            Node::Quotient(above, _) => push(*above, Edit::Negate, "the sign"),
            Node::Name(_) => push(id, Edit::Square, "the square is missing"),
            Node::Number(_) if is_numeric => {
                push(id, Edit::Times(tenth), "a decimal point");
                push(id, Edit::Times(ten), "a decimal point");
            }
            _ => {}
        }
    }
    all
}

/// Degrees taken for radians.
fn of_angle(desk: &mut Desk, row: &Function) -> Option<(Edit, &'static str)> {
    let circular = ["sine", "cosine", "tangent"];
    if !circular.contains(&row.title)
        && !["si", "co", "ta"].iter().any(|start| row.name.len() == 3 && row.name.starts_with(start))
    {
        return None;
    }
    let pi = desk.graph.call(&chainrule::symbolic::function::rows::constant::PI, &[]);
    let turn = desk.graph.integer(180);
    let factor = desk.graph.call(&chainrule::symbolic::function::rows::arithmetic::DIVIDE, &[pi, turn]);
    Some((Edit::Argument(factor), "degrees are taken for radians"))
}

/// Logarithms to other bases.
fn other_bases(row: &'static Function) -> Vec<&'static Function> {
    let all: Vec<&'static Function> =
        [2, 10].iter().filter_map(|base| find(&format!("log{base}"))).chain(find("log")).collect();
    if all.contains(&row) { all.into_iter().filter(|other| *other != row).collect() } else { Vec::new() }
}

/// The expression of a tree with one change.
pub(crate) fn changed(desk: &mut Desk, tree: &Tree, slip: &Slip) -> ExprId {
    lower_edited(tree, &mut desk.graph, &desk.functions, Some((slip.place, &slip.edit))).expr
}
