//! Pictures: the same to the byte on every run, well formed, of bounded size, with what the report says in them.

use chainrule::plot::{Picture, network, products, svg, tikz};
use chainrule::render::Settings;
use chainrule::{Options, Report, run};
use chainrule_tests::{SETTINGS, in_format_with};

fn report(text: &str, formats: &str) -> Report {
    let named = formats.split_whitespace().filter_map(chainrule::Format::find);
    let options = Options { formats: named.collect(), ..Options::default() };
    let outcome = run("picture", text, &options);
    outcome.report.unwrap_or_else(|| panic!("{text}: {:?}", outcome.diagnostics))
}

fn worked(name: &str) -> String {
    let path = format!("{}/worked/{name}.chain", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a worked example")
}

/// A chain of so many layers, each of which shrinks the gradient.
fn chain(layers: usize) -> String {
    let mut text: String = (1..=layers)
        .map(|layer| format!("z{layer} = w{layer}*a{}\na{layer} = tanh(z{layer})\n", layer - 1))
        .collect();
    text.push_str("given a0 = 0.5");
    for layer in 1..=layers {
        text.push_str(&format!("\ngiven w{layer} = 0.4"));
    }
    text + &format!("\nderive da{layers}/dw1\n")
}

/// What is wrong with an SVG element, if anything: tags that do not close, numbers that are none, places outside.
fn wrong_with(text: &str) -> Option<String> {
    for word in ["NaN", "inf", "font-face", "<script", "<style", "href"] {
        // `NaN` may stand as a label, never in an attribute.
        let in_attribute =
            text.split('<').any(|tag| tag.split('>').next().is_some_and(|tag| tag.contains(word)));
        if in_attribute {
            return Some(word.to_owned());
        }
    }
    let mut open: Vec<&str> = Vec::new();
    for part in text.split('<').skip(1) {
        let (tag, _) = part.split_once('>')?;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Some(format!("`{name}` closes nothing"));
            }
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap_or_default());
        }
    }
    (!open.is_empty()).then(|| format!("{open:?} stay open"))
}

fn check(picture: &Picture) -> String {
    let text = svg::write(picture);
    assert_eq!(wrong_with(&text), None, "{text}");
    assert_eq!(text, svg::write(picture));
    let tex = tikz::write(picture, true);
    assert_eq!(
        tex.matches('{').count() - tex.matches(r"\{").count(),
        tex.matches('}').count() - tex.matches(r"\}").count()
    );
    text
}

#[test]
fn the_exploding_example_as_pictures() {
    let report = report(&worked("exploding"), "f32 f16");
    let plot = products(&report).expect("it has numbers");
    insta::assert_snapshot!("exploding-plot.svg", check(&plot));
    insta::assert_snapshot!("exploding-plot.tex", tikz::write(&plot, false));
    let graph = network(&report).expect("it has a network");
    insta::assert_snapshot!("exploding-graph.svg", check(&graph));
    insta::assert_snapshot!("exploding-graph.tex", tikz::write(&graph, false));
}

#[test]
fn all_worked_examples_are_drawn() {
    let folder = format!("{}/worked", env!("CARGO_MANIFEST_DIR"));
    let (mut plots, mut graphs) = (0, 0);
    for entry in std::fs::read_dir(folder).expect("the worked examples") {
        let text = std::fs::read_to_string(entry.expect("a file").path()).expect("text");
        let report = report(&text, "");
        for (picture, count) in [(products(&report), &mut plots), (network(&report), &mut graphs)] {
            if let Some(picture) = picture {
                let text = check(&picture);
                assert!(text.len() < 400_000, "{} bytes", text.len());
                *count += 1;
            }
        }
    }
    assert!(plots > 30 && graphs > 50, "{plots} plots, {graphs} networks");
}

#[test]
fn a_thousand_layers_fit() {
    let report = report(&chain(1_000), "f32");
    let plot = check(&products(&report).expect("it has numbers"));
    // Two thousand factors: fewer than fifty have their names below, and the line ends where f32 ends.
    let names = plot.matches("rotate(").count();
    assert!((20..50).contains(&names), "{names} names");
    assert!(plot.contains("smallest f32 number") && plot.contains(">0</text>"));
    let graph = check(&network(&report).expect("it has a network"));
    assert!(graph.contains("columns</text>") && graph.len() < 20_000, "{} bytes", graph.len());
}

#[test]
fn trainings_have_curves() {
    let report = report(&worked("training-mazur"), "");
    let text = check(&products(&report).expect("it trains"));
    assert!(text.contains("Loss over the steps, in f64"), "{text}");
    // A curve has many places, not only the powers of ten that the page lists.
    let longest = text
        .split("<polyline")
        .map(|line| line.split("stroke").next().unwrap_or("").matches(',').count())
        .max();
    assert!(longest > Some(100), "{longest:?}");
}

#[test]
fn nothing_is_drawn_of_nothing() {
    let report = report("y = x^2\nderive dy/dx", "");
    assert!(products(&report).is_none());
    assert!(network(&report).is_some());
    let constant = self::report("y = x^2\nz = 2*q\nq = y\nderive dy/dz", "");
    assert!(network(&constant).is_none());
}

/// The page of the exploding example with its pictures, in a format.
fn with_pictures(format: &str, show: &str) -> String {
    let settings = Settings { width: 80, standalone: format == "latex", ..SETTINGS };
    let report = report(&format!("{}\nshow {show}\n", worked("exploding")), "");
    in_format_with(format, &chainrule::page(&report, &Options::default()), &settings)
}

#[test]
fn pictures_stand_in_pages_that_draw() {
    let report = report(&worked("exploding"), "");
    let (plot, graph) = (products(&report).expect("a plot"), network(&report).expect("a network"));
    let html = with_pictures("html", "plot, graph");
    assert!(html.contains(&svg::write(&plot)) && html.contains(&svg::write(&graph)));
    assert_eq!(html, with_pictures("html", "plot, graph"));
    // What a page has by itself stays.
    assert!(html.contains("Chain rule") && html.contains("every step checked"));
    let only = with_pictures("html", "chain, graph");
    assert_eq!(only.matches("<svg").count(), 1);
    assert!(only.contains("Chain rule") && !only.contains("every step checked"));
    let latex = with_pictures("latex", "plot, graph");
    assert!(latex.contains("\\usepackage{tikz}") && latex.contains(&tikz::write(&graph, false)));
    assert!(!with_pictures("latex", "chain").contains("tikz"));
    assert_eq!(with_pictures("typst", "plot").matches("format: \"svg\"").count(), 1);
    for format in ["text", "markdown"] {
        let page = with_pictures(format, "graph");
        assert!(page.contains("A picture: The network with the size of each factor"), "{page}");
    }
    // All parts are all that say something: pictures are asked for by name.
    assert!(!with_pictures("html", "all").contains("<svg"));
    assert_eq!(with_pictures("html", "all, plot").matches("<svg").count(), 1);
}

#[test]
fn a_page_says_where_there_is_nothing_to_draw() {
    let outcome = run("nothing", "y = x^2\nderive dy/dx\nshow plot", &Options::default());
    let page =
        chainrule::page(&outcome.report.expect("a report"), &Options::default()).text(100, false, false);
    assert!(page.contains("Nothing to plot") && page.contains("∂y/∂x = 2x"), "{page}");
}

#[test]
fn powers_of_ten_are_marked_once_each() {
    // Two decades high: marks between whole powers would have the labels of their neighbours.
    let report = report("L = a*b\na = 3*x\ngiven b = 4, x = 1\nderive dL/dx", "");
    let plot = check(&products(&report).expect("it has numbers"));
    for power in ["10⁰", "10¹", "10²"] {
        assert!(plot.matches(&format!(">{power}<")).count() <= 1, "{plot}");
    }
}
