//! Vectors and matrices: forms, whole pages, refusals, and that wrong lines and readings are found.

mod asked;
mod brief;
mod chosen;
mod claimed;
mod empty_ranges;
mod families;
mod judges;
mod no_number;
mod normalised;
mod ordered;
mod programs;
mod refusals;
mod sizes;
mod undeclared;
mod values;
mod written_elsewhere;

use std::collections::BTreeMap;

use chainrule::{Judgement, Options, Refutation, Report, claim_reason, run};
use chainrule_array::Role;
use chainrule_render::array::ArraySetter;
use chainrule_tests::sheets::TWO_LAYERS;

fn report(text: &str) -> Report {
    let outcome = run("arrays.chain", text, &Options::default());
    outcome.report.unwrap_or_else(|| panic!("{text}: {:#?}", outcome.diagnostics))
}

/// The message of the first error, with its help.
fn refusal(text: &str) -> (String, Vec<String>) {
    let outcome = run("arrays.chain", text, &Options::default());
    // A claim that does not fit takes nothing else with it.
    assert!(outcome.report.is_none_or(|report| report.is_refused), "{text} is not refused");
    let first = outcome.diagnostics.first().expect("something is said");
    (format!("{} {}", first.code.id, first.message), first.help.clone())
}

/// The derivatives that a worksheet asks for, each in the form that is printed last.
fn forms(report: &Report) -> BTreeMap<String, String> {
    let report = report.arrays.as_ref().expect("a worksheet with shapes");
    let setter = ArraySetter::new(&report.arrays, &report.immediate);
    let mut forms = BTreeMap::new();
    for derivation in &report.derivations {
        assert!(derivation.tally.is_sound(), "{:?}", derivation.tally);
        let names = [derivation.of, derivation.by].map(|quantity| setter.quantity(quantity).ascii());
        let form = derivation.adjoints.last().map_or("0".to_owned(), |&place| {
            let adjoint = &report.calculus.adjoints[place];
            match adjoint.in_full.or(adjoint.reading) {
                Some(whole) => setter.whole(whole).ascii(),
                None => "by entries".to_owned(),
            }
        });
        let name = match report.arrays.quantity(derivation.of).role {
            Role::Adjoint { of, by } => {
                assert_eq!(by, derivation.by, "a derivative by the same once more");
                format!("d^2{}/d{}^2", setter.quantity(of).ascii(), names[1])
            }
            Role::Leaf | Role::Defined(_) => format!("d{}/d{}", names[0], names[1]),
        };
        forms.insert(name, form);
    }
    forms
}

/// The worksheets of `tests/oracle/arrays.txt`, whose forms `arrays.py` checks against difference quotients.
fn textbook() -> Vec<(String, String, BTreeMap<String, String>)> {
    let path = chainrule_tests::root().join("tests/oracle/arrays.txt");
    let text = std::fs::read_to_string(path).expect("the list of forms");
    let mut all = Vec::new();
    for block in text.split("\n\n") {
        let lines: Vec<&str> = block.lines().filter(|line| !line.starts_with('#')).collect();
        let Some((title, rest)) = lines.split_first() else { continue };
        let (asked, sheet): (Vec<&str>, Vec<&str>) = rest.iter().partition(|line| line.starts_with('?'));
        let forms: BTreeMap<String, String> = asked
            .iter()
            .filter_map(|line| line.trim_start_matches("? ").split_once(" = "))
            .map(|(name, form)| (name.to_owned(), form.to_owned()))
            .collect();
        all.push(((*title).to_owned(), sheet.join("\n"), forms));
    }
    all
}

#[test]
fn forms_are_those_of_textbooks() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (title, sheet, expected) in textbook() {
        let asked: Vec<&str> = expected.keys().map(String::as_str).collect();
        let outcome = run(&title, &format!("{sheet}\nderive {}\n", asked.join(", ")), &Options::default());
        let Some(report) = outcome.report else {
            wrong.push(format!("{title}: {:#?}", outcome.diagnostics));
            continue;
        };
        if report.is_refuted() {
            wrong.push(format!("{title}: refuted"));
            continue;
        }
        for (name, form) in forms(&report) {
            // The first derivative goes with the second.
            if !asked.contains(&name.as_str()) {
                continue;
            }
            count += 1;
            if expected.get(&name) != Some(&form) {
                wrong.push(format!("{title}: {name} = {form}, not {:?}", expected.get(&name)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 80, "{count} forms");
}

/// What is printed can be claimed: the form is read back, and holds.
#[test]
fn forms_are_read_back() {
    let mut wrong = Vec::new();
    for (title, sheet, expected) in textbook() {
        let claims: Vec<String> =
            expected.iter().map(|(name, form)| format!("claim {name} = {form}")).collect();
        let outcome = run(&title, &format!("{sheet}\n{}\n", claims.join("\n")), &Options::default());
        let Some(report) = outcome.report else {
            let said: Vec<&str> =
                outcome.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
            wrong.push(format!("{title}: {}", said.join("; ")));
            continue;
        };
        for claim in &report.claims {
            if !matches!(claim.judgement, Judgement::Proved { .. }) {
                wrong.push(format!("{title}: {} is {:?}", claim.text, claim.judgement));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A form with another number in front of it is another derivative.
#[test]
fn forms_with_one_change_are_refuted() {
    let mut wrong = Vec::new();
    for (title, sheet, expected) in textbook() {
        // 0 with another number in front of it is 0.
        let changed = expected.iter().filter(|(_, form)| *form != "0").flat_map(|(name, form)| {
            [format!("claim {name} = -({form})"), format!("claim {name} = 1/2*({form})")]
        });
        let claims: Vec<String> = changed.collect();
        if claims.is_empty() {
            continue;
        }
        let outcome = run(&title, &format!("{sheet}\n{}\n", claims.join("\n")), &Options::default());
        let report = outcome.report.expect("the form itself is read");
        for claim in &report.claims {
            if !matches!(claim.judgement, Judgement::Refuted { .. }) {
                wrong.push(format!("{title}: {} is {:?}", claim.text, claim.judgement));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn false_claims_about_jacobians_and_hessians_are_refuted() {
    for (sheet, claim) in [
        ("W in R^(n×n), x in R^n\nz = W*x", "dz/dx = W^T"),
        ("W in R^(n×n), x in R^n\nz = W*x\na = sigmoid(z)", "da/dx = W*diag(sigmoid'(z))"),
        ("W in R^(n×n), x in R^n\nz = W*x\na = sigmoid(z)", "da/dx = diag(a)*W"),
        ("U, V in R^(n×n), x in R^n\ny = U*V*x", "dy/dx = V*U"),
        ("z in R^n\np = softmax(z)", "dp/dz = p*p^T - diag(p)"),
        ("z in R^n\np = softmax(z)", "dp/dz = diag(p)"),
        ("A in R^(n×n), x in R^n\nL = x^T*A*x", "d^2L/dx^2 = 2*A"),
        ("A in R^(n×n), x in R^n\nL = norm(A*x)^2", "d^2L/dx^2 = 2*A*A^T"),
        ("x in R^n\nL = norm(x)", "d^2L/dx^2 = I(n)/norm(x) - x*x^T/norm(x)^2"),
        ("x in R^n\nL = norm(x)", "dL/dx = x*norm(x)"),
        ("x in R^n\nL = norm(x)^2", "norm(x) = sqrt(L) + 1"),
        // Roots have signs: √(x²) is the size of x.
        ("x in R^n\nu = sqrt(x .* x)", "u = x"),
        ("x in R^n\nL = sum(x)", "sqrt(L^2) = L"),
    ] {
        let report = report(&format!("{sheet}\nclaim {claim}\n"));
        let judgement = &report.claims[0].judgement;
        assert!(matches!(judgement, Judgement::Refuted { .. }), "{sheet}: {claim} is {judgement:?}");
    }
}

#[test]
fn derivatives_with_more_than_two_indices_are_told_by_entries() {
    let worked = report("A in R^(2x3), B in R^(3x2)\nC = A*B\nderive dC/dA, Jacobian of C by B");
    assert_eq!(forms(&worked)["dC/dA"], "by entries");
    let page = chainrule_tests::page(&worked).text(100, true, false);
    assert!(page.contains("dC[i,j]/dA[k,l]"), "{page}");
    assert!(page.contains("= delta[i,k]*B[l,j]"), "{page}");
    // What is no matrix is derived no further.
    let outcome =
        run("a.chain", "x in R^2\nA in R^(2x2)\nL = x^T*A*x\nderive d^2L/dA^2", &Options::default());
    assert!(outcome.report.is_some_and(|report| !report.is_refuted()));
    let sheet = "A in R^(2x2), x in R^2\nz = A*x\nL = norm(z)^2\nderive ";
    for (asked, wanted) in [
        ("dz/dq", "E0301 nothing says what `q` is"),
        ("dq/dx", "E0301 nothing says what `q` is"),
        ("dL/dq[1]", "E0301 nothing says what `q` is"),
        ("d^3L/dx^3", "E0601 first and second derivatives"),
        ("Hessian of L", "E0601 a Hessian is by a quantity"),
        ("Hessian of L by q", "E0301 nothing says what `q` is"),
        ("Hessian of z by x", "E0804 `z` has the shape 2"),
        ("gradient of z", "E0804 `z` has the shape 2"),
    ] {
        let (message, help) = refusal(&format!("{sheet}{asked}"));
        assert!(message.starts_with(wanted), "{asked}: {message}");
        // What is proposed is read.
        for proposed in help.iter().filter_map(|help| help.strip_prefix("write `derive ")) {
            let proposed = proposed.split('`').next().expect("what stands between the quotes");
            report(&format!("{sheet}{proposed}"));
        }
    }
    let (message, _) = refusal("x in R^2\nL = sum(x)\nderive dL/dL");
    assert!(message.contains("by itself is 1"), "{message}");
}

#[test]
fn numbers_of_a_jacobian_and_of_a_hessian() {
    let sheet = "A in R^(2x2), x in R^2\nz = A*x\ny = z .* z\nL = sum(y .* z)\n\
                 given A = [1, 2; 3, 4], x = [1, -1]\nderive dy/dx, Hessian of L by x";
    let page = chainrule_tests::page(&report(sheet)).text(100, true, false);
    // z = (-1, -1), y[i] = z[i]²: the rows of A times -2; L = Σ z³: Aᵀ·diag(6z)·A.
    assert!(page.contains("dy/dx = [-2, -4; -6, -8]"), "{page}");
    assert!(page.contains("[-60, -84; -84, -120]"), "{page}");
}

const SOFTMAX: &str = "\
# A softmax layer with cross-entropy; scores 2, 1, 0.1 as in Udacity's deep-learning course (2016).
W in R^(3x2), b in R^3, x in R^2, y in R^3
z = W*x + b
p = softmax(z)
L = -sum(y ⊙ ln(p))
given sum(y) = 1
given W = [1, 1/2; 1, 0; 0, 1/20], b = [0, 0, 0], x = [1, 2], y = [1, 0, 0]
derive dL/dz, dL/dW
claim dL/dz = p - y
claim dL/dW = (p - y)*x^T
";

#[test]
fn pages() {
    for (name, text) in [("two_layers", TWO_LAYERS), ("softmax", SOFTMAX)] {
        let report = report(text);
        assert_eq!(report.exit_code(), 0, "{name}");
        let page = chainrule_tests::page(&report);
        insta::assert_snapshot!(format!("arrays_{name}"), page.text(100, false, false));
        insta::assert_snapshot!(format!("arrays_{name}_latex"), page.latex(false));
        insta::assert_snapshot!(format!("arrays_{name}_json"), chainrule_tests::json(&report));
        let page = chainrule_tests::usual_page(&report);
        insta::assert_snapshot!(format!("arrays_{name}_brief"), page.text(100, false, false));
        insta::assert_snapshot!(format!("arrays_{name}_brief_narrow"), page.text(60, true, false));
        insta::assert_snapshot!(format!("arrays_{name}_brief_latex"), page.latex(false));
    }
}

/// Values by a program in doubles: a forward pass and backpropagation in doubles, printed to 6 digits.
#[test]
fn numbers_of_the_two_layers() {
    let text = chainrule_tests::page(&report(TWO_LAYERS)).text(100, false, false);
    for line in [
        "∂L/∂h  ≈ [-1.9766, 2.53086, -1.40399]",
        "∂L/∂W₁ ≈ [-0.294803, -0.589607; 0.177423, 0.354845; -0.0634277, -0.126855]",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

#[test]
fn cost_does_not_depend_on_sizes() {
    let page = |width: u64| {
        let text = format!(
            "W1 in R^({width}x784), b1 in R^{width}, W2 in R^(10x{width}), b2, y in R^10, x in R^784\n\
             z1 = W1*x + b1\nh = sigmoid(z1)\nz2 = W2*h + b2\nL = sum((z2 - y)^2)\nderive gradient of L\n"
        );
        let report = report(&text);
        let text = chainrule_tests::page(&report).text(200, false, false);
        (text.replace(&width.to_string(), "w").lines().count(), forms(&report))
    };
    let narrow = page(512);
    assert_eq!(narrow, page(4096));
    assert_eq!(narrow, page(65_536));
    assert_eq!(narrow.1["dL/dW1"], "2*(W2^T*(z2 - y) .* sigmoid'(z1))*x^T");
}

#[test]
fn a_worksheet_without_shapes_is_read_as_before() {
    let outcome = run("plain", "y = x^2\nderive dy/dx", &Options::default());
    assert!(outcome.report.expect("a report").arrays.is_none());
}

#[test]
fn claims_between_arrays() {
    let sheet = "W in R^(m×n), x in R^n, y in R^m\nz = W*x\nL = norm(sigmoid(z) - y)^2\n";
    let judged = |claim: &str| {
        let report = report(&format!("{sheet}claim {claim}\n"));
        report.claims[0].judgement.clone()
    };
    let holds = "dL/dW = 2*((sigmoid(z) - y) ⊙ sigmoid'(z))*x^T";
    assert!(matches!(judged(holds), Judgement::Proved { .. }), "{:?}", judged(holds));
    for wrong in [
        "dL/dW = ((sigmoid(z) - y) ⊙ sigmoid'(z))*x^T",
        "dL/dW = -2*((sigmoid(z) - y) ⊙ sigmoid'(z))*x^T",
        "dL/dW = 2*(sigmoid(z) - y)*x^T",
        "dL/dW = 2*((sigmoid(z) + y) ⊙ sigmoid'(z))*x^T",
        "dL/dx = 2*W^T*(sigmoid(z) - y)",
    ] {
        let claimed = report(&format!("{sheet}claim {wrong}\n"));
        let judgement = &claimed.claims[0].judgement;
        let Judgement::Refuted(Refutation::Arrays(how)) = judgement else { panic!("{wrong}: {judgement:?}") };
        // The entry, and the numbers of all three leaves; that is what is told.
        assert!(!how.at.is_empty() && how.leaves.len() == 3 && how.right.is_some(), "{how:?}");
        let told = claim_reason(&claimed, &claimed.claims[0]);
        assert!(told.contains("entry [") && told.contains("W = ["), "{told}");
    }
}

/// Sheets of their own: what is read besides products and sums, at given numbers worked out by hand.
#[test]
fn one_hot_slices_and_the_largest_entry_in_numbers() {
    for (sheet, wanted) in [
        // Rows 2 and 3 of 2·X, zeros elsewhere.
        (
            "X in R^(3x2)\nY = X[2..3,*]\nL = norm_F(Y)^2\ngiven X = [1, 2; 3, 4; 5, 6]\nderive dL/dX",
            "dL/dX = [0, 0; 6, 8; 10, 12]",
        ),
        (
            "X in R^(2x3)\nY = X[*,2..3]\nL = norm_F(Y)^2\ngiven X = [1, 2, 3; 4, 5, 6]\nderive dL/dX",
            "dL/dX = [0, 4, 6; 0, 10, 12]",
        ),
        ("x in R^4\nL = x[1..2]^T*x[3..4]\ngiven x = [1, 2, 3, 4]\nderive dL/dx", "dL/dx = [3, 4, 1, 2]"),
        (
            "E in R^(3x2), w in R^2\ne = E[2,*]\nL = w^T*e\ngiven E = [1, 2; 3, 4; 5, 6], w = [7, 8]\nderive dL/dE",
            "dL/dE = [0, 0; 7, 8; 0, 0]",
        ),
        // A token far down the list of words.
        ("E in R^(100x2), w in R^2\ne = E[97,*]\nL = w^T*e\nderive dL/dE", "= onehot(97, 100)*w^T"),
        ("x in R^30\na = x[21..30]\nL = norm(a)^2\nderive dL/dx", "= 2*I(30)[21..30,*]^T*a"),
        // √π stands under the root of the error function's slope.
        ("B in R^(2x2), x in R^2\nL = sum(erf(B*x))\nderive dL/dx", "= 2*B^T*exp(-(B*x)^2)/sqrt(pi) "),
        // One largest entry, and two that share.
        ("x in R^3\nL = max(x)\ngiven x = [1, 5, 4]\nderive dL/dx", "dL/dx = [0, 1, 0]"),
        ("x in R^3\nL = max(x)\ngiven x = [5, 1, 5]\nderive dL/dx", "dL/dx = [0.5, 0, 0.5]"),
        (
            "X in R^(2x2), g in R^2\nm = max(X, each row)\nL = g^T*m\n\
             given X = [1, 2; 4, 3], g = [10, 20]\nderive dL/dX",
            "dL/dX = [0, 10; 20, 0]",
        ),
        (
            "X in R^(2x2), g in R^2\nm = max(X, each column)\nL = g^T*m\n\
             given X = [1, 2; 4, 3], g = [10, 20]\nderive dL/dX",
            "dL/dX = [0, 0; 10, 20]",
        ),
        // By entries: A·x and xᵀ·(A + Aᵀ).
        (
            "A in R^(2x2), x in R^2\nL = sum(A[i,j]*x[i]*x[j] for i in 1..2, j in 1..2)\n\
             given A = [1, 2; 3, 4], x = [1, -1]\nderive dL/dx",
            "dL/dx = [-3, -3]",
        ),
        ("z in R^2\np = onehot(2, 2)\nL = p^T*z\ngiven z = [3, 4]\nderive dL/dz", "dL/dz = [0, 1]"),
    ] {
        let report = report(sheet);
        assert!(!report.is_refuted(), "{sheet}");
        let page = chainrule_tests::page(&report).text(120, true, false);
        assert!(page.contains(wanted), "{sheet}\n{page}");
    }
}

/// What a stated symmetry allows is refuted without it.
#[test]
fn a_stated_symmetry_is_used_and_needed() {
    let sheet = "A in R^(n×n), x in R^n\nL = x^T*A*x\n";
    let claim = "claim dL/dx = 2*A*x\n";
    let with = report(&format!("{sheet}given A = A^T\n{claim}"));
    assert!(matches!(with.claims[0].judgement, Judgement::Proved { .. }), "{:?}", with.claims[0].judgement);
    let without = report(&format!("{sheet}{claim}"));
    assert!(matches!(without.claims[0].judgement, Judgement::Refuted { .. }));
}

/// x^0 is 1 where x is 0 too: dividing by it says nothing of x.
#[test]
fn a_base_is_known_not_to_be_0_by_its_exponent_only() {
    for (power, is_known) in [
        ("n^2", true),
        ("n^0", false),
        ("n^k", false),
        ("(n^0)^2", false),
        ("(n^k)^2", false),
        ("(n^2)^0", false),
    ] {
        let text = format!("x in R^m, s in R, k in R\nn = norm(x)\nL = n^3\nr = s/{power}\nderive dL/dx");
        let form = &forms(&report(&text))["dL/dx"];
        let wanted = if is_known { "3*n*x" } else { "3*n^2*x/norm(x)" };
        assert_eq!(form, wanted, "{power}");
    }
}
