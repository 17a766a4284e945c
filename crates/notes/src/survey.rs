//! What a page calls its quantities and functions: looked up before anything is read.

use chainrule::symbolic::function::Function;
use chainrule_latex::macros::{Macros, group_end};
use chainrule_latex::names::Declared;
use chainrule_latex::page::{End, Page};
use chainrule_latex::rows::Relation;
use chainrule_latex::token::{Comma, Kind, Token};
use chainrule_latex::tree::OfArray;
use chainrule_latex::{Formula, Names, Unread, name_of};

use crate::applied::applied;
use crate::dependencies::dependencies;
use crate::heads::{SIGMA, function_head, is_other_name, known_function};
use crate::letters::{of_arrays, products, variables};
use crate::words;

/// So many tokens of a page are kept.
const MOST_TOKENS: usize = 4_000_000;

/// A page with its formulas cut into rows, and what is known of its names.
pub(crate) struct Survey {
    pub(crate) formulas: Vec<Result<Formula, Unread>>,
    pub(crate) names: Names,
    /// Whether it writes transposes, vectors or functions of matrices, or declares arrays: capital letters are matrices.
    pub(crate) has_matrices: bool,
}

impl Survey {
    pub(crate) fn of(page: &Page, givens: &[String]) -> Self {
        let macros = Macros::in_text(&page.text);
        let comma = comma_of(&page.text);
        let mut count = 0;
        let formulas: Vec<Result<Formula, Unread>> = page
            .fragments
            .iter()
            .map_while(|fragment| {
                let formula = match fragment.end {
                    _ if count > MOST_TOKENS => return None,
                    End::Closed => Formula::read(&page.text, fragment.place.clone(), &macros, comma),
                    End::Never => Err(Unread::NeverClosed),
                    End::NeverAsOthers => Err(Unread::NeverClosedAsOthers),
                    End::Far => Err(Unread::FarEnd),
                    End::BehindTooMany => Err(Unread::BehindTooMany),
                };
                count += formula.as_ref().map_or(1, |formula| formula.tokens.len());
                Some(if count > MOST_TOKENS { Err(Unread::BehindTooMany) } else { formula })
            })
            .collect();
        let mut survey = Self { formulas, names: Names::default(), has_matrices: false };
        survey.names.comma = comma;
        survey.names.log_base = words::log_base(&page.text);
        survey.names.has_normal = words::speaks_of_normal(&page.text);
        let given: Vec<Formula> = givens
            .iter()
            .filter_map(|text| Formula::read(text, 0..text.len(), &macros, comma).ok())
            .collect();
        for formula in &given {
            survey.look_at(formula);
        }
        let formulas = std::mem::take(&mut survey.formulas);
        for formula in formulas.iter().flatten() {
            survey.look_at(formula);
        }
        let said: Vec<_> =
            formulas.iter().flatten().flat_map(|formula| survey.aliases_in(formula, &formulas)).collect();
        for (name, row) in words::aliases(page, &formulas).into_iter().chain(said) {
            if !survey.names.functions.contains(name.as_str()) {
                survey.names.quantities.remove(name.as_str());
                survey.names.aliases.insert(name.into(), row);
            }
        }
        for name in words::symmetric(page, &formulas) {
            survey.names.symmetric.insert(name.into());
        }
        for run in products(&formulas, &survey.names).into_iter().chain(of_arrays(&survey.names)) {
            survey.names.runs.remove(&run);
            survey.names.quantities.remove(&run);
        }
        survey.names.dependencies = dependencies(&formulas, &survey.names, survey.has_matrices);
        for name in survey.names.dependencies.keys() {
            survey.names.functions.remove(name);
            survey.names.quantities.insert(name.clone());
        }
        survey.names.applied = applied(&formulas, &survey.names);
        survey.names.variables = variables(&formulas, &survey.names);
        survey.formulas = formulas;
        survey
    }

    fn look_at(&mut self, formula: &Formula) {
        let tokens = &formula.tokens;
        self.labels_in(tokens);
        self.declared_in(tokens);
        self.names.running.extend(running_in(tokens));
        self.bare_in(tokens);
        self.has_matrices |= tokens
            .windows(2)
            .any(|pair| pair[0].kind == Kind::Up && (pair[1].is_char('T') || pair[1].is_command("top")))
            || tokens.iter().any(|token| token.is_command("vector") || is_of_matrices(token))
            || self.names.declared.values().any(|declared| *declared != Declared::Number);
        for claim in formula.rows.iter().flat_map(|row| &row.claims) {
            let (Some(left), Some(sign)) = (claim.sides.first(), claim.signs.first()) else { continue };
            if !matches!(sign.relation, Relation::Equal | Relation::About | Relation::Assign) {
                continue;
            }
            let left = &tokens[left.clone()];
            if let Some(right) = claim.sides.get(1)
                && let Some(name) = own_transpose(left, &tokens[right.clone()])
            {
                self.names.symmetric.insert(name.into());
                continue;
            }
            if is_spaced(left) {
                continue;
            }
            if let Some(name) = name_of(left) {
                if name.stem.chars().count() > 1 && left.len() > 1 {
                    self.names.runs.insert(name.stem.clone());
                }
                // `e \approx 2.718` says what the number is, and makes no quantity of it.
                let is_euler = name.canonical() == "e"
                    && claim.sides.get(1).is_some_and(|right| is_near_euler(&tokens[right.clone()]));
                if is_euler {
                    continue;
                }
                if &*name.stem == "e" && name.label.is_empty() {
                    self.names.has_e = true;
                }
                let label = name.label.trim_end_matches(['-', '+', '1', '2']);
                if matches!(label, "l" | "L") && !name.label.is_empty() {
                    self.names.labels.insert((name.stem.clone(), !name.index.is_empty()));
                }
                self.names.quantities.insert(name.canonical().into());
            } else if let Some((name, parameters)) = function_head(left)
                && known_function(&name).is_none()
                && OfArray::named(&name).is_none()
                && !claim.sides.get(1).is_some_and(|right| is_other_name(&tokens[right.clone()], &parameters))
            {
                self.names.functions.insert(name.into());
            }
        }
    }

    /// `\phi = \tanh`; a letter for the sigmoid, `f = \sigma`, where the page gives it no other meaning.
    fn aliases_in(
        &self,
        formula: &Formula,
        all: &[Result<Formula, Unread>],
    ) -> Vec<(String, &'static Function)> {
        let mut found = Vec::new();
        for claim in formula.rows.iter().flat_map(|row| &row.claims) {
            for (place, sign) in claim.signs.iter().enumerate() {
                let side = |place: usize| &formula.tokens[claim.sides[place].clone()];
                if matches!(sign.relation, Relation::Equal | Relation::Assign)
                    && let Some(alias) = alias_of(side(place), side(place + 1))
                    && !self.names.functions.contains(&*alias.0)
                    && (!is_sigma(side(place + 1))
                        || (!self.names.quantities.contains(SIGMA) && is_put_to(all, side(place))))
                {
                    found.push(alias);
                }
            }
        }
        found
    }

    /// `W \in \mathbb{R}^{m \times n}`, `x, y \in \mathbb{R}^n`
    fn declared_in(&mut self, tokens: &[Token]) {
        for at in 0..tokens.len() {
            let is_set = tokens[at].is_command("in")
                && tokens.get(at + 1).is_some_and(|next| next.is_command("mathbb"))
                && tokens[at + 2..].iter().take(2).any(|token| token.is_char('R'));
            if !is_set {
                continue;
            }
            let behind = behind_argument(tokens, at + 2);
            let declared = if tokens.get(behind).is_some_and(|token| token.kind == Kind::Up) {
                let end = behind_argument(tokens, behind + 1);
                let has_sign = tokens[behind + 1..end].iter().any(|token| token.is_command("times"));
                if has_sign { Declared::Matrix } else { Declared::Vector }
            } else {
                Declared::Number
            };
            // Names before the sign, with commas between them.
            let mut end = at;
            loop {
                let start =
                    tokens[..end].iter().rposition(|token| token.is_char(',') || token.kind == Kind::Row);
                let name_tokens = &tokens[start.map_or(0, |start| start + 1)..end];
                let name_tokens = if name_tokens.first().is_some_and(|token| token.is_command("vector")) {
                    &name_tokens[1..]
                } else {
                    name_tokens
                };
                let Some(name) = name_of(name_tokens) else { break };
                self.names.declared.insert(name.canonical().into(), declared);
                match start {
                    Some(start) if tokens[start].is_char(',') => end = start,
                    Some(_) | None => break,
                }
            }
        }
    }

    /// Names with an index that are put to nothing: `h_1` in `w h_1 + b`.
    fn bare_in(&mut self, tokens: &[Token]) {
        for at in 0..tokens.len() {
            let is_letter = matches!(&tokens[at].kind, Kind::Char(letter) if letter.is_alphabetic());
            if !is_letter || !followed_by_index(tokens, at + 1) {
                continue;
            }
            let end = behind_argument(tokens, at + 2);
            let is_put_to = tokens
                .get(end)
                .is_some_and(|next| next.is_char('(') || next.is_char('[') || next.is_char('\''));
            if !is_put_to && let Some(name) = name_of(&tokens[at..end]) {
                self.names.bare.insert(name.canonical().into());
            }
        }
    }

    /// Superscripts that can't be powers: those below a derivative, and first powers.
    fn labels_in(&mut self, tokens: &[Token]) {
        let has_orders = tokens
            .windows(2)
            .any(|pair| (pair[0].is_command("partial") || pair[0].is_char('d')) && pair[1].kind == Kind::Up);
        for at in 0..tokens.len() {
            let begins = matches!(&tokens[at].kind, Kind::Char(letter) if letter.is_alphabetic())
                || matches!(&tokens[at].kind, Kind::Command(_));
            if !begins {
                continue;
            }
            let stem: String = match &tokens[at].kind {
                Kind::Char(letter) => letter.to_string(),
                Kind::Command(name) => name.to_string(),
                _ => continue,
            };
            let (mut next, mut has_index) = (at + 1, false);
            if tokens.get(next).is_some_and(|token| token.kind == Kind::Down) {
                has_index = true;
                next = behind_argument(tokens, next + 1);
            }
            if !tokens.get(next).is_some_and(|token| token.kind == Kind::Up) {
                continue;
            }
            let end = behind_argument(tokens, next + 1);
            let raised: Vec<&Token> = tokens[next + 1..end]
                .iter()
                .filter(|token| !matches!(token.kind, Kind::Open | Kind::Close))
                .collect();
            let is_one = matches!(raised.as_slice(), [token] if token.kind == Kind::Number("1".into()));
            let below = at > 0 && tokens[at - 1].is_command("partial") && !has_orders;
            let is_simple = raised.len() == 1
                && matches!(raised[0].kind, Kind::Number(_) | Kind::Char(_))
                && !raised[0].is_char('T');
            if is_one || (below && is_simple) {
                self.names.labels.insert((stem.into(), has_index || followed_by_index(tokens, end)));
            }
        }
    }
}

/// The letters that sums and products run through.
fn running_in(tokens: &[Token]) -> impl Iterator<Item = char> {
    let below = tokens.windows(4).filter(|window| {
        (window[0].is_command("sum") || window[0].is_command("prod")) && window[1].kind == Kind::Down
    });
    let letter = |token: &Token| match token.kind {
        Kind::Char(letter) if letter.is_ascii_lowercase() => Some(letter),
        _ => None,
    };
    below.filter_map(
        move |window| {
            if window[2].kind == Kind::Open { letter(&window[3]) } else { letter(&window[2]) }
        },
    )
}

/// Whether a side is letters with spaces between them, which are a product: `w x`.
fn is_spaced(tokens: &[Token]) -> bool {
    let is_letter = |token: &Token| matches!(token.kind, Kind::Char(letter) if letter.is_alphabetic());
    tokens.len() > 1
        && tokens.iter().all(is_letter)
        && tokens.windows(2).any(|pair| pair[0].end < pair[1].start)
}

fn followed_by_index(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.kind == Kind::Down)
}

/// Whether a token is a function that nothing but an array is put to: `\operatorname{diag}`, `\det`.
fn is_of_matrices(token: &Token) -> bool {
    match &token.kind {
        Kind::Text(word) | Kind::Command(word) => {
            OfArray::named(word.trim()).is_some_and(|function| function != OfArray::Softmax)
        }
        _ => false,
    }
}

/// The name of a matrix that is said to be its own transpose: `A = A^\top`, `A^T = A`.
pub(crate) fn own_transpose(left: &[Token], right: &[Token]) -> Option<String> {
    let transposed = |tokens: &[Token]| {
        let up = tokens.iter().rposition(|token| token.kind == Kind::Up)?;
        let is_sign = |token: &Token| {
            token.is_char('T') || ["top", "intercal", "T"].iter().any(|sign| token.is_command(sign))
        };
        let mut raised =
            tokens[up + 1..].iter().filter(|token| !matches!(token.kind, Kind::Open | Kind::Close));
        let (Some(sign), None) = (raised.next(), raised.next()) else { return None };
        name_of(&tokens[..up]).filter(|_| is_sign(sign)).map(|name| name.canonical())
    };
    let bare = |tokens: &[Token]| {
        let shown: Vec<Token> = tokens.iter().filter(|token| token.kind != Kind::Align).cloned().collect();
        (name_of(&shown).map(|name| name.canonical()), transposed(&shown))
    };
    match (bare(left), bare(right)) {
        ((Some(name), _), (_, Some(other))) | ((_, Some(name)), (Some(other), _)) => {
            (name == other).then_some(name)
        }
        _ => None,
    }
}

fn is_sigma(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| token.is_command(SIGMA))
}

/// Whether a name is put to something anywhere: `f(x)`, `f'(x)`.
fn is_put_to(all: &[Result<Formula, Unread>], name: &[Token]) -> bool {
    let name: Vec<&Kind> =
        name.iter().map(|token| &token.kind).filter(|kind| **kind != Kind::Align).collect();
    all.iter().flatten().any(|formula| {
        formula.tokens.windows(name.len() + 1).any(|window| {
            let (start, behind) = window.split_at(name.len());
            start.iter().map(|token| &token.kind).eq(name.iter().copied())
                && (behind[0].is_char('(') || behind[0].is_char('\''))
        })
    })
}

/// The letter that stands for a function of the table: `\phi = \tanh`.
pub(crate) fn alias_of(left: &[Token], right: &[Token]) -> Option<(String, &'static Function)> {
    let shown: Vec<&Token> = right.iter().filter(|token| token.kind != Kind::Align).collect();
    let [token] = shown.as_slice() else { return None };
    let row = match &token.kind {
        Kind::Command(word) | Kind::Text(word) => known_function(word.trim())?,
        _ => return None,
    };
    let left: Vec<Token> = left.iter().filter(|token| token.kind != Kind::Align).cloned().collect();
    let name = name_of(&left).map(|name| name.canonical())?;
    (row.symbol().is_some() && known_function(&name).is_none()).then_some((name, row))
}

/// Whether tokens are a number that may be Euler's.
fn is_near_euler(tokens: &[Token]) -> bool {
    match tokens.first().map(|token| &token.kind) {
        Some(Kind::Number(digits)) => digits.starts_with("2.7"),
        _ => false,
    }
}

/// The place behind the group or token that begins at a place.
fn behind_argument(tokens: &[Token], at: usize) -> usize {
    if !tokens.get(at).is_some_and(|token| token.kind == Kind::Open) {
        return (at + 1).min(tokens.len());
    }
    (group_end(tokens, at) + 1).min(tokens.len())
}

/// How a page writes numbers: with a decimal comma where one cannot group thousands.
fn comma_of(text: &str) -> Comma {
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices("{,}") {
        let before = bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let after = bytes[at + 3..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let leads_with_zero = before == 1 && bytes[at - 1] == b'0';
        if before > 0 && after > 0 && (after != 3 || leads_with_zero || before > 3) {
            return Comma::Decimal;
        }
    }
    Comma::Thousands
}
