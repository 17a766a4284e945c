//! The arena of both kinds of expressions: arrays as wholes, and their generic entries.

use std::sync::Arc;

use chainrule_symbolic::function::{self, Function};
use chainrule_symbolic::graph::{FunctionId, Graph};
use rustc_hash::FxHashMap;

pub use crate::node::{
    Entry, EntryId, Index, Letter, Made, Quantity, QuantityId, Role, Whole, WholeId, children,
};
use crate::noted::{Domain, LongSums, Means};
use crate::read_by::ReadBy;
use crate::shape::{Shape, Size, SizeId};
use crate::size_sum::SizeSum;

/// What is remembered of an entry.
#[derive(Clone, Debug)]
struct EntryData {
    node: Entry,
    letters: Arc<[Letter]>,
    quantities: Arc<[QuantityId]>,
    depth: u32,
}

/// All expressions of one worksheet with arrays.
#[derive(Debug, Default)]
pub struct Arrays {
    wholes: Vec<(Whole, Shape, u32)>,
    whole_index: FxHashMap<Whole, WholeId>,
    entries: Vec<EntryData>,
    entry_index: FxHashMap<Entry, EntryId>,
    quantities: Vec<Quantity>,
    /// What derivatives come to, so that they can be derived in turn.
    come_to: FxHashMap<QuantityId, WholeId>,
    sizes: Vec<String>,
    /// Sizes by letter that are sums of others, such as `n-2`.
    pub(crate) size_sums: FxHashMap<SizeId, SizeSum>,
    letters: Vec<Size>,
    /// The letters by which the worksheet runs over a size, those it used first in front.
    pub(crate) index_names: FxHashMap<Size, Vec<String>>,
    /// The letters by which the worksheet runs over members of families, by the names of those.
    pub(crate) member_letters: FxHashMap<String, String>,
    /// Sizes that count as what they are, and how many those are.
    pub(crate) fixed: FxHashMap<Size, u64>,
    /// Whether an index is determined by others somewhere.
    has_aligned: bool,
    /// Whether lines of an array are chosen somewhere.
    has_selected: bool,
    /// What the definitions say of where they have a value, and how they are written.
    pub(crate) domain: Domain,
    /// The means among them.
    pub(crate) means: Means,
    /// The long sums in them.
    pub(crate) long_sums: LongSums,
    /// What became of the indices in the reading that is being made.
    pub(crate) read_by: Vec<ReadBy>,
    /// Where the derivatives of functions are built before they are taken over.
    pub(crate) scratch: Graph,
}

impl Arrays {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The size of this letter.
    pub fn size(&mut self, name: &str) -> Size {
        let listed = self.sizes.iter().position(|size| size == name);
        let place = listed.unwrap_or_else(|| {
            self.sizes.push(name.to_owned());
            self.sizes.len() - 1
        });
        Size::Letter(SizeId(small(place)))
    }

    /// The letters of sizes, in the order in which they came.
    pub fn size_names(&self) -> &[String] {
        &self.sizes
    }

    /// Adds a quantity.
    pub fn add_quantity(&mut self, name: &str, shape: Shape, role: Role) -> QuantityId {
        let definition = match role {
            Role::Defined(definition) => Some(definition),
            Role::Leaf | Role::Adjoint { .. } => None,
        };
        self.quantities.push(Quantity { name: name.to_owned(), shape, role });
        let quantity = QuantityId(small(self.quantities.len() - 1));
        if let Some(definition) = definition {
            self.note_definition(quantity, definition);
        }
        quantity
    }

    /// A quantity.
    pub fn quantity(&self, id: QuantityId) -> &Quantity {
        &self.quantities[id.index()]
    }

    /// All quantities, in the order added.
    pub fn quantities(&self) -> impl Iterator<Item = (QuantityId, &Quantity)> {
        self.quantities.iter().enumerate().map(|(place, quantity)| (QuantityId(small(place)), quantity))
    }

    /// What a quantity is computed by; a derivative, by what it comes to.
    pub fn definition(&self, id: QuantityId) -> Option<WholeId> {
        match self.quantity(id).role {
            Role::Defined(whole) => Some(whole),
            Role::Adjoint { .. } => self.come_to.get(&id).copied(),
            Role::Leaf => None,
        }
    }

    /// Remembers what a derivative comes to.
    pub(crate) fn comes_to(&mut self, derivative: QuantityId, reading: WholeId) {
        self.come_to.insert(derivative, reading);
    }

    /// A new letter for an index of this size.
    pub fn letter(&mut self, size: Size) -> Letter {
        self.letters.push(size);
        Letter(small(self.letters.len() - 1))
    }

    /// New letters for the indices of a shape.
    pub fn letters_for(&mut self, shape: &Shape) -> Vec<Letter> {
        shape.axes().into_iter().map(|size| self.letter(size)).collect()
    }

    /// The size of what a letter runs over.
    pub fn size_of(&self, letter: Letter) -> Size {
        self.letters[letter.index()]
    }

    /// A whole by its id.
    pub fn whole(&self, id: WholeId) -> &Whole {
        &self.wholes[id.index()].0
    }

    /// What a function is put to, where a whole is that function of something.
    pub fn arguments_of(&self, id: WholeId, row: &'static Function) -> Option<&[WholeId]> {
        match self.whole(id) {
            Whole::Apply { function, primes: 0, arguments } if *function == function::id(row) => {
                Some(arguments)
            }
            _ => None,
        }
    }

    /// The id of a whole that stands in it.
    pub fn known_whole(&self, whole: &Whole) -> Option<WholeId> {
        self.whole_index.get(whole).copied()
    }

    /// The whole that a quantity is, where it stands somewhere.
    pub fn whole_of(&self, quantity: QuantityId) -> Option<WholeId> {
        self.known_whole(&Whole::Quantity(quantity))
    }

    /// The shape of a whole.
    pub fn shape(&self, id: WholeId) -> &Shape {
        &self.wholes[id.index()].1
    }

    /// How deep a whole is nested.
    pub fn depth(&self, id: WholeId) -> u32 {
        self.wholes[id.index()].2
    }

    /// Keeps a whole of this shape.
    pub(crate) fn keep(&mut self, whole: Whole, shape: Shape) -> WholeId {
        if let Some(&id) = self.whole_index.get(&whole) {
            return id;
        }
        let inner_depth = match &whole {
            Whole::Entries { body, .. } => self.entry_depth(*body),
            _ => 0,
        };
        let depth =
            1 + inner_depth + self.parts(&whole).iter().map(|part| self.depth(*part)).max().unwrap_or(0);
        let id = WholeId(small(self.wholes.len()));
        self.whole_index.insert(whole.clone(), id);
        self.wholes.push((whole, shape, depth));
        id
    }

    /// The parts of a whole, in order.
    pub fn parts(&self, whole: &Whole) -> Vec<WholeId> {
        match whole {
            Whole::Number(_)
            | Whole::Size(_)
            | Whole::Quantity(_)
            | Whole::Ones(_)
            | Whole::Identity(_)
            | Whole::OneHot(..)
            | Whole::Rows { .. }
            | Whole::Entries { .. }
            | Whole::Part { .. } => Vec::new(),
            Whole::Apply { arguments, .. } | Whole::Word { arguments, .. } => arguments.clone(),
            Whole::Spread { vector, .. } => vec![*vector],
            Whole::Product(left, right) => vec![*left, *right],
            Whole::Transpose(of) => vec![*of],
        }
    }

    /// An entry by its id.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.index()].node
    }

    /// The letters in an entry, each once, in the order of their ids.
    pub fn letters_in(&self, id: EntryId) -> Arc<[Letter]> {
        Arc::clone(&self.entries[id.index()].letters)
    }

    /// The quantities in an entry, each once, in the order of their ids.
    pub fn quantities_in(&self, id: EntryId) -> Arc<[QuantityId]> {
        Arc::clone(&self.entries[id.index()].quantities)
    }

    /// Whether an entry mentions a quantity.
    pub fn mentions(&self, id: EntryId, quantity: QuantityId) -> bool {
        self.entries[id.index()].quantities.binary_search(&quantity).is_ok()
    }

    /// Whether a letter stands in an entry.
    pub fn has_letter(&self, id: EntryId, letter: Letter) -> bool {
        self.entries[id.index()].letters.binary_search(&letter).is_ok()
    }

    /// Whether an index is determined by others somewhere.
    pub fn has_aligned(&self) -> bool {
        self.has_aligned
    }

    /// Whether lines of an array are chosen somewhere.
    pub fn has_selected(&self) -> bool {
        self.has_selected
    }

    /// How deep an entry is nested.
    pub fn entry_depth(&self, id: EntryId) -> u32 {
        self.entries[id.index()].depth
    }

    /// The functions that stand in it, with their primes and numbers of arguments, each once.
    pub fn functions(&self) -> Vec<(FunctionId, u8, usize)> {
        let of_wholes = self.wholes.iter().filter_map(|(whole, _, _)| match whole {
            Whole::Apply { function, primes, arguments } => Some((*function, *primes, arguments.len())),
            _ => None,
        });
        let of_entries = self.entries.iter().filter_map(|entry| match &entry.node {
            Entry::Apply { function, primes, arguments } => Some((*function, *primes, arguments.len())),
            _ => None,
        });
        let mut all: Vec<_> = of_wholes.chain(of_entries).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// How much is kept: expressions, entries and letters of indices.
    pub fn count(&self) -> usize {
        self.wholes.len() + self.entries.len() + self.letters.len()
    }

    /// All wholes.
    pub(crate) fn all_wholes(&self) -> impl Iterator<Item = &Whole> {
        self.wholes.iter().map(|(whole, _, _)| whole)
    }

    /// All nodes of entries.
    pub(crate) fn all_nodes(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|entry| &entry.node)
    }

    /// All sizes that stand in it, each once, in an order that does not depend on how they are written.
    pub fn all_sizes(&self) -> Vec<Size> {
        let mut all: Vec<Size> = self.quantities.iter().flat_map(|quantity| quantity.shape.axes()).collect();
        all.extend(self.letters.iter().copied());
        all.extend(self.wholes.iter().flat_map(|(whole, shape, _)| {
            let size = match whole {
                Whole::Size(size) => Some(*size),
                _ => None,
            };
            shape.axes().into_iter().chain(size)
        }));
        all.extend(self.entries.iter().filter_map(|entry| match &entry.node {
            Entry::Size(size) | Entry::Sum(size, _) => Some(*size),
            _ => None,
        }));
        let mut met = Vec::new();
        for size in all {
            if !met.contains(&size) {
                met.push(size);
            }
        }
        met
    }

    /// An entry and everything that it is made of, as often as it is written.
    pub fn entries_in(&self, root: EntryId) -> impl Iterator<Item = (EntryId, &Entry)> {
        let mut stack = vec![root];
        std::iter::from_fn(move || {
            let id = stack.pop()?;
            let node = self.entry(id);
            stack.extend(children(node));
            Some((id, node))
        })
    }

    /// Keeps an entry.
    pub(crate) fn keep_entry(&mut self, node: Entry) -> EntryId {
        if let Some(&id) = self.entry_index.get(&node) {
            return id;
        }
        let children = children(&node);
        let mut letters: Vec<Letter> = node
            .own_indices()
            .iter()
            .filter_map(|index| match index {
                Index::Letter(letter) => Some(*letter),
                Index::Bound(_) | Index::At(_) | Index::Size(_) => None,
            })
            .collect();
        let mut quantities: Vec<QuantityId> = match &node {
            Entry::Of(quantity, _) => vec![*quantity],
            Entry::Derivative { by, .. } => vec![*by],
            Entry::Number(_)
            | Entry::Size(_)
            | Entry::Delta(..)
            | Entry::Selected { .. }
            | Entry::Aligned { .. }
            | Entry::Sum(..)
            | Entry::Apply { .. } => Vec::new(),
        };
        for &child in &children {
            letters.extend_from_slice(&self.entries[child.index()].letters);
            quantities.extend_from_slice(&self.entries[child.index()].quantities);
        }
        self.has_aligned |= matches!(node, Entry::Aligned { .. });
        self.has_selected |= matches!(node, Entry::Selected { .. });
        letters.sort_unstable();
        letters.dedup();
        quantities.sort_unstable();
        quantities.dedup();
        let depth = 1 + children.iter().map(|child| self.entry_depth(*child)).max().unwrap_or(0);
        let id = EntryId(small(self.entries.len()));
        self.entry_index.insert(node.clone(), id);
        self.entries.push(EntryData { node, letters: letters.into(), quantities: quantities.into(), depth });
        id
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).expect("an arena holds fewer than 2^32 entries")
}
