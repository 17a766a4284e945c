//! Families against their unrolled forms, and random fills against an independent oracle.

use chainrule_diagnostic::Source;
use chainrule_parser::{read, read_at};
use chainrule_symbolic::graph::{ExprId, Graph, Node};
use chainrule_symbolic::network::Definition;
use chainrule_worksheet::Worksheet;

fn sheet(text: &str) -> Worksheet {
    let reading = read(&Source::new("sheet", text));
    let messages: Vec<&str> = reading.diagnostics.iter().map(|one| one.message.as_str()).collect();
    reading.worksheet.unwrap_or_else(|| panic!("{messages:?} in {text}"))
}

fn messages(text: &str) -> Vec<String> {
    read(&Source::new("sheet", text)).diagnostics.into_iter().map(|one| one.message).collect()
}

/// An expression as nested calls.
fn spelled(graph: &Graph, id: ExprId) -> String {
    match graph.node(id) {
        Node::Number(number) => number.to_string(),
        Node::Symbol(symbol) => graph.name(symbol).to_string(),
        Node::Apply { function, primes, arguments } => {
            let arguments: Vec<String> = arguments.iter().map(|&one| spelled(graph, one)).collect();
            format!("{}'{primes}({})", graph.function_name(function), arguments.join(", "))
        }
        Node::Derivative { of, by, .. } => format!("d{}/d{}", spelled(graph, of), graph.name(by)),
    }
}

/// Everything a worksheet says, sorted.
fn said(sheet: &Worksheet) -> Vec<String> {
    let graph = &sheet.graph;
    let mut lines: Vec<String> = sheet
        .network
        .order()
        .iter()
        .map(|&symbol| {
            let name = graph.name(symbol);
            match sheet.network.definition(symbol) {
                Definition::Formula(expr) => format!("{name} = {}", spelled(graph, expr)),
                Definition::Input => format!("{name} is a leaf"),
                Definition::Dependence => format!("{name} depends"),
            }
        })
        .collect();
    let given = sheet.values.iter().filter(|given| !given.constant);
    lines.extend(
        given.map(|given| format!("given {} = {}", graph.name(given.symbol), spelled(graph, given.value))),
    );
    lines.extend(
        sheet
            .pins
            .iter()
            .map(|pin| format!("pin {} = {}", spelled(graph, pin.derivative), spelled(graph, pin.value))),
    );
    lines.extend(
        sheet
            .ranges
            .iter()
            .map(|range| format!("range {} {:?} {:?}", graph.name(range.symbol), range.lower, range.upper)),
    );
    lines.extend(sheet.queries.iter().map(|query| {
        let by: Vec<String> = query.by.iter().map(|&by| graph.name(by).to_string()).collect();
        format!("derive {} by {by:?}", graph.name(query.of))
    }));
    lines.extend(sheet.claims.iter().map(|claim| {
        let sides: Vec<String> = claim.sides.iter().map(|&side| spelled(graph, side)).collect();
        format!("claim {sides:?} {:?}", claim.relations)
    }));
    lines.sort();
    lines
}

#[track_caller]
fn same(family: &str, unrolled: &str) {
    assert_eq!(said(&sheet(family)), said(&sheet(unrolled)), "{family}");
}

#[test]
fn a_chain_is_its_layers() {
    same(
        "let N = 3\nz[l] = w[l]*a[l-1] + b[l] for l in 1..N\na[l] = sigmoid(z[l]) for l in 1..N\nL = (y - a[N])^2\nderive dL/dw[l] for l in 1..2",
        "z[1] = w[1]*a[0] + b[1]\na[1] = sigmoid(z[1])\nz[2] = w[2]*a[1] + b[2]\na[2] = sigmoid(z[2])\nz[3] = w[3]*a[2] + b[3]\na[3] = sigmoid(z[3])\nL = (y - a[3])^2\nderive dL/dw[1], dL/dw[2]",
    );
}

#[test]
fn sums_and_products_are_written_out() {
    same(
        "y = sum(w[i]*x[i] for i in 1..3) + b\np = 2*prod(w[i] for i in 1..2)\ne1 = sum(q[i] for i in 1..0)*x[1]\ne2 = prod(q[i] for i in 1..0)*x[1]\nt = sum(u[i,j] for i in 1..2, j in 1..i)\nn = sum(prod(w[j] for j in 1..i) for i in 1..2)",
        "y = w[1]*x[1] + w[2]*x[2] + w[3]*x[3] + b\np = 2*w[1]*w[2]\ne1 = 0*x[1]\ne2 = 1*x[1]\nt = u[1,1] + u[2,1] + u[2,2]\nn = w[1] + (w[1]*w[2])",
    );
}

#[test]
fn indices_are_arithmetic() {
    same(
        "let N = 2\nc[2*l+1] = k[N-l]*x for l in 0..2\nd[-l] = 1/l + l*x for l in 1..2\nr[t,k] = x^t for t in 2..3, k in 1..t-1",
        "c[1] = k[2]*x\nc[3] = k[1]*x\nc[5] = k[0]*x\nd[-1] = 1 + 1*x\nd[-2] = 1/2 + 2*x\nr[2,1] = x^2\nr[3,1] = x^3\nr[3,2] = x^3",
    );
}

#[test]
fn labels_are_indices() {
    same(
        "z^{(l)}[i] = sum(W^{(l)}_{i,j}*a^{(l-1)}[j] for j in 1..2) for l in 1..1, i in 1..2\na^{(l)}_{i} = tanh(z^{(l)}_{i}) for l in 1..1, i in 1..2\ns^{(l)} = v11^{(l)}*x for l in 1..2\nq = W_{1,2}^{(1)}",
        "z^{(1)}[1] = W^{(1)}[1,1]*a^{(0)}[1] + W^{(1)}[1,2]*a^{(0)}[2]\nz^{(1)}[2] = W^{(1)}[2,1]*a^{(0)}[1] + W^{(1)}[2,2]*a^{(0)}[2]\na^{(1)}[1] = tanh(z^{(1)}[1])\na^{(1)}[2] = tanh(z^{(1)}[2])\ns^{(1)} = v11^{(1)}*x\ns^{(2)} = v11^{(2)}*x\nq = W^{(1)}[1,2]",
    );
}

#[test]
fn statements_over_families() {
    same(
        "a[l] = sigmoid(w[l]*x) for l in 1..3\ngiven w[l] = 1/l for l in 1..2, x = 2\ngiven w[*] = 5, sigmoid'(w[l]*x) = 0.25 for l in 3..3\nclaim da[l]/dw[l] <= 1 for l in 1..2\ngiven v[l] in [-1, l] for l in 1..1\nu = v[1]\nderive da[2]/dw[*]",
        "a[1] = sigmoid(w[1]*x)\na[2] = sigmoid(w[2]*x)\na[3] = sigmoid(w[3]*x)\ngiven w[1] = 1, w[2] = 1/2, w[3] = 5, x = 2\ngiven sigmoid'(w[3]*x) = 0.25\nclaim da[1]/dw[1] <= 1, da[2]/dw[2] <= 1\ngiven v[1] in [-1, 1]\nu = v[1]\nderive da[2]/dw[1], da[2]/dw[2], da[2]/dw[3]",
    );
}

#[test]
fn members_that_nothing_defines() {
    let chain = "a[l] = w[l]*a[l-1] for l in 1..50\n";
    assert_eq!(messages(&format!("{chain}L = a[51]^2")), ["`a[51]` is not defined: l runs to 50"]);
    assert_eq!(messages(&format!("{chain}L = a[50] + a[0]")), [""; 0]);
    assert_eq!(
        messages(&format!("{chain}L = a[50]\nderive dL/dw[51]")),
        ["no equation of this worksheet has `w[51]`"]
    );
    assert_eq!(messages(&format!("{chain}a[l] = 2*x for l in 50..51")), ["`a[50]` is defined twice"]);
    assert_eq!(
        messages("a[l] = b[l] + 1 for l in 1..2\nb[l] = a[l] for l in 1..2"),
        ["these quantities are computed from each other in a circle: a[1] → b[1] → a[1]"]
    );
    assert_eq!(messages("z[l] = w[l/2] for l in 1..2"), ["1/2 is no whole number"]);
    assert_eq!(messages("y = W[1,2]*W[3]"), ["`W` has 1 index here and 2 indices elsewhere"]);
    assert_eq!(
        messages("y = sum(W[i,1]*W[i] for i in 1..2)"),
        ["`W` has 1 index here and 2 indices elsewhere"]
    );
}

#[test]
fn hostile_ranges_end_soon() {
    for text in ["a[l] = w[l] for l in 1..999999999999", "a[i,j] = w[i] for i in 1..999999999999, j in 1..0"]
    {
        let found = messages(text);
        assert!(found.iter().any(|message| message.contains("5000000 instances")), "{text}: {found:?}");
    }
}

#[test]
fn long_formulas_and_names_count_for_several() {
    let terms: Vec<String> = (0..400).map(|place| format!("w{place}[l]")).collect();
    let name = "a".repeat(900);
    for text in [
        format!("z[l] = {} for l in 1..900000", terms.join(" + ")),
        format!("{name}[l] = x*l for l in 1..900000"),
        format!("y = sum({name}[l] for l in 1..900000)"),
    ] {
        let found = messages(&text);
        assert!(found.iter().any(|message| message.contains("5000000 instances")), "{found:?}");
    }
    assert_eq!(messages("z[l] = w[l]*a[l-1] + b[l] for l in 1..1000"), [""; 0]);
}

#[test]
fn open_sizes_take_numbers() {
    let source = Source::new("sheet", "let N\na[l] = w*a[l-1] for l in 1..N\nL = a[N]\nderive dL/dw");
    let small = read(&source).worksheet.expect("no error");
    assert!(small.open_sizes[0].is_default);
    let large = read_at(&source, &[("N", 7)]).worksheet.expect("no error");
    assert_eq!((large.open_sizes[0].value, large.open_sizes[0].is_default), (7, false));
    let families = large.network.families();
    let family = families.find("a[*]").expect("the family");
    let last = families.member(family, &[7]).expect("the last member");
    assert_eq!(families.of(last).map(|member| member.indices), Some([7].as_slice()));
    assert_eq!(families.member(family, &[8]), None);
}

#[test]
fn random_numbers_are_those_of_the_specification() {
    let golden = include_str!("../../../tests/oracle/random_fill.txt");
    let mut count = 0;
    for line in golden.lines() {
        let [seed, written, name, number] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("four columns: {line}")
        };
        let sheet = sheet(&format!("y = {name}\ngiven {name} ~ {written} seed {seed}"));
        let value = spelled(&sheet.graph, sheet.values[0].value);
        assert_eq!(value, number, "{line}");
        count += 1;
    }
    assert_eq!(count, 196);
}

#[test]
fn fans_come_from_the_layer() {
    let network = "z[i] = sum(W[i,j]*x[j] for j in 1..3) for i in 1..4\n";
    same(
        &format!("{network}given W[*,*] ~ xavier_normal seed 3"),
        &format!("{network}given W[i,j] ~ xavier_normal(3, 4) seed 3 for i in 1..4, j in 1..3"),
    );
    same(
        &format!("{network}given W[*,*] ~ xavier_normal seed 3"),
        &format!("{network}given W[i,j] ~ xavier_normal seed 3"),
    );
}
