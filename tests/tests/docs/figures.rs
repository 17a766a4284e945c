//! The figures of README.md and the book are what the program draws.

use std::collections::BTreeSet;

use chainrule::plot::{Picture, network, products, svg};
use chainrule::{Options, Report, run};

use super::{is_updating, pages, root};

/// Where the figures lie, below the root.
const FOLDER: &str = "docs/src/figures";

/// What is drawn.
type Draw = fn(&Report) -> Option<Picture>;

/// Each figure: its file, the worked example, the formats looked at, what is drawn.
const FIGURES: &[(&str, &str, &str, Draw)] = &[
    ("exploding-graph.svg", "exploding", "", network),
    ("exploding-plot.svg", "overflow-f16", "f16", products),
    ("vanishing-plot.svg", "quarter-ladder", "f16", products),
    ("network-graph.svg", "mazur", "", network),
    ("training-plot.svg", "training-mazur", "", products),
];

fn drawn(worksheet: &str, formats: &str, draw: Draw) -> String {
    let path = root().join(format!("tests/worked/{worksheet}.chain"));
    let text = std::fs::read_to_string(path).expect("a worked example");
    let formats = formats.split_whitespace().filter_map(chainrule::Format::find).collect();
    let outcome = run(worksheet, &text, &Options { formats, ..Options::default() });
    let picture = draw(&outcome.report.expect("a report")).expect("there is something to draw");
    svg::write(&picture)
}

#[test]
fn figures_are_what_is_drawn() {
    for &(file, worksheet, formats, draw) in FIGURES {
        let path = root().join(FOLDER).join(file);
        let expected = drawn(worksheet, formats, draw);
        if is_updating() {
            std::fs::write(&path, &expected).expect("the figure can be written");
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            there == expected,
            "{FOLDER}/{file} is not what is drawn now: UPDATE_DOCS=1 cargo test --workspace --test docs writes it"
        );
    }
}

#[test]
fn every_figure_is_shown() {
    let text: String =
        pages().iter().map(|page| std::fs::read_to_string(root().join(page)).expect("a page")).collect();
    let there: BTreeSet<String> = std::fs::read_dir(root().join(FOLDER))
        .expect("the figures")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    let drawn: BTreeSet<String> = FIGURES.iter().map(|(file, ..)| (*file).to_owned()).collect();
    assert_eq!(there, drawn);
    for file in &drawn {
        assert!(text.contains(&format!("figures/{file})")), "no page shows {file}");
    }
}
