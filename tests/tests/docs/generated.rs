//! The pages that are written by this test: functions from their rows, errors from their codes.

use chainrule::diagnostic::code::CODES;
use chainrule::symbolic::function::{
    Arity, Definition, Domain, End, Function, Interval, Monotonicity, TABLE,
};
use chainrule::symbolic::graph::Graph;
use chainrule::{Options, run};
use chainrule_render::Typesetter;
use chainrule_tests::json;

use super::{blocks, is_updating, root};

const NOTE: &str = "<!-- Written by tests/tests/docs/generated.rs; `UPDATE_DOCS=1 cargo test --workspace --test docs` writes it anew. -->\n\n";

/// Compares the generated pages with what is generated now, or writes them.
///
/// Outputs under a page's worksheets are not compared here: the blocks are run with those of all other pages.
pub fn check_or_write() {
    for (name, text) in [("functions.md", functions()), ("errors.md", errors())] {
        let path = root().join("docs/src/reference").join(name);
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        if without_outputs(&there) == without_outputs(&text) {
            continue;
        }
        assert!(
            is_updating(),
            "docs/src/reference/{name} is not what is generated now; run with UPDATE_DOCS=1"
        );
        std::fs::write(&path, text).expect("the page can be written");
    }
}

fn without_outputs(page: &str) -> String {
    let outputs = blocks::read(page).unwrap_or_default().into_iter().filter(|block| block.has("output"));
    blocks::apply(
        page,
        outputs.map(|block| blocks::Edit { range: block.range, text: String::new() }).collect(),
    )
}

fn errors() -> String {
    let mut page = format!("# Errors and warnings\n\n{NOTE}");
    page.push_str(
        "Every diagnostic has a code, and `chainrule explain CODE` shows its entry on this page. Codes that begin with `E` \
         are errors: nothing is evaluated from a worksheet that has one. Codes that begin with `W` are warnings: the \
         worksheet is worked out all the same. All diagnostics of a worksheet are reported in one run.\n",
    );
    for code in CODES {
        page.push_str(&format!(
            "\n## {} {}\n\n{}.\n\n{}\n",
            code.id, code.name, code.title, code.explanation
        ));
        if code.bad.is_empty() {
            continue;
        }
        page.push_str(&format!(
            "\n```chain error={}\n{}\n```\n\n```text output\n```\n\nMended:\n\n```chain\n{}\n```\n",
            code.id, code.bad, code.good
        ));
    }
    page
}

fn functions() -> String {
    let mut page = format!("# Functions\n\n{NOTE}");
    page.push_str(
        "Everything on this page is derived from the rows of the function table, the one place where a function is \
         described. `chainrule functions` lists them, `chainrule functions NAME` shows one. `log` is the natural logarithm \
         and is written `ln` in the output. A function of your own is defined by `f(z) = …`.\n\n",
    );
    let named: Vec<&Function> =
        TABLE.iter().copied().filter(|row| row.name.starts_with(|c: char| c.is_ascii_alphabetic())).collect();
    page.push_str("| function | what it is | range | range of the derivative |\n| --- | --- | --- | --- |\n");
    for row in &named {
        let slope = if is_of_one_argument(row) { interval(row.derivative_range) } else { String::new() };
        page.push_str(&format!(
            "| [`{0}`](#{0}) | {1} | {2} | {slope} |\n",
            row.name,
            row.title.replace('|', "\\|"),
            interval(row.range)
        ));
    }
    for row in &named {
        page.push_str(&entry(row));
    }
    page
}

fn is_of_one_argument(row: &Function) -> bool {
    row.arity == Arity::Exactly(1)
}

fn entry(row: &Function) -> String {
    let mut text = format!("\n## `{}`\n\n{}.\n\n", row.name, capitalised(row.title));
    let mut item = |what: &str, says: String| text.push_str(&format!("- {what}: {says}\n"));
    if !row.spellings.is_empty() {
        let spellings: Vec<String> = row.spellings.iter().map(|other| format!("`{other}`")).collect();
        item("also written", spellings.join(", "));
    }
    let parameters: &[&str] = match row.arity {
        Arity::Exactly(0) => &[],
        Arity::Exactly(1) => &["z"],
        Arity::Exactly(_) | Arity::AtLeast(_) => &["a", "b"],
    };
    if let Definition::Formula(build) = row.definition {
        let mut graph = Graph::new();
        let arguments: Vec<_> = parameters
            .iter()
            .map(|name| {
                let symbol = graph.intern(name);
                graph.symbol(symbol)
            })
            .collect();
        let formula = build(&mut graph, &arguments);
        let spelled =
            Typesetter::new(&graph, &chainrule_render::Notations::new()).expression(formula).ascii();
        item("definition", format!("`{}({}) = {spelled}`", row.name, parameters.join(", ")));
    }
    for name in parameters {
        item(&format!("derivative by `{name}`"), format!("`{}`", derivative(row, parameters, name)));
    }
    item("defined", domain(row.domain));
    item("range", interval(row.range));
    if is_of_one_argument(row) {
        item("range of the derivative", interval(row.derivative_range));
        match row.monotonicity {
            Monotonicity::Increasing => item("monotony", "never falls".to_owned()),
            Monotonicity::Decreasing => item("monotony", "never rises".to_owned()),
            Monotonicity::Valley => {
                item("monotony", "falls up to a turning point and rises after it".to_owned());
            }
            Monotonicity::Neither => {}
        }
    }
    for kink in row.kinks {
        item(
            &format!("kink at {}", kink.at),
            format!("the derivative is taken as {} ({})", kink.derivative, kink.convention),
        );
    }
    for example in row.examples {
        let call = if example.arguments.is_empty() {
            String::new()
        } else {
            format!("({})", example.arguments.join(", "))
        };
        item("example", format!("`{}{call}` is {}", row.name, example.value));
    }
    item("source", row.source.to_owned());
    text
}

/// The derivative, as the engine derives it.
fn derivative(row: &Function, parameters: &[&str], by: &str) -> String {
    let sheet = format!("y = {}({})\nderive dy/d{by}", row.name, parameters.join(", "));
    let report =
        run(row.name, &sheet, &Options::default()).report.expect("a call of a function can be derived");
    let json: serde_json::Value = serde_json::from_str(&json(&report)).expect("the report is JSON");
    let worked = &json["derivations"][0]["worked"];
    let formula = json["slopes"][0]["formula"]["text"].as_str().or(worked["result"]["text"].as_str());
    formula.expect("a derivation has a result").to_owned()
}

fn domain(domain: Domain) -> String {
    match domain {
        Domain::Everywhere => "for all numbers".to_owned(),
        Domain::Within(within) => format!("on {}", interval(within)),
        Domain::NonzeroDivisor => "where the divisor is not zero".to_owned(),
        Domain::Power => "for a positive base; for zero with an exponent from 0 up, where 0^0 is 1; for a negative base with a whole exponent".to_owned(),
        Domain::AwayFromPoles => "where the cosine is not zero".to_owned(),
    }
}

fn interval(interval: Interval) -> String {
    let end = |end: End, none: &str| end.value().map_or(none.to_owned(), |value| value.to_string());
    let left = if matches!(interval.lower, End::Closed(..)) { '[' } else { '(' };
    let right = if matches!(interval.upper, End::Closed(..)) { ']' } else { ')' };
    format!("{left}{}, {}{right}", end(interval.lower, "-∞"), end(interval.upper, "∞"))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
