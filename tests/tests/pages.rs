//! The page that is read from top to bottom: its shape for two examples, what it is asked to show and what it never leaves out.

use chainrule::diagnostic::Diagnostic;
use chainrule::{Options, PARTS, Part, Report, Show, Steps, run};
use chainrule_tests::{in_format, page, usual_page};

fn report(text: &str) -> Report {
    let outcome = run("sheet.chain", text, &Options::default());
    outcome.report.unwrap_or_else(|| panic!("{text}: {:?}", outcome.diagnostics))
}

/// The page as it is read, 78 columns wide.
fn usual(text: &str) -> String {
    usual_page(&report(text)).text(78, false, false)
}

fn with(text: &str, show: Show) -> String {
    let options = Options { show, ..Options::default() };
    chainrule::page(&report(text), &options).text(78, false, false)
}

fn parts(parts: &[Part]) -> Show {
    Show { parts: Some(parts.to_vec()), steps: None }
}

/// The lecture notes on the exploding gradient problem.
const NOTES: &str = include_str!("../worked/exploding.chain");

/// Two inputs, two hidden neurons, one output.
const SMALL: &str = include_str!("../worked/two-two-one.chain");

#[test]
fn the_pages_of_the_notes_and_of_a_small_network() {
    insta::assert_snapshot!("notes", usual(NOTES));
    insta::assert_snapshot!("two-two-one", usual(SMALL));
}

#[test]
fn the_result_comes_first_with_its_verdict() {
    let first = |text: &str| usual(text).lines().next().unwrap_or_default().to_owned();
    let notes = first(NOTES).replace('\u{202F}', " ");
    assert!(notes.starts_with("∂L/∂w₁₁⁽¹⁾ = 7 507 500 000") && notes.ends_with("explodes"), "{notes}");
    assert_eq!(first(SMALL), "∂L/∂w₁₁ ≈ -0.00958045");
    assert_eq!(first("y = x^2; derive dy/dx"), "∂y/∂x = 2x");
}

/// A verdict judges by depth: what one layer costs is no fault of two.
#[test]
fn small_networks_do_not_vanish_and_deep_ones_do() {
    let chain = |layers: usize, slope: &str| {
        let mut text = String::from("a0(w)\n");
        for layer in 1..=layers {
            text.push_str(&format!("a{layer}(a{})\n", layer - 1));
        }
        text.push_str(&format!("derive da{layers}/dw\ngiven da0/dw = 1"));
        for layer in 1..=layers {
            text.push_str(&format!(", da{layer}/da{} = {slope}", layer - 1));
        }
        usual(&text)
    };
    let vanishes = |text: &str| text.lines().next().is_some_and(|line| line.ends_with("vanishes"));
    // Two layers after the first: 10⁻⁴ for three layers is no fault, 10⁻⁶ is.
    assert!(!vanishes(&chain(2, "0.01")), "{}", chain(2, "0.01"));
    assert!(vanishes(&chain(2, "0.001")));
    // Ten layers at 1/4 each: 4⁻¹⁰ is just below 10⁻⁶.
    assert!(vanishes(&chain(10, "0.25")));
    assert!(!vanishes(&chain(10, "0.3")));
    assert!(chain(10, "0.25").contains("0.28 a layer"), "{}", chain(10, "0.25"));
    let explodes = |text: &str| text.lines().next().is_some_and(|line| line.ends_with("explodes"));
    assert!(explodes(&chain(2, "40")) && !explodes(&chain(2, "30")));
}

#[test]
fn shares_are_grouped_in_long_products() {
    let text = "a[l] = sigmoid(z[l]) for l in 1..40\nz[l] = w[l]*a[l-1] for l in 1..40\nderive da[40]/da[0]\ngiven w[*] = 0.5, a[0] = 1";
    let page = usual(text).split_whitespace().collect::<Vec<&str>>().join(" ");
    assert!(
        page.contains("40 slopes multiply to 10^-24") && page.contains("40 weights to 10^-12.0"),
        "{page}"
    );
}

#[test]
fn parts_are_chosen_on_the_command_line_and_in_the_worksheet() {
    let chain = with(SMALL, parts(&[Part::Chain]));
    assert!(chain.contains("────") && !chain.contains("Put together") && !chain.contains("══"), "{chain}");
    let in_sheet = format!("{SMALL}\nshow chain, factors");
    let page = usual(&in_sheet);
    assert!(page.contains("Each factor") && !page.contains("Put together"), "{page}");
    // The command line comes before the worksheet.
    let page = with(&in_sheet, parts(&[Part::PutTogether]));
    assert!(page.contains("Put together") && !page.contains("Each factor"), "{page}");
    let all = with(&format!("{SMALL}\nshow all\nsteps all"), Show::default());
    assert_eq!(all, with(SMALL, Show::everything()));
    assert!(all.contains("Forward equations") && all.contains("signs collected"), "{all}");
    let steps = with(SMALL, Show { parts: None, steps: Some(Steps::All) });
    assert!(steps.contains("constant factor rule") && !steps.contains("Forward equations"), "{steps}");
}

#[test]
fn a_quantity_may_be_called_show_or_steps() {
    let page = usual("show = 2*steps\nderive dshow/dsteps");
    assert!(page.starts_with("∂show/∂steps = 2"), "{page}");
}

#[test]
fn a_part_that_no_page_has_is_refused_at_its_place() {
    for (statement, wrong) in
        [("show chain, nothing", "nothing"), ("show chain factors", "chain factors"), ("steps many", "many")]
    {
        let text = format!("y = x^2; derive dy/dx\n{statement}");
        let outcome = run("sheet.chain", &text, &Options::default());
        let found = outcome.diagnostics.iter().find(|diagnostic| diagnostic.is_error()).expect(statement);
        assert_eq!(&text[found.primary.span.range()], wrong, "{statement}");
        assert!(found.help.iter().any(|help| help.contains("all")), "{statement}");
        assert!(!outcome.diagnostics.iter().any(|diagnostic: &Diagnostic| !diagnostic.is_error()));
    }
}

#[test]
fn every_part_alone_is_a_page() {
    for text in [NOTES, SMALL, "y = x^2; derive dy/dx", "y = x; claim y = x", "x1 = 2*x; given x = 1"] {
        for (part, name, _) in PARTS {
            let page = with(text, parts(&[*part]));
            assert!(!page.contains('\u{1b}') && page.len() < 5_000, "{name}: {page}");
        }
    }
}

#[test]
fn conditions_refusals_and_conventions_are_on_the_page() {
    for (text, said) in [
        ("y = ln(x); derive dy/dx", "needed: x > 0"),
        ("y = 1/x; derive dy/dx", "needed: x ≠ 0"),
        ("y = relu(x); derive dy/dx", "relu'(0) is taken as 0"),
        ("y = relu(x); given x = 0; derive dy/dx", "kink"),
        ("y = max(x, w); derive dy/dx", "1/2"),
        ("L(a); a = sigmoid(w*x); given w = -200, x = 5, dL/da = 1; derive dL/dw", "saturation"),
    ] {
        let page = usual(text);
        assert!(page.contains(said), "{text}: {said} is missing:\n{page}");
    }
}

#[test]
fn digits_of_formats_are_lengthened_until_they_differ() {
    let page = usual("L(w); given dL/dw = 2e-10, alpha = 0.001, w = 1; update w by alpha");
    assert!(page.contains("in f64 0.9999999999998"), "{page}");
    // Four numbers near 0.08, with as many digits as tell them apart.
    let page = usual("L = w^2; given w = 0.1, alpha = 0.1; update w by alpha");
    assert!(page.contains("in f64 0.08, f32 0.0799999982, bf16 0.080078125"), "{page}");
}

/// The worked examples: name and text.
fn worked() -> Vec<(String, String)> {
    let folder = format!("{}/worked", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).expect("the worked examples");
    let mut all: Vec<(String, String)> = files
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("a worksheet"))
        })
        .collect();
    all.sort();
    all
}

/// What a reader sees first is short: a third of the record, in the median. No derivative and no claim is lost with it.
#[test]
fn the_page_is_a_third_of_the_record() {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for (name, text) in worked() {
        let report = report(&text);
        let usual = usual_page(&report).text(100, false, false);
        let record = page(&report).text(100, false, false);
        parts.push((usual.lines().count(), record.lines().count()));
        for derivation in &report.derivations {
            let value = derivation
                .value
                .as_ref()
                .map(|value| chainrule::render::value::number(value, Some(6)).unicode());
            let is_told = value.is_none_or(|value| usual.contains(&value) || record.contains(&value));
            assert!(is_told, "{name}");
        }
        let mut claims: Vec<&str> = report.claims.iter().map(|claim| claim.text.as_str()).collect();
        claims.retain(|claim| !claim.contains(", "));
        let flowing = usual.split_whitespace().collect::<Vec<&str>>().join(" ");
        for claim in claims {
            let claim = claim.split_whitespace().collect::<Vec<&str>>().join(" ");
            assert!(flowing.contains(&claim), "{name} has lost {claim}:\n{usual}");
        }
    }
    // By size against each other, without floats.
    parts.sort_by(|one, other| (one.0 * other.1).cmp(&(other.0 * one.1)));
    let (usual, record) = parts[parts.len() / 2];
    assert!(3 * usual <= record, "{usual} lines of {record} in the median");
}

#[test]
fn claims_of_a_family_share_a_line_where_all_hold() {
    let family = "a[l] = sigmoid(w[l]*a[l-1]) for l in 1..3\ngiven a[0] = 1, w[*] = 1\n";
    let page = usual(&format!("{family}claim 0 < a[l] < 1 for l in 1..3"));
    assert_eq!(page.matches('✓').count(), 1, "{page}");
    assert!(page.contains("✓ 0 < a[l] < 1 for l in 1..3"), "{page}");
    // Two indices, and members that were proved as functions.
    let page = usual("y[i] = x[i]^2 for i in 1..2\nclaim dy[i]/dx[i] = 2*x[i] for i in 1..2");
    assert!(page.contains("✓ dy[i]/dx[i] = 2*x[i] for i in 1..2  (proved)"), "{page}");
    // One that fails is told by itself, and so are the others.
    let page = usual(&format!("{family}claim a[l] < 0.7 for l in 1..3"));
    assert_eq!((page.matches('✓').count(), page.matches('✗').count()), (2, 1), "{page}");
    assert!(page.contains("a[l] < 0.7, l = 1") && page.contains("fails"), "{page}");
}

#[test]
fn claims_that_fail_are_told_with_as_many_digits_as_it_takes() {
    // A short fraction stands as it is.
    let page = usual("y = 1/3*x; given x = 1.1; claim y = 0.4");
    assert!(page.contains("(the sides are 11/30 and 0.4)"), "{page}");
    // Equal in six digits: more, until they differ.
    let page = usual("y = x*1; given x = 0.123456789; claim y = 0.123456781");
    assert!(page.contains("(the sides are 0.12345679 and 0.12345678)"), "{page}");
    // The record has all of them.
    let text = "y = exp(x); given x = 1; claim y = 2.7";
    let whole = with(text, Show::everything());
    assert!(whole.contains("2.7182818284590452 and 2.7"), "{whole}");
    assert!(usual(text).contains("(the sides are 2.71828 and 2.7)"), "{}", usual(text));
}

/// One factor stands for all of its form, and the page says for how many.
#[test]
fn factors_of_one_form_are_counted() {
    let text: String = (1..=9)
        .map(|layer| format!("z{layer} = w{layer}*a{}\na{layer} = sigmoid(z{layer})\n", layer - 1))
        .collect();
    let page = usual(&format!("{text}derive da9/dw1"));
    let alike: usize =
        page.split("and ").filter_map(|part| part.split_once(" more alike")?.0.parse::<usize>().ok()).sum();
    let lines = page.lines().skip_while(|line| !line.starts_with("Each factor")).skip(1);
    let shown = lines.take_while(|line| line.starts_with("  ∂")).count();
    // Nine slopes, eight weights, and the input of the first layer.
    assert_eq!((shown, shown + alike), (3, 18), "{page}");
}

#[test]
fn formats_of_which_the_same_is_said_share_a_line() {
    let page = usual("a = sigmoid(z); given z = 50; derive da/dz");
    assert!(page.contains("f64, f32: a program gives 0"), "{page}");
    // A program gives a wrong number in one of them alone.
    let page = usual("a = sigmoid(z); given z = 20; derive da/dz");
    assert!(page.contains("f32: ") && !page.contains("f64, f32"), "{page}");
}

#[test]
fn a_product_is_put_in_brackets_where_it_begins_with_a_minus() {
    let page = usual("u = -2*x*w\nL = u*v\nderive dL/dx");
    assert!(page.contains("v · (-2w)"), "{page}");
    let page = usual("u = (y - x)^2\nL = v*u\nderive dL/dx");
    assert!(page.contains("v · (-2(y - x))"), "{page}");
}

#[test]
fn a_derivative_stands_on_the_page_once() {
    // The second derivative derives the first by itself: that is told already.
    let page = usual("f = x^3; derive df/dx; derive d^2f/dx^2");
    let told = page.lines().filter(|line| line.starts_with("∂f/∂x") || line.starts_with("  ∂f/∂x"));
    assert_eq!(told.filter(|line| line.contains("= 3x²")).count(), 2, "as a result and worked out:\n{page}");
    // Derivatives of one line each stand in one list.
    let page = usual("y = a*b*c; derive dy/da, dy/db, dy/dc");
    assert!(page.contains("The derivatives\n") && page.matches("linear").count() == 3, "{page}");
    // What a group works out is worked out, though it was asked for before.
    let page =
        usual("a[l] = tanh(w[l]*a[l-1]) for l in 1..5\nderive da[5]/dw[1]\nderive da[5]/dw[m] for m in 1..5");
    assert!(
        page.contains("Each of the 5 was derived by itself") && page.contains("∂a[1]/∂w[1] = tanh'("),
        "{page}"
    );
}

/// A form that is cut in the middle, below a product that is cut in the middle, says nothing.
#[test]
fn long_products_have_no_finished_form_that_is_cut() {
    let text: String = (1..=10)
        .map(|layer| format!("z{layer} = w{layer}*a{}\na{layer} = sigmoid(z{layer})\n", layer - 1))
        .collect();
    let page = usual(&format!("{text}derive da10/dw1"));
    assert!(page.contains("more) …") && !page.contains("product simplified"), "{page}");
}

/// Titles of columns are typeset as names are.
#[test]
fn titles_of_tables_hold_mathematics() {
    let text =
        "h_in2 = w*x\nL = 1000*h_in2\ngiven w = 300, x = 50\nderive dL/dw\nupdate w by 0.1 for 10 steps";
    let report = report(text);
    let document = usual_page(&report);
    for (format, title) in [("text", "step   L"), ("latex", r"\text{$L$}"), ("markdown", "| step | $L$ |")] {
        let page = body_in(format, &document);
        assert!(page.contains(title), "{format}: {page}");
    }
    assert!(body_in("latex", &document).contains(r"Size, from $L$ back"));
}

fn body_in(format: &str, document: &chainrule::render::Document) -> String {
    let page = in_format(format, document);
    // What stands before the body of a page of HTML is about its look.
    page.split_once("<body").map_or(page.clone(), |(_, body)| body.to_owned())
}

/// The condition of a power that stands on no page before: found by the fuzz.
#[test]
fn conditions_of_powers_are_told_of_what_the_page_adds() {
    let sheet = "h[t,i] = tanh(sum(w[i,j]*h[t-1,j] for j in 1..9) ^ x[t,i]) for t in 1..3, i in 1..9\n\
                 L = sum((h[3,i] - y[i])^2 for i in 1..9)\nderive dL/dw[1,2]\n";
    let options = Options { by_members: true, ..Options::default() };
    let report = run("powers.chain", sheet, &options).report.expect("it is read");
    let told = page(&report).text(100, false, false);
    assert!(told.contains(" whole"), "{told}");
}
