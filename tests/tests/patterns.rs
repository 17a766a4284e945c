//! Derivations written once with ∏ and Σ: multiplied out again they are the derivation, and what is altered is refused.
//!
//! The patterns are checked twice over, by other means than they were found by: as a polynomial in the factors, modulo a
//! prime; and as text, with every index put in by replacing letters, handed back to the program as a claim.

use chainrule::symbolic::derivation::pattern::{Letters, Over, Part, Pattern, Recogniser};
use chainrule::symbolic::derivation::{Calculus, Derivation};
use chainrule::{Options, run};
use chainrule_diagnostic::Source;
use chainrule_judge::pattern::{Finding, judge};
use chainrule_parser::read;
use chainrule_tests::json;
use chainrule_worksheet::Worksheet;
use proptest::prelude::*;
use serde_json::Value;

fn settings() -> ProptestConfig {
    ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() }
}

/// How one layer or step is computed from the one before.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
struct Shape {
    depth: usize,
    activation: &'static str,
    /// Whether the pre-activation has a name of its own.
    split: bool,
    /// Whether every layer has the same weight.
    shared: bool,
    /// Whether the layer before is added.
    skip: bool,
    /// Whether the layer's number stands in its formula.
    numbered: bool,
    /// Whether the loss is over all layers.
    every: bool,
    labels: bool,
}

impl Shape {
    fn name(&self, stem: &str, index: usize) -> String {
        if self.labels { format!("{stem}^{{({index})}}") } else { format!("{stem}[{index}]") }
    }

    fn worksheet(&self) -> String {
        let mut text = String::from("square(v) = v*v/8 + v\n");
        let weight = |layer| if self.shared { "w".to_owned() } else { self.name("w", layer) };
        for layer in 1..=self.depth {
            let [h, z, x, below] = [("h", layer), ("z", layer), ("x", layer), ("h", layer - 1)]
                .map(|(stem, index)| self.name(stem, index));
            let over = if self.numbered { format!("/{}", layer + 1) } else { String::new() };
            let inner = format!("{}*{below}{over} + {x}", weight(layer));
            let skip = if self.skip { format!("{below} + ") } else { String::new() };
            if self.split {
                text.push_str(&format!("{z} = {inner}\n{h} = {skip}{}({z})\n", self.activation));
            } else {
                text.push_str(&format!("{h} = {skip}{}({inner})\n", self.activation));
            }
            text.push_str(&format!("given {x} = {}/7\n", 2 * layer % 9 + 1));
        }
        for layer in if self.shared { 1..=1 } else { 1..=self.depth } {
            text.push_str(&format!("given {} = {}/5\n", weight(layer), layer % 4 + 1));
        }
        text.push_str(&format!("given {} = 1/2\n", self.name("h", 0)));
        let first = if self.every { 1 } else { self.depth };
        let losses: Vec<String> =
            (first..=self.depth).map(|layer| format!("({} - 1)^2", self.name("h", layer))).collect();
        text.push_str(&format!("L = {}\nderive dL/d{}\n", losses.join(" + "), weight(1)));
        text
    }
}

fn shapes() -> impl Strategy<Value = Shape> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (4usize..9, proptest::sample::select(vec!["relu", "square", "leaky_relu"]), flags).prop_map(
        |(depth, activation, (split, shared, skip, numbered, every, labels))| Shape {
            depth,
            activation,
            split,
            shared,
            // A shared weight with skips is a web of its own: no pattern is promised for it.
            skip: skip && !shared && !every,
            numbered,
            every: every && shared,
            labels,
        },
    )
}

/// A worksheet's first derivation with its pattern.
struct Case {
    worksheet: Worksheet,
    calculus: Calculus,
    derivation: Derivation,
    pattern: Pattern,
}

impl Case {
    fn of(text: &str) -> Option<Self> {
        let mut worksheet = read(&Source::new("test", text)).worksheet.expect("no error");
        let mut calculus = Calculus::new(&mut worksheet.graph, worksheet.network.clone());
        let query = worksheet.queries[0].clone();
        let derivation = calculus.derive(&mut worksheet.graph, query.of, query.by[0]);
        let mut recogniser = Recogniser::new(Letters::new(None, |_| false));
        let pattern = recogniser.pattern(&mut worksheet.graph, &calculus, &derivation)?;
        Some(Self { worksheet, calculus, derivation, pattern })
    }

    fn finding(&mut self, pattern: &Pattern) -> Finding {
        judge(&mut self.worksheet.graph, &self.calculus, &self.derivation, pattern, &mut 100_000)
    }
}

/// Every pattern that differs from this one in one end of one range.
fn altered(pattern: &Pattern) -> Vec<Pattern> {
    let mut all = Vec::new();
    for (place, part) in pattern.parts.iter().enumerate() {
        let over = match part {
            Part::Factor(_) => continue,
            Part::Product { over, .. } | Part::Sum { over, .. } => over,
        };
        let ends =
            [(over.low.plus(1), Some(over.high.clone())), (Some(over.low.clone()), over.high.plus(-1))];
        for (low, high) in ends {
            let over =
                Over { index: over.index.clone(), low: low.expect("small"), high: high.expect("small") };
            let new = match part.clone() {
                Part::Factor(unit) => Part::Factor(unit),
                Part::Product { body, .. } => Part::Product { over, body },
                Part::Sum { body, .. } => Part::Sum { over, body },
            };
            let mut parts = pattern.parts.clone();
            parts[place] = new;
            all.push(Pattern { parts });
        }
        let mut parts = pattern.parts.clone();
        parts.remove(place);
        all.push(Pattern { parts });
    }
    all
}

/// The text of a pattern with every index put in.
fn written_out(parts: &Value, at: &mut Vec<(String, i64)>) -> String {
    let each: Vec<String> = parts
        .as_array()
        .expect("parts")
        .iter()
        .map(|part| {
            let text = |key: &str| part[key]["text"].as_str().expect("an expression").to_owned();
            if part["kind"] == "factors" {
                return format!("({})", put_in(&text("expression"), at));
            }
            let ends = [text("low"), text("high")].map(|end| value(&put_in(&end, at)));
            let mut terms = Vec::new();
            for value in ends[0]..=ends[1] {
                at.push((part["index"].as_str().expect("a name").to_owned(), value));
                terms.push(format!("({})", written_out(&part["body"], at)));
                at.pop();
            }
            let (sign, none) = if part["kind"] == "sum" { (" + ", "0") } else { ("*", "1") };
            if terms.is_empty() { none.to_owned() } else { format!("({})", terms.join(sign)) }
        })
        .collect();
    each.join("*")
}

/// The text with numbers for letters, what stands in brackets worked out.
fn put_in(text: &str, at: &[(String, i64)]) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for letter in text.chars().chain([' ']) {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            word.push(letter);
            continue;
        }
        match at.iter().find(|(index, _)| *index == word) {
            Some((_, value)) => out.push_str(&value.to_string()),
            None => out.push_str(&word),
        }
        word.clear();
        let inner = match letter {
            ']' => out.rfind('['),
            ')' if out.rfind("^{(").is_some_and(|open| !out[open..].contains(')')) => {
                out.rfind("^{(").map(|open| open + 2)
            }
            _ => None,
        };
        if let Some(open) = inner {
            let index = value(&out[open + 1..]);
            out.truncate(open + 1);
            out.push_str(&index.to_string());
        }
        out.push(letter);
    }
    out.trim().to_owned()
}

/// A sum of whole numbers.
fn value(text: &str) -> i64 {
    let text = text.replace(' ', "").replace('-', "+-");
    text.split('+').filter(|term| !term.is_empty()).map(|term| term.parse::<i64>().expect(term)).sum()
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn patterns_are_their_derivations(shape in shapes()) {
        let text = shape.worksheet();
        let mut case = Case::of(&text).expect("it repeats");
        let pattern = case.pattern.clone();
        prop_assert_eq!(case.finding(&pattern), Finding::Same);
        for wrong in altered(&pattern) {
            prop_assert_eq!(case.finding(&wrong), Finding::Different, "{:?}", wrong);
        }
    }

    #[test]
    fn patterns_read_back_have_the_value_of_the_derivative(shape in shapes()) {
        let text = shape.worksheet();
        let report = run("test", &text, &Options::default()).report.expect("no error");
        let json: Value = serde_json::from_str(&json(&report)).expect("JSON");
        let derivation = &json["derivations"][0];
        let name = derivation["name"]["text"].as_str().expect("a name");
        let parts = &derivation["worked"]["pattern"]["result_by_parts"];
        prop_assert!(parts.is_array(), "no pattern in\n{}", text);
        let claim = format!("{text}claim {name} = {}\n", written_out(parts, &mut Vec::new()));
        let again = run("test", &claim, &Options::default());
        let Some(again) = again.report else {
            return Err(TestCaseError::fail(format!("{claim}\n{:?}", again.diagnostics)));
        };
        prop_assert!(again.claims[0].holds(), "{}\n{:?}", claim, again.claims[0].judgement);
    }
}

#[test]
fn one_layer_that_differs_is_no_part_of_the_product() {
    let shape = Shape {
        depth: 8,
        activation: "relu",
        split: true,
        shared: false,
        skip: false,
        numbered: false,
        every: false,
        labels: false,
    };
    let text = shape.worksheet().replace("z[5] = w[5]*h[4]", "z[5] = h[4]*w[5]*w[5]");
    let mut case = Case::of(&text).expect("it repeats above");
    let pattern = case.pattern.clone();
    assert_eq!(case.finding(&pattern), Finding::Same);
    let products = pattern.parts.iter().filter(|part| matches!(part, Part::Product { .. })).count();
    assert_eq!(products, 2, "above and below the layer that differs");
    let swapped = shape.worksheet().replace("w[6]*h[5]", "w[7]*h[5]").replace("given w[6] = 3/5\n", "");
    let mut case = Case::of(&swapped).expect("it repeats above or below");
    let pattern = case.pattern.clone();
    assert_eq!(case.finding(&pattern), Finding::Same);
    for part in &pattern.parts {
        if let Part::Product { over, .. } = part {
            let (low, high) = (over.low.value().expect("a number"), over.high.value().expect("a number"));
            assert!(high < 6 || low > 6, "layer 6 has another weight than its own: {low}..{high}");
        }
    }
}
