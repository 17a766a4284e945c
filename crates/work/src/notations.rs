//! How the reader wants names to look.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_parser::Reading;
use chainrule_render::notation::{Profile, Refused, tex};
use chainrule_render::{FORMATS, Format, Notations, look_alikes};
use chainrule_symbolic::graph::{Graph, SymbolId};
use chainrule_worksheet::{Notation as Typed, Worksheet};

/// The notations of a worksheet and the profile that it names, as far as they could be read.
pub(crate) struct Read {
    notations: Notations,
    profile: Option<Profile>,
}

/// Reads what a worksheet says of how names look; what can't be typeset, or would look like something else, is an error.
pub(crate) fn read(reading: &Reading, diagnostics: &mut Vec<Diagnostic>) -> Read {
    let notations = each(&reading.notations, diagnostics);
    let profile = profile(reading.profile.as_ref(), diagnostics);
    if let Some(worksheet) = &reading.worksheet {
        refuse_mistakable(worksheet, &reading.notations, &notations, diagnostics);
    }
    Read { notations, profile }
}

impl Read {
    /// How all names of a worksheet look: as it says, else by the profile that it names, else by another.
    pub(crate) fn settled(self, worksheet: &Worksheet, other: Option<&Profile>) -> Notations {
        let Self { mut notations, profile } = self;
        draw_accents(&worksheet.graph, &mut notations);
        look_alikes::tell_apart(&mut notations, &worksheet.graph);
        if let Some(profile) = profile.or_else(|| other.cloned()) {
            notations.follow(profile, &worksheet.graph, &worksheet.network);
        }
        notations
    }
}

/// Reads the notations of a worksheet; each that can't be typeset is an error at the place in it that is at fault.
fn each(typed: &[Typed], diagnostics: &mut Vec<Diagnostic>) -> Notations {
    let mut notations = Notations::new();
    for notation in typed {
        let format = notation
            .target
            .as_ref()
            .map(|(name, span)| (Format::find(&name.to_ascii_lowercase()), name, *span));
        if let Some((None, name, span)) = format {
            diagnostics.push(no_format(name, span));
            continue;
        }
        let format = format.and_then(|(format, ..)| format);
        match format.map_or(tex as fn(&str) -> _, |format| format.notation)(&notation.text) {
            Ok(layout) => {
                notations.entry(notation.symbol).set(format.map(|format| format.name), layout);
            }
            Err(refused) => diagnostics.push(refusal(notation, &refused)),
        }
    }
    notations
}

/// Accents that a name may end in, as the command that draws them.
const ACCENTS: &[(&str, &str)] =
    &[("_hat", r"\hat"), ("_bar", r"\bar"), ("_tilde", r"\tilde"), ("_dot", r"\dot"), ("_vec", r"\vec")];

/// Gives names that spell an accent out its look, where the reader wants no other: `y_hat` is ŷ. None that would look like
/// another name.
fn draw_accents(graph: &Graph, notations: &mut Notations) {
    let mut drawn = Vec::new();
    for symbol in (0..graph.symbol_count()).map(SymbolId::from_index) {
        let name = graph.name(symbol);
        // A name with a label or with indices: of most worksheets these are most names.
        if name.as_str().ends_with([']', '}']) {
            continue;
        }
        let accent =
            ACCENTS.iter().find_map(|(ending, command)| Some((name.stem().strip_suffix(ending)?, command)));
        let Some((letter, command)) = accent else { continue };
        if letter.chars().count() != 1 || notations.has(symbol) {
            continue;
        }
        let below = match name.subscript() {
            "" => String::new(),
            digits => format!("_{{{digits}}}"),
        };
        if let Ok(layout) = tex(&format!("{command}{{{letter}}}{below}")) {
            notations.entry(symbol).set(None, layout);
            drawn.push(symbol);
        }
    }
    if drawn.is_empty() {
        return;
    }
    for (symbol, other) in look_alikes::mistakable(graph, notations) {
        for symbol in [symbol, other].into_iter().filter(|symbol| drawn.contains(symbol)) {
            notations.remove(symbol);
        }
    }
}

/// Notations with which a name would look like another one.
fn refuse_mistakable(
    worksheet: &Worksheet,
    typed: &[Typed],
    notations: &Notations,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let graph = &worksheet.graph;
    for (symbol, other) in look_alikes::mistakable(graph, notations) {
        let (name, other_name) = (graph.name(symbol), graph.name(other));
        let place = typed
            .iter()
            .find(|notation| notation.symbol == symbol)
            .map_or(Span::default(), |notation| notation.span);
        let mut wrong = Diagnostic::error(
            &code::BAD_NOTATION,
            place,
            format!("with this notation `{name}` would look like `{other_name}`, which is another quantity"),
        )
        .help(format!("choose a notation for `{name}` that no other name has"));
        if let Some(&place) = worksheet.places.get(&other) {
            wrong = wrong.also(place, format!("`{other_name}` stands here"));
        }
        diagnostics.push(wrong);
    }
}

fn refusal(typed: &Typed, refused: &Refused) -> Diagnostic {
    let start = typed.span.start as usize;
    let at = Span::new(start + refused.at.start, start + refused.at.end);
    Diagnostic::error(&code::BAD_NOTATION, at, refused.why.to_string()).help(
        r#"write letters, digits, scripts, accents such as `"\hat{y}"` and alphabets such as `"\mathbf{W}"`"#,
    )
}

fn no_format(name: &str, span: Span) -> Diagnostic {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    Diagnostic::error(&code::BAD_NOTATION, span, format!("there is no format `{name}`"))
        .help(format!("the formats are {}", names.join(", ")))
}

/// The profile that a worksheet names; one that is not known is an error.
fn profile(named: Option<&(String, Span)>, diagnostics: &mut Vec<Diagnostic>) -> Option<Profile> {
    let (name, span) = named?;
    let profile = Profile::find(name);
    if profile.is_none() {
        let profiles: Vec<&str> = Profile::built_in().map(|(name, _)| name).collect();
        diagnostics.push(
            Diagnostic::error(&code::BAD_NOTATION, *span, format!("there is no notation profile `{name}`"))
                .help(format!("the profiles are {}", profiles.join(", ")))
                .help(format!(r#"to say how a name is typeset, write `notation {name} as "\hat{{y}}"`"#)),
        );
    }
    profile
}
