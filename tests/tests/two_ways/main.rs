//! Sheets of numbers with wide sums are worked out once for all indices: by members and by shapes they are the same.

mod at_these_sizes;
mod layers;
mod with_numbers;

use chainrule::{Options, Report, run};

/// Numbers that look random, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, count: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % count
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[usize::try_from(self.below(choices.len() as u64)).expect("a short list")]
    }

    /// A number between 1/8 and 1.
    fn number(&mut self) -> String {
        format!("{}/8", 1 + self.below(8))
    }
}

/// A sheet with the shapes of its leaves, what it asks, and its claims, each with whether it holds.
struct Sheet {
    leaves: Vec<(&'static str, Vec<u64>)>,
    text: String,
    asked: Vec<String>,
    claims: Vec<(String, bool)>,
}

/// A dense layer with a loss, or a window that slides, over random sizes.
fn sheet(random: &mut Random) -> Sheet {
    let (m, n) = (2 + random.below(8), 9 + random.below(4));
    let slope = random.of(&["sigmoid(z[i])", "tanh(z[i])", "exp(z[i]/4)", "z[i]^2/3", "softplus(z[i])"]);
    let loss = random.of(&[
        "sum((a[i] - y[i])^2 for i in 1..M)/2",
        "-sum(y[i]*ln(1 + a[i]^2) for i in 1..M)",
        "sum(y[i]*a[i]/S for i in 1..M)",
        "q*sum(a[i]*y[i] for i in 1..M)^2 - sum(b[i]^2 for i in 1..M)",
        "mean((a[i] - y[i])^4 for i in 1..M)",
    ]);
    let is_window = random.below(3) == 0;
    let (body, weights, width) = if is_window {
        (format!("sum(w[j]*x[i+j-1] for j in 1..{n})"), vec![n], m + n - 1)
    } else {
        (format!("sum(w[i,j]*x[j] for j in 1..{n})"), vec![m, n], n)
    };
    let text = format!(
        "z[i] = {body} + b[i] for i in 1..{m}\na[i] = {slope} for i in 1..{m}\nS = sum(exp(a[i]) for i in 1..{m})\nL = {} + q*S/100\n",
        loss.replace('M', &m.to_string())
    );
    let (entry, by_hand, wrong) = if is_window {
        let right = format!("sum(dL/dz[i]*x[i+1] for i in 1..{m})");
        ("dL/dw[2]", right, format!("sum(dL/dz[i]*x[i] for i in 1..{m})"))
    } else {
        ("dL/dw[1,2]", "dL/dz[1]*x[2]".to_owned(), "dL/dz[2]*x[1]".to_owned())
    };
    let mut claims = vec![
        (format!("{entry} = {by_hand}"), true),
        (format!("{entry} = {wrong}"), false),
        ("dL/dz[2] = dL/da[2]*da[2]/dz[2]".to_owned(), true),
        ("dL/dz[2] = dL/da[1]*da[2]/dz[2]".to_owned(), false),
    ];
    if !is_window {
        claims.push((format!("dL/dx[1] = sum(w[i,1]*dL/dz[i] for i in 1..{m})"), true));
        claims.push((format!("dL/dx[1] = sum(w[i,2]*dL/dz[i] for i in 1..{m})"), false));
    }
    let leaves = vec![("w", weights), ("x", vec![width]), ("b", vec![m]), ("y", vec![m]), ("q", Vec::new())];
    let asked = vec![entry.to_owned(), "dL/dx[1]".to_owned(), "dL/dz[2]".to_owned()];
    Sheet { leaves, text, asked, claims }
}

impl Sheet {
    fn questions(&self) -> String {
        let asked = self.asked.join(", ");
        format!("{}derive {asked}\n", self.text)
    }

    fn with_claims(&self) -> String {
        let claims: Vec<String> = self.claims.iter().map(|(claim, _)| format!("claim {claim}\n")).collect();
        self.questions() + &claims.concat()
    }
}

fn report(text: &str, by_shapes: bool) -> Report {
    let outcome = run("two-ways", text, &Options { by_members: !by_shapes, ..Options::default() });
    outcome.report.unwrap_or_else(|| panic!("{text}\n{:?}", outcome.diagnostics))
}

/// A number near a value.
fn about(value: &chainrule::number::Value) -> f64 {
    value.enclosure(64).middle(64).to_f64()
}

/// The numbers of the entries that are asked for.
fn parts(report: &Report) -> Vec<f64> {
    let arrays = report.arrays.as_ref().expect("worked out with shapes");
    let parts = arrays.derivations.iter().flat_map(|derivation| &derivation.parts);
    parts.flat_map(|part| part.numbers.iter().flat_map(|numbers| &numbers.entries)).map(about).collect()
}

fn verdicts(report: &Report) -> Vec<bool> {
    report.claims.iter().map(chainrule::ClaimReport::holds).collect()
}

#[test]
fn claims_come_out_the_same() {
    let mut random = Random(7);
    let mut by_shapes = 0;
    for _ in 0..12 {
        let sheet = sheet(&mut random);
        let text = sheet.with_claims();
        let expected: Vec<bool> = sheet.claims.iter().map(|(_, holds)| *holds).collect();
        let members = report(&text, false);
        assert_eq!(verdicts(&members), expected, "{text}");
        let shapes = report(&text, true);
        assert_eq!(verdicts(&shapes), expected, "{text}");
        by_shapes += usize::from(shapes.arrays.is_some());
    }
    assert!(by_shapes >= 10, "{by_shapes}");
}

#[test]
fn numbers_come_out_the_same() {
    let mut random = Random(11);
    let mut by_shapes = 0;
    for _ in 0..8 {
        let sheet = sheet(&mut random);
        let (mut members, mut declared, mut values) = (sheet.questions(), String::new(), String::new());
        for (name, sizes) in &sheet.leaves {
            let shape: Vec<String> = sizes.iter().map(u64::to_string).collect();
            match sizes[..] {
                [] => {
                    let value = random.number();
                    members += &format!("given {name} = {value}\n");
                    values += &format!("given {name} = {value}\n");
                    continue;
                }
                [rows, columns] => {
                    let mut all = Vec::new();
                    for row in 1..=rows {
                        let row: Vec<String> = (1..=columns)
                            .map(|column| {
                                let value = random.number();
                                members += &format!("given {name}[{row},{column}] = {value}\n");
                                value
                            })
                            .collect();
                        all.push(row.join(", "));
                    }
                    values += &format!("given {name} = [{}]\n", all.join("; "));
                }
                [count, ..] => {
                    let all: Vec<String> = (1..=count)
                        .map(|place| {
                            let value = random.number();
                            members += &format!("given {name}[{place}] = {value}\n");
                            value
                        })
                        .collect();
                    values += &format!("given {name} = [{}]\n", all.join(", "));
                }
            }
            declared += &format!("{name} in R^({})\n", shape.join("×"));
        }
        let read_off = report(&members, true);
        let members = report(&members, false);
        let text = declared + &sheet.questions() + &values;
        let shapes = report(&text, false);
        let one_by_one: Vec<f64> = members
            .derivations
            .iter()
            .map(|derivation| about(derivation.value.as_ref().expect("all is given")))
            .collect();
        by_shapes += usize::from(read_off.arrays.is_some());
        for told in [&shapes, &read_off].into_iter().filter(|report| report.arrays.is_some()) {
            let parts = parts(told);
            assert_eq!(parts.len(), one_by_one.len(), "{text}");
            for (one, other) in parts.iter().zip(&one_by_one) {
                assert!((one - other).abs() <= 1e-12 * (1.0 + other.abs()), "{one} {other}\n{text}");
            }
        }
    }
    assert!(by_shapes >= 5, "{by_shapes}");
}

#[test]
fn shapes_are_read_off_indices_only_where_all_is_told() {
    let wide = "e[j] = exp(z[j]) for j in 1..20\nS = sum(e[j] for j in 1..20)\nderive dS/dz[2]\n";
    assert!(report(wide, true).arrays.is_some());
    assert!(report(wide, false).arrays.is_none());
    let more = [
        // Something is said of members.
        "given z[1] = 2",
        "given z[1] in [0, 1]",
        "given dS/de[2] = 1",
        // The page is to show more.
        "show all",
        "notation z[2] as \"q\"",
        // A member that no shape has.
        "R = sum(z[j] for j in 0..3)\nderive dR/dz[1]",
        // A family that needs itself.
        "h[t] = h[t-1]*z[t] for t in 2..20\nderive dh[20]/dh[1]",
        // A name that is another thing beside shapes.
        "ones = S^2\nderive dones/dz[1]",
        "T = S^2\nderive dT/dz[1]",
    ];
    for more in more {
        let text = format!("{wide}{more}\n");
        assert!(report(&text, true).arrays.is_none(), "{text}");
    }
    let small = wide.replace("20", "8");
    assert!(report(&small, true).arrays.is_none());
}
