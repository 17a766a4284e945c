//! Expressions that differ in names alone, as ASCII text: data holds hundreds of thousands, and one of them is set for all.

use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId};
use rustc_hash::FxHashMap;

use super::Typesetter;
use super::derivative::begins_like_differential;
use crate::abridgement::Abridgement;
use crate::layout::Layout;

/// Expressions of more parts are set each by itself.
const MOST_PARTS: usize = 40;

/// So many shapes are remembered.
const MOST_SHAPES: usize = 1_000;

/// Stands before the place of a name. No name has this character.
const MARK: char = '\u{1}';

/// The character for the first place.
const FIRST: u8 = b'0';

/// Texts by the shapes of expressions.
#[derive(Default)]
pub(super) struct Alike {
    texts: FxHashMap<Box<[u32]>, Text>,
    /// Names of members in LaTeX: what stands before and behind the index, by what the name has before it.
    members: FxHashMap<Box<str>, Option<(String, String)>>,
    /// Whether a quantity is named like a differential: derivatives are then written in another way beside it.
    has_differentials: Option<bool>,
    shape: Vec<u32>,
    names: Vec<SymbolId>,
    stack: Vec<ExprId>,
}

/// What an expression is written as under any names.
struct Text {
    /// What stands before a name, and the place of that name among those met.
    before: Vec<(String, usize)>,
    last: String,
}

impl Alike {
    /// Reads the shape of an expression: all that its text depends on but the texts of its names. Not of one that is long.
    fn read(&mut self, graph: &Graph, root: ExprId) -> bool {
        self.shape.clear();
        self.names.clear();
        self.stack.clear();
        self.stack.push(root);
        let mut left = MOST_PARTS;
        while let Some(id) = self.stack.pop() {
            if left == 0 {
                return false;
            }
            left -= 1;
            match graph.node(id) {
                Node::Number(_) => self.shape.extend([0, number(id.index())]),
                Node::Symbol(symbol) => {
                    let name = self.name(graph, symbol);
                    self.shape.extend([1, name]);
                }
                Node::Apply { function, primes, arguments } => {
                    let (function, count) = (number(function.index()), number(arguments.len()));
                    self.shape.extend([2, function, u32::from(primes), count]);
                    self.stack.extend(arguments.iter().rev());
                }
                Node::Derivative { of, by, scope } => {
                    if *self.has_differentials.get_or_insert_with(|| has_differentials(graph)) {
                        return false;
                    }
                    let name = self.name(graph, by);
                    self.shape.extend([3, scope as u32, name]);
                    self.stack.push(of);
                }
            }
        }
        true
    }

    /// The place of a name among those met, and what the text depends on of it besides.
    fn name(&mut self, graph: &Graph, symbol: SymbolId) -> u32 {
        let place = self.names.iter().position(|&met| met == symbol).unwrap_or_else(|| {
            self.names.push(symbol);
            self.names.len() - 1
        });
        let name = graph.name(symbol);
        4 * number(place) + 2 * u32::from(name.as_str() == "T") + u32::from(begins_like_differential(name))
    }

    /// The text of the expression read last; nothing where none of its shape was set.
    fn written(&self, graph: &Graph) -> Option<String> {
        let text = self.texts.get(self.shape.as_slice())?;
        let mut out = String::with_capacity(text.last.len() + 24 * text.before.len());
        for (before, place) in &text.before {
            out.push_str(before);
            out.push_str(graph.name(self.names[*place]).as_str());
        }
        out.push_str(&text.last);
        Some(out)
    }

    /// Sets the expression read last for all of its shape.
    fn set(&mut self, setter: &Typesetter<'_>, root: ExprId) {
        let graph = setter.graph;
        // A derivative may have a name of its own.
        let mut is_known = true;
        let marked = setter.with_expression(root, |layout| {
            layout.rename(|text| {
                let place = self.names.iter().position(|&name| graph.name(name).as_str() == text);
                is_known &= place.is_some();
                place.map(|place| [MARK, char::from(FIRST + place_byte(place))].iter().collect())
            });
            layout.ascii()
        });
        if !is_known {
            return;
        }
        let mut parts = marked.split(MARK);
        let mut before = parts.next().unwrap_or_default().to_owned();
        let mut text = Text { before: Vec::new(), last: String::new() };
        for part in parts {
            let (place, rest) = part.split_at(1);
            let place = usize::from(place.as_bytes()[0] - FIRST);
            text.before.push((std::mem::replace(&mut before, rest.to_owned()), place));
        }
        text.last = before;
        self.texts.insert(self.shape.as_slice().into(), text);
    }
}

impl Typesetter<'_> {
    /// An expression as ASCII text, with the names of the worksheet.
    pub fn ascii(&self, root: ExprId) -> String {
        let is_plain = self.numbers.is_none() && !self.implies && self.abridgement == Abridgement::DATA;
        let mut alike = self.alike.take();
        let mut written = None;
        if is_plain && alike.read(self.graph, root) {
            written = alike.written(self.graph);
            if written.is_none() && alike.texts.len() < MOST_SHAPES {
                alike.set(self, root);
                written = alike.written(self.graph);
            }
        }
        self.alike.set(alike);
        written.unwrap_or_else(|| self.with_expression(root, |layout| layout.ascii()))
    }

    /// A name in LaTeX. Members of a family differ in the index alone.
    pub fn latex_name(&self, symbol: SymbolId) -> String {
        let name = self.graph.name(symbol);
        let parts = name.as_str().strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
        let parts = parts.filter(|(_, index)| !index.is_empty() && index.bytes().all(|b| b.is_ascii_digit()));
        let Some((family, index)) = parts.filter(|_| self.notations.of(symbol, name).is_none()) else {
            return self.name(symbol).latex();
        };
        let mut alike = self.alike.take();
        if !alike.members.contains_key(family) {
            alike.members.insert(family.into(), around_index(family));
        }
        let written = alike.members[family].as_ref().map(|(before, behind)| [before, index, behind].concat());
        self.alike.set(alike);
        written.unwrap_or_else(|| self.name(symbol).latex())
    }
}

/// What stands before and behind the index of a member in LaTeX.
fn around_index(family: &str) -> Option<(String, String)> {
    const INDEX: &str = "907856341290";
    let latex = Layout::name(&format!("{family}[{INDEX}]")).latex();
    latex.split_once(INDEX).map(|(before, behind)| (before.to_owned(), behind.to_owned()))
}

/// Whether a name may be that of another with a `d` before it.
fn has_differentials(graph: &Graph) -> bool {
    let names = (0..graph.symbol_count()).map(|index| graph.name(SymbolId::from_index(index)).as_str());
    names.into_iter().any(|name| name.len() > 1 && name.starts_with('d'))
}

fn number(index: usize) -> u32 {
    u32::try_from(index).expect("ids and counts are below 2^32")
}

fn place_byte(place: usize) -> u8 {
    u8::try_from(place).expect("no more names than parts")
}

#[cfg(test)]
mod tests {
    use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
    use chainrule_symbolic::function::rows::logistic::SIGMOID;
    use chainrule_symbolic::graph::{ExprId, Graph, Scope, SymbolId};

    use crate::{Notations, Typesetter};

    /// Expressions of many shapes over some names.
    fn expressions(graph: &mut Graph, symbols: [SymbolId; 3]) -> Vec<ExprId> {
        let [x, y, z] = symbols.map(|symbol| graph.symbol(symbol));
        let two = graph.integer(2);
        let product = graph.call(&MULTIPLY, &[x, y]);
        let sum = graph.call(&ADD, &[product, z, x]);
        let negated = graph.call(&NEGATE, &[sum]);
        let power = graph.call(&POWER, &[sum, two]);
        let raised = graph.call(&POWER, &[x, y]);
        let quotient = graph.call(&DIVIDE, &[x, y]);
        let slope = graph.apply_primed(chainrule_symbolic::function::id(&SIGMOID), 1, &[sum]);
        let [total, local] = [Scope::Total, Scope::Local].map(|scope| graph.derivative(x, symbols[1], scope));
        let second = graph.derivative(total, symbols[2], Scope::Total);
        let of_sum = graph.derivative(sum, symbols[0], Scope::Total);
        let last = graph.call(&ADD, &[slope, negated, second, power, quotient]);
        vec![x, product, sum, negated, power, raised, quotient, slope, total, local, second, of_sum, last]
    }

    #[test]
    fn what_is_set_for_all_is_what_is_set_for_each() {
        let mut graph = Graph::new();
        let names = [
            ["a[1]", "b[1]", "c"],
            ["a[2]", "b[-3]", "c1"],
            ["a[2]", "a[2]", "c1"],
            ["w", "T", "dL"],
            ["dw", "w", "T"],
            ["x", "w11^{(2)}", "W^{(3)}[1,2]"],
        ];
        for count in 1..=names.len() {
            for own in &names[..count] {
                let symbols = own.map(|name| graph.intern(name));
                expressions(&mut graph, symbols);
            }
            let notations = Notations::new();
            let setter = Typesetter::unabridged(&graph, &notations);
            for id in (0..graph.len()).map(ExprId::from_index) {
                let each = Typesetter::unabridged(&graph, &notations).expression(id).ascii();
                assert_eq!(setter.ascii(id), each);
                assert_eq!(setter.ascii(id), each);
            }
        }
    }

    #[test]
    fn names_of_members_in_latex() {
        let mut graph = Graph::new();
        let names = [
            "a[6]",
            "a[123456]",
            "w1[0]",
            "y_hat[2]",
            "W^{(2)}[7]",
            "W[1,2]",
            "a[-1]",
            "alpha[12]",
            "net_h[3]",
            "b",
        ];
        let symbols = names.map(|name| graph.intern(name));
        let notations = Notations::new();
        let setter = Typesetter::unabridged(&graph, &notations);
        for symbol in symbols {
            assert_eq!(setter.latex_name(symbol), setter.name(symbol).latex());
        }
    }
}
