//! Notation profiles: one derivation in the symbols of a course, in every format that draws formulas.

use chainrule::render::notation::Profile;
use chainrule::{Options, page, run};
use chainrule_tests::in_format;

const SHEET: &str = "z[l] = w[l]*a[l-1] + b[l] for l in 1..2\na[l] = sigmoid(z[l]) for l in 1..2\nC = (a[2] - y)^2\n\
    given a[0] = 1, y = 0, w[*] = 0.5, b[*] = 0, alpha = 0.1\nderive dC/dw[1]\nupdate w[1] by alpha\n";

const LABELLED: &str = "Z = O11*w11^{(2)} + b2\nO21 = sigmoid(Z)\nL(O21)\nderive dL/dO11\n";

fn latex(text: &str, profile: Option<Profile>) -> String {
    let options = Options { notation: profile, ..Options::default() };
    let outcome = run("notation", text, &options);
    let report = outcome.report.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics));
    page(&report, &options).latex(false)
}

fn known(name: &str, text: &str) -> String {
    latex(text, Some(Profile::find(name).expect("a profile that is known")))
}

#[test]
fn layers_stand_as_the_course_writes_them() {
    let plain = latex(SHEET, None);
    assert!(plain.contains("w_{1}") && plain.contains("a_{2}"), "{plain}");
    let rated = "u = alpha*v\nderive du/dv\n";
    assert!(latex(rated, None).contains(r"\alpha"));
    for (name, layer, rate) in [
        ("nielsen", "w^{1}", r"\eta"),
        ("notes", "w^{1}", r"\alpha"),
        ("ng", "w^{[1]}", r"\alpha"),
        ("goodfellow", "w^{(1)}", r"\epsilon"),
        ("d2l", "w^{(1)}", r"\eta"),
        ("mazur", "w_{1}", r"\eta"),
    ] {
        let page = known(name, SHEET);
        assert!(page.contains(layer), "{name}: {layer} in {page}");
        assert!(known(name, rated).contains(rate), "{name}: {rate}");
        assert_eq!(page.contains("w_{1}"), name == "mazur", "{name}");
        // The target is no layer.
        assert!(page.contains("- y"), "{name}");
    }
}

#[test]
fn labels_and_functions_follow_too() {
    assert!(latex(LABELLED, None).contains("w_{11}^{(2)}"));
    assert!(known("notes", LABELLED).contains("w_{11}^{2}"));
    assert!(
        known("notes", LABELLED).contains(r"\varphi'(Z)") && !known("notes", LABELLED).contains(r"\sigma")
    );
    assert!(known("ng", LABELLED).contains("w_{11}^{[2]}"));
    assert!(known("nielsen", LABELLED).contains(r"\sigma'(Z)"));
}

#[test]
fn a_worksheet_names_its_profile_and_its_own_notations_go_first() {
    let named = latex(&format!("{LABELLED}notation ng\n"), Some(Profile::find("notes").expect("known")));
    assert!(named.contains("w_{11}^{[2]}"), "the worksheet's profile goes before the command line's");
    let formulas = latex(&format!("{LABELLED}notation ng\nnotation w11^{{(2)}} as \"W\"\n"), None);
    assert!(formulas.contains('W') && !formulas.contains("w_{11}"));
    for (text, wrong) in [
        ("notation nobody", "there is no notation profile `nobody`"),
        ("notation ng\nnotation d2l", "a worksheet follows one notation profile"),
    ] {
        let outcome = run("notation", &format!("{LABELLED}{text}\n"), &Options::default());
        assert!(outcome.report.is_none());
        assert!(
            outcome.diagnostics.iter().any(|diagnostic| diagnostic.message == wrong),
            "{:?}",
            outcome.diagnostics
        );
    }
}

#[test]
fn text_keeps_the_names_of_the_worksheet() {
    // A bare superscript on a line would be a power.
    let options = Options { notation: Profile::find("nielsen"), ..Options::default() };
    let report = run("notation", LABELLED, &options).report.expect("a report");
    let text = page(&report, &options).text(100, false, false);
    assert!(text.contains("w₁₁⁽²⁾"), "{text}");
    let json = chainrule::json(&report, &options);
    assert!(json.contains("w11^{(2)}") && json.contains("sigmoid'(Z)"));
}

#[test]
fn profiles_are_read_from_files() {
    let read = |text: &str| Profile::read(text);
    let profile = read(
        "# ours\nlabels = \"brackets\"\nlayers = 'above'\n[names]\nalpha = '\\mu'\n[functions]\nsigmoid = \"\\\\varphi\"\n",
    );
    let profile = profile.expect("a profile");
    let page = latex(SHEET, Some(profile.clone()));
    assert!(page.contains("w^{[1]}") && page.contains(r"\varphi"), "{page}");
    assert!(latex("u = alpha*v\nderive du/dv\n", Some(profile)).contains(r"\mu"));
    for (text, line) in [
        ("labels = round", 1),
        ("labels = 'round'", 1),
        ("\nsize = 'large'", 2),
        ("[colours]", 1),
        ("[names]\nw = '\\input{file}'", 2),
        ("[functions]\nsigmoids = 'f'", 2),
        ("[functions]\nsigmoid = '\\input'", 2),
        ("layers", 1),
    ] {
        assert_eq!(read(text).expect_err(text).0, line, "{text}");
    }
}

/// Nielsen and Mazur name the derivative of the cost by what is put into an activation.
#[test]
fn errors_of_layers_have_names_where_the_course_names_them() {
    let sheet = format!("{SHEET}derive dC/dz[1], dC/da[1]\n");
    let page = known("nielsen", &sheet);
    assert!(
        page.contains(r"\delta^{1}") && page.contains(r"$\delta^{1} = \partial C/\partial z^{1}$"),
        "{page}"
    );
    // The derivative by an activation is none.
    assert!(page.contains(r"\partial a^{1}"), "{page}");
    for other in ["notes", "ng", "goodfellow", "d2l"] {
        assert!(!known(other, &sheet).contains(r"\delta"), "{other}");
    }
    let mazur = "net_o1 = w5*out_h1 + b2\nout_o1 = sigmoid(net_o1)\nE = (t1 - out_o1)^2\nderive dE/dnet_o1\n";
    assert!(known("mazur", mazur).contains(r"\delta_{o1}"), "{}", known("mazur", mazur));
    for (format, shown) in [
        ("text", "δ[1] = ∂C/∂z[1]"),
        ("markdown", r"$\delta^{1} = \partial C/\partial z^{1}$"),
        ("typst", "δ^(1) = "),
    ] {
        let options = Options { notation: Profile::find("nielsen"), ..Options::default() };
        let report = run("notation", &sheet, &options).report.expect("a report");
        let document = in_format(format, &chainrule::page(&report, &options));
        assert!(document.contains(shown), "{format}: {document}");
    }
    // In JSON derivatives keep their names.
    let options = Options { notation: Profile::find("nielsen"), ..Options::default() };
    let report = run("notation", &sheet, &options).report.expect("a report");
    assert!(!chainrule::json(&report, &options).contains("delta"));
}

#[test]
fn no_name_of_an_error_stands_for_two_things() {
    // A quantity has the name already; two costs; two quantities whose names differ before the index alone.
    for sheet in [
        "z1 = w*x\na1 = sigmoid(z1)\ndelta1 = a1*2\nC = delta1^2\nderive dC/dz1\n",
        "z = w*x\na = sigmoid(z)\nC = a^2\nD = a^3\nderive dC/dz\n",
        "z1 = w*x\ny1 = v*x\na = sigmoid(z1)\nb = sigmoid(y1)\nC = a*b\nderive dC/dz1, dC/dy1\n",
    ] {
        let page = known("nielsen", sheet);
        assert!(!page.contains(r"= \partial C") && page.contains(r"\partial z"), "{page}");
    }
}
