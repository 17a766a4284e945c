//! Pictures of a report, written beside its page: `--plot FILE` and `--graph FILE`.

use std::path::Path;

use chainrule::diagnostic::escape;
use chainrule::{Report, plot};

use super::arguments;
use super::destination::Destination;

/// What is drawn, and where it goes.
pub(crate) struct Pictures {
    wanted: Vec<Wanted>,
}

struct Wanted {
    what: What,
    syntax: Syntax,
    destination: Destination,
}

#[derive(Clone, Copy)]
enum What {
    Products,
    Network,
}

#[derive(Clone, Copy)]
enum Syntax {
    Svg,
    Tikz,
}

/// A picture that was drawn; nothing where there is nothing to draw.
pub(crate) type Drawn = Vec<Option<String>>;

impl Pictures {
    /// Looks at the files before anything is worked out for them.
    pub(crate) fn find(
        pictures: &arguments::Pictures,
        page: Option<&Path>,
        inputs: &[String],
    ) -> Result<Self, String> {
        let options =
            [("--plot", &pictures.plot, What::Products), ("--graph", &pictures.graph, What::Network)];
        let mut wanted: Vec<Wanted> = Vec::new();
        let mut files: Vec<&Path> = page.into_iter().collect();
        for (option, file, what) in options {
            let Some(file) = file.as_deref() else { continue };
            let escaped = escape(&file.display().to_string());
            let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            let syntax = match extension.to_ascii_lowercase().as_str() {
                "svg" => Syntax::Svg,
                "tex" => Syntax::Tikz,
                _ => {
                    return Err(format!(
                        "error: `{option} {escaped}` names no picture; end the file in `.svg`, or in `.tex` for TikZ\n"
                    ));
                }
            };
            if files.contains(&file) {
                return Err(format!(
                    "error: `{escaped}` is named twice; give each picture a file of its own\n"
                ));
            }
            files.push(file);
            wanted.push(Wanted { what, syntax, destination: Destination::find(Some(file), inputs)? });
        }
        Ok(Self { wanted })
    }

    /// Whether none is asked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// The pictures of a report, in the order asked for.
    pub(crate) fn draw(&self, report: &Report) -> Drawn {
        let picture = |wanted: &Wanted| match wanted.what {
            What::Products => plot::products(report),
            What::Network => plot::network(report),
        };
        let written = |wanted: &Wanted| {
            let picture = picture(wanted)?;
            Some(match wanted.syntax {
                Syntax::Svg => plot::svg::write(&picture),
                Syntax::Tikz => plot::tikz::write(&picture, false),
            })
        };
        self.wanted.iter().map(written).collect()
    }

    /// Writes what was drawn; what could not be, and why.
    pub(crate) fn write(self, drawn: Drawn) -> Result<(), String> {
        let mut wrong = String::new();
        for (wanted, drawn) in self.wanted.into_iter().zip(drawn) {
            let Wanted { what, mut destination, .. } = wanted;
            let written = match drawn {
                Some(text) => destination.push(&text).and_then(|()| destination.finish(0)),
                None => Err(nothing(what).to_owned()),
            };
            if let Err(error) = written {
                wrong.push_str(&error);
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

/// What is said where there is nothing to draw.
fn nothing(what: What) -> &'static str {
    match what {
        What::Products => {
            "error: there is nothing to plot: no product of two factors or more has numbers; give the values with `given`, or train with `update … for 100 steps`\n"
        }
        What::Network => {
            "error: there is no network to draw: nothing is derived along edges; ask for a derivative with `derive`\n"
        }
    }
}
