//! Reports in the format asked for.

use std::io::Write;

use chainrule::Report;
use chainrule::render::{Page, Settings};

use super::arguments::{Extent, Format, Output};

/// What is told of one report.
pub(crate) enum Told {
    /// A page.
    Page(String),
    /// Written as JSON piece by piece: it may be a hundred times as long as the worksheet.
    Json(Box<Report>),
}

impl Told {
    /// Tells a report, below its name where it is one of many.
    pub(crate) fn of(report: Report, output: &Output, name: &str, named: bool) -> Self {
        match output.format() {
            Format::Page(format) => {
                let document = chainrule::page(&report, &output.options());
                Self::Page((format.page)(Page { name, document: &document }, &settings(output, named)))
            }
            Format::Json => Self::Json(Box::new(report)),
        }
    }

    /// Writes it.
    pub(crate) fn write(&self, output: &Output, out: &mut dyn Write) -> std::io::Result<()> {
        match self {
            Self::Page(page) => out.write_all(page.as_bytes()),
            Self::Json(report) => chainrule::write_json(report, &output.options(), &mut { out }),
        }
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
