//! Reports in the format asked for.

use chainrule::Report;
use chainrule::render::{Page, Settings};

use super::arguments::{Extent, Format, Output};

/// The page of one report, below its name where it is one of many.
pub(crate) fn page(report: &Report, output: &Output, name: &str, named: bool) -> String {
    match output.format() {
        Format::Page(format) => {
            let document = chainrule::page(report, &output.options());
            (format.page)(Page { name, document: &document }, &settings(output, named))
        }
        Format::Json => chainrule::json(report, &output.options()),
    }
}

/// What stands before the first page and behind the last; the name is that of the only page.
pub(crate) fn around(output: &Output, name: Option<&str>) -> [String; 2] {
    match output.format() {
        Format::Page(format) => (format.around)(name, &settings(output, name.is_none())),
        Format::Json => [String::new(), String::new()],
    }
}

fn settings(output: &Output, named: bool) -> Settings {
    Settings {
        width: super::width(output),
        ascii: output.ascii,
        color: super::colored(output),
        standalone: output.is_document(),
        equations: output.latex == Some(Extent::Equations),
        named,
    }
}
