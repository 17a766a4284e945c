//! Vectors and matrices to layouts: as wholes, and by entries with letters for their indices.
//!
//! What is written on a line reads back as the same expression: brackets stand where the shapes would leave two readings.

mod affine;
mod blocks;
mod condition;
mod derivative;
mod entry;
mod members;
mod solved;
mod whole;

use chainrule_array::{Arrays, EntryId, GeneralRun, Letter, QuantityId, Role, Shape, Size, WholeId};
use chainrule_number::Rational;
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::function::rows::power::SQRT;
use chainrule_symbolic::function::{self, Function};
use chainrule_symbolic::graph::{FunctionId, Name};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::layout::{self, Fence, Layout, Level, Number, Operator, Piece, When};

/// Letters for indices, those of books first.
const LETTERS: [&str; 16] = ["i", "j", "k", "l", "m", "n", "p", "q", "r", "s", "t", "u", "v", "w", "a", "b"];

/// A layout and how it may be put into others.
#[derive(Clone, Debug)]
struct Set {
    layout: Layout,
    level: Level,
}

impl Set {
    fn atom(layout: Layout) -> Self {
        Self { layout, level: Level::Atom }
    }

    /// In brackets, if it holds less tightly.
    fn at_least(self, level: Level) -> Layout {
        if self.level >= level { self.layout } else { self.layout.fenced() }
    }
}

/// How the derivative of a vector by a vector is printed. Its entries are the same in either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JacobianLayout {
    /// A row for each entry of what is derived.
    #[default]
    Numerator,
    /// A row for each entry of what it is derived by.
    Denominator,
}

/// The letters of indices that are free, by name.
pub type LetterNames = FxHashMap<Letter, String>;

/// Sets the arrays of one worksheet.
#[derive(Clone, Copy, Debug)]
pub struct ArraySetter<'a> {
    arrays: &'a Arrays,
    /// Pairs of quantities of which one depends on the other in more ways than its definition says: its derivative by what
    /// the definition says alone is written `∂⁺`.
    immediate: &'a FxHashSet<(QuantityId, QuantityId)>,
    layout: JacobianLayout,
    /// Numbers to be written in the places of entries.
    numbers: Option<&'a FxHashMap<EntryId, Layout>>,
    /// What is told of all members of a family: their names with the letter of the index.
    members: Option<&'a GeneralRun>,
}

impl<'a> ArraySetter<'a> {
    /// Sets these arrays.
    pub fn new(arrays: &'a Arrays, immediate: &'a FxHashSet<(QuantityId, QuantityId)>) -> Self {
        Self { arrays, immediate, layout: JacobianLayout::Numerator, numbers: None, members: None }
    }

    /// The same with this layout of Jacobians.
    #[must_use]
    pub fn in_layout(self, layout: JacobianLayout) -> Self {
        Self { layout, ..self }
    }

    /// The same with these numbers in the places of entries.
    #[must_use]
    pub fn with_numbers<'b>(self, numbers: &'b FxHashMap<EntryId, Layout>) -> ArraySetter<'b>
    where
        'a: 'b,
    {
        ArraySetter { numbers: Some(numbers), ..self }
    }

    /// The same with the names that members have in what is told of all of them.
    #[must_use]
    pub fn with_members<'b>(self, run: &'b GeneralRun) -> ArraySetter<'b>
    where
        'a: 'b,
    {
        ArraySetter { members: Some(run), ..self }
    }

    /// A quantity by its name; a derivative as one; a part of an expression as that.
    pub fn quantity(&self, quantity: QuantityId) -> Layout {
        self.quantity_at(quantity, "").layout
    }

    /// A size: a number, or its letter.
    pub fn size(&self, size: Size) -> Layout {
        match size {
            Size::Number(count) => Layout::number(Number::plain(&count.to_string())),
            Size::Letter(letter) if self.arrays.is_sum_of_sizes(letter) => self.sum_of_sizes(size),
            Size::Letter(letter) => Layout::name(&self.arrays.size_names()[letter.0 as usize]),
        }
    }

    /// A size beside others: `(n + 1)×m`.
    fn size_as_factor(&self, size: Size) -> Layout {
        match size {
            Size::Letter(letter) if self.arrays.is_sum_of_sizes(letter) => self.size(size).fenced(),
            Size::Letter(_) | Size::Number(_) => self.size(size),
        }
    }

    /// A shape: `3×2`, `n`; a number has none.
    pub fn shape(&self, shape: &Shape) -> Layout {
        let sizes: Vec<Layout> = match shape {
            Shape::Number => return Layout::text("a number"),
            Shape::Row(size) => vec![Layout::number(Number::plain("1")), self.size_as_factor(*size)],
            Shape::Vector(size) => return self.size(*size),
            Shape::Matrix(..) | Shape::Tensor(_) => {
                shape.axes().into_iter().map(|size| self.size_as_factor(size)).collect()
            }
        };
        Layout::joined(&sizes, Operator::By)
    }

    /// A quantity at numbers for its indices, from 1.
    pub fn entry_of_quantity(&self, quantity: QuantityId, at: &[u64]) -> Layout {
        let indices: Vec<String> = at.iter().map(u64::to_string).collect();
        self.quantity_at(quantity, &indices.join(",")).layout
    }

    /// A quantity at letters for its indices: any of its entries.
    pub fn generic_entry(&self, quantity: QuantityId) -> Layout {
        let mut names: Vec<String> = Vec::new();
        for size in self.arrays.quantity(quantity).shape.axes() {
            let taken: Vec<&str> = names.iter().map(String::as_str).collect();
            names.push(self.free_name(size, &taken));
        }
        self.quantity_at(quantity, &names.join(",")).layout
    }

    /// The derivative of a function of an array, entry by entry: `σ'(z)`.
    pub fn slope_of(&self, function: FunctionId, argument: WholeId) -> Layout {
        Self::call(function, 1, &[self.whole(argument)]).layout
    }

    /// The transpose of what is written; a quotient in brackets.
    pub fn transposed(&self, of: &Layout) -> Layout {
        Self::raised(&of.fenced(), &Layout::operator(Operator::Transpose), None).layout
    }

    /// The square of what is written as a name.
    pub fn squared(&self, of: &Layout) -> Layout {
        Self::raised(of, &Layout::number(Number::plain("2")), Some(2)).layout
    }

    /// Names for free letters, none of which is a name of the worksheet.
    pub fn names_for(&self, letters: &[Letter]) -> LetterNames {
        let mut names = LetterNames::default();
        for &letter in letters {
            let taken: Vec<&str> = names.values().map(String::as_str).collect();
            let name = self.free_name(self.arrays.size_of(letter), &taken);
            names.insert(letter, name);
        }
        names
    }

    /// A letter that is neither taken nor a name of the worksheet: the worksheet's own for this size, else one that it uses for
    /// no other.
    fn free_name(&self, size: Size, taken: &[&str]) -> String {
        let is_free = |name: &str| {
            !taken.contains(&name)
                && self.members.is_none_or(|run| run.letter != name)
                && !self.arrays.is_member_letter(name)
                && !self.arrays.size_names().iter().any(|size_name| size_name == name)
                && !self.arrays.quantities().any(|(_, quantity)| quantity.name == name)
        };
        if let Some(name) = self.arrays.index_names(size).iter().find(|name| is_free(name)) {
            return name.clone();
        }
        let free = || LETTERS.iter().filter(|name| is_free(name));
        let plain = free().find(|name| !self.arrays.is_index_name(name)).or_else(|| free().next());
        let numbered = || (1..=u32::MAX).map(|number| format!("i{number}")).find(|name| is_free(name));
        plain.map(|name| (*name).to_owned()).or_else(numbered).unwrap_or_default()
    }

    /// A quantity with indices behind it, as they are written between brackets.
    fn quantity_at(&self, quantity: QuantityId, indices: &str) -> Set {
        let declared = self.arrays.quantity(quantity);
        let member = |name: &str| {
            if indices.is_empty() {
                return Layout::name(name);
            }
            // Where the name has a subscript of its own, or is that of a member of a family, indices stand behind it: `z_{1}[2]`
            // is no `z_{1,2}`.
            let parts = Name::from_canonical(name);
            if !(parts.member().is_empty() && parts.subscript().is_empty()) {
                return Layout::sequence(&[Layout::name(name), bracketed(indices)]);
            }
            Layout::name(&format!("{name}[{indices}]"))
        };
        match declared.role {
            Role::Adjoint { of, by } => {
                // The first indices are those of what is derived.
                let rank = self.arrays.quantity(of).shape.axes().len();
                let all: Vec<&str> = indices.split(',').filter(|index| !index.is_empty()).collect();
                let (of_at, by_at) = all.split_at(rank.min(all.len()));
                Set { layout: self.derivative_at((of, of_at), (by, by_at)), level: Level::Derivative }
            }
            Role::Defined(definition) if declared.name.is_empty() => {
                let inner = self.whole_set(definition);
                if indices.is_empty() {
                    return inner;
                }
                let indices = bracketed(indices);
                Set::atom(Layout::sequence(&[inner.at_least(Level::Atom), indices]))
            }
            Role::Leaf | Role::Defined(_) => {
                let general = self.members.and_then(|run| run.names.get(&quantity));
                Set::atom(member(general.unwrap_or(&declared.name)))
            }
        }
    }

    /// A number in a formula.
    fn number(value: &Rational) -> Set {
        let size = value.abs();
        let set = if let Some(number) = Number::literal(&size) {
            Set::atom(Layout::number(number))
        } else {
            let [above, below] = [size.numerator(), size.denominator()]
                .map(|part| Layout::number(Number::plain(&part.to_string())));
            Set { layout: Layout::fraction(&above, &below), level: Level::Quotient }
        };
        if value.is_negative() { negative(set) } else { set }
    }

    /// A function of what is set already: a root and an absolute value by their signs, others by their symbols.
    fn function_set(function: FunctionId, primes: u8, arguments: Vec<Set>) -> Set {
        let is = |row: &'static Function| primes == 0 && function == function::id(row);
        let arguments: Vec<Layout> = arguments.into_iter().map(|set| set.layout).collect();
        if is(&SQRT) {
            return Self::root(&arguments[0]);
        }
        if is(&ABS) {
            return Set::atom(arguments[0].between_bars());
        }
        Self::call(function, primes, &arguments)
    }

    /// A function's symbol put to arguments.
    fn call(function: FunctionId, primes: u8, arguments: &[Layout]) -> Set {
        let row = chainrule_symbolic::function::TABLE[function.index()];
        let mut out = Layout::new();
        let head = out.add(Piece::Function(layout::Function::Builtin(row), primes));
        // A constant such as π stands alone.
        if arguments.is_empty() {
            out.add_row(&[head]);
            return Set::atom(out);
        }
        let inner = out.add_layout(&Layout::joined(arguments, Operator::Comma));
        let arguments = out.add_fence(Fence::Round, When::Call, inner);
        out.add_row(&[head, arguments]);
        Set::atom(out)
    }

    /// A base with an exponent.
    fn raised(base: &Layout, exponent: &Layout, whole: Option<i32>) -> Set {
        let mut out = Layout::new();
        let (base, above) = (out.add_layout(base), out.add_layout(exponent));
        out.add(Piece::Script { base, above, whole });
        Set { layout: out, level: Level::Power }
    }

    /// A square root.
    fn root(inner: &Layout) -> Set {
        let mut out = inner.clone();
        if let Some(root) = out.root() {
            out.add(Piece::Radical(root));
        }
        Set::atom(out)
    }

    /// Terms, each with its sign.
    fn sum(terms: Vec<(bool, Layout)>) -> Set {
        let mut parts = Vec::new();
        for (place, (minus, term)) in terms.into_iter().enumerate() {
            match (place, minus) {
                (0, false) => {}
                (0, true) => parts.push(Layout::operator(Operator::Negative)),
                (_, false) => parts.push(Layout::operator(Operator::Plus)),
                (_, true) => parts.push(Layout::operator(Operator::Minus)),
            }
            parts.push(term);
        }
        Set { layout: Layout::sequence(&parts), level: Level::Sum }
    }
}

/// With a minus before it.
fn negative(inner: Set) -> Set {
    let layout = Layout::sequence(&[Layout::operator(Operator::Negative), inner.at_least(Level::Product)]);
    Set { layout, level: Level::Sum }
}

/// `[i,j]`
fn bracketed(indices: &str) -> Layout {
    let mut out = Layout::new();
    let part = |index: &str| {
        if index.contains("..") {
            Layout::text(index)
        } else if index.parse::<u64>().is_ok() {
            Layout::number(Number::plain(index))
        } else if let Some((letter, number)) = index.split_once('-') {
            // As close as in `x[i-1]`.
            let number = Layout::number(Number::plain(number));
            Layout::sequence(&[Layout::name(letter), Layout::operator(Operator::Negative), number])
        } else if let Some((letter, number)) = index.split_once('+') {
            let number = Layout::number(Number::plain(number));
            Layout::joined(&[Layout::name(letter), number], Operator::Plus)
        } else {
            Layout::name(index)
        }
    };
    let parts: Vec<Layout> = indices.split(',').map(part).collect();
    // As close as the indices of a name: `W[1][i,j]` beside `δ[i,j]`.
    let mut row = Vec::with_capacity(2 * parts.len());
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            row.push(Layout::text(","));
        }
        row.push(part);
    }
    let inner = out.add_layout(&Layout::sequence(&row));
    out.add_fence(Fence::Square, When::Always, inner);
    out
}
